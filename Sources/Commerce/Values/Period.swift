/// A run of calendar days, both ends included.
public struct Period: Sendable, Hashable, CustomStringConvertible {
    public let from: CalendarDay
    public let to: CalendarDay

    /// nil when `to` comes before `from`.
    public init?(from: CalendarDay, to: CalendarDay) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    public init(day: CalendarDay) {
        from = day
        to = day
    }

    /// A whole calendar month.
    public static func month(_ month: Int, of year: Int) -> Period? {
        span(from: (year, month), months: 1)
    }

    /// A whole calendar quarter, 1 to 4.
    public static func quarter(_ quarter: Int, of year: Int) -> Period? {
        1...4 ~= quarter ? span(from: (year, quarter * 3 - 2), months: 3) : nil
    }

    /// A whole half year, 1 or 2.
    public static func half(_ half: Int, of year: Int) -> Period? {
        1...2 ~= half ? span(from: (year, half * 6 - 5), months: 6) : nil
    }

    /// A whole calendar year.
    public static func year(_ year: Int) -> Period? {
        span(from: (year, 1), months: 12)
    }

    /// The ISO week that holds `day`, Monday to Sunday.
    public static func week(holding day: CalendarDay) -> Period? {
        guard let monday = day.adding(days: 1 - day.weekday), let sunday = monday.adding(days: 6) else { return nil }
        return Period(from: monday, to: sunday)
    }

    /// How many days it holds, at least 1.
    public var days: Int { to.serial - from.serial + 1 }

    /// `2011-08-01/2011-08-31`, as in ISO 8601.
    public var description: String { "\(from)/\(to)" }

    /// Whole months from the first of one month on.
    private static func span(from first: (year: Int, month: Int), months: Int) -> Period? {
        let last = first.month + months - 1
        guard 1...12 ~= first.month, last <= 12,
            let from = CalendarDay(year: first.year, month: first.month, day: 1),
            let to = CalendarDay(
                year: first.year,
                month: last,
                day: CalendarDay.length(ofMonth: last, year: first.year)
            )
        else { return nil }
        return Period(from: from, to: to)
    }
}
