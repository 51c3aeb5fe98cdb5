import Localization

/// Why one line of a file was not stored.
enum RejectionReason: Hashable, Sendable {
    case quoteNeverClosed
    case textAfterQuote
    case recordTooLong(bytes: Int)
    case tooManyFields(Int)
    case nullByte
    case notUTF8
    case fieldCount(found: Int, expected: Int)
    case noDocument
    case noProduct
    case textTooLong(SalesField)
    case badDate(String)
    case badTime(String)
    case badNumber(SalesField, String)
    case badDiscount(String)
    case badCurrency(String)
    case amountTooLarge

    var text: LocalizedText {
        switch self {
        case .quoteNeverClosed:
            LocalizedText(es: "las comillas no se cierran", en: "the quotes are never closed")
        case .textAfterQuote:
            LocalizedText(es: "hay texto después de cerrar las comillas", en: "there is text after the closing quote")
        case .recordTooLong(let bytes):
            LocalizedText(es: "la línea pasa de \(bytes) bytes", en: "the line is longer than \(bytes) bytes")
        case .tooManyFields(let most):
            LocalizedText(es: "la línea tiene más de \(most) campos", en: "the line has more than \(most) fields")
        case .nullByte:
            LocalizedText(es: "contiene un byte nulo", en: "it contains a null byte")
        case .notUTF8:
            LocalizedText(
                es: "no es texto UTF-8 (¿está guardado en Windows-1252?)",
                en: "it is not UTF-8 text (was it saved as Windows-1252?)"
            )
        case .fieldCount(let found, let expected):
            LocalizedText(
                es: "tiene \(found) campos y se esperaban \(expected)",
                en: "it has \(found) fields instead of \(expected)"
            )
        case .noDocument:
            LocalizedText(es: "falta el número de documento", en: "the document number is missing")
        case .noProduct:
            LocalizedText(es: "falta el código del producto", en: "the product code is missing")
        case .textTooLong(let field):
            LocalizedText(
                es: "el texto de \(field.rawValue) es demasiado largo",
                en: "the text of \(field.rawValue) is too long"
            )
        case .badDate(let text):
            LocalizedText(es: "«\(text)» no es una fecha", en: "\"\(text)\" is not a date")
        case .badTime(let text):
            LocalizedText(es: "«\(text)» no es una hora", en: "\"\(text)\" is not a time")
        case .badNumber(let field, let text):
            LocalizedText(
                es: "«\(text)» no es un número (\(field.rawValue))",
                en: "\"\(text)\" is not a number (\(field.rawValue))"
            )
        case .badDiscount(let text):
            LocalizedText(
                es: "el descuento «\(text)» no está entre 0 y 1 ni es un porcentaje",
                en: "the discount \"\(text)\" is neither between 0 and 1 nor a percentage"
            )
        case .badCurrency(let text):
            LocalizedText(es: "«\(text)» no es un código de moneda", en: "\"\(text)\" is not a currency code")
        case .amountTooLarge:
            LocalizedText(es: "el importe es demasiado grande", en: "the amount is too large")
        }
    }
}
