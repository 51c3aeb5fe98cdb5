import JSON
import Localization
import MCP

/// One field of a form as a person reads it and types into it.
struct FieldText {
    let field: ElicitationField

    /// Options that are shown at most; the others can be typed.
    static let shownOptions = 50

    var name: String { SafeText.line(field.title ?? field.name, limit: 100) }

    /// What the field wants, above the place to type: name, purpose, limits and options.
    func explanation(_ language: Language) -> [String] {
        let wish = ([field.isRequired ? Self.required : Self.optional] + limits).map { $0(language) }
        var lines = ["\(name) (\(wish.joined(separator: ", ")))"]
        if let summary = field.summary { lines.append("  " + SafeText.line(summary)) }
        for (index, option) in options.prefix(Self.shownOptions).enumerated() {
            let value = SafeText.line(option.value, limit: 100)
            let title = SafeText.line(option.title, limit: 100)
            lines.append("  \(index + 1)) " + (title == value ? title : "\(title)  (\(value))"))
        }
        if options.count > Self.shownOptions {
            let more = options.count - Self.shownOptions
            lines.append(LocalizedText(es: "  … y \(more) más", en: "  … and \(more) more")(language))
        }
        return lines
    }

    /// A value as the person would type it.
    func text(_ value: JSONValue, _ language: Language) -> String {
        switch value {
        case .string(let text):
            let title = options.first { $0.value == text }?.title ?? text
            return SafeText.line(title.isEmpty ? "\"\"" : title)
        case .bool(let flag):
            return (flag ? LocalizedText(es: "sí", en: "yes") : LocalizedText(es: "no", en: "no"))(language)
        case .array(let values): return values.map { text($0, language) }.joined(separator: ", ")
        default: return SafeText.line(value.serializedString)
        }
    }

    /// Reads what was typed, which is not empty.
    ///
    /// - Throws: ``FieldProblem`` when it does not fit.
    func value(of typed: String) throws(FieldProblem) -> JSONValue {
        let value = try read(typed)
        if let problem = field.problem(with: value) { throw FieldProblem(message: problem) }
        return value
    }

    private static let required = LocalizedText(es: "obligatorio", en: "required")
    private static let optional = LocalizedText(es: "opcional", en: "optional")

    private var options: [ElicitationField.Option] {
        switch field.kind {
        case .choice(let options), .choices(let options, _, _): options
        default: []
        }
    }

    private var limits: [LocalizedText] {
        switch field.kind {
        case .text(let minimum, let maximum, let format):
            var limits = [length(minimum, maximum)].compactMap(\.self)
            switch format {
            case .email: limits.append(LocalizedText(es: "correo electrónico", en: "e-mail address"))
            case .uri: limits.append(LocalizedText(es: "dirección web completa", en: "complete address"))
            case .date: limits.append(LocalizedText(es: "fecha AAAA-MM-DD", en: "date YYYY-MM-DD"))
            case .dateTime:
                limits.append(
                    LocalizedText(
                        es: "fecha y hora, como 2026-07-28T15:00:00Z",
                        en: "date and time, as 2026-07-28T15:00:00Z"
                    )
                )
            case nil: break
            }
            return limits
        case .number(let isInteger, let minimum, let maximum):
            let kind =
                isInteger
                ? LocalizedText(es: "número entero", en: "whole number") : LocalizedText(es: "número", en: "number")
            return [kind] + [range(minimum, maximum)].compactMap(\.self)
        case .boolean: return [LocalizedText(es: "sí o no", en: "yes or no")]
        case .choice: return [LocalizedText(es: "elija una opción", en: "choose one")]
        case .choices(_, let minimum, let maximum):
            let text = LocalizedText(es: "elija varias, separadas por comas", en: "choose several, separated by commas")
            return [text] + [count(minimum, maximum)].compactMap(\.self)
        }
    }

    private func length(_ minimum: Int?, _ maximum: Int?) -> LocalizedText? {
        switch (minimum, maximum) {
        case (let low?, let high?):
            LocalizedText(es: "de \(low) a \(high) caracteres", en: "\(low) to \(high) characters")
        case (let low?, nil): LocalizedText(es: "\(low) caracteres o más", en: "\(low) characters or more")
        case (nil, let high?): LocalizedText(es: "hasta \(high) caracteres", en: "up to \(high) characters")
        case (nil, nil): nil
        }
    }

    private func range(_ minimum: JSONValue?, _ maximum: JSONValue?) -> LocalizedText? {
        switch (minimum, maximum) {
        case (let low?, let high?): LocalizedText(es: "de \(low) a \(high)", en: "\(low) to \(high)")
        case (let low?, nil): LocalizedText(es: "\(low) o más", en: "\(low) or more")
        case (nil, let high?): LocalizedText(es: "\(high) o menos", en: "\(high) or less")
        case (nil, nil): nil
        }
    }

    private func count(_ minimum: Int?, _ maximum: Int?) -> LocalizedText? {
        switch (minimum, maximum) {
        case (let low?, let high?): LocalizedText(es: "de \(low) a \(high)", en: "\(low) to \(high) of them")
        case (let low?, nil): LocalizedText(es: "\(low) o más", en: "\(low) or more")
        case (nil, let high?): LocalizedText(es: "hasta \(high)", en: "up to \(high)")
        case (nil, nil): nil
        }
    }

    private func read(_ typed: String) throws(FieldProblem) -> JSONValue {
        switch field.kind {
        case .text: return .string(typed == "\"\"" ? "" : typed)
        case .number:
            guard let value = try? JSONValue(parsing: typed), value.double != nil else {
                throw FieldProblem(
                    message: LocalizedText(
                        es: "Debe ser un número, como 12 o 3.5.",
                        en: "It must be a number, such as 12 or 3.5."
                    )
                )
            }
            return value
        case .boolean:
            guard let flag = Self.flag(typed) else {
                throw FieldProblem(message: LocalizedText(es: "Debe ser sí o no.", en: "It must be yes or no."))
            }
            return .bool(flag)
        case .choice: return .string(try option(typed))
        case .choices:
            var values: [JSONValue] = []
            let words = typed == "\"\"" ? [] : typed.split(separator: ",").map { $0.trimmed }
            for word in words where !word.isEmpty {
                let value = JSONValue.string(try option(word))
                if !values.contains(value) { values.append(value) }
            }
            return .array(values)
        }
    }

    /// By value or title, or else by number: a form may offer numbers as values.
    private func option(_ typed: String) throws(FieldProblem) -> String {
        if let exact = options.first(where: { $0.value == typed || $0.title == typed }) { return exact.value }
        if let number = Int(typed), options.indices.contains(number - 1) { return options[number - 1].value }
        let lowered = typed.lowercased()
        let alike = options.filter { $0.value.lowercased() == lowered || $0.title.lowercased() == lowered }
        if alike.count == 1 { return alike[0].value }
        throw FieldProblem(
            message: LocalizedText(
                es: "«\(SafeText.line(typed, limit: 60))» no es una de las opciones: escriba su número o su nombre.",
                en: "'\(SafeText.line(typed, limit: 60))' is not one of the options: type its number or its name."
            )
        )
    }

    static func flag(_ typed: String) -> Bool? {
        switch typed.lowercased() {
        case "y", "yes", "s", "si", "sí", "true", "1": true
        case "n", "no", "false", "0": false
        default: nil
        }
    }
}

/// Why what was typed does not fit a field.
struct FieldProblem: LocalizedFailure {
    let message: LocalizedText
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
