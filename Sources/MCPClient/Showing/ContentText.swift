import JSON
import Localization
import MCP

/// A piece of content as a person reads it.
struct ContentText {
    let block: ContentBlock

    func lines(_ language: Language) -> [String] {
        switch block {
        case .text(let text, _): return Self.split(text)
        case .image(let bytes, let type, _):
            return [binary(LocalizedText(es: "imagen", en: "image")(language), type, bytes.count)]
        case .audio(let bytes, let type, _): return [binary("audio", type, bytes.count)]
        case .resourceLink(let link, _):
            let details = [link.mimeType, link.size.map { ByteCount(bytes: $0).text }].compactMap(\.self)
            let note =
                details.isEmpty ? "" : "  (\(details.map { SafeText.line($0, limit: 100) }.joined(separator: ", ")))"
            return ["\(SafeText.line(link.title ?? link.name)): \(SafeText.line(link.uri, limit: 2_000))\(note)"]
        case .resource(let contents, _):
            switch contents.body {
            case .text(let text): return [SafeText.line(contents.uri, limit: 2_000) + ":"] + Self.split(text)
            case .blob(let bytes):
                return [binary(SafeText.line(contents.uri, limit: 2_000), contents.mimeType ?? "", bytes.count)]
            }
        case .other(let object): return [SafeText.json(JSONValue.object(object).serializedString)]
        }
    }

    private func binary(_ kind: String, _ type: String, _ count: Int) -> String {
        "[\(kind) \(SafeText.line(type, limit: 100)), \(ByteCount(bytes: count).text)]"
    }

    private static func split(_ text: String) -> [String] {
        SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
