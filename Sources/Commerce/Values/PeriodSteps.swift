extension CalendarDay {
    /// The same day of an earlier or later month, or that month's last when it is shorter; nil outside the calendar.
    func adding(months: Int) -> CalendarDay? {
        let index = year * 12 + month - 1 + months
        guard index >= 12 else { return nil }
        let (year, month) = (index / 12, index % 12 + 1)
        return CalendarDay(year: year, month: month, day: min(day, CalendarDay.length(ofMonth: month, year: year)))
    }

    var isLastOfMonth: Bool { day == CalendarDay.length(ofMonth: month, year: year) }
}

extension Period {
    /// How many calendar months this is, when it begins and ends with one.
    var wholeMonths: Int? {
        guard from.day == 1, to.isLastOfMonth else { return nil }
        return (to.year - from.year) * 12 + to.month - from.month + 1
    }

    /// The period of the same length just before; whole months are followed by as many whole months.
    var previous: Period? {
        if let months = wholeMonths { return shifted(months: -months) }
        guard let end = from.adding(days: -1), let start = end.adding(days: 1 - days) else { return nil }
        return Period(from: start, to: end)
    }

    /// The same days a year earlier. Whole months stay whole.
    var yearBefore: Period? { shifted(months: -12) }

    /// At most the first `count` days.
    func first(_ count: Int) -> Period {
        guard count < days, let end = from.adding(days: max(1, count) - 1) else { return self }
        return Period(from: from, to: end) ?? self
    }

    /// The days in both; nil when there are none.
    func intersection(_ other: Period) -> Period? {
        Period(from: max(from, other.from), to: min(to, other.to))
    }

    private func shifted(months: Int) -> Period? {
        guard let start = from.adding(months: months), var end = to.adding(months: months) else { return nil }
        if wholeMonths != nil {
            let length = CalendarDay.length(ofMonth: end.month, year: end.year)
            end = CalendarDay(year: end.year, month: end.month, day: length) ?? end
        }
        return Period(from: start, to: end)
    }
}

/// One month, ISO week or day of a period.
struct TimeStep: Hashable {
    /// `2011-08`, `2011-W35` or `2011-08-31`.
    let key: String
    /// The whole month, week or day.
    let whole: Period
    /// Its days within the period.
    let days: Period

    /// All steps of a period, in order. Groupings that are not of time have none.
    static func all(of period: Period, by grouping: SalesGrouping) -> [TimeStep] {
        var steps: [TimeStep] = []
        var start: CalendarDay? = period.from
        while let day = start, day <= period.to, let step = TimeStep(holding: day, in: period, grouping) {
            steps.append(step)
            start = step.whole.to.adding(days: 1)
        }
        return steps
    }

    private init?(holding day: CalendarDay, in period: Period, _ grouping: SalesGrouping) {
        switch grouping {
        case .month:
            guard let month = Period.month(day.month, of: day.year) else { return nil }
            (key, whole) = (day.monthKey, month)
        case .week:
            guard let week = Period.week(holding: day) else { return nil }
            (key, whole) = (day.isoWeek.description, week)
        case .day: (key, whole) = (day.description, Period(day: day))
        case .product, .category, .customer, .country: return nil
        }
        guard let days = whole.intersection(period) else { return nil }
        self.days = days
    }
}
