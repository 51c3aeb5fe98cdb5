import JSON
import Localization
import MCP

/// Tools for a person: name, purpose and arguments.
struct ToolList {
    let tools: [RemoteTool]
    /// Written before every name; for several servers at once.
    var server: String?

    func lines(_ language: Language) -> [String] {
        tools.flatMap { lines($0, language) }
    }

    private func lines(_ tool: RemoteTool, _ language: Language) -> [String] {
        var head = SafeText.line((server.map { $0 + "." } ?? "") + tool.name)
        if let title = tool.title { head += "  (\(SafeText.line(title, limit: 120)))" }
        let hints = hints(tool).map { $0(language) }
        if !hints.isEmpty { head += "  [\(hints.joined(separator: ", "))]" }
        var lines = [head]
        if let summary = tool.summary, !summary.isEmpty { lines.append("  " + SafeText.line(summary, limit: 600)) }
        let arguments = ToolSignature(schema: tool.inputSchema).words
        if !arguments.isEmpty { lines.append("  " + arguments.joined(separator: " ")) }
        return lines
    }

    /// What a server says of its tool: a hint, not a promise.
    private func hints(_ tool: RemoteTool) -> [LocalizedText] {
        let hints = tool.definition["annotations"]
        if hints?["readOnlyHint"] == true { return [LocalizedText(es: "solo lee", en: "read-only")] }
        if hints?["destructiveHint"] == true { return [LocalizedText(es: "puede borrar", en: "may delete")] }
        return []
    }
}

/// The arguments of a tool in one line: optional ones in brackets.
struct ToolSignature {
    let schema: JSONValue

    var words: [String] {
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        return (schema["properties"]?.object ?? [:]).map { name, _ in
            let name = SafeText.line(name, limit: 80)
            return required.contains(name) ? name : "[\(name)]"
        }
    }
}
