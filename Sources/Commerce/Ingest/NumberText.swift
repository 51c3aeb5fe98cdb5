/// Reads decimal numbers, as people and spreadsheets write them, as exact millionths.
enum NumberText {
    /// What separates a number's decimals.
    enum Mark: UInt8, Sendable {
        case point = 0x2E
        case comma = 0x2C

        var other: Mark { self == .point ? .comma : .point }
    }

    /// What a number tells of its column's decimal mark.
    enum Evidence {
        case none
        case certain(Mark)
        /// `1.234` may be a thousand or little more than one: the preferred mark decided.
        case ambiguous
    }

    struct Value {
        var micros: Int64
        var evidence = Evidence.none
        /// It had more than six decimals and was rounded, half away from zero.
        var isRounded = false
        /// A percent sign followed.
        var isPercent = false
        /// The sign or code beside it.
        var currency = CurrencyMark.none
    }

    /// nil when the bytes are not one number that fits.
    ///
    /// Accepts digits with a decimal mark; thousands in threes with the other mark, spaces or apostrophes; a sign
    /// before or after; parentheses for negative; a currency's sign or code on either side; `%`; a power of ten
    /// (`1e-05`).
    ///
    /// - Parameter preferred: decides what can be read both ways, three digits after one mark.
    static func read(_ text: UnsafeBufferPointer<UInt8>, preferring preferred: Mark) -> Value? {
        plain(text, preferred) ?? general(text, preferred)
    }

    /// Digits with at most one mark, the preferred one, and six decimals.
    @inline(__always)
    private static func plain(_ text: UnsafeBufferPointer<UInt8>, _ preferred: Mark) -> Value? {
        let count = text.count
        guard count > 0, count <= 12 else { return nil }
        var at = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative { at = 1 }
        var magnitude: Int64 = 0
        var mark = -1
        let start = at
        while at < count {
            let digit = text[at] &- UInt8(ascii: "0")
            if digit < 10 {
                magnitude = magnitude &* 10 &+ Int64(digit)
            } else if text[at] == preferred.rawValue, mark < 0 {
                mark = at
            } else {
                return nil
            }
            at &+= 1
        }
        if mark < 0 {
            guard count > start else { return nil }
            return Value(micros: (isNegative ? -magnitude : magnitude) &* 1_000_000)
        }
        let decimals = count &- mark &- 1
        let whole = mark &- start
        guard decimals <= 6, whole > 0, decimals > 0 else { return nil }
        for _ in decimals..<6 { magnitude = magnitude &* 10 }
        let isAmbiguous = decimals == 3 && whole <= 3 && text[start] != UInt8(ascii: "0")
        return Value(
            micros: isNegative ? -magnitude : magnitude,
            evidence: isAmbiguous ? .ambiguous : .certain(preferred)
        )
    }

    private static func general(_ text: UnsafeBufferPointer<UInt8>, _ preferred: Mark) -> Value? {
        guard text.count <= mostBytes else { return nil }
        var frame = NumberFrame(TextTrim.unmarked(text))
        guard frame.strip() else {
            return frame.isAccountingZero ? Value(micros: 0, currency: frame.currency) : nil
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostBytes) { core in
            guard let count = frame.copyCore(to: core),
                var value = core.baseAddress.flatMap({
                    NumberCore(UnsafeBufferPointer(start: $0, count: count)).value(preferred)
                })
            else { return nil }
            if frame.isNegative { value.micros = -value.micros }
            value.isPercent = frame.isPercent
            value.currency = frame.currency
            return value
        }
    }

    private static let mostBytes = 80
}
