import JSON
import Localization
import MCP

/// Prompts for a person.
struct PromptList {
    let prompts: [RemotePrompt]
    var server: String?

    var lines: [String] {
        prompts.flatMap { prompt in
            var head = SafeText.line((server.map { $0 + "." } ?? "") + prompt.name)
            if let title = prompt.title { head += "  (\(SafeText.line(title, limit: 120)))" }
            var lines = [head]
            if let summary = prompt.summary, !summary.isEmpty {
                lines.append("  " + SafeText.line(summary, limit: 600))
            }
            for argument in prompt.arguments {
                let name = SafeText.line(argument.name, limit: 80)
                let summary = (argument.summary ?? argument.title).map { "  " + SafeText.line($0) } ?? ""
                lines.append("    " + (argument.isRequired ? name : "[\(name)]") + summary)
            }
            return lines
        }
    }
}

extension PromptContents {
    /// The messages as the newest revision says them.
    func json(_ language: Language) -> JSONObject {
        var object = JSONObject()
        if let summary { object["description"] = .string(summary) }
        object["messages"] = .array(
            messages.map { message in
                [
                    "role": .string(message.role.rawValue),
                    "content": .object(message.content.json(revision: .latest, language: language)),
                ]
            }
        )
        return object
    }

    func lines(_ language: Language) -> [String] {
        var lines = summary.map { ["# " + SafeText.line($0)] } ?? []
        for message in messages {
            lines.append("\(message.role.rawValue):")
            lines += ContentText(block: message.content).lines(language).map { "  " + $0 }
        }
        return lines
    }
}
