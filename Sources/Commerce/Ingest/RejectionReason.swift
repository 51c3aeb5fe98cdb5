import Localization
import TabularFiles

/// Why one line of a file was not stored.
enum RejectionReason: Hashable, Sendable {
    case record(RecordProblem)
    case fieldCount(found: Int, expected: Int)
    case noDocument
    case noProduct
    case noStock
    /// The field's name.
    case textTooLong(String)
    case badDate(String)
    case badTime(String)
    /// The field's name, and what the line says.
    case badNumber(String, String)
    case badFlag(String)
    case badDiscount(String)
    case discountTooLarge(String)
    case badCurrency(String)
    case amountTooLarge

    var text: LocalizedText {
        switch self {
        case .record(let problem): problem.text
        case .fieldCount(let found, let expected):
            LocalizedText(
                es: "tiene \(found) \(found == 1 ? "campo" : "campos") y se esperaban \(expected)",
                en: "it has \(found) \(found == 1 ? "field" : "fields") instead of \(expected)"
            )
        case .noDocument:
            LocalizedText(es: "falta el número de documento", en: "the document number is missing")
        case .noProduct:
            LocalizedText(es: "falta el código del producto", en: "the product code is missing")
        case .textTooLong(let field):
            LocalizedText(
                es: "el texto de \(field) es demasiado largo",
                en: "the text of \(field) is too long"
            )
        case .badDate(""):
            LocalizedText(es: "falta la fecha", en: "the date is missing")
        case .badNumber(let field, ""):
            LocalizedText(es: "falta un número (\(field))", en: "a number is missing (\(field))")
        case .badDate(let text):
            LocalizedText(es: "«\(text)» no es una fecha", en: "\"\(text)\" is not a date")
        case .badTime(let text):
            LocalizedText(es: "«\(text)» no es una hora", en: "\"\(text)\" is not a time")
        case .badNumber(let field, let text):
            LocalizedText(
                es: "«\(text)» no es un número (\(field))",
                en: "\"\(text)\" is not a number (\(field))"
            )
        case .badDiscount(let text):
            LocalizedText(
                es: "el descuento «\(text)» no está entre 0 y 1 ni es un porcentaje",
                en: "the discount \"\(text)\" is neither between 0 and 1 nor a percentage"
            )
        case .discountTooLarge(let text):
            LocalizedText(
                es: "el descuento de \(text) es mayor que el importe de la línea",
                en: "the discount of \(text) is more than the line comes to"
            )
        case .badCurrency(let text):
            LocalizedText(es: "«\(text)» no es un código de moneda", en: "\"\(text)\" is not a currency code")
        case .noStock: LocalizedText(es: "falta la existencia", en: "the stock is missing")
        case .badFlag(let text):
            LocalizedText(es: "«\(text)» no es sí ni no", en: "\"\(text)\" is neither yes nor no")
        case .amountTooLarge:
            LocalizedText(es: "el importe es demasiado grande", en: "the amount is too large")
        }
    }

    /// What a line says, cut to a length that a message can hold.
    static func shown(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: bytes.prefix(160), as: UTF8.self)
        return text.count > 40 ? text.prefix(40) + "…" : text
    }
}
