import JSON
import Localization

/// What the violations say.
enum SchemaTexts {
    static let tooComplex = LocalizedText(
        es: "El valor es demasiado complejo para comprobarlo con este esquema.",
        en: "The value is too complex to be checked against this schema."
    )

    static func nothingAllowed(_ path: String) -> LocalizedText {
        LocalizedText(es: "\(es(path)) no se admite.", en: "\(en(path)) is not allowed.")
    }

    static func type(_ types: JSONTypeSet, found: JSONValue, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe ser \(names(types, spanish, " o ")); se recibió \(shown(found, .spanish)).",
            en: "\(en(path)) must be \(names(types, english, " or ")); got \(shown(found, .english))."
        )
    }

    static func constant(_ constant: JSONValue, found: JSONValue, _ path: String) -> LocalizedText {
        let expected = excerpt(constant)
        return LocalizedText(
            es: "\(es(path)) debe ser \(expected); se recibió \(shown(found, .spanish)).",
            en: "\(en(path)) must be \(expected); got \(shown(found, .english))."
        )
    }

    static func enumeration(_ values: [JSONValue], found: JSONValue, _ path: String) -> LocalizedText {
        let expected = values.prefix(20).map(excerpt).joined(separator: ", ") + (values.count > 20 ? ", …" : "")
        return LocalizedText(
            es: "\(es(path)) debe ser uno de estos valores: \(expected); se recibió \(shown(found, .spanish)).",
            en: "\(en(path)) must be one of: \(expected); got \(shown(found, .english))."
        )
    }

    static func bound(_ sign: String, _ bound: String, found: JSONValue, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe ser \(sign) \(bound); se recibió \(excerpt(found)).",
            en: "\(en(path)) must be \(sign) \(bound); got \(excerpt(found))."
        )
    }

    static func multiple(of divisor: String, found: JSONValue, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe ser múltiplo de \(divisor); se recibió \(excerpt(found)).",
            en: "\(en(path)) must be a multiple of \(divisor); got \(excerpt(found))."
        )
    }

    enum Counted {
        case characters
        case elements
        case properties
    }

    static func count(_ counted: Counted, least: Int, found: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe tener al menos \(amount(least, counted, .spanish)); tiene \(found).",
            en: "\(en(path)) must have at least \(amount(least, counted, .english)); it has \(found)."
        )
    }

    static func count(_ counted: Counted, most: Int, found: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe tener como máximo \(amount(most, counted, .spanish)); tiene \(found).",
            en: "\(en(path)) must have at most \(amount(most, counted, .english)); it has \(found)."
        )
    }

    static func repetition(_ first: Int, _ second: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) no debe repetir elementos; los de las posiciones \(first) y \(second) son iguales.",
            en: "\(en(path)) must not repeat elements; those at positions \(first) and \(second) are equal."
        )
    }

    static func contains(least: Int, found: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)): al menos \(least) de sus elementos debe cumplir lo pedido; lo cumplen \(found).",
            en: "\(en(path)): at least \(least) of its elements must match what is asked; \(found) do."
        )
    }

    static func contains(most: Int, found: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)): como máximo \(most) de sus elementos puede cumplir lo indicado; lo cumplen \(found).",
            en: "\(en(path)): at most \(most) of its elements may match what is given; \(found) do."
        )
    }

    static func missing(_ name: String, _ path: String) -> LocalizedText {
        LocalizedText(
            es: path.isEmpty ? "Falta el argumento «\(name)»." : "\(es(path)) debe incluir «\(name)».",
            en: path.isEmpty ? "The argument '\(name)' is missing." : "\(en(path)) must include '\(name)'."
        )
    }

    static func missing(_ name: String, with other: String, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) incluye «\(other)» y por eso debe incluir también «\(name)».",
            en: "\(en(path)) includes '\(other)' and so must include '\(name)' as well."
        )
    }

    static func unknown(_ name: String, known: [String], _ path: String) -> LocalizedText {
        let spanishList = known.isEmpty ? "ninguno" : known.map { "«\($0)»" }.joined(separator: ", ")
        let englishList = known.isEmpty ? "none" : known.map { "'\($0)'" }.joined(separator: ", ")
        return LocalizedText(
            es: "\(es(path)) no admite «\(short(name))»; se admiten: \(spanishList).",
            en: "\(en(path)) does not accept '\(short(name))'; accepted: \(englishList)."
        )
    }

    static func forbidden(found: JSONValue, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) tiene un valor que aquí no se admite: \(excerpt(found)).",
            en: "\(en(path)) has a value that is not allowed here: \(excerpt(found))."
        )
    }

    static func noAlternative(_ count: Int, nearest: SchemaViolation?, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) no cumple ninguna de las \(count) alternativas. La más cercana: "
                + (nearest?.message.spanish ?? "–"),
            en: "\(en(path)) matches none of the \(count) alternatives. The nearest: "
                + (nearest?.message.english ?? "–")
        )
    }

    static func severalAlternatives(_ matches: Int, _ path: String) -> LocalizedText {
        LocalizedText(
            es: "\(es(path)) debe cumplir una sola de las alternativas; cumple \(matches).",
            en: "\(en(path)) must match exactly one of the alternatives; it matches \(matches)."
        )
    }
}

// MARK: - Words

extension SchemaTexts {
    private static func es(_ path: String) -> String {
        path.isEmpty ? "El valor" : "«\(short(String(path.dropFirst())))»"
    }

    private static func en(_ path: String) -> String {
        path.isEmpty ? "The value" : "'\(short(String(path.dropFirst())))'"
    }

    private static let spanish = [
        "null": "null", "boolean": "verdadero o falso", "integer": "un número entero", "number": "un número",
        "string": "un texto", "array": "una lista", "object": "un objeto",
    ]
    private static let english = [
        "null": "null", "boolean": "a boolean", "integer": "an integer", "number": "a number", "string": "a string",
        "array": "an array", "object": "an object",
    ]

    private static func names(_ types: JSONTypeSet, _ words: [String: String], _ or: String) -> String {
        let names = JSONTypeSet.byName.filter { types.contains($0.type) }.map { words[$0.name] ?? $0.name }
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + or + last
    }

    private static func shown(_ value: JSONValue, _ language: Language) -> String {
        let words = language == .spanish ? spanish : english
        return switch value {
        case .null: "null"
        case .bool: excerpt(value)
        case .integer, .number: (language == .spanish ? "el número " : "the number ") + excerpt(value)
        case .string: (language == .spanish ? "el texto " : "the string ") + excerpt(value)
        case .array: words["array"] ?? ""
        case .object: words["object"] ?? ""
        }
    }

    private static func amount(_ count: Int, _ counted: Counted, _ language: Language) -> String {
        let isOne = count == 1
        let noun =
            switch (counted, language) {
            case (.characters, .spanish): isOne ? "carácter" : "caracteres"
            case (.characters, .english): isOne ? "character" : "characters"
            case (.elements, .spanish): isOne ? "elemento" : "elementos"
            case (.elements, .english): isOne ? "element" : "elements"
            case (.properties, .spanish): isOne ? "propiedad" : "propiedades"
            case (.properties, .english): isOne ? "property" : "properties"
            }
        return "\(count) \(noun)"
    }

    /// A value as JSON, cut to what fits in a sentence.
    private static func excerpt(_ value: JSONValue) -> String {
        if case .string(let text) = value { return JSONValue.string(short(text)).serializedString }
        return short(value.serializedString)
    }

    private static func short(_ text: String) -> String {
        text.unicodeScalars.count <= 60 ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…"
    }
}
