/// What stands around a number's digits: signs, parentheses, a currency, a percent sign.
struct NumberFrame {
    private(set) var isNegative = false
    private(set) var isPercent = false
    private(set) var currency = CurrencyMark.none
    private let text: UnsafeBufferPointer<UInt8>
    private var start = 0
    private var stop: Int
    private var isSigned = false
    private var isOpen = false

    /// Spaces and apostrophes between thousands come out of `copyCore` as this.
    static let groupMark = UInt8(ascii: " ")

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        stop = text.count
    }

    /// Takes everything off both ends; false where something is there twice or makes no sense.
    mutating func strip() -> Bool {
        while start < stop {
            let step = spaceBytes(at: start)
            if step > 0 {
                start += step
            } else if isDigit(start) || (isMark(start) && start + 1 < stop && isDigit(start + 1)) {
                break
            } else {
                guard stripFront() else { return false }
            }
        }
        while stop > start, !isDigit(stop - 1) {
            let step = spaceBytes(before: stop)
            if step > 0 {
                stop -= step
            } else if isMark(stop - 1), stop - 2 >= start, isDigit(stop - 2) {
                break
            } else {
                guard stripBack() else { return false }
            }
        }
        return start < stop && !isOpen
    }

    /// `$ -`, as accounting formats write nothing.
    var isAccountingZero: Bool { start >= stop && isNegative && !isOpen && !isPercent && currency != .none }

    /// The bytes between, with one mark for everything that separates thousands besides points and commas. nil where
    /// something else is among them.
    func copyCore(to target: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var (at, count) = (start, 0)
        while at < stop {
            let space = spaceBytes(at: at)
            let group = space > 0 ? space : apostropheBytes(at: at)
            if group > 0 {
                target[count] = Self.groupMark
                at += group
            } else if text[at] < 0x80 {
                target[count] = text[at]
                at += 1
            } else {
                return nil
            }
            count += 1
        }
        return count
    }

    private mutating func stripFront() -> Bool {
        switch text[start] {
        case UInt8(ascii: "("):
            guard sign(isNegative: true) else { return false }
            isOpen = true
            start += 1
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            guard sign(isNegative: text[start] == UInt8(ascii: "-")) else { return false }
            start += 1
        default:
            let dash = dashBytes(at: start)
            if dash > 0 {
                start += dash
                return sign(isNegative: true)
            }
            var end = start
            while end < stop, isCurrencyByte(text[end]), spaceBytes(at: end) == 0 { end += 1 }
            guard end > start, note(start..<end) else { return false }
            // `Q.100`, `Bs. 100`
            if end < stop, text[end] == UInt8(ascii: "."), text[end - 1] != UInt8(ascii: "$") { end += 1 }
            start = end
        }
        return true
    }

    private mutating func stripBack() -> Bool {
        switch text[stop - 1] {
        case UInt8(ascii: ")"):
            guard isOpen else { return false }
            isOpen = false
            stop -= 1
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            guard sign(isNegative: text[stop - 1] == UInt8(ascii: "-")) else { return false }
            stop -= 1
        case UInt8(ascii: "%"):
            guard !isPercent else { return false }
            isPercent = true
            stop -= 1
        default:
            if stop - 3 > start, dashBytes(at: stop - 3) > 0 {
                stop -= 3
                return sign(isNegative: true)
            }
            var end = stop
            if text[end - 1] == UInt8(ascii: ".") { end -= 1 }
            var begin = end
            while begin > start, isCurrencyByte(text[begin - 1]), spaceBytes(before: begin) == 0 { begin -= 1 }
            guard begin < end, note(begin..<end) else { return false }
            stop = begin
        }
        return true
    }

    private mutating func sign(isNegative: Bool) -> Bool {
        guard !isSigned else { return false }
        isSigned = true
        self.isNegative = isNegative
        return true
    }

    private mutating func note(_ range: Range<Int>) -> Bool {
        guard currency == .none, let found = CurrencyMark(sign: UnsafeBufferPointer(rebasing: text[range])) else {
            return false
        }
        currency = found
        return true
    }

    private func isDigit(_ at: Int) -> Bool { text[at] &- UInt8(ascii: "0") < 10 }
    private func isMark(_ at: Int) -> Bool { text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",") }

    private func isCurrencyByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80 || byte == UInt8(ascii: "$")
            || byte == UInt8(ascii: "/")
    }

    /// How many bytes of white space begin here: the no-break, thin and figure spaces of spreadsheets too.
    private func spaceBytes(at: Int) -> Int { TextTrim.spaceBytes(text, at: at, limit: stop) }

    private func spaceBytes(before end: Int) -> Int { TextTrim.spaceBytes(text, before: end, limit: start) }

    /// `'`, `’` and `´`, between digits.
    private func apostropheBytes(at: Int) -> Int {
        if text[at] == UInt8(ascii: "'") { return 1 }
        if at + 2 < stop, text[at] == 0xE2, text[at + 1] == 0x80, text[at + 2] == 0x99 { return 3 }
        return at + 1 < stop && text[at] == 0xC2 && text[at + 1] == 0xB4 ? 2 : 0
    }

    /// The minus sign U+2212 and the dash that some programs write for it.
    private func dashBytes(at: Int) -> Int {
        guard at + 3 <= stop, text[at] == 0xE2 else { return 0 }
        if text[at + 1] == 0x88, text[at + 2] == 0x92 { return 3 }
        return text[at + 1] == 0x80 && text[at + 2] == 0x93 ? 3 : 0
    }
}
