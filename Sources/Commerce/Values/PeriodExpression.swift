public import Localization

/// A period the way people and programs state it, before it is known which days it means.
public enum PeriodExpression: Sendable, Hashable {
    /// Everything there is.
    case everything
    /// Both days included; a missing end leaves that side open (the first day of all, or `as_of`).
    case days(from: String?, to: String?)
    /// `2011-08`, `agosto`, `August`, `agosto de 2011`, or a number from 1 to 12.
    case month(String)
    case year(Int)
    /// Any of the above, or a phrase such as `semana pasada`, `last 7 days`, `Q3 2011`.
    case phrase(String)

    /// The days it means, seen from `asOf`; nil for everything.
    ///
    /// A month or quarter without a year is the latest one that has begun at `asOf`. Weeks run from Monday to Sunday.
    /// "This" month, quarter, year and week run from their first day to `asOf`; the last one is the whole previous one.
    /// `language` decides how `3/4/2011` is read: 3 April in Spanish, March 4 in English.
    public func resolve(asOf: CalendarDay, language: Language = .spanish) throws(PeriodFailure) -> Period? {
        switch self {
        case .everything:
            return nil
        case .days(nil, nil):
            return nil
        case .days(let from, let to):
            return try resolveDays(from: from, to: to, asOf: asOf, language: language)
        case .month(let text):
            if let number = Int(text), 1...12 ~= number {
                return try latest(month: number, asOf: asOf, text: text)
            }
            guard let period = PeriodPhrase(text, asOf: asOf, language: language).month() else {
                throw .unreadable(text)
            }
            return period
        case .year(let year):
            guard let period = Period.year(year) else { throw .unreadable(String(year)) }
            return period
        case .phrase(let text):
            let phrase = PeriodPhrase(text, asOf: asOf, language: language)
            if phrase.meansEverything { return nil }
            guard let period = try phrase.period() else { throw .unreadable(text) }
            return period
        }
    }

    private func resolveDays(
        from: String?,
        to: String?,
        asOf: CalendarDay,
        language: Language
    ) throws(PeriodFailure) -> Period {
        let first = try from.map { text throws(PeriodFailure) in try bounds(text, asOf, language).from }
        let last = try to.map { text throws(PeriodFailure) in try bounds(text, asOf, language).to }
        let start = first ?? CalendarDay(packed: 1_01_01) ?? asOf
        // An open end is today, but never a day before the stated beginning.
        let end = last ?? max(asOf, start)
        guard let period = Period(from: start, to: end) else { throw .reversed(start, end) }
        return period
    }

    /// An end of a range may be a day or a whole month or year: `from` 2011-07, `to` 2011-08.
    private func bounds(_ text: String, _ asOf: CalendarDay, _ language: Language) throws(PeriodFailure) -> Period {
        guard let period = try PeriodPhrase(text, asOf: asOf, language: language).period() else {
            throw .unreadable(text)
        }
        return period
    }

    private func latest(month: Int, asOf: CalendarDay, text: String) throws(PeriodFailure) -> Period {
        guard let period = Period.month(month, of: month <= asOf.month ? asOf.year : asOf.year - 1) else {
            throw .unreadable(text)
        }
        return period
    }
}

/// Why a period could not be understood. The caller's input is at fault.
public enum PeriodFailure: LocalizedFailure, Hashable {
    case unreadable(String)
    case reversed(CalendarDay, CalendarDay)

    public var message: LocalizedText {
        switch self {
        case .unreadable(let text):
            let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
            return LocalizedText(
                es: """
                    No se entiende el período «\(shown)». Se acepta un mes (2011-08, agosto, agosto de 2011), un año \
                    (2011), un día (2011-08-31), un rango con «from» y «to», o una frase como hoy, ayer, esta semana, \
                    semana pasada, mes pasado, último trimestre, año pasado, últimos 7 días o T3 2011.
                    """,
                en: """
                    The period "\(shown)" cannot be read. Accepted: a month (2011-08, August, August 2011), a year \
                    (2011), a day (2011-08-31), a range with "from" and "to", or a phrase such as today, yesterday, \
                    this week, last week, last month, last quarter, last year, last 7 days or Q3 2011.
                    """
            )
        case .reversed(let from, let to):
            return LocalizedText(
                es: "El período termina (\(to)) antes de empezar (\(from)). Intercambie las dos fechas.",
                en: "The period ends (\(to)) before it begins (\(from)). Swap the two dates."
            )
        }
    }
}
