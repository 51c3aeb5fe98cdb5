import Commerce

/// Units of time seen from `now`.
extension DateCursor {
    /// From the first day of the unit to `now`.
    func running(_ unit: CalendarUnit, _ tokens: Range<Int>) -> PeriodMention? {
        guard let whole = unit.whole(holding: now), let period = Period(from: whole.from, to: now) else { return nil }
        return mention(period, tokens, unit)
    }

    /// The whole unit before the running one. One that `isAnterior` may be relative to another period.
    func previous(_ unit: CalendarUnit, _ tokens: Range<Int>, isAnterior: Bool) -> PeriodMention? {
        unit.whole(1, before: now).map { mention($0, tokens, unit, isAnterior ? .previous(unit) : .relative) }
    }

    /// The whole unit some units ago.
    func back(_ count: Int, _ unit: CalendarUnit, _ tokens: Range<Int>) -> PeriodMention? {
        unit.whole(count, before: now).map { mention($0, tokens, unit) }
    }

    func coming(_ unit: CalendarUnit, _ tokens: Range<Int>) -> PeriodMention? {
        unit.whole(-1, before: now).map { mention($0, tokens, unit, .coming) }
    }

    func mention(
        _ period: Period,
        _ tokens: Range<Int>,
        _ unit: CalendarUnit,
        _ kind: PeriodMention.Kind = .relative
    ) -> PeriodMention {
        PeriodMention(period: period, tokens: tokens, unit: unit, kind: kind)
    }
}
