import Commerce

/// A period that a question names, and where.
struct PeriodMention: Sendable, Hashable {
    /// How the words point at it, which decides what a second period is relative to.
    enum Kind: Sendable, Hashable {
        /// By number or name: `agosto`, `2011`, `4/8/2011`.
        case absolute
        /// From `now`: `ayer`, `hace dos meses`.
        case relative
        /// The unit before another one: `el mes anterior`, `la anterior`.
        case previous(CalendarUnit?)
        /// The same time of an earlier year: `el mismo mes del año pasado`.
        case sameTimeLastYear
        /// The same time of the unit before: `el mismo día de la semana pasada`.
        case sameTimeBefore(CalendarUnit)
        /// In the future: `el próximo mes`.
        case coming
    }

    var period: Period
    var tokens: Range<Int>
    var unit: CalendarUnit
    var kind: Kind
    /// Whether the year was said, or follows from what was said.
    var hasYear = true
    /// Which unit within the year it is (`agosto` 8, `Q3` 3), when it was said so.
    var number: Int?
}
