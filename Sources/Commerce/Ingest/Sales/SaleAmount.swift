/// What a line comes to: quantity × price × (1 − discount), exact to a millionth.
struct SaleAmount {
    let micros: Int64
    /// It had more than six decimals and was rounded, half away from zero.
    let isRounded: Bool

    /// nil beyond the limits.
    init?(quantity: Int64, price: Int64, discount: Int64) {
        guard quantity.magnitude <= Self.largestQuantity else { return nil }
        // Millionths of millionths, then of millionths again: at most 10^15 × 2^63 × 10^6, within 128 bits.
        var product = Int128(quantity) * Int128(price)
        var unit: Int128 = 1_000_000
        if discount != 0 {
            product *= Int128(1_000_000 - discount)
            unit *= 1_000_000
        }
        guard product.magnitude / UInt128(unit) <= UInt128(Self.largestAmount) else { return nil }
        isRounded = product % unit != 0
        micros = isRounded ? Money.roundedQuotient(product, unit) : Int64(product / unit)
    }

    /// What is left of a line after a discount in its currency, and the part of 1 that it is, to a millionth.
    ///
    /// nil where the discount is more than the line comes to. Its sign does not matter: of a return it is negative.
    func reduced(by discount: Int64) -> (amount: Int64, discount: Int64)? {
        let off = discount.magnitude
        guard off <= micros.magnitude, off <= Self.largestAmount else { return nil }
        guard off > 0 else { return (micros, 0) }
        let part = Money.roundedQuotient(Int128(off) * 1_000_000, Int128(micros.magnitude))
        return (micros < 0 ? micros + Int64(off) : micros - Int64(off), part)
    }

    /// A thousand million units, in millionths: dozens of absurd lines still add up within 64 bits.
    static let largestQuantity: UInt64 = 1_000_000_000_000_000
    /// A hundred thousand million of the currency, in millionths.
    static let largestAmount: UInt64 = 100_000_000_000_000_000

    /// What each piece costs where only the line's total is known, to a millionth; nil beyond the limits.
    static func price(of total: Int64, quantity: Int64) -> Int64? {
        guard quantity.magnitude <= largestQuantity, total.magnitude <= largestAmount else { return nil }
        guard quantity != 0 else { return total }
        let numerator = Int128(total) * (quantity < 0 ? -1_000_000 : 1_000_000)
        let divisor = Int128(quantity.magnitude)
        guard numerator.magnitude / divisor.magnitude < UInt128(Int64.max) else { return nil }
        return Money.roundedQuotient(numerator, divisor)
    }
}
