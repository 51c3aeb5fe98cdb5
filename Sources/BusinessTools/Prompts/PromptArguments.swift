import Commerce
import Localization
import MCP

/// The arguments that prompts have in common, and how they are read.
enum PromptArguments {
    static let language = PromptArgument(
        name: "lang",
        title: LocalizedText(es: "Idioma", en: "Language"),
        summary: LocalizedText(
            es: "Idioma del texto: es o en. Por defecto, el suyo.",
            en: "Language of the text: es or en. Default: yours."
        ),
        completions: { call in
            let found = Suggestions.find(among: Language.allCases.map(\.rawValue), startingWith: call.value)
            return Completion(first: found.values, total: found.total)
        }
    )

    static func language(of call: PromptCall) throws(PromptFailure) -> Language {
        guard let text = call.arguments["lang"], !text.isEmpty else { return call.request.language }
        guard let language = Language(rawValue: text) else { throw .language(text) }
        return language
    }

    /// The value, unless it is blank: clients send empty fields of a form so.
    static func text(_ name: String, of call: PromptCall) -> String? {
        guard let text = call.arguments[name], text.contains(where: { !$0.isWhitespace }) else { return nil }
        return text
    }
}

/// Why a prompt cannot be made with these arguments.
enum PromptFailure: LocalizedFailure, Hashable {
    case language(String)
    case noData
    /// A period without sales, and the days of the data.
    case noSales(Period, data: Period)
    /// What was asked for, and what the store says of it.
    case noSuchProduct(String, [LocalizedText])
    case number(name: String, String, ClosedRange<Int>)

    var message: LocalizedText {
        switch self {
        case .language(let text):
            LocalizedText(
                es: "«lang» debe ser es o en, y es «\(text.prefix(40))».",
                en: "'lang' must be es or en; it is \"\(text.prefix(40))\"."
            )
        case .noData:
            LocalizedText(
                es: "Todavía no hay ventas guardadas. Cárguelas con «ingest».",
                en: "There are no sales stored yet. Load them with 'ingest'."
            )
        case .noSales(let period, let data):
            LocalizedText(
                es: "No hay ventas del \(period.from) al \(period.to). Los datos van del \(data.from) al \(data.to).",
                en:
                    "There are no sales from \(period.from) to \(period.to). The data run from \(data.from) to \(data.to)."
            )
        case .noSuchProduct(let product, let notes):
            LocalizedText(
                es: notes.isEmpty
                    ? "No se encontró el producto «\(product.prefix(60))»."
                    : notes.map(\.spanish).joined(separator: " "),
                en: notes.isEmpty
                    ? "The product \"\(product.prefix(60))\" was not found."
                    : notes.map(\.english).joined(separator: " ")
            )
        case .number(let name, let text, let range):
            LocalizedText(
                es: """
                    «\(name)» debe ser un número entero de \(range.lowerBound) a \(range.upperBound), y es \
                    «\(text.prefix(40))».
                    """,
                en: """
                    '\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound); it is \
                    "\(text.prefix(40))".
                    """
            )
        }
    }
}
