public import Localization
public import TabularFiles

/// Why a whole file was not stored. Nothing of it is in the store.
public enum IngestFailure: LocalizedFailure, Hashable {
    /// It is not there, damaged, or no table.
    case unreadable(TabularFileFailure)
    case empty(file: String)
    case missingColumns(file: String, found: [String], missing: [String])
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
        case .unreadable(let failure): failure.message
        case .empty(let file):
            LocalizedText(
                es: "El archivo \(file) no tiene ninguna línea de datos.",
                en: "The file \(file) has no line of data."
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

    private static func missingColumns(_ file: String, _ found: [String], _ missing: [String]) -> LocalizedText {
        LocalizedText(
            es: "Al archivo \(file) le faltan columnas: \(lacking(missing, in: .spanish)). Columnas encontradas: "
                + "\(list(found)). Si una de ellas tiene otro nombre, indíquelo con --map columna=campo; sin "
                + "encabezados, la columna es su número.",
            en: "The file \(file) lacks columns: \(lacking(missing, in: .english)). Columns found: \(list(found)). If "
                + "one of them goes by another name, say so with --map column=field; without a header, the column is "
                + "its number."
        )
    }

    /// Each field with a few of the names that its column may have.
    private static func lacking(_ missing: [String], in language: HeaderLanguage) -> String {
        missing.map { name in
            let examples = SalesField(rawValue: name)?.examples ?? StockField(rawValue: name)?.examples
            guard let examples else { return name }
            return "\(name) (\(language == .spanish ? examples.spanish : examples.english))"
        }
        .joined(separator: "; ")
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "—" : names.prefix(40).map { String($0.prefix(60)) }.joined(separator: ", ")
    }

    private static var fields: String { IngestOptions.fieldNames.joined(separator: ", ") }
}
