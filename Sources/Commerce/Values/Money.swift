/// An exact amount of money in millionths of the major unit (1 = 0.000001), without a currency of its own.
///
/// Sums stay exact; only ``rounded2`` rounds, half away from zero.
public struct Money: Sendable, Hashable, Comparable {
    /// Millionths of the major unit.
    public let micros: Int64

    public init(micros: Int64) {
        self.micros = micros
    }

    public static let zero = Money(micros: 0)

    /// The amount in hundredths of the major unit, rounded half away from zero.
    public var rounded2: Int64 { Self.roundedQuotient(Int128(micros), 10_000) }

    /// The amount with two decimals and a point, such as `9747747.93` or `-0.50`.
    public var decimal2: String { DecimalText.render(rounded2, decimals: 2, minimumDecimals: 2) }

    /// The exact amount with as many decimals as it needs and at least two, such as `9747747.934`.
    public var decimalExact: String { DecimalText.render(micros, decimals: 6, minimumDecimals: 2) }

    public static func < (left: Money, right: Money) -> Bool { left.micros < right.micros }

    /// This amount shared among `count` orders, rounded half away from zero to hundredths; nil when `count` is not positive.
    public func shared(among count: Int64) -> Money? {
        guard count > 0 else { return nil }
        return Money(micros: Self.roundedQuotient(Int128(micros), Int128(count) * 10_000) * 10_000)
    }

    /// `numerator / denominator` (positive), rounded half away from zero. The quotient must fit 64 bits.
    static func roundedQuotient(_ numerator: Int128, _ denominator: Int128) -> Int64 {
        // With an odd denominator no quotient lies exactly half way, so the truncated half still decides correctly.
        let half = denominator / 2
        return Int64((numerator < 0 ? numerator - half : numerator + half) / denominator)
    }
}

/// An exact number of units sold in millionths, since cloth and cheese are sold by parts.
public struct Quantity: Sendable, Hashable, Comparable {
    /// Millionths of a unit.
    public let micros: Int64

    public init(micros: Int64) {
        self.micros = micros
    }

    public static let zero = Quantity(micros: 0)

    /// The number of units when it is whole, else nil.
    public var whole: Int64? { micros % 1_000_000 == 0 ? micros / 1_000_000 : nil }

    /// The exact number with as many decimals as it needs, such as `5176450` or `0.25`.
    public var decimal: String { DecimalText.render(micros, decimals: 6, minimumDecimals: 0) }

    public static func < (left: Quantity, right: Quantity) -> Bool { left.micros < right.micros }
}

/// Writes scaled integers as decimal text.
enum DecimalText {
    static func render(_ value: Int64, decimals: Int, minimumDecimals: Int) -> String {
        var digits = Array(String(value.magnitude).utf8)
        if digits.count <= decimals {
            digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: decimals + 1 - digits.count), at: 0)
        }
        var fraction = digits.suffix(decimals)
        while fraction.count > minimumDecimals, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        let whole = String(decoding: digits.dropLast(decimals), as: UTF8.self)
        let sign = value < 0 ? "-" : ""
        return fraction.isEmpty ? sign + whole : sign + whole + "." + String(decoding: fraction, as: UTF8.self)
    }
}
