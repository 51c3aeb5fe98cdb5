/// Walks along the text of a date.
struct DateCursor {
    enum HalfDay {
        case morning, afternoon
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    var isAtEnd: Bool { at >= text.count }
    var peek: UInt8? { at < text.count ? text[at] : nil }
    var isAtDigit: Bool { at < text.count && text[at] &- UInt8(ascii: "0") < 10 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    /// One of `-`, `/` and `.`, with spaces around it.
    mutating func separator() -> UInt8? {
        let start = at
        skipSpaces()
        guard let byte = peek, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
        else {
            at = start
            return nil
        }
        at += 1
        skipSpaces()
        return byte
    }

    mutating func skipSpaces() {
        while at < text.count {
            let step = TextTrim.spaceBytes(text, at: at, limit: text.count)
            if step == 0 { return }
            at += step
        }
    }

    mutating func number(upTo most: Int) -> (value: Int, digits: Int)? {
        var (value, digits) = (0, 0)
        while digits < most, isAtDigit {
            value = value * 10 + Int(text[at] - UInt8(ascii: "0"))
            digits += 1
            at += 1
        }
        return digits > 0 ? (value, digits) : nil
    }

    /// Letters up to the next byte that is none, folded; empty when there are none.
    mutating func word() -> String {
        let start = at
        while at < text.count, (text[at] | 0x20) &- UInt8(ascii: "a") < 26 || text[at] >= 0x80 {
            if TextTrim.spaceBytes(text, at: at, limit: text.count) > 0 { break }
            at += 1
        }
        guard at > start, at - start <= 24 else { return "" }
        return FoldedText(String(decoding: text[start..<at], as: UTF8.self)).description
    }

    /// What stands between a date and its time.
    mutating func skipToTime() {
        skipSpaces()
        if take(UInt8(ascii: ",")) || take(UInt8(ascii: "T")) || take(UInt8(ascii: "-")) { return skipSpaces() }
        let start = at
        if word() == "a" {
            skipSpaces()
            if word() == "las" { return skipSpaces() }
        }
        at = start
    }

    /// `AM`, `p.m.`, and with `isSpaced` `a. m.`, as Spanish is written.
    mutating func halfDay() -> (half: HalfDay, isSpaced: Bool)? {
        let start = at
        skipSpaces()
        guard let letter = peek.map({ $0 | 0x20 }), letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else {
            at = start
            return nil
        }
        at += 1
        _ = take(UInt8(ascii: "."))
        let letterEnd = at
        skipSpaces()
        let isSpaced = at > letterEnd
        guard take(UInt8(ascii: "m")) || take(UInt8(ascii: "M")) else {
            at = start
            return nil
        }
        _ = take(UInt8(ascii: "."))
        return (letter == UInt8(ascii: "a") ? .morning : .afternoon, isSpaced)
    }

    private var isAtOffset: Bool { peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") }

    /// `Z`, `+01:00`, `h`, `hrs`, `UTC`, `GMT-0600 (CST)`; false when something else follows.
    mutating func skipZone() -> Bool {
        skipSpaces()
        if isAtEnd { return true }
        if !isAtOffset, !["z", "h", "hs", "hrs", "horas", "utc", "gmt"].contains(word()) { return false }
        if isAtOffset {
            at += 1
            guard number(upTo: 4) != nil else { return false }
            if take(UInt8(ascii: ":")) { guard number(upTo: 2) != nil else { return false } }
        }
        _ = take(UInt8(ascii: "."))
        skipSpaces()
        if take(UInt8(ascii: "(")) {
            while let byte = peek, byte != UInt8(ascii: ")") { at += 1 }
            guard take(UInt8(ascii: ")")) else { return false }
        }
        return isAtEnd
    }
}
