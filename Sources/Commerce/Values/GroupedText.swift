/// Numbers as people in Guatemala and elsewhere write them: thousands with commas, decimals with a point.
public enum GroupedText {
    /// `-1234567.50` becomes `-1,234,567.50`.
    public static func of(_ decimal: String) -> String {
        let isNegative = decimal.hasPrefix("-")
        let unsigned = decimal.drop { $0 == "-" }
        let whole = unsigned.prefix { $0 != "." }
        var result = isNegative ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result + unsigned.dropFirst(whole.count)
    }
}
