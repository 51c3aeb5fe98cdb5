import Mustache

/// Escapes text for HTML scalar by scalar. Mustache's own way goes by characters, and a quote with a combining accent
/// is one that it does not know.
struct HTMLEscaping: MustacheContentType {
    static let name = "REPORT"

    func escapeText(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { Self.replacement($0) != nil }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if let replacement = Self.replacement(scalar) {
                result += replacement
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func replacement(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "<": "&lt;"
        case ">": "&gt;"
        case "&": "&amp;"
        case "\"": "&quot;"
        case "'": "&#39;"
        case "`": "&#96;"
        default: scalar.isControl ? " " : nil
        }
    }
}
