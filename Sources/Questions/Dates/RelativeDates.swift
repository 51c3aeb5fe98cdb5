import Commerce

/// Dates counted from `now`: yesterday, this week, two months ago, the last 30 days, the year so far.
struct RelativeDates {
    let cursor: DateCursor
    private var now: CalendarDay { cursor.now }

    init(_ cursor: DateCursor) { self.cursor = cursor }

    func mention(at index: Int) -> PeriodMention? {
        sameTimeLastYear(index) ?? soFar(index) ?? rolling(index) ?? ago(index) ?? adverb(index)
            ?? UnitPhrases(cursor).mention(at: index)
            ?? weekday(index)
    }

    // MARK: Single words

    private func adverb(_ index: Int) -> PeriodMention? {
        let table: [([String], Int)] = [
            (["el dia de hoy", "dia de hoy", "hoy dia", "hoy en dia", "hoy", "today", "hoy mismo"], 0),
            (
                [
                    "antes de ayer", "el dia antes de ayer", "dia antes de ayer", "anteayer", "antier", "antes ayer",
                    "the day before yesterday", "day before yesterday",
                ], 2
            ),
            (["trasanteayer", "antes de anteayer"], 3),
            (["el dia de ayer", "dia de ayer", "ayer", "yesterday", "anoche", "last night"], 1),
        ]
        for (phrases, back) in table {
            if let end = cursor.skip(phrases, at: index) {
                return now.adding(days: -back).map { cursor.mention(Period(day: $0), index..<end, .day) }
            }
        }
        if cursor.skip(["manana", "tomorrow", "pasado manana"], at: index) != nil,
            !["la", "esta", "de", "por", "en"].contains(cursor.word(index - 1))
        {
            return now.adding(days: 1).map { cursor.mention(Period(day: $0), index..<index + 1, .day, .coming) }
        }
        if ["ytd", "mtd", "qtd", "wtd"].contains(cursor.word(index)) {
            let unit: CalendarUnit =
                ["y": .year, "m": .month, "q": .quarter, "w": .week][cursor.word(index).prefix(1)] ?? .year
            return cursor.running(unit, index..<index + 1)
        }
        return nil
    }

    // MARK: Counted units

    /// `hace dos meses`, `two months ago`, `tres semanas atrás`, `a year ago`.
    private func ago(_ index: Int) -> PeriodMention? {
        if ["hace", "ace", "hacia"].contains(cursor.word(index)) {
            let place = cursor.skipping(["como", "unos", "unas", "mas", "o", "menos"], from: index + 1)
            guard let (count, unit, end) = count(at: place) else { return nil }
            return counted(count, unit, index..<end)
        }
        guard let (count, unit, end) = count(at: index),
            let last = cursor.skip(["ago", "atras", "back", "antes", "earlier"], at: end)
        else { return nil }
        if ["antes", "earlier"].contains(cursor.word(last - 1)), count == 1 {
            return cursor.previous(unit, index..<last, isAnterior: true)
        }
        return counted(count, unit, index..<last)
    }

    private func counted(_ count: Int, _ unit: CalendarUnit, _ tokens: Range<Int>) -> PeriodMention? {
        unit.whole(count, before: now).map { cursor.mention($0, tokens, unit) }
    }

    private func count(at index: Int) -> (Int, CalendarUnit, Int)? {
        guard let reading = NumberWords.cardinal(cursor.tokens, at: index, articles: true),
            1...5000 ~= reading.value
        else { return nil }
        let place = index + reading.length
        guard let unit = cursor.unit(place) else { return nil }
        return (reading.value, unit, place + 1)
    }

    /// `últimos 30 días`, `past two weeks`, `los 7 días anteriores`, `últimas 48 horas`.
    private func rolling(_ index: Int) -> PeriodMention? {
        var place = cursor.skipping(["los", "las", "the", "estos", "estas", "these"], from: index)
        var found: (count: Int, unit: CalendarUnit, end: Int)?
        if DateWords.previousPlural.contains(cursor.word(place)) {
            place += 1
            found = count(at: place)
            if found == nil, let reading = NumberWords.cardinal(cursor.tokens, at: place),
                ["horas", "hours"].contains(cursor.word(place + reading.length))
            {
                found = (max(1, reading.value / 24), .day, place + reading.length + 1)
            }
            if found == nil, ["few", "pocos", "pocas", "couple"].contains(cursor.word(place)) {
                let next = cursor.word(place + 1) == "of" ? place + 2 : place + 1
                if let unit = cursor.unit(next) { found = (cursor.word(place) == "couple" ? 2 : 3, unit, next + 1) }
            }
        } else if let (count, unit, end) = count(at: place), count > 1,
            DateWords.previousPlural.contains(cursor.word(end))
        {
            found = (count, unit, end + 1)
        }
        guard let (count, unit, end) = found else { return nil }
        return rolling(count, unit).map { cursor.mention($0, index..<end, unit) }
    }

    /// Days and weeks count back from today, which is the last of them; months and longer are whole ones that are over.
    private func rolling(_ count: Int, _ unit: CalendarUnit) -> Period? {
        switch unit {
        case .day, .week:
            return now.adding(days: 1 - count * unit.waitingDays).flatMap { Period(from: $0, to: now) }
        case .year:
            return unit.day(count, before: now)?.adding(days: 1).flatMap { Period(from: $0, to: now) }
        default:
            guard let first = unit.whole(count, before: now), let last = unit.whole(1, before: now) else { return nil }
            return Period(from: first.from, to: last.to)
        }
    }

    // MARK: So far

    /// `lo que va del año`, `en lo que llevamos de mes`, `year to date`, `acumulado del mes`, `so far this week`.
    private func soFar(_ index: Int) -> PeriodMention? {
        let openings = [
            "en lo que va", "lo que va", "lo que llevamos", "lo que llevo", "lo que lleva", "lo corrido",
            "lo transcurrido",
            "desde que empezo", "desde que comenzo", "desde que inicio", "desde que arranco",
            "desde el inicio", "desde principios", "desde inicios", "desde comienzos", "desde el comienzo",
            "desde el principio",
            "since the beginning", "since the start", "from the beginning", "from the start", "so far", "acumulado",
            "al cierre parcial",
        ]
        if let end = cursor.skip(openings, at: index) {
            let place = cursor.skipping(
                ["de", "del", "de", "of", "the", "el", "la", "this", "este", "esta", "in"],
                from: end
            )
            if let unit = cursor.unit(place) { return cursor.running(unit, index..<place + 1) }
            if place > end, let month = NamedDates(cursor).mention(at: place), month.period.from <= now,
                let period = Period(from: month.period.from, to: min(now, max(month.period.to, month.period.from)))
            {
                return cursor.mention(period, index..<month.tokens.upperBound, month.unit)
            }
            if cursor.word(index) == "acumulado", cursor.word(end) == "anual" {
                return cursor.running(.year, index..<end + 1)
            }
            if cursor.word(index) == "acumulado", cursor.word(end) == "mensual" {
                return cursor.running(.month, index..<end + 1)
            }
            return nil
        }
        let place = DateWords.current.contains(cursor.word(index)) ? index + 1 : index
        if let unit = cursor.unit(place),
            let end = cursor.skip(
                ["to date", "a la fecha", "hasta hoy", "hasta la fecha", "hasta ahora", "so far", "al dia de hoy"],
                at: place + 1
            )
        {
            return cursor.running(unit, index..<end)
        }
        return nil
    }

    // MARK: The same time last year, weekdays

    /// `el mismo mes del año pasado`, `same period last year`, `misma semana del año anterior`.
    private func sameTimeLastYear(_ index: Int) -> PeriodMention? {
        let place = cursor.skipping(["el", "la", "lo", "los", "las", "the"], from: index)
        if ["mismo", "misma", "mismos", "mismas", "igual", "same", "identico"].contains(cursor.word(place)) {
            let middle = cursor.skipping(
                [
                    "mes", "periodo", "trimestre", "semana", "dia", "dias", "fecha", "fechas", "semestre", "quincena",
                    "epoca", "lapso", "rango",
                    "meses", "month", "period", "quarter", "week", "day", "time", "dates", "half", "temporada",
                    "season", "of", "de", "del", "in", "a", "from", "el", "tiempo", "but", "pero",
                ],
                from: place + 1
            )
            guard middle > place + 1 else { return nil }
            for end in [middle, middle - 1] where end > place {
                if let (year, after) = cursor.yearSuffix(at: end) {
                    let back = now.year - year
                    guard back > 0, let period = Period(day: now).shifted(years: back) else { continue }
                    return cursor.mention(period, index..<after, .day, .sameTimeLastYear)
                }
            }
            if let found = sameTimeBefore(index, middle) { return found }
            if cursor.has("hace un ano", at: middle) || cursor.has("a year ago", at: middle)
                || cursor.has("year ago", at: middle)
            {
                let end = middle + (cursor.has("year ago", at: middle) ? 2 : 3)
                return Period(day: now).shifted(years: 1).flatMap {
                    cursor.mention($0, index..<end, .day, .sameTimeLastYear)
                }
            }
        }
        if let end = cursor.skip(
            ["interanual", "year over year", "year on year", "yoy", "ano contra ano", "ano a ano", "ano sobre ano"],
            at: index
        ) {
            return Period(day: now).shifted(years: 1).flatMap {
                cursor.mention($0, index..<end, .day, .sameTimeLastYear)
            }
        }
        return nil
    }

    /// `el mismo día de la semana pasada`, `same day last week`, `los mismos días del mes anterior`.
    private func sameTimeBefore(_ start: Int, _ index: Int) -> PeriodMention? {
        let place = cursor.skipping(["de", "del", "la", "el", "the", "of", "a"], from: index)
        var found: (unit: CalendarUnit, end: Int)?
        if let unit = cursor.unit(place), DateWords.previous.contains(cursor.word(place + 1)) {
            found = (unit, place + 2)
        } else if DateWords.previous.contains(cursor.word(place)), let unit = cursor.unit(place + 1) {
            found = (unit, place + 2)
        }
        guard let (unit, end) = found, unit != .day, let period = Period(day: now).before(by: unit) else { return nil }
        return cursor.mention(period, start..<end, .day, .sameTimeBefore(unit))
    }

    /// `el lunes`, `lunes pasado`, `last Friday`: the latest one before today; `este lunes` may be today.
    private func weekday(_ index: Int) -> PeriodMention? {
        var place = index
        var mayBeToday = false
        if DateWords.previous.union(DateWords.current).union(["el", "on", "del"]).contains(cursor.word(place)) {
            mayBeToday = DateWords.current.contains(cursor.word(place))
            place += 1
        }
        guard let weekday = DateWords.weekdays[cursor.word(place)],
            place > index || DateWords.previous.contains(cursor.word(place + 1)) || place == index
        else { return nil }
        var end = place + 1
        if DateWords.coming.contains(cursor.word(end)) || DateWords.coming.contains(cursor.word(index)) { return nil }
        var back = (now.weekday - weekday + 7) % 7
        if back == 0, !mayBeToday { back = 7 }
        if let after = cursor.skip(["de la semana pasada", "la semana pasada", "last week", "of last week"], at: end) {
            end = after
            guard let week = CalendarUnit.week.whole(1, before: now), let day = week.from.adding(days: weekday - 1)
            else { return nil }
            return cursor.mention(Period(day: day), index..<end, .day)
        }
        if let after = cursor.skip(["de esta semana", "this week", "of this week"], at: end) {
            guard let week = CalendarUnit.week.whole(holding: now), let day = week.from.adding(days: weekday - 1)
            else { return nil }
            return cursor.mention(Period(day: day), index..<after, .day, day > now ? .coming : .relative)
        }
        if DateWords.previous.contains(cursor.word(end)) { end += 1 }
        return now.adding(days: -back).map { cursor.mention(Period(day: $0), index..<end, .day) }
    }
}
