import Commerce

/// Finds every period that a question names, in the order of the words.
struct DateExpressions {
    let cursor: DateCursor
    private let named: NamedDates
    private let relative: RelativeDates
    var now: CalendarDay { cursor.now }

    /// - Parameter masked: words that belong to something else, such as a product's name.
    init(tokens: [Token], now: CalendarDay, isDayFirst: Bool, masked: Set<Int> = []) {
        var tokens = tokens
        for index in masked where tokens.indices.contains(index) { tokens[index].word = "\u{0}" }
        cursor = DateCursor(tokens: tokens, now: now, isDayFirst: isDayFirst)
        named = NamedDates(cursor)
        relative = RelativeDates(cursor)
    }

    func mentions() -> [PeriodMention] {
        var mentions: [PeriodMention] = []
        var index = 0
        while index < cursor.tokens.count {
            guard var mention = mentions.last.flatMap({ elided($0, at: index) }) ?? expression(at: index),
                !mention.tokens.isEmpty
            else {
                index += 1
                continue
            }
            mention = narrowed(mention) ?? mention
            mentions.append(mention)
            index = max(mention.tokens.upperBound, index + 1)
        }
        return sharingYears(completing(mentions))
    }

    /// `la primera quincena de mayo y la primera de abril`: the unit is said once.
    private func elided(_ last: PeriodMention, at index: Int) -> PeriodMention? {
        let place = ["el", "la", "the"].contains(cursor.word(index)) ? index + 1 : index
        guard last.number != nil, let noun = Self.nouns[last.unit],
            NumberWords.ordinal(cursor.word(place)) != nil || ["ultimo", "ultima"].contains(cursor.word(place)),
            ["de", "del", "of"].contains(cursor.word(place + 1))
        else { return nil }
        var tokens = cursor.tokens
        var token = tokens[place]
        token.word = noun
        tokens.insert(token, at: place + 1)
        let longer = NamedDates(DateCursor(tokens: tokens, now: now, isDayFirst: cursor.isDayFirst))
        guard var mention = longer.mention(at: place), mention.unit == last.unit, mention.tokens.count > 3 else {
            return nil
        }
        mention.tokens = index..<mention.tokens.upperBound - 1
        return mention
    }

    private static let nouns: [CalendarUnit: String] = [
        .week: "semana", .fortnight: "quincena", .twoMonths: "bimestre", .quarter: "trimestre",
        .fourMonths: "cuatrimestre", .half: "semestre",
    ]

    /// `la última semana de agosto (22 al 28)`, `octubre, del 3 al 15`: days that say it more exactly.
    private func narrowed(_ mention: PeriodMention) -> PeriodMention? {
        guard [.week, .fortnight, .month].contains(mention.unit), mention.kind == .absolute else { return nil }
        var place = mention.tokens.upperBound
        guard cursor.tokens.indices.contains(place) else { return nil }
        let opening = cursor.tokens[place].leading
        let isOpened = ["del", "from", "entre", "between"].contains(cursor.word(place))
        guard isOpened || opening.contains("(") || opening.contains(",") else { return nil }
        place = cursor.skipping(["del", "from", "entre", "between", "el", "the"], from: place)
        guard let (first, end) = named.dayNumber(at: place),
            let next = middle(end, isBetween: isOpened, isOpened: true),
            let (last, close) = named.dayNumber(at: next),
            named.monthNumber(at: cursor.skipping(["de", "of"], from: close)) == nil, cursor.unit(close) == nil,
            first < last
        else { return nil }
        let day = mention.period.from
        guard let period = Period.days(day.year, day.month, first...last) else { return nil }
        var exact = mention
        exact.period = period
        exact.tokens = mention.tokens.lowerBound..<close
        return exact
    }

    /// `la diferencia entre mayo y junio` names two periods, `ventas entre mayo y junio` one.
    private var isComparison: Bool {
        cursor.tokens.contains { !$0.bases.isDisjoint(with: Self.comparing) }
    }

    /// `crecimos de mayo a junio`.
    private func changesAlong(_ index: Int) -> Bool {
        [cursor.word(index), cursor.word(index - 1)].contains { ["de", "from"].contains($0) }
            && cursor.tokens[..<index].contains { !$0.bases.isDisjoint(with: Self.changing) }
    }

    private static let comparing: Set<String> = [
        "comparar", "compare", "comparacion", "comparativo", "comparison", "diferencia", "difference", "contrastar",
        "contrast", "cotejar", "gap", "brecha", "variacion", "cambio", "variation",
    ]
    private static let changing: Set<String> = [
        "crecer", "subir", "bajar", "caer", "aumentar", "disminuir", "cambiar", "variar", "grow", "increase", "drop",
        "change", "fall", "rise", "variacion", "cambio", "diferencia", "difference", "crecimiento", "growth", "aumento",
        "incremento", "caida", "baja", "subida",
    ]

    private func expression(at index: Int) -> PeriodMention? {
        range(index) ?? after(index) ?? open(index) ?? before(index) ?? until(index) ?? atom(index)
    }

    private func atom(_ index: Int) -> PeriodMention? {
        // Whoever reads more words is right: "agosto del año pasado" over "agosto".
        var candidates = [relative.mention(at: index), named.mention(at: index)].compactMap { $0 }
        if ["el", "la", "los", "las", "the"].contains(cursor.word(index)), var behind = named.mention(at: index + 1) {
            behind.tokens = index..<behind.tokens.upperBound
            candidates.append(behind)
        }
        return candidates.max { $0.tokens.count < $1.tokens.count }
    }

    // MARK: Ranges

    private static let beginnings: Set<String> = [
        "del", "de", "desde", "from", "entre", "between", "since", "dentro", "a", "partir",
    ]
    private static let middles: Set<String> = ["al", "a", "hasta", "to", "through", "thru", "until", "till"]

    /// `del 3 al 15 de marzo`, `entre enero y marzo`, `from 10/3 to 10/7`, `Jan-Mar 2011`, `March 3-15`.
    private func range(_ index: Int) -> PeriodMention? {
        var place = index
        let opening = cursor.word(index)
        let isOpened = Self.beginnings.contains(opening)
        let isBetween = opening == "entre" || opening == "between"
        if isComparison && isBetween || changesAlong(index) { return nil }
        if isOpened { place += 1 }
        place = cursor.skipping(DateWords.silent, from: place)
        guard isOpened || place == index else { return nil }
        // Both ends with a month or more.
        if let first = atom(place), first.tokens.lowerBound == place {
            if let next = middle(first.tokens.upperBound, isBetween: isBetween, isOpened: isOpened) {
                // "March 3 to 15".
                if first.unit == .day || first.unit == .month, first.kind == .absolute,
                    let (day, end) = named.dayNumber(at: next),
                    named.monthNumber(at: cursor.skipping(["de", "of"], from: end)) == nil,
                    cursor.unit(end) == nil, cursor.year(at: next) == nil,
                    let to = CalendarDay(year: first.period.from.year, month: first.period.from.month, day: day)
                {
                    let suffix = cursor.yearSuffix(at: end)
                    return joined(
                        Period(day: first.period.from),
                        Period(day: to),
                        index,
                        suffix?.end ?? end,
                        first,
                        year: suffix?.year
                    )
                }
                if let last = atom(next), last.kind != .coming {
                    return joined(inWeek(of: last, first), last, index)
                }
                if let end = cursor.skip(
                    ["la fecha", "fecha", "ahora", "date", "now", "el momento", "la actualidad", "aca", "present"],
                    at: next
                ) {
                    return first.period.from <= now ? open(first, index..<end) : nil
                }
            }
        }
        // "3 al 15 de marzo": the first end is a bare number.
        guard let (day, end) = named.dayNumber(at: place),
            let next = middle(end, isBetween: isBetween || isOpened, isOpened: true),
            let last = atom(next), last.unit == .day, last.kind == .absolute,
            // "el 19 y 20 de noviembre" are neighbours; "el 3 y el 15" are no range.
            isBetween || !["y", "and", "e"].contains(cursor.word(end)) || last.period.from.day == day + 1,
            let from = CalendarDay(year: last.period.from.year, month: last.period.from.month, day: day),
            let period = Period(from: from, to: last.period.to)
        else { return nil }
        return PeriodMention(
            period: period,
            tokens: index..<last.tokens.upperBound,
            unit: .day,
            kind: .absolute,
            hasYear: last.hasYear
        )
    }

    /// `del lunes al viernes de la semana pasada`: the first weekday is of the week of the last.
    private func inWeek(of last: PeriodMention, _ first: PeriodMention) -> PeriodMention {
        guard first.unit == .day, first.kind == .relative, last.unit == .day, first.period.from > last.period.from,
            let back = first.period.from.adding(days: -7), back <= last.period.from
        else { return first }
        var moved = first
        moved.period = Period(day: back)
        return moved
    }

    /// The place after what joins two ends.
    private func middle(_ index: Int, isBetween: Bool, isOpened: Bool) -> Int? {
        let word = cursor.word(index)
        if Self.middles.contains(word) || isBetween && ["y", "and", "e"].contains(word) {
            return cursor.skipping(["el", "la", "los", "dia", "the", "mes", "de", "inclusive"], from: index + 1)
        }
        // A dash: "enero-marzo", "March 3-15".
        if !isComparison, cursor.tokens.indices.contains(index), ["-", "–", "—"].contains(cursor.tokens[index].leading)
        {
            return index
        }
        return nil
    }

    private func joined(_ first: PeriodMention, _ last: PeriodMention, _ start: Int) -> PeriodMention? {
        guard last.kind != .sameTimeLastYear else { return nil }
        var from = first.period
        var to = last.period
        if !first.hasYear, last.hasYear, last.kind == .absolute {
            // "de octubre a febrero de 2011" begins in 2010.
            guard let moved = from.moved(toYear: to.from.year) else { return nil }
            from = moved.from <= to.to ? moved : moved.shifted(years: 1) ?? moved
        } else if !last.hasYear, first.hasYear, first.kind == .absolute {
            guard let moved = to.moved(toYear: from.from.year) else { return nil }
            to = moved.to >= from.from ? moved : moved.shifted(years: -1) ?? moved
        } else if !first.hasYear, !last.hasYear {
            // The latest such run whose last part has begun.
            if from.from > to.to { from = from.shifted(years: 1) ?? from }
            if let later = from.shifted(years: -1), later.from <= to.from, later.from <= now { from = later }
        }
        guard let period = Period(from: from.from, to: to.to) else { return nil }
        return PeriodMention(
            period: period,
            tokens: start..<last.tokens.upperBound,
            unit: min(first.unit, last.unit),
            kind: .absolute,
            hasYear: first.hasYear || last.hasYear
        )
    }

    private func joined(_ from: Period, _ to: Period, _ start: Int, _ end: Int, _ first: PeriodMention, year: Int?)
        -> PeriodMention?
    {
        let years = year ?? from.from.year
        guard let from = from.moved(toYear: years), let to = to.moved(toYear: years),
            let period = Period(from: from.from, to: to.to)
        else { return nil }
        return PeriodMention(
            period: period,
            tokens: start..<end,
            unit: .day,
            kind: .absolute,
            hasYear: first.hasYear || year != nil
        )
    }

    // MARK: Open ends

    /// `desde junio`, `since March`, `a partir del 5 de mayo`, `de agosto para acá`, `from June on`.
    private func open(_ index: Int) -> PeriodMention? {
        let openings = [
            "desde hace", "a partir de", "a partir del", "desde el", "desde la", "desde", "since", "starting in",
            "starting from", "starting on", "starting",
            "from",
        ]
        if let place = cursor.skip(openings, at: index) {
            let isSince = cursor.word(index) != "from"
            // "desde hace tres meses" begins on that day.
            if cursor.has("desde hace", at: index), let mention = relative.mention(at: place - 1),
                let count = NumberWords.cardinal(cursor.tokens, at: place, articles: true),
                let from = mention.unit.day(count.value, before: now)
            {
                return Period(from: from, to: now).map {
                    PeriodMention(period: $0, tokens: index..<mention.tokens.upperBound, unit: .day, kind: .relative)
                }
            }
            let begin = cursor.skipping(["el", "la", "los", "the"], from: place)
            if let mention = atom(begin) ?? atom(place), mention.period.from <= now {
                let end = cursor.skip(Self.toNow, at: mention.tokens.upperBound)
                if isSince || end != nil { return open(mention, index..<(end ?? mention.tokens.upperBound)) }
            }
        }
        let place = ["de", "del", "from"].contains(cursor.word(index)) ? index + 1 : index
        let begin = cursor.skipping(["el", "la"], from: place)
        guard let mention = atom(begin), mention.period.from <= now,
            let end = cursor.skip(Self.toNow, at: mention.tokens.upperBound)
        else { return nil }
        return open(mention, index..<end)
    }

    private static let toNow = [
        "para aca", "a la fecha", "hasta la fecha", "hasta hoy", "hasta ahora", "hasta el momento", "al dia de hoy",
        "en adelante", "a hoy", "a la actualidad", "hacia aca", "onwards", "onward", "until now", "until today",
        "till now", "to now", "to today", "to date", "forward", "para adelante", "a esta parte", "on",
    ]

    private func open(_ mention: PeriodMention, _ tokens: Range<Int>) -> PeriodMention? {
        Period(from: mention.period.from, to: now).map {
            PeriodMention(period: $0, tokens: tokens, unit: mention.unit, kind: .relative)
        }
    }

    /// `después del 15 de noviembre`, `after March`: from the day after it to `now`.
    private func after(_ index: Int) -> PeriodMention? {
        let openings = [
            "despues de", "despues del", "posterior a", "posterior al", "posteriores a", "posteriores al", "after",
        ]
        guard let place = cursor.skip(openings, at: index), !isAside(index, place) else { return nil }
        let begin = cursor.skipping(["el", "la", "los", "the"], from: place)
        guard let mention = atom(begin) ?? atom(place), mention.kind != .coming,
            let from = mention.period.to.adding(days: 1), let period = Period(from: from, to: now)
        else { return nil }
        return PeriodMention(
            period: period,
            tokens: index..<mention.tokens.upperBound,
            unit: mention.unit,
            kind: .relative
        )
    }

    /// `antes del 15 de octubre`, `before March`: from New Year to the day before it; before a year, all there is.
    private func before(_ index: Int) -> PeriodMention? {
        let openings = [
            "antes de", "antes del", "previo a", "previo al", "previas a", "previas al", "anteriores a",
            "anteriores al",
            "before", "prior to",
        ]
        guard let place = cursor.skip(openings, at: index), !isAside(index, place) else { return nil }
        let begin = cursor.skipping(["el", "la", "los", "the"], from: place)
        guard let mention = atom(begin) ?? atom(place), mention.kind == .absolute,
            let to = mention.period.from.adding(days: -1)
        else { return nil }
        let isYear = to.year != mention.period.from.year
        guard let from = CalendarDay(year: isYear ? 1 : to.year, month: 1, day: 1),
            let period = Period(from: from, to: to)
        else { return nil }
        return absolute(period, from: index, like: mention)
    }

    /// `la semana después de Navidad`, `the day before Christmas`: a unit beside a day, not all before or after it.
    /// Nor does `than the week before, 30 May` speak of the days before that one.
    private func isAside(_ index: Int, _ place: Int) -> Bool {
        DateWords.isUnit(cursor.word(index - 1))
            || cursor.tokens.indices.contains(place) && !cursor.tokens[place].leading.isEmpty
    }

    /// `hasta junio`: from New Year on.
    private func until(_ index: Int) -> PeriodMention? {
        guard ["hasta", "until", "till", "through"].contains(cursor.word(index)) else { return nil }
        let begin = cursor.skipping(["el", "la", "los", "the", "end", "finales", "of", "de"], from: index + 1)
        guard let mention = atom(begin), mention.kind == .absolute,
            let from = CalendarDay(year: mention.period.to.year, month: 1, day: 1),
            let period = Period(from: from, to: mention.period.to)
        else { return nil }
        return absolute(period, from: index, like: mention)
    }

    /// A period that words from `index` make of another one.
    private func absolute(_ period: Period, from index: Int, like mention: PeriodMention) -> PeriodMention {
        PeriodMention(
            period: period,
            tokens: index..<mention.tokens.upperBound,
            unit: mention.unit,
            kind: .absolute,
            hasYear: mention.hasYear
        )
    }

    // MARK: Years said once

    /// `julio y agosto de 2010`: a year said with the last counts for those before it that have none.
    private func sharingYears(_ mentions: [PeriodMention]) -> [PeriodMention] {
        var mentions = mentions
        for index in mentions.indices.reversed().dropFirst() {
            let next = mentions[index + 1]
            guard !mentions[index].hasYear, mentions[index].kind == .absolute, next.hasYear, next.kind == .absolute,
                next.unit != .year, mentions[index].number != next.number || next.number == nil
            else { continue }
            guard var moved = mentions[index].period.moved(toYear: next.period.from.year) else { continue }
            if moved.from > now { moved = moved.shifted(years: 1) ?? moved }
            mentions[index].period = moved
            mentions[index].hasYear = true
        }
        return mentions
    }
}

extension Period {
    /// The same days so that they begin in another year.
    func moved(toYear year: Int) -> Period? { shifted(years: from.year - year) }
}
