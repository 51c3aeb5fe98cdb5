/// The exact quantity of a JSON number, for comparing: `1`, `1.0` and `10e-1` are the same one.
///
/// Nothing is rounded. The value is 0.d₁d₂d₃… × 10^exponent, without leading or trailing zeros among the digits.
public struct JSONDecimal: Sendable, Hashable {
    private let isNegative: Bool
    private let digits: [UInt8]
    private let exponent: Int

    public init(_ value: Int64) {
        self.init(lexeme: String(value))
    }

    public init(_ number: JSONNumber) {
        self.init(lexeme: number.lexeme)
    }

    /// The quantity of a number; `nil` for any other value.
    public init?(_ value: JSONValue) {
        switch value {
        case .integer(let integer): self.init(integer)
        case .number(let number): self.init(number)
        default: return nil
        }
    }

    /// Whether there is no fraction: true for `3`, `3.0` and `3e2`.
    public var isInteger: Bool { digits.isEmpty || exponent >= digits.count }

    /// The quantity as an integer; `nil` when it has a fraction or does not fit 64 bits.
    public var integer: Int64? {
        guard isInteger, exponent <= 19 else { return nil }
        var magnitude: UInt64 = 0
        for position in 0..<exponent {
            let digit = position < digits.count ? UInt64(digits[position]) : 0
            let (product, isTooBig) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isTooBigNow) = product.addingReportingOverflow(digit)
            if isTooBig || isTooBigNow { return nil }
            magnitude = sum
        }
        if isNegative, magnitude == Int64.min.magnitude { return .min }
        return Int64(exactly: magnitude).map { isNegative ? -$0 : $0 }
    }

    public var isZero: Bool { digits.isEmpty }

    /// Whether this is the divisor times some integer. Exact for divisors of up to 18 significant digits; `nil` beyond
    /// that, and for a zero divisor.
    public func isMultiple(of divisor: JSONDecimal) -> Bool? {
        guard !divisor.isZero, divisor.digits.count <= 18 else { return nil }
        if isZero { return true }
        // Both as integer × 10^power. Our integer has no factor ten left, so a finer divisor is the only way.
        let shift = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
        guard shift >= 0 else { return false }
        let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
        let remainder = digits.reduce(UInt64(0)) { Self.multiply($0, 10, plus: UInt64($1), modulo: modulus) }
        return Self.multiply(remainder, Self.power(of: 10, shift, modulo: modulus), plus: 0, modulo: modulus) == 0
    }

    private static func multiply(_ left: UInt64, _ right: UInt64, plus: UInt64, modulo: UInt64) -> UInt64 {
        let product = (left % modulo).multipliedFullWidth(by: right % modulo)
        let remainder = modulo.dividingFullWidth((product.high % modulo, product.low)).remainder
        return (remainder + plus % modulo) % modulo
    }

    private static func power(of base: UInt64, _ exponent: Int, modulo: UInt64) -> UInt64 {
        var result = 1 % modulo
        var factor = base % modulo
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = multiply(result, factor, plus: 0, modulo: modulo) }
            factor = multiply(factor, factor, plus: 0, modulo: modulo)
            rest >>= 1
        }
        return result
    }

    /// - Precondition: the text is a JSON number.
    private init(lexeme: String) {
        var digits: [UInt8] = []
        var pointPosition: Int?
        var isNegative = false
        // Far beyond any number of digits a text may have, and far from overflow.
        var power = 0
        let powerLimit = 1 << 40

        var rest = lexeme.utf8[...]
        if rest.first == UInt8(ascii: "-") {
            isNegative = true
            rest.removeFirst()
        }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ".") {
                pointPosition = digits.count
            } else if byte | 0x20 == UInt8(ascii: "e") {
                let isSmall = rest.first == UInt8(ascii: "-")
                for digit in rest where (0x30...0x39).contains(digit) {
                    power = min(power * 10 + Int(digit - 0x30), powerLimit)
                }
                if isSmall { power = -power }
                break
            } else {
                digits.append(byte - 0x30)
            }
        }
        var exponent = (pointPosition ?? digits.count) + power
        let leadingZeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leadingZeros)
        exponent -= leadingZeros
        while digits.last == 0 { digits.removeLast() }

        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent
        self.isNegative = isNegative && !digits.isEmpty
    }
}

extension JSONDecimal: Comparable {
    public static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isSmallerInMagnitude(than: left) : left.isSmallerInMagnitude(than: right)
    }

    private func isSmallerInMagnitude(than other: JSONDecimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension JSONDecimal: CustomStringConvertible {
    /// The quantity in plain decimals where that is short, else with an exponent.
    public var description: String {
        guard !digits.isEmpty else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        if exponent >= digits.count, exponent <= 21 {
            return sign + text + String(repeating: "0", count: exponent - digits.count)
        }
        if exponent > 0, exponent < digits.count {
            return sign + text.prefix(exponent) + "." + text.dropFirst(exponent)
        }
        if exponent > -6, exponent <= 0 {
            return sign + "0." + String(repeating: "0", count: -exponent) + text
        }
        let fraction = text.utf8.count > 1 ? "." + text.dropFirst() : ""
        return sign + text.prefix(1) + fraction + "e\(exponent - 1)"
    }
}
