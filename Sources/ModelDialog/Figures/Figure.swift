import JSON

/// The magnitude of a number, exact: digits and how many of them are decimals. Signs are said in words ("fell by"), so they
/// are not compared.
struct Figure: Hashable {
    /// Without trailing zeros among the decimals.
    private let digits: Int128
    private let decimals: Int
    /// As it was written, zeros included.
    private let shownDecimals: Int

    /// More digits are not compared: all products below stay far inside 128 bits.
    private static let mostDigits = 18

    /// - Parameters:
    ///   - whole, fraction: ASCII digits.
    /// - Returns: `nil` when there are too many.
    init?(whole: some StringProtocol, fraction: Substring = "") {
        let significant = (String(whole) + fraction).drop { $0 == "0" }
        guard significant.utf8.count <= Self.mostDigits, fraction.utf8.count <= Self.mostDigits else { return nil }
        var digits = Int128(significant) ?? 0
        var decimals = fraction.utf8.count
        shownDecimals = decimals
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals -= 1
        }
        self.digits = digits
        self.decimals = decimals
    }

    /// `nil` for what is no number, and for numbers with an exponent, which are no figures for people.
    init?(_ value: JSONValue) {
        let text: String
        switch value {
        case .integer(let integer): text = String(integer.magnitude)
        case .number(let number): text = String(number.lexeme.drop { $0 == "-" })
        default: return nil
        }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        self.init(whole: parts[0], fraction: parts.count > 1 ? parts[1] : "")
    }

    static func == (left: Figure, right: Figure) -> Bool {
        left.digits == right.digits && left.decimals == right.decimals
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(digits)
        hasher.combine(decimals)
    }

    /// Whether this, in units of a power of ten ("9.7 million": 6), is the other number rounded half away from zero to the
    /// digits shown. What loses more than a twentieth in rounding is another number.
    ///
    /// - Parameter power: from 0 to 18.
    func isRounding(of exact: Figure, power: Int = 0) -> Bool {
        let kept = shownDecimals - power
        let shown = digits * Self.ten(shownDecimals - decimals)
        guard kept < exact.decimals else { return shown == exact.digits * Self.ten(kept - exact.decimals) }
        let divisor = Self.ten(exact.decimals - kept)
        let rounded = (exact.digits + divisor / 2) / divisor
        let loss = rounded * divisor - exact.digits
        return shown == rounded && loss.magnitude * 20 <= exact.digits.magnitude
    }

    private static func ten(_ power: Int) -> Int128 {
        (0..<power).reduce(1) { product, _ in product * 10 }
    }
}
