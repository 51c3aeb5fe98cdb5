import Commands
import JSON
import Localization
import MCP

/// The result of a tool, shown to a person or to a script.
struct ToolAnswer {
    let result: ToolResult

    func print(to console: Console, asJSON: Bool) {
        if asJSON {
            let value = result.structuredContent ?? .object(result.json(revision: .latest, language: console.language))
            console.say(value.serializedString)
            return
        }
        for block in result.content {
            switch block {
            case .text(let text, _): show(text, console)
            default:
                console.say(
                    JSONValue.object(block.json(revision: .latest, language: console.language)).serializedString
                )
            }
        }
    }

    private func show(_ text: String, _ console: Console) {
        // What a server says may hold control characters; a terminal would obey them.
        let safe = text.filter { character in
            character == "\n" || character == "\t"
                || !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        if result.isError {
            console.note(LocalizedText(es: "La herramienta falló: \(safe)", en: "The tool failed: \(safe)"))
        } else {
            console.say(safe)
        }
    }
}
