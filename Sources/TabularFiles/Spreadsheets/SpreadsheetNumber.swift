/// Numbers as a spreadsheet shows them.
enum SpreadsheetNumber {
    /// The number with 15 significant digits, as Excel shows it: the file has 2.5499999999999998 where a person typed
    /// 2.55. Anything else is given back as it is.
    static func shown(_ text: String) -> String {
        guard let (isNegative, digits, exponent) = parts(text), digits.count > significant else { return text }
        var kept = Array(digits.prefix(significant))
        if digits[significant] >= 5 {
            var at = significant - 1
            while at >= 0, kept[at] == 9 {
                kept[at] = 0
                at -= 1
            }
            if at >= 0 { kept[at] += 1 } else { return render(isNegative, [1], exponent + digits.count) }
        }
        return render(isNegative, kept, exponent + digits.count - significant)
    }

    /// A whole number with at least so many digits: codes are often numbers under the format `0000`.
    static func shown(_ text: String, digits: Int) -> String {
        let shown = shown(text)
        guard shown.utf8.count < digits, shown.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return shown }
        return String(repeating: "0", count: digits - shown.utf8.count) + shown
    }

    /// A day and time as ISO 8601, or a time alone below one day; nil when the number is no date.
    ///
    /// Days count from 1899-12-30, which makes up for the day that Excel believes 1900 had (ECMA-376, 18.17.4.1).
    static func date(_ text: String, countsFrom1904: Bool) -> String? {
        guard let value = Double(text), value >= 0, value < 2_958_466 else { return nil }
        let day = Int(value)
        var seconds = Int(((value - Double(day)) * 86_400).rounded())
        let serial = day + (countsFrom1904 ? 1_462 : 0) + (seconds == 86_400 ? 1 : 0)
        if seconds == 86_400 { seconds = 0 }
        let time = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        if serial == 0 { return time }
        let stamp = civil(serial - 25_569)
        return seconds == 0 ? stamp : stamp + " " + time
    }

    private static let significant = 15

    /// Significant digits, and the power of ten of the last one.
    private static func parts(_ text: String) -> (isNegative: Bool, digits: [UInt8], exponent: Int)? {
        var digits: [UInt8] = []
        var exponent = 0
        var sawPoint = false
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        while let character = rest.first {
            if let digit = character.wholeNumberValue, character.isASCII {
                if !(digits.isEmpty && digit == 0) { digits.append(UInt8(digit)) }
                if sawPoint { exponent -= 1 }
            } else if character == ".", !sawPoint {
                sawPoint = true
            } else if character == "e" || character == "E" {
                guard let power = Int(rest.dropFirst()), abs(power) < 400 else { return nil }
                return (isNegative, digits, exponent + power)
            } else {
                return nil
            }
            rest.removeFirst()
        }
        return (isNegative, digits, exponent)
    }

    private static func render(_ isNegative: Bool, _ digits: [UInt8], _ exponent: Int) -> String {
        var digits = digits
        var exponent = exponent
        while digits.count > 1, digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        let text = digits.map { String($0) }.joined()
        let sign = isNegative ? "-" : ""
        if exponent >= 0 { return sign + text + String(repeating: "0", count: exponent) }
        let point = text.count + exponent
        if point > 0 { return sign + text.prefix(point) + "." + text.dropFirst(point) }
        return sign + "0." + String(repeating: "0", count: -point) + text
    }

    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`. Days from 1970-01-01.
    private static func civil(_ days: Int) -> String {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2))"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
