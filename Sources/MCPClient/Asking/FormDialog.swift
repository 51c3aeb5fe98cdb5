import JSON
import Localization
import MCP

/// A form filled in line by line. It is fed what a person types and says what to show next; who reads and writes is
/// somebody else's concern.
struct FormDialog {
    enum Step: Equatable {
        /// A field, by its place in the form.
        case field(Int)
        /// Everything is filled in: to be sent?
        case confirmation
        case done(ElicitationAnswer)
    }

    let form: ElicitationForm
    private(set) var step: Step
    private(set) var values: JSONObject
    private var isRevising = false

    /// - Parameter known: values that are decided already; their fields are not asked for.
    init(form: ElicitationForm, known: JSONObject = [:]) {
        self.form = form
        values = known
        step = .confirmation
        step = next(after: -1)
    }

    /// What stands before the place to type.
    func prompt(_ language: Language) -> String {
        switch step {
        case .field(let index):
            let field = form.fields[index]
            let text = FieldText(field: field)
            if let value = values[field.name] ?? field.defaultValue { return "  [\(text.text(value, language))] > " }
            return "  > "
        case .confirmation:
            return LocalizedText(es: "¿Enviar? (sí/no/cambiar) [sí] > ", en: "Send it? (yes/no/edit) [yes] > ")(
                language
            )
        case .done: return ""
        }
    }

    /// What to show above the place to type.
    func lines(_ language: Language) -> [String] {
        switch step {
        case .field(let index): return FieldText(field: form.fields[index]).explanation(language)
        case .confirmation:
            return form.fields.map { field in
                let text = FieldText(field: field)
                let value = values[field.name] ?? field.defaultValue
                return "  \(text.name): \(value.map { text.text($0, language) } ?? "-")"
            }
        case .done: return []
        }
    }

    /// Takes what was typed.
    ///
    /// - Returns: what is wrong with it, if anything is: the same step comes again then.
    mutating func take(_ typed: String) -> LocalizedText? {
        let typed = typed.trimmed
        switch typed.lowercased() {
        case "/decline", "/rechazar":
            step = .done(.decline)
            return nil
        case "/cancel", "/cancelar":
            step = .done(.cancel)
            return nil
        case "/back", "/atras", "/atrás":
            back()
            return nil
        default: break
        }
        switch step {
        case .field(let index): return fill(form.fields[index], index, typed)
        case .confirmation: return confirm(typed)
        case .done: return nil
        }
    }

    /// The person left, with Ctrl-C or the end of the input.
    mutating func leave() { step = .done(.cancel) }

    static let instructions = LocalizedText(
        es: "Intro acepta lo que está entre [ ]. /rechazar, /cancelar y /atras valen en cualquier campo.",
        en: "Enter takes what is in [ ]. /decline, /cancel and /back work in every field."
    )

    private mutating func fill(_ field: ElicitationField, _ index: Int, _ typed: String) -> LocalizedText? {
        if typed.isEmpty {
            let isKnown = values[field.name] != nil || field.defaultValue != nil
            if field.isRequired, !isKnown {
                return LocalizedText(
                    es: "Es obligatorio. Con /rechazar no se envía nada.",
                    en: "It is required. With /decline nothing is sent."
                )
            }
            step = next(after: index)
            return nil
        }
        do throws(FieldProblem) {
            values[field.name] = try FieldText(field: field).value(of: typed)
            step = next(after: index)
            return nil
        } catch {
            return error.message
        }
    }

    private mutating func confirm(_ typed: String) -> LocalizedText? {
        switch typed.lowercased() {
        case "edit", "e", "cambiar", "c":
            isRevising = true
            step = next(after: -1)
            return nil
        case "": step = .done(.accept(values))
        default:
            guard let flag = FieldText.flag(typed) else {
                return LocalizedText(es: "Escriba sí, no o cambiar.", en: "Type yes, no or edit.")
            }
            step = .done(flag ? .accept(values) : .decline)
        }
        return nil
    }

    private mutating func back() {
        switch step {
        case .field(let index) where index > 0: step = .field(index - 1)
        case .confirmation where !form.fields.isEmpty: step = .field(form.fields.count - 1)
        default: break
        }
    }

    /// Fields whose value was given beforehand are asked for only when the person wants to change them.
    private func next(after index: Int) -> Step {
        let following = form.fields.indices.first { place in
            place > index && (isRevising || values[form.fields[place].name] == nil)
        }
        return following.map { .field($0) } ?? .confirmation
    }
}
