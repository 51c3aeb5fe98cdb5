import JSON
import Localization
import MCP

/// The result of a tool, shown to a person or to a script.
struct ToolAnswer {
    let result: ToolResult

    func print(to screen: Screen, asJSON: Bool) {
        if asJSON {
            screen.say(
                json: result.structuredContent ?? .object(result.json(revision: .latest, language: screen.language))
            )
            return
        }
        let text = lines(screen.language).joined(separator: "\n")
        if result.isError {
            screen.note(LocalizedText(es: "La herramienta falló: \(text)", en: "The tool failed: \(text)"))
        } else {
            screen.say(text)
        }
    }

    private func lines(_ language: Language) -> [String] {
        guard result.content.isEmpty else { return result.content.flatMap { ContentText(block: $0).lines(language) } }
        return [result.structuredContent.map { SafeText.json($0.prettyPrinted()) } ?? ""]
    }
}
