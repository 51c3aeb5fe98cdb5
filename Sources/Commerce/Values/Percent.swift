/// A percentage in hundredths of a percent: 1,250 is 12.50 %.
public struct Percent: Sendable, Hashable, Comparable {
    /// Hundredths of a percent.
    public let hundredths: Int64

    public init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    /// `part / whole × 100`, rounded half away from zero; nil where the whole is 0 or the quotient has no end.
    init?(_ part: Int128, of whole: Int128) {
        guard whole != 0 else { return nil }
        let scaled = whole < 0 ? -part * 10_000 : part * 10_000
        let quotient = scaled.magnitude / whole.magnitude
        guard quotient < UInt128(Int64.max) else { return nil }
        hundredths = Money.roundedQuotient(scaled, Int128(whole.magnitude))
    }

    /// `(now − before) / |before| × 100`; nil where `before` is 0.
    init?(from before: Int128, to now: Int128) {
        self.init(now - before, of: Int128(before.magnitude))
    }

    /// With two decimals and a point, such as `-12.50`.
    public var decimal2: String { DecimalText.render(hundredths, decimals: 2, minimumDecimals: 2) }

    public static func < (left: Percent, right: Percent) -> Bool { left.hundredths < right.hundredths }

    var magnitude: Percent { Percent(hundredths: abs(hundredths)) }
}
