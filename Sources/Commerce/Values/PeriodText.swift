public import Localization

extension Period {
    /// The period as people say it: `agosto de 2011`, `from 3 to 15 March 2011`, `2011`.
    public var text: LocalizedText {
        LocalizedText(es: spanish, en: english)
    }

    private var spanish: String {
        let names = MonthNames.spanish
        let (first, last) = (names[from.month - 1], names[to.month - 1])
        if wholeMonths != nil {
            if from.year == to.year {
                if from.month == 1, to.month == 12 { return "\(from.year)" }
                return first == last ? "\(first) de \(from.year)" : "de \(first) a \(last) de \(from.year)"
            }
            if from.month == 1, to.month == 12 { return "de \(from.year) a \(to.year)" }
            return "de \(first) de \(from.year) a \(last) de \(to.year)"
        }
        let end = "\(to.day) de \(last) de \(to.year)"
        if from == to { return end }
        if from.year != to.year { return "del \(from.day) de \(first) de \(from.year) al \(end)" }
        return from.month == to.month ? "del \(from.day) al \(end)" : "del \(from.day) de \(first) al \(end)"
    }

    private var english: String {
        let names = MonthNames.english
        let (first, last) = (names[from.month - 1], names[to.month - 1])
        if wholeMonths != nil {
            if from.year == to.year {
                if from.month == 1, to.month == 12 { return "\(from.year)" }
                return first == last ? "\(first) \(from.year)" : "from \(first) to \(last) \(from.year)"
            }
            if from.month == 1, to.month == 12 { return "from \(from.year) to \(to.year)" }
            return "from \(first) \(from.year) to \(last) \(to.year)"
        }
        let end = "\(to.day) \(last) \(to.year)"
        if from == to { return end }
        if from.year != to.year { return "from \(from.day) \(first) \(from.year) to \(end)" }
        return from.month == to.month ? "from \(from.day) to \(end)" : "from \(from.day) \(first) to \(end)"
    }
}

extension CalendarDay {
    /// The day as people say it: `4 de marzo de 2011`.
    var text: LocalizedText { Period(day: self).text }
}
