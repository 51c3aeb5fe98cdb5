/// JSON Pointers (RFC 6901).
enum JSONPointer {
    static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
        var result = ""
        for character in token.unicodeScalars {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// The tokens of a pointer in a URI fragment (RFC 6901 section 6), percent-decoded; `nil` when it is not one.
    static func tokens(ofFragment fragment: Substring) -> [String]? {
        guard let pointer = percentDecoded(fragment) else { return nil }
        if pointer.isEmpty { return [] }
        guard pointer.hasPrefix("/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(unescaped)
    }

    private static func unescaped(_ token: Substring) -> String {
        var result = ""
        var rest = token.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "~", let next = rest.first, next == "0" || next == "1" {
                rest.removeFirst()
                result.unicodeScalars.append(next == "0" ? "~" : "/")
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let decoded = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
