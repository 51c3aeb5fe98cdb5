/// How numbers are written for people.
public enum NumberStyle: String, Sendable, CaseIterable {
    /// 1,234.56, as in Guatemala, Mexico and the United States.
    case point
    /// 1.234,56, as in Spain and South America.
    case comma

    /// A sentence whose figures are as in `1,234.56`, with them in this style.
    public func rewritten(_ sentence: String) -> String {
        guard self == .comma else { return sentence }
        return sentence.replacing(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+/) { figure in
            String(figure.output.map { $0 == "," ? "." : $0 == "." ? "," : $0 })
        }
    }

    /// Groups the digits of decimal text with a point: `-1234567.5` becomes `-1,234,567.5`.
    func grouped(_ decimal: String) -> String {
        let unsigned = decimal.drop { $0 == "-" }
        let whole = unsigned.prefix { $0 != "." }
        let fraction = unsigned.dropFirst(whole.count + 1)
        var result = decimal.hasPrefix("-") ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result.append(self == .point ? "," : ".") }
            result.append(digit)
        }
        return fraction.isEmpty ? result : result + (self == .point ? "." : ",") + fraction
    }
}
