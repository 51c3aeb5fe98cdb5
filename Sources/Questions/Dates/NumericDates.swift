/// Which comes first in dates such as `6/15/2011`, where the numbers themselves tell.
enum NumericDates {
    /// nil when every date, or none, could be read both ways.
    static func isDayFirst(_ tokens: [Token]) -> Bool? {
        var (dayFirst, monthFirst) = (false, false)
        for token in tokens {
            let parts = token.word.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
            guard parts.count == 3, parts[0].utf8.count <= 2, let first = Int(parts[0]), let second = Int(parts[1])
            else { continue }
            if 13...31 ~= first, 1...12 ~= second { dayFirst = true }
            if 13...31 ~= second, 1...12 ~= first { monthFirst = true }
        }
        return dayFirst == monthFirst ? nil : dayFirst
    }
}
