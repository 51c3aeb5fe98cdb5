internal import Commerce

/// Writes values the way the sample's files hold them.
enum CSVText {
    /// Fields with commas or quotes are quoted (RFC 4180); lines end in LF.
    static func line(_ fields: [String]) -> String {
        fields.map { field in
            guard field.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
                return field
            }
            return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }.joined(separator: ",") + "\n"
    }

    /// `2025-08-31 09:05`.
    static func stamp(_ day: CalendarDay, _ minute: Int) -> String {
        "\(day) \(padded(minute / 60)):\(padded(minute % 60))"
    }

    /// Hundredths as `12.50`.
    static func amount(_ hundredths: Int) -> String {
        "\(hundredths / 100).\(padded(hundredths % 100))"
    }

    /// Hundredths of 1 as `0.05`.
    static func fraction(_ hundredths: Int) -> String {
        hundredths == 0 ? "0" : amount(hundredths)
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : String(value)
    }
}
