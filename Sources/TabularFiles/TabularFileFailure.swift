public import Localization

/// Why a file cannot be read as a table at all.
public enum TabularFileFailure: LocalizedFailure, Hashable {
    case cannotRead(file: String, reason: String)
    case truncatedGzip(file: String)
    case damagedGzip(file: String, reason: String)
    case damagedSpreadsheet(file: String, reason: String)
    /// It would grow beyond what is read of one file.
    case tooLarge(file: String, bytes: Int)
    case unsupportedFormat(file: String, format: String)
    case noText(file: String)
    case noSuchSheet(file: String, name: String, found: [String])

    public var message: LocalizedText {
        switch self {
        case .cannotRead(let file, let reason):
            LocalizedText(
                es: "No se puede leer el archivo \(file): \(reason).",
                en: "The file \(file) cannot be read: \(reason)."
            )
        case .truncatedGzip(let file):
            LocalizedText(
                es: "El archivo comprimido \(file) está incompleto: termina a media compresión. Vuelva a copiarlo o "
                    + "descargarlo. No se guardó nada.",
                en: "The compressed file \(file) is incomplete: it ends in the middle of its data. Copy or download it "
                    + "again. Nothing was stored."
            )
        case .damagedGzip(let file, let reason):
            LocalizedText(
                es: "El archivo comprimido \(file) está dañado (\(reason)). Vuelva a copiarlo o descargarlo. "
                    + "No se guardó nada.",
                en: "The compressed file \(file) is damaged (\(reason)). Copy or download it again. Nothing was stored."
            )
        case .damagedSpreadsheet(let file, let reason):
            LocalizedText(
                es: "El libro de Excel \(file) está dañado o no es .xlsx (\(reason)). Ábralo y guárdelo de nuevo, o "
                    + "guárdelo como CSV UTF-8. No se guardó nada.",
                en: "The Excel workbook \(file) is damaged or not .xlsx (\(reason)). Open it and save it again, or "
                    + "save it as CSV UTF-8. Nothing was stored."
            )
        case .tooLarge(let file, let bytes):
            LocalizedText(
                es:
                    "El archivo \(file) ocupa descomprimido más de \(bytes >> 20) MB, el máximo que se lee. Divídalo en "
                    + "partes. No se guardó nada.",
                en: "The file \(file) is larger than \(bytes >> 20) MB once decompressed, the most that is read. Split "
                    + "it. Nothing was stored."
            )
        case .unsupportedFormat(let file, let format):
            LocalizedText(
                es: "El archivo \(file) está en \(format), que no se lee. Guárdelo como .xlsx o como CSV UTF-8. "
                    + "No se guardó nada.",
                en: "The file \(file) is in \(format), which cannot be read. Save it as .xlsx or as CSV UTF-8. "
                    + "Nothing was stored."
            )
        case .noText(let file):
            LocalizedText(
                es: "El archivo \(file) no es texto ni una hoja de cálculo. Guárdelo como .xlsx o como CSV UTF-8. "
                    + "No se guardó nada.",
                en: "The file \(file) is no text and no spreadsheet. Save it as .xlsx or as CSV UTF-8. Nothing was "
                    + "stored."
            )
        case .noSuchSheet(let file, let name, let found):
            LocalizedText(
                es: "El libro \(file) no tiene la hoja «\(name)». Hojas: \(found.joined(separator: ", ")).",
                en: "The workbook \(file) has no sheet \"\(name)\". Sheets: \(found.joined(separator: ", "))."
            )
        }
    }
}
