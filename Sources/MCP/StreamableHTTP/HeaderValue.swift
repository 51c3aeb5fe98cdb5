/// Values of `Mcp-Name` and `Mcp-Param-*` (2026-07-28, Streamable HTTP, "Value Encoding").
public enum HeaderValue {
    private static let prefix = "=?base64?"
    private static let suffix = "?="

    /// A text as a header value: as it is when it is plain visible ASCII, else in Base64 between `=?base64?` and `?=`.
    public static func encode(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 } && trimmed(text[...]) == text
            && !isEncoded(text) && !text.isEmpty
        return isPlain ? text : prefix + Base64.encode(Array(text.utf8)) + suffix
    }

    /// The text that a header value stands for; `nil` when it has characters that no header value may have, or claims
    /// to be Base64 and is not, or does not hold UTF-8. White space around the value is no part of it.
    public static func decode(_ value: String) -> String? {
        let value = trimmed(value[...])
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else { return nil }
        guard isEncoded(value) else { return value }
        let payload = String(value.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count))
        return Base64.decode(payload).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func isEncoded(_ value: String) -> Bool {
        value.utf8.count >= prefix.utf8.count + suffix.utf8.count && value.hasPrefix(prefix) && value.hasSuffix(suffix)
    }

    /// Without the optional white space that HTTP allows around a value.
    static func trimmed(_ value: Substring) -> String {
        var bytes = value.utf8[...]
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
