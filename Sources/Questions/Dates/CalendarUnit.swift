import Commerce

/// A unit in which time is counted.
enum CalendarUnit: Int, Sendable, Comparable {
    case day, week, fortnight, month, twoMonths, quarter, fourMonths, half, year

    static func < (left: CalendarUnit, right: CalendarUnit) -> Bool { left.rawValue < right.rawValue }

    /// How many calendar months it has; nil for shorter units.
    var months: Int? {
        switch self {
        case .day, .week, .fortnight: nil
        case .month: 1
        case .twoMonths: 2
        case .quarter: 3
        case .fourMonths: 4
        case .half: 6
        case .year: 12
        }
    }

    /// The whole unit that holds a day. A fortnight is the days 1 to 15 or 16 to the end of a month.
    func whole(holding day: CalendarDay) -> Period? {
        switch self {
        case .day: return Period(day: day)
        case .week: return Period.week(holding: day)
        case .fortnight:
            let last = CalendarDay.length(ofMonth: day.month, year: day.year)
            return Period.days(day.year, day.month, day.day <= 15 ? 1...15 : 16...last)
        default:
            let months = months ?? 1
            return Period.months(day.year, (day.month - 1) / months * months + 1, count: months)
        }
    }

    /// The whole unit `count` units before the one that holds a day; later ones when negative.
    func whole(_ count: Int, before day: CalendarDay) -> Period? {
        guard abs(count) < 10_000 else { return nil }
        switch self {
        case .day, .week:
            return day.adding(days: -count * (self == .day ? 1 : 7)).flatMap(whole(holding:))
        case .fortnight:
            guard var period = whole(holding: day) else { return nil }
            for _ in 0..<max(0, count) {
                guard let before = period.from.adding(days: -1).flatMap(whole(holding:)) else { return nil }
                period = before
            }
            return period
        default:
            guard let period = whole(holding: day) else { return nil }
            return period.from.adding(months: -count * (months ?? 1)).flatMap(whole(holding:))
        }
    }

    /// The day `count` units before another.
    func day(_ count: Int, before day: CalendarDay) -> CalendarDay? {
        guard abs(count) < 10_000 else { return nil }
        switch self {
        case .day: return day.adding(days: -count)
        case .week: return day.adding(days: -count * 7)
        case .fortnight: return day.adding(days: -count * 15)
        default: return day.adding(months: -count * (months ?? 1))
        }
    }

    /// How long it is when time to wait is counted: a month is 30 days.
    var waitingDays: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .fortnight: 15
        case .year: 365
        default: (months ?? 1) * 30
        }
    }
}

extension CalendarDay {
    /// The same day of another month, or that month's last.
    func adding(months: Int) -> CalendarDay? {
        let index = year * 12 + month - 1 + months
        guard index >= 12 else { return nil }
        let (year, month) = (index / 12, index % 12 + 1)
        return CalendarDay(year: year, month: month, day: min(day, CalendarDay.length(ofMonth: month, year: year)))
    }
}

extension Period {
    /// Whole months from the first of one on; they may run into the next year.
    static func months(_ year: Int, _ month: Int, count: Int) -> Period? {
        guard let from = CalendarDay(year: year, month: month, day: 1),
            let last = from.adding(months: count - 1),
            let to = CalendarDay(year: last.year, month: last.month, day: length(last))
        else { return nil }
        return Period(from: from, to: to)
    }

    /// Days of one month.
    static func days(_ year: Int, _ month: Int, _ days: ClosedRange<Int>) -> Period? {
        guard let from = CalendarDay(year: year, month: month, day: days.lowerBound),
            let to = CalendarDay(year: year, month: month, day: days.upperBound)
        else { return nil }
        return Period(from: from, to: to)
    }

    /// The same days some years earlier; a whole month stays whole.
    func shifted(years: Int) -> Period? {
        guard let from = from.adding(months: -12 * years), var to = to.adding(months: -12 * years) else { return nil }
        if self.to.day == Self.length(self.to) {
            to = CalendarDay(year: to.year, month: to.month, day: Self.length(to)) ?? to
        }
        return Period(from: from, to: to)
    }

    /// The same days one unit earlier; a whole month stays whole.
    func before(by unit: CalendarUnit) -> Period? {
        guard let months = unit.months else {
            guard let from = unit.day(1, before: from), let to = unit.day(1, before: to) else { return nil }
            return Period(from: from, to: to)
        }
        guard let first = from.adding(months: -months), var last = to.adding(months: -months) else { return nil }
        if from.day == 1, to.day == Self.length(to) {
            last = CalendarDay(year: last.year, month: last.month, day: Self.length(last)) ?? last
        }
        return Period(from: first, to: last)
    }

    private static func length(_ day: CalendarDay) -> Int { CalendarDay.length(ofMonth: day.month, year: day.year) }
}
