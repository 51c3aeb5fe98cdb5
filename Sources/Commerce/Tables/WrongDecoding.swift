import Foundation

/// Text in UTF-8 that some program took for Windows-1252 and wrote as UTF-8 again: `CÃ³digo`.
enum WrongDecoding {
    /// The text that was meant; any other text as it is.
    static func mended(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "Ã" || $0 == "Â" }) else { return text }
        guard let bytes = text.data(using: .windowsCP1252) ?? text.data(using: .isoLatin1) else { return text }
        return String(data: bytes, encoding: .utf8) ?? text
    }
}
