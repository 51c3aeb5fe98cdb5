/// Trims bytes of UTF-8 text without copying them.
enum TextTrim {
    /// Without white space at either end: ASCII's, and the no-break space that spreadsheets leave.
    static func trim(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = text.count
        while start < end {
            if isSpace(text[start]) {
                start += 1
            } else if end - start >= 2, text[start] == 0xC2, text[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if isSpace(text[end - 1]) {
                end -= 1
            } else if end - start >= 2, text[end - 2] == 0xC2, text[end - 1] == 0xA0 {
                end -= 2
            } else {
                break
            }
        }
        if start == 0, end == text.count { return text }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }

    /// A number that a spreadsheet turned into `17850.0` is the code `17850`.
    static func withoutPointZero(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard text.count > 2, text[text.count - 1] == UInt8(ascii: "0"), text[text.count - 2] == UInt8(ascii: "."),
            text[..<(text.count - 2)].allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
        else { return text }
        return UnsafeBufferPointer(rebasing: text[..<(text.count - 2)])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || 0x09...0x0D ~= byte
    }
}

/// ISO 4217 codes as files and people write them.
enum CurrencyCode {
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        text.count <= 8 ? read(String(decoding: text, as: UTF8.self)) : nil
    }

    /// Three letters, or a sign that means one currency only. `$` means too many.
    static func read(_ text: String) -> String? {
        switch text {
        case "Q": return "GTQ"
        case "€": return "EUR"
        case "£": return "GBP"
        case "US$": return "USD"
        default:
            let code = text.uppercased()
            return code.utf8.count == 3 && code.utf8.allSatisfy { $0 &- UInt8(ascii: "A") < 26 } ? code : nil
        }
    }
}
