/// The digits of a number with their marks: which mark separates decimals, and what they come to.
struct NumberCore {
    private let text: UnsafeBufferPointer<UInt8>
    private var points = 0
    private var commas = 0
    private var groups = 0
    private var lastPoint = -1
    private var lastComma = -1
    /// Where the power of ten begins, or the end.
    private var mantissaEnd: Int

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        mantissaEnd = text.count
        for (at, byte) in text.enumerated() {
            switch byte {
            case NumberText.Mark.point.rawValue:
                points += 1
                lastPoint = at
            case NumberText.Mark.comma.rawValue:
                commas += 1
                lastComma = at
            case NumberFrame.groupMark: groups += 1
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                mantissaEnd = at
                return
            default: break
            }
        }
    }

    func value(_ preferred: NumberText.Mark) -> NumberText.Value? {
        guard let (decimalAt, evidence) = decide(preferred), thousandsAreInThrees(decimalAt) else { return nil }
        var magnitude: UInt64 = 0
        var decimals = 0
        var digits = 0
        for at in 0..<mantissaEnd {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else {
                if at == decimalAt || isSeparator(text[at]) { continue }
                return nil
            }
            digits += 1
            let isDecimal = decimalAt >= 0 && at > decimalAt
            if isDecimal, decimals == Self.keptDecimals { continue }
            let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            magnitude = sum
            if isDecimal { decimals += 1 }
        }
        guard digits > 0, let power = exponent, let scaled = Self.scale(magnitude, by: 6 + power - decimals) else {
            return nil
        }
        return NumberText.Value(micros: scaled.micros, evidence: evidence, isRounded: scaled.isRounded)
    }

    /// More decimals than these cannot change the sixth one after rounding, but for ties that no file has.
    private static let keptDecimals = 12

    /// Where the decimal mark is (-1 when there is none), and what that says of the column.
    private func decide(_ preferred: NumberText.Mark) -> (decimalAt: Int, evidence: NumberText.Evidence)? {
        switch (points, commas) {
        case (0, 0): return (-1, .none)
        case (0, 1): return single(.comma, lastComma, preferred)
        case (1, 0): return single(.point, lastPoint, preferred)
        case (0, _): return (-1, .certain(.point))
        case (_, 0): return (-1, .certain(.comma))
        default:
            let isPoint = lastPoint > lastComma
            guard (isPoint ? points : commas) == 1 else { return nil }
            return isPoint ? (lastPoint, .certain(.point)) : (lastComma, .certain(.comma))
        }
    }

    private func single(
        _ mark: NumberText.Mark,
        _ at: Int,
        _ preferred: NumberText.Mark
    ) -> (decimalAt: Int, evidence: NumberText.Evidence) {
        let couldBeThousands =
            mantissaEnd - at == 4 && 1...3 ~= at && text[0] != UInt8(ascii: "0") && groups == 0
            && mantissaEnd == text.count
        guard couldBeThousands else { return (at, .certain(mark)) }
        return (mark == preferred ? at : -1, .ambiguous)
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        byte == NumberText.Mark.point.rawValue || byte == NumberText.Mark.comma.rawValue
            || byte == NumberFrame.groupMark
    }

    /// Thousands come in threes, counted from the decimal mark, and with one to three digits before them.
    private func thousandsAreInThrees(_ decimalAt: Int) -> Bool {
        let end = decimalAt >= 0 ? decimalAt : mantissaEnd
        var separator: UInt8 = 0
        for at in 0..<mantissaEnd where isSeparator(text[at]) && at != decimalAt {
            guard at < end, at > 0, (end - at) % 4 == 0 else { return false }
            guard separator == 0 || separator == text[at] else { return false }
            if separator == 0, at > 3 { return false }
            separator = text[at]
        }
        guard separator != 0 else { return true }
        // Once there are any, they are everywhere.
        var at = end - 4
        while at > 0 {
            if text[at] != separator { return false }
            at -= 4
        }
        return true
    }

    private var exponent: Int? {
        guard mantissaEnd < text.count else { return 0 }
        let digits = text[(mantissaEnd + 1)...]
        guard 1...4 ~= digits.count else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// `magnitude × 10^power`, rounded half away from zero.
    private static func scale(_ magnitude: UInt64, by power: Int) -> (micros: Int64, isRounded: Bool)? {
        if magnitude == 0 { return (0, false) }
        var value = magnitude
        if power >= 0 {
            for _ in 0..<min(power, 20) {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
            return power > 20 ? nil : Int64(exactly: value).map { ($0, false) }
        }
        guard power >= -19 else { return (0, true) }
        var divisor: UInt64 = 1
        for _ in 0..<(-power) { divisor *= 10 }
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        let rounded = remainder >= divisor - remainder ? quotient + 1 : quotient
        return Int64(exactly: rounded).map { ($0, remainder != 0) }
    }
}
