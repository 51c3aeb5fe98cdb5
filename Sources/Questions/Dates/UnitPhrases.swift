import Commerce

/// A unit of time with a word that places it: `este mes`, `mes pasado`, `last week`, `la semana que viene`.
struct UnitPhrases {
    private let cursor: DateCursor
    private var now: CalendarDay { cursor.now }

    init(_ cursor: DateCursor) { self.cursor = cursor }

    func mention(at start: Int) -> PeriodMention? {
        let place = cursor.skipping(Self.openings, from: start)
        if let weekend = weekend(start, place) { return weekend }
        if let unit = cursor.unit(place) {
            return followed(unit, place, start)
                ?? (isIntroduced(place, start) ? cursor.running(unit, start..<place + 1) : nil)
        }
        return preceded(place, start)
    }

    /// The month that runs or is over, after a day's number and a preposition: `de este mes`, `del mes pasado`, `del mes`.
    func month(at place: Int, after start: Int) -> PeriodMention? {
        if let whole = mention(at: place), whole.unit == .month, whole.kind != .coming {
            return CalendarUnit.month.whole(holding: whole.period.from).map {
                cursor.mention($0, whole.tokens, .month)
            }
        }
        guard cursor.unit(place) == .month, ["del", "the"].contains(cursor.word(place - 1)) else { return nil }
        return CalendarUnit.month.whole(holding: now).map { cursor.mention($0, start..<place + 1, .month) }
    }

    private static let openings: Set<String> = ["todo", "toda", "all", "whole", "entire", "durante", "el", "la"]

    /// `mes pasado`, `mes en curso`, `semana antepasada`, `the month before`.
    private func followed(_ unit: CalendarUnit, _ place: Int, _ start: Int) -> PeriodMention? {
        let end = place + 1
        let next = cursor.word(end)
        if ["antepasado", "antepasada", "trasanterior"].contains(next) { return cursor.back(2, unit, start..<end + 1) }
        if let end = cursor.skip(Self.beforeLast, at: end) { return cursor.back(2, unit, start..<end) }
        if ["before", "prior", "earlier"].contains(next), ["the", "a", "previous"].contains(cursor.word(start - 1)) {
            return cursor.previous(unit, start..<end + 1, isAnterior: true)
        }
        if DateWords.previous.contains(next) {
            return cursor.previous(unit, start..<end + 1, isAnterior: DateWords.anterior.contains(next))
        }
        if let end = cursor.skip(["en curso", "actual", "corriente", "presente", "que corre"], at: end) {
            return cursor.running(unit, start..<end)
        }
        if DateWords.coming.contains(next) { return cursor.coming(unit, start..<end + 1) }
        if let end = cursor.skip(["que viene", "que entra"], at: end) { return cursor.coming(unit, start..<end) }
        if let end = cursor.skip(["que paso", "que acaba de pasar", "que acaba de terminar", "que termino"], at: end) {
            return cursor.previous(unit, start..<end, isAnterior: false)
        }
        return nil
    }

    private static let beforeLast = [
        "before last", "anterior a la pasada", "anterior al pasado", "antes del pasado",
    ]

    /// `este mes`, `último trimestre`, `this past week`, `next year`.
    private func preceded(_ place: Int, _ start: Int) -> PeriodMention? {
        let first = cursor.word(place)
        let isCurrent = DateWords.current.contains(first)
        guard let unit = cursor.unit(place + 1) else {
            guard isCurrent, DateWords.previous.contains(cursor.word(place + 1)), let unit = cursor.unit(place + 2)
            else {
                return nil
            }
            return cursor.previous(unit, start..<place + 3, isAnterior: false)
        }
        let end = place + 2
        if isCurrent {
            if DateWords.previous.contains(cursor.word(end)) {
                return cursor.previous(unit, start..<end + 1, isAnterior: false)
            }
            if cursor.has("que viene", at: end) { return cursor.coming(unit, start..<end + 2) }
            return cursor.running(unit, start..<end)
        }
        if DateWords.previous.contains(first) {
            if cursor.has("que paso", at: end) { return cursor.back(1, unit, start..<end + 2) }
            if cursor.has("before last", at: end) { return cursor.back(2, unit, start..<end + 2) }
            return cursor.previous(unit, start..<end, isAnterior: DateWords.anterior.contains(first))
        }
        return DateWords.coming.contains(first) ? cursor.coming(unit, start..<end) : nil
    }

    /// `ventas del mes`, `en el año`, `of the week`, `todo el año`: the unit that runs. `cada mes` is none.
    private func isIntroduced(_ place: Int, _ start: Int) -> Bool {
        let before = cursor.word(place - 1)
        let earlier = cursor.word(place - 2)
        let isWhole = (start..<place).contains { ["todo", "toda"].contains(cursor.word($0)) }
        guard !startsDate(place + 1), !SoughtUnit.isStated(cursor.tokens, at: place) else { return false }
        return isWhole || before == "del" || ["el", "la"].contains(before) && Self.introductions.contains(earlier)
            || before == "the" && ["of", "for", "during", "in", "over"].contains(earlier)
    }

    private static let introductions: Set<String> = [
        "de", "en", "durante", "por", "va", "fue", "cerro", "estuvo", "anda", "cierra", "viene",
    ]

    private func startsDate(_ index: Int) -> Bool {
        let next = ["de", "del", "of"].contains(cursor.word(index)) ? index + 1 : index
        return DateWords.months[cursor.word(next)] != nil || NumberWords.cardinal(cursor.tokens, at: next) != nil
    }

    /// `el fin de semana`, `last weekend`: Saturday and Sunday.
    private func weekend(_ start: Int, _ index: Int) -> PeriodMention? {
        var place = index
        let adjectives = DateWords.current.union(DateWords.previous)
        var isPast = DateWords.previous.contains(cursor.word(place))
        if adjectives.contains(cursor.word(place)) { place += 1 }
        guard let end = cursor.skip(["fin de semana", "finde", "weekend"], at: place) else { return nil }
        var last = end
        if DateWords.previous.contains(cursor.word(end)) {
            last = end + 1
            isPast = true
        }
        guard let saturday = now.adding(days: -((now.weekday + 1) % 7)) else { return nil }
        let from = isPast && now.weekday >= 6 ? saturday.adding(days: -7) : saturday
        guard let from, let to = from.adding(days: 1), let period = Period(from: from, to: to) else { return nil }
        return cursor.mention(period, start..<last, .day)
    }
}
