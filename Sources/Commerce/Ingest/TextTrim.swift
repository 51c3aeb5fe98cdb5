/// Trims bytes of UTF-8 text without copying them.
enum TextTrim {
    /// Without white space at either end: ASCII's, and the no-break and thin spaces that spreadsheets leave.
    static func trim(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = text.count
        while start < end {
            let step = spaceBytes(text, at: start, limit: end)
            if step == 0 { break }
            start += step
        }
        while end > start {
            let step = spaceBytes(text, before: end, limit: start)
            if step == 0 { break }
            end -= step
        }
        if start == 0, end == text.count { return text }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }

    /// Without what keeps a spreadsheet from taking a text for a number: `="0012"` and `'0012` are `0012`.
    @inline(__always)
    static func unmarked(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let first = text.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "'") else { return text }
        return withoutMark(text)
    }

    /// The same for `="…"` alone, where an apostrophe belongs to the text.
    @inline(__always)
    static func unquoted(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        text.first == UInt8(ascii: "=") ? withoutMark(text) : text
    }

    private static func withoutMark(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let quote = UInt8(ascii: "\"")
        if text[0] == UInt8(ascii: "'") {
            // `'t Hart` is a name.
            let isMark = text.count > 1 && (text[1] &- UInt8(ascii: "0") < 10 || !text.contains(0x20))
            return isMark && !text[1...].contains(UInt8(ascii: "'")) ? UnsafeBufferPointer(rebasing: text[1...]) : text
        }
        guard text.count > 2, text[1] == quote, text[text.count - 1] == quote,
            !text[2..<max(2, text.count - 1)].contains(quote)
        else { return text }
        return UnsafeBufferPointer(rebasing: text[2..<(text.count - 1)])
    }

    /// A number that a spreadsheet turned into `17850.0` is the code `17850`.
    static func withoutPointZero(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard text.count > 2, text[text.count - 1] == UInt8(ascii: "0"), text[text.count - 2] == UInt8(ascii: "."),
            text[..<(text.count - 2)].allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
        else { return text }
        return UnsafeBufferPointer(rebasing: text[..<(text.count - 2)])
    }

    /// How many bytes of white space begin at `at`, before `limit`: 0, 1, or 2 and 3 for U+00A0, U+2007, U+2009,
    /// U+202F and U+FEFF.
    @inline(__always)
    static func spaceBytes(_ text: UnsafeBufferPointer<UInt8>, at: Int, limit: Int) -> Int {
        let byte = text[at]
        if byte > 0x20, byte < 0x80 { return 0 }
        if byte == 0x20 || 0x09...0x0D ~= byte { return 1 }
        if byte == 0xC2 { return at + 1 < limit && text[at + 1] == 0xA0 ? 2 : 0 }
        return at + 2 < limit && isWideSpace(byte, text[at + 1], text[at + 2]) ? 3 : 0
    }

    /// The same for white space that ends before `end`, not before `limit`.
    @inline(__always)
    static func spaceBytes(_ text: UnsafeBufferPointer<UInt8>, before end: Int, limit: Int) -> Int {
        let byte = text[end - 1]
        if byte > 0x20, byte < 0x80 { return 0 }
        if byte == 0x20 || 0x09...0x0D ~= byte { return 1 }
        if byte == 0xA0, end - 2 >= limit, text[end - 2] == 0xC2 { return 2 }
        return end - 3 >= limit && isWideSpace(text[end - 3], text[end - 2], byte) ? 3 : 0
    }

    private static func isWideSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        if first == 0xEF { return second == 0xBB && third == 0xBF }
        return first == 0xE2 && second == 0x80 && (third == 0x87 || third == 0x89 || third == 0xAF)
    }
}

/// What people and programs write into a cell that has no value.
enum NullMarker {
    /// The trimmed text of a cell, empty where it stands for nothing.
    @inline(__always)
    static func value(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let text = TextTrim.trim(cell)
        return matches(text) ? UnsafeBufferPointer(start: nil, count: 0) : text
    }

    /// Whether the trimmed text stands for nothing.
    static func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        // Names and codes show at once that they are none.
        guard text.count <= 12 else { return false }
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "?"),
            UInt8(ascii: "\\"), 0xE2:
            break
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "s"), UInt8(ascii: "S"): break
        default: return false
        }
        return markers.contains(String(decoding: text, as: UTF8.self).lowercased())
    }

    private static let markers: Set<String> = [
        "-", "--", "---", "–", "—", "n/a", "n.a.", "n/d", "n.d.", "s/d", "s.d.", "s/n", "null", "none", "nan", "nil",
        "ninguno", "ninguna", "sin dato", "sin datos", "#n/a", "#n/d", "#na", "#null!", "#¡nulo!", "#value!",
        "#¡valor!", "#ref!", "#¡ref!", "#div/0!", "#¡div/0!", "#name?", "#¿nombre?", "#num!", "(null)", "(blank)",
        "(vacío)", "(vacio)", "(en blanco)", "<null>", "<na>", "?", "\\n",
    ]
}
