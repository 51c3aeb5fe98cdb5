import JSON
import Localization
import MCP

/// Answers that were given on the command line (`--answer key=value`, `--accept-defaults`), for whom nobody can ask.
struct GivenAnswers: Sendable {
    var answers: [(name: String, text: String)] = []
    var acceptsDefaults = false

    /// What the answers say about a form.
    enum Fit {
        /// All of it is decided.
        case complete(JSONObject)
        /// Some of it is; what is missing, by the names of the fields.
        case partial(JSONObject, missing: [String])
        /// They do not concern the form.
        case none
    }

    /// - Throws: ``UnfitAnswer`` when an answer for the form does not fit its field.
    func fit(_ form: ElicitationForm) throws(UnfitAnswer) -> Fit {
        var values = JSONObject()
        for field in form.fields {
            guard let answer = answers.last(where: { $0.name == field.name }) else { continue }
            do throws(FieldProblem) {
                values[field.name] = try FieldText(field: field).value(of: answer.text)
            } catch {
                throw UnfitAnswer(field: field.name, problem: error.message)
            }
        }
        // Accepting a form that none of the answers is about would be accepting anything.
        if values.isEmpty, !acceptsDefaults { return .none }
        let missing = form.fields.filter { $0.isRequired && values[$0.name] == nil && $0.defaultValue == nil }
        return missing.isEmpty ? .complete(values) : .partial(values, missing: missing.map(\.name))
    }
}

/// An answer of the command line that does not fit.
struct UnfitAnswer: LocalizedFailure {
    let field: String
    let problem: LocalizedText

    var message: LocalizedText {
        LocalizedText(
            es: "--answer \(field)=…: \(problem.spanish)",
            en: "--answer \(field)=…: \(problem.english)"
        )
    }
}
