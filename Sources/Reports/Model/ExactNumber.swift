/// A decimal number in millionths, exact; it is rounded only when it is written.
public struct ExactNumber: Sendable, Hashable, Comparable {
    public let micros: Int64

    public init(micros: Int64) {
        self.micros = micros
    }

    /// nil beyond some nine million millions.
    public init?(whole: Int) {
        let (micros, overflow) = Int64(whole).multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        self.micros = micros
    }

    public static let zero = ExactNumber(micros: 0)

    public static func < (left: ExactNumber, right: ExactNumber) -> Bool { left.micros < right.micros }

    /// For drawing, and for programs that know nothing better: the nearest `Double`.
    public var double: Double { Double(micros) / 1_000_000 }

    /// The exact sum; nil beyond 64 bits of millionths.
    static func sum(_ numbers: some Sequence<ExactNumber>) -> ExactNumber? {
        var total: Int128 = 0
        for number in numbers { total += Int128(number.micros) }
        return Int64(exactly: total).map { ExactNumber(micros: $0) }
    }

    /// Rounded half away from zero; as it is when `decimals` is nil.
    func rounded(to decimals: Int?) -> ExactNumber {
        guard let decimals else { return self }
        let unit = Self.unit(decimals)
        return Int64(exactly: quotient(unit) * unit).map { ExactNumber(micros: $0) } ?? self
    }

    /// Millionths in the last of so many decimals.
    private static func unit(_ decimals: Int) -> Int128 { (decimals..<6).reduce(1) { unit, _ in unit * 10 } }

    /// Rounded half away from zero.
    private func quotient(_ unit: Int128) -> Int128 {
        let half = unit / 2
        let value = Int128(micros)
        return (value < 0 ? value - half : value + half) / unit
    }

    /// As many decimals as it has, without zeros at the end.
    var decimals: Int {
        var (rest, count) = (micros % 1_000_000, 6)
        while count > 0, rest % 10 == 0 { (rest, count) = (rest / 10, count - 1) }
        return count
    }

    /// Decimal text with a point, rounded half away from zero.
    ///
    /// - Parameter decimals: of the text, 0 to 6; nil is as many as it needs.
    func decimal(_ decimals: Int?) -> String {
        let places = min(max(decimals ?? 6, 0), 6)
        let rounded = quotient(Self.unit(places))
        var digits = String(rounded.magnitude)
        if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
        let whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        if decimals == nil {
            while fraction.last == "0" { fraction.removeLast() }
        }
        return (rounded < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }
}
