public import Localization

/// Why a whole file was not stored. Nothing of it is in the store.
public enum IngestFailure: LocalizedFailure, Hashable {
    case cannotRead(file: String, reason: String)
    case truncatedGzip(file: String)
    case damagedGzip(file: String, reason: String)
    case unsupportedEncoding(file: String, encoding: String)
    case empty(file: String)
    case unreadableHeader(file: String, reason: LocalizedText)
    case missingColumns(file: String, found: [String], missing: [SalesField])
    case unknownColumn(name: String, found: [String])
    case unknownField(name: String)
    case invalidCurrency(String)
    /// The sums would no longer fit 64 bits.
    case amountsTooLarge(file: String)
    /// Another program kept the data locked for longer than we wait.
    case busy
    case storage(reason: String)

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
        case .unsupportedEncoding(let file, let encoding):
            LocalizedText(
                es: "El archivo \(file) está en \(encoding). Guárdelo como CSV UTF-8. No se guardó nada.",
                en: "The file \(file) is in \(encoding). Save it as CSV UTF-8. Nothing was stored."
            )
        case .empty(let file):
            LocalizedText(
                es: "El archivo \(file) no tiene ninguna línea de datos.",
                en: "The file \(file) has no line of data."
            )
        case .unreadableHeader(let file, let reason):
            LocalizedText(
                es: "No se puede leer la línea de encabezados de \(file): \(reason.spanish).",
                en: "The header line of \(file) cannot be read: \(reason.english)."
            )
        case .missingColumns(let file, let found, let missing):
            Self.missingColumns(file, found, missing)
        case .unknownColumn(let name, let found):
            LocalizedText(
                es: "El archivo no tiene la columna «\(name)». Columnas encontradas: \(Self.list(found)).",
                en: "The file has no column \"\(name)\". Columns found: \(Self.list(found))."
            )
        case .unknownField(let name):
            LocalizedText(
                es: "«\(name)» no es columna=campo. Campos: \(Self.fields).",
                en: "\"\(name)\" is not column=field. Fields: \(Self.fields)."
            )
        case .invalidCurrency(let text):
            LocalizedText(
                es: "«\(text)» no es un código de moneda ISO 4217, como GTQ o USD.",
                en: "\"\(text)\" is not an ISO 4217 currency code such as GTQ or USD."
            )
        case .amountsTooLarge(let file):
            LocalizedText(
                es: "Los importes de \(file) son tan grandes que su suma no cabe. Revise las cantidades y los precios. "
                    + "No se guardó nada.",
                en: "The amounts in \(file) are so large that their sum does not fit. Check quantities and prices. "
                    + "Nothing was stored."
            )
        case .busy:
            LocalizedText(
                es: "Otro programa está guardando datos en la misma carpeta. Espere a que termine y repita.",
                en: "Another program is storing data in the same folder. Wait until it has finished and try again."
            )
        case .storage(let reason):
            LocalizedText(
                es: "No se pudo guardar: \(reason). Revise el espacio y los permisos del disco. No se guardó nada.",
                en:
                    "The data could not be stored: \(reason). Check the disk's space and permissions. Nothing was stored."
            )
        }
    }

    private static func missingColumns(_ file: String, _ found: [String], _ missing: [SalesField]) -> LocalizedText {
        let lacking = missing.map { field in
            "\(field.rawValue) (\(field.columnNames.prefix(3).joined(separator: ", ")))"
        }
        .joined(separator: "; ")
        return LocalizedText(
            es: "Al archivo \(file) le faltan columnas: \(lacking). Columnas encontradas: \(list(found)). Si una de "
                + "ellas tiene otro nombre, indíquelo con --map columna=campo.",
            en: "The file \(file) lacks columns: \(lacking). Columns found: \(list(found)). If one of them goes by "
                + "another name, say so with --map column=field."
        )
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "—" : names.prefix(40).map { String($0.prefix(60)) }.joined(separator: ", ")
    }

    private static var fields: String { SalesField.allCases.map(\.rawValue).joined(separator: ", ") }
}
