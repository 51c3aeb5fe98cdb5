public import JSON
public import Localization

extension ElicitationForm {
    /// What is wrong with filled-in values, field by field; empty when they can be sent. Fields left out count as
    /// their defaults, fields that the form does not have as wrong.
    public func problems(with values: JSONObject) -> [(field: String, problem: LocalizedText)] {
        var problems: [(field: String, problem: LocalizedText)] = []
        for field in fields {
            if let value = values[field.name] ?? field.defaultValue {
                if let problem = field.problem(with: value) { problems.append((field.name, problem)) }
            } else if field.isRequired {
                problems.append((field.name, LocalizedText(es: "Es obligatorio.", en: "It is required.")))
            }
        }
        for (name, _) in values where !fields.contains(where: { $0.name == name }) {
            problems.append((name, LocalizedText(es: "El formulario no lo pide.", en: "The form does not ask for it.")))
        }
        return problems
    }

    /// The values with the defaults of the fields that were left out.
    public func completed(_ values: JSONObject) -> JSONObject {
        var completed = JSONObject()
        for field in fields { completed[field.name] = values[field.name] ?? field.defaultValue }
        return completed
    }
}

extension ElicitationField {
    /// What is wrong with a value for this field; `nil` when it fits.
    public func problem(with value: JSONValue) -> LocalizedText? {
        switch kind {
        case .text(let minimum, let maximum, let format):
            guard let text = value.string else {
                return LocalizedText(es: "Debe ser un texto.", en: "It must be a text.")
            }
            return Self.problem(with: text, minimum, maximum, format)
        case .number(let isInteger, let minimum, let maximum):
            return Self.problem(with: value, isInteger, minimum, maximum)
        case .boolean:
            return value.bool == nil ? LocalizedText(es: "Debe ser sí o no.", en: "It must be yes or no.") : nil
        case .choice(let options):
            return value.string.map { text in options.contains { $0.value == text } } == true
                ? nil : Self.notAnOption(options)
        case .choices(let options, let minimum, let maximum):
            return Self.problem(with: value, options, minimum, maximum)
        }
    }

    private static func problem(
        with text: String,
        _ minimum: Int?,
        _ maximum: Int?,
        _ format: ElicitationFormat?
    ) -> LocalizedText? {
        let length = text.unicodeScalars.count
        if let minimum, length < minimum {
            return LocalizedText(
                es: "Debe tener \(minimum) caracteres o más.",
                en: "It must have \(minimum) characters or more."
            )
        }
        if let maximum, length > maximum {
            return LocalizedText(
                es: "Debe tener \(maximum) caracteres o menos.",
                en: "It must have \(maximum) characters or fewer."
            )
        }
        return format.flatMap { $0.accepts(text) ? nil : $0.expectation }
    }

    private static func problem(
        with value: JSONValue,
        _ isInteger: Bool,
        _ minimum: JSONValue?,
        _ maximum: JSONValue?
    ) -> LocalizedText? {
        guard let number = JSONDecimal(value) else {
            return LocalizedText(es: "Debe ser un número.", en: "It must be a number.")
        }
        if isInteger, !number.isInteger {
            return LocalizedText(es: "Debe ser un número entero.", en: "It must be a whole number.")
        }
        if let minimum, let bound = JSONDecimal(minimum), number < bound {
            return LocalizedText(es: "Debe ser \(minimum) o más.", en: "It must be \(minimum) or more.")
        }
        if let maximum, let bound = JSONDecimal(maximum), bound < number {
            return LocalizedText(es: "Debe ser \(maximum) o menos.", en: "It must be \(maximum) or less.")
        }
        return nil
    }

    private static func problem(
        with value: JSONValue,
        _ options: [Option],
        _ minimum: Int?,
        _ maximum: Int?
    ) -> LocalizedText? {
        guard let values = value.array else {
            return LocalizedText(es: "Debe ser una lista de opciones.", en: "It must be a list of options.")
        }
        let known = Set(options.map(\.value))
        let texts = values.compactMap(\.string)
        if texts.count != values.count || !known.isSuperset(of: texts) { return notAnOption(options) }
        if let minimum, texts.count < minimum {
            return LocalizedText(es: "Elija \(minimum) o más.", en: "Choose \(minimum) or more.")
        }
        if let maximum, texts.count > maximum {
            return LocalizedText(es: "Elija \(maximum) o menos.", en: "Choose \(maximum) or fewer.")
        }
        return nil
    }

    private static func notAnOption(_ options: [Option]) -> LocalizedText {
        let list = options.prefix(20).map(\.value).joined(separator: ", ")
        return LocalizedText(es: "Debe ser una de estas opciones: \(list).", en: "It must be one of: \(list).")
    }
}
