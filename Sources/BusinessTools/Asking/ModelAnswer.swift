import Commerce
import JSON
import Localization
import MCP
import ModelDialog
import Questions

/// What a model made of a question.
struct ModelAnswer {
    let model: String
    let intent: Intent
    let tool: Tool
    /// As it chose them, without those that are not its to choose.
    let arguments: JSONObject
    let result: ToolResult
    /// The result in its words; `nil` if the tool's own are better.
    var wording: String?
    var failure: ModelFailure?

    /// Whether the rules would have called the same.
    func agrees(with plan: QuestionPlan) -> Bool {
        tool.name == plan.tool && arguments == ModelQuestion.choosable(plan.arguments)
    }

    /// What every answer says, whoever words it: which view of the sales it used, and what the tool remarks.
    func remarks(_ language: Language) -> [String] {
        let data = result.structuredContent
        let view = data?["view"]?.string.flatMap { SalesView(rawValue: $0) }
        let used = view.map { view in
            let name = SalesText(language: language, currency: nil).view(view)
            return LocalizedText(es: "Cifras: \(name).", en: "Figures: \(name).")(language)
        }
        return (used.map { [$0] } ?? []) + (data?["notes"]?.array?.compactMap(\.string) ?? [])
    }

    var explanation: LocalizedText {
        let title = tool.definition.title ?? LocalizedText(es: tool.name, en: tool.name)
        let details = arguments.isEmpty ? "" : " " + JSONValue.object(arguments).serializedString
        return LocalizedText(
            es: "Según el modelo «\(model)»: \(title.spanish)\(details).",
            en: "According to the model '\(model)': \(title.english)\(details)."
        )
    }
}

extension ModelFailure {
    /// For whoever reads the answer that comes all the same.
    func note(chosen: Bool) -> LocalizedText {
        chosen
            ? LocalizedText(
                es: message.spanish + " El texto es el de la herramienta.",
                en: message.english + " The text is the tool's own."
            )
            : LocalizedText(
                es: message.spanish + " Contestaron las reglas de este servidor.",
                en: message.english + " This server's own rules answered."
            )
    }
}
