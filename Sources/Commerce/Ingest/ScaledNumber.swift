/// Reads decimal numbers as exact millionths.
struct ScaledNumber {
    /// Whether a comma may separate decimals: where it cannot be confused with the fields' delimiter.
    let commaDecimals: Bool

    struct Value {
        var micros: Int64
        /// It had more than six decimals and was rounded, half away from zero.
        var isRounded = false
        /// A percent sign followed.
        var isPercent = false
    }

    /// nil when the bytes are not one number that fits.
    ///
    /// Accepts a sign, digits, one decimal mark, a power of ten (`1e-05`), thousands marks where a decimal mark of the
    /// other kind follows (`1.234,56`, `1,234.56`) and a final `%`.
    func read(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
        var at = 0
        var stop = text.count
        var value = Value(micros: 0)
        while at < stop, text[at] == 0x20 { at += 1 }
        while at < stop, text[stop - 1] == 0x20 { stop -= 1 }
        guard at < stop else { return nil }
        if text[stop - 1] == UInt8(ascii: "%") {
            value.isPercent = true
            stop -= 1
            while at < stop, text[stop - 1] == 0x20 { stop -= 1 }
        }
        var isNegative = false
        if at < stop, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        guard let marks = marks(text, at, stop) else { return nil }

        var magnitude: UInt64 = 0
        var decimals = 0
        var sawMark = false
        var digits = 0
        var exponent = 0
        while at < stop {
            let byte = text[at]
            at += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if sawMark, decimals == Self.keptDecimals { continue }
                let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, carry) = scaled.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
                if overflow || carry { return nil }
                magnitude = sum
                if sawMark { decimals += 1 }
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard digits > 0, let power = Self.exponent(text, at, stop) else { return nil }
                exponent = power
                at = stop
            case marks.decimal:
                guard !sawMark else { return nil }
                sawMark = true
            case marks.thousands: continue
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        guard let scaled = Self.scale(magnitude, by: 6 + exponent - decimals) else { return nil }
        value.micros = isNegative ? -scaled.micros : scaled.micros
        value.isRounded = scaled.isRounded
        return value
    }

    /// More decimals than these cannot change the sixth one after rounding, but for ties that no file has.
    private static let keptDecimals = 12

    /// Which byte is the decimal mark and which separates thousands (0 when there is none); nil when it is unclear.
    private func marks(
        _ text: UnsafeBufferPointer<UInt8>,
        _ start: Int,
        _ stop: Int
    ) -> (decimal: UInt8, thousands: UInt8)? {
        let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
        var (points, commas, lastPoint, lastComma) = (0, 0, -1, -1)
        for at in start..<max(start, stop) {
            if text[at] == point {
                points += 1
                lastPoint = at
            } else if text[at] == comma {
                commas += 1
                lastComma = at
            }
        }
        if commas == 0 { return points <= 1 ? (point, 0) : nil }
        if points == 0 { return commas == 1 && commaDecimals ? (comma, 0) : nil }
        let (decimal, thousands, last) = lastPoint > lastComma ? (point, comma, lastPoint) : (comma, point, lastComma)
        guard (decimal == point ? points : commas) == 1 else { return nil }
        // Thousands come in threes, counted from the decimal mark.
        for at in start..<last where text[at] == thousands && (last - at) % 4 != 0 { return nil }
        return (last - start) % 4 == 0 || last - start > 3 ? (decimal, thousands) : nil
    }

    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ stop: Int) -> Int? {
        guard start < stop, stop - start <= 4 else { return nil }
        return Int(String(decoding: text[start..<stop], as: UTF8.self))
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
