import Commands
import JSON
import Localization
import MCP

/// Tools for a person: name, purpose and arguments.
struct ToolList {
    let tools: [RemoteTool]

    func print(to console: Console) {
        if tools.isEmpty {
            console.say(LocalizedText(es: "El servidor no ofrece herramientas.", en: "The server offers no tools."))
        }
        for tool in tools {
            console.say(tool.title.map { "\(tool.name)  (\($0))" } ?? tool.name)
            if let summary = tool.summary { console.say("  " + summary) }
            let required = Set(tool.inputSchema["required"]?.array?.compactMap(\.string) ?? [])
            let names = (tool.inputSchema["properties"]?.object ?? [:]).map { name, _ in
                required.contains(name) ? name : "[\(name)]"
            }
            if !names.isEmpty { console.say("  " + names.joined(separator: " ")) }
        }
    }
}
