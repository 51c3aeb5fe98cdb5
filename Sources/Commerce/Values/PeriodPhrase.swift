import Localization

/// Reads one phrase that names a period, in Spanish or English.
struct PeriodPhrase {
    private let words: [Substring]
    private let asOf: CalendarDay
    private let language: Language

    /// No phrase of ours is longer; what is would only cost time.
    private static let longest = 120

    init(_ text: String, asOf: CalendarDay, language: Language) {
        let folded = text.utf8.count <= Self.longest ? FoldedText(text).description : ""
        words = folded.split { " ,".contains($0) }.filter { !Self.silent.contains($0) }
        self.asOf = asOf
        self.language = language
    }

    var meansEverything: Bool {
        ["todo", "todos", "siempre", "all", "all time", "everything", "todo tiempo", "todos datos"].contains(
            words.joined(separator: " ")
        )
    }

    /// The days it means, or nil when it cannot be read.
    func period() throws(PeriodFailure) -> Period? {
        if let period = try range() { return period }
        return single(words)
    }

    /// Only what names one month.
    func month() -> Period? {
        let period = namedMonth(words) ?? relative(words)
        guard let period, period.from.day == 1, period.from.monthKey == period.to.monthKey else { return nil }
        return period
    }

    /// `2011-08-01/2011-08-15`, `1/8/2011 - 15/8/2011`, `del … al …`, `from … to …`, `entre … y …`.
    private func range() throws(PeriodFailure) -> Period? {
        var ends: [ArraySlice<Substring>] = []
        if words.count == 1, let both = Self.slashedPair(words[0]) {
            ends = [[both.0], [both.1]]
        } else if let middle = words.firstIndex(where: Self.rangeWords.contains), middle > 0, middle < words.count - 1 {
            ends = [words[..<middle], words[(middle + 1)...]]
        }
        guard ends.count == 2, let first = single(Array(ends[0])), let last = single(Array(ends[1])) else { return nil }
        guard let period = Period(from: first.from, to: last.to) else { throw .reversed(first.from, last.to) }
        return period
    }

    private func single(_ words: [Substring]) -> Period? {
        numericDay(words) ?? namedMonth(words) ?? numbered(words) ?? relative(words) ?? rolling(words)
    }

    // MARK: Days and months by number and name

    private func numericDay(_ words: [Substring]) -> Period? {
        if words.count == 1 {
            if let day = CalendarDay(iso: words[0]) { return Period(day: day) }
            let parts = words[0].split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 3, let first = parts[0], let second = parts[1], let year = parts[2] else { return nil }
            let (day, month) = language == .spanish ? (first, second) : (second, first)
            return CalendarDay(year: year, month: month, day: day).map(Period.init(day:))
        }
        // "4 agosto 2011" and "august 4 2011".
        guard words.count == 3, let year = Int(words[2]) else { return nil }
        if let day = Int(words[0]), let month = Self.months[words[1]] {
            return CalendarDay(year: year, month: month, day: day).map(Period.init(day:))
        }
        if let month = Self.months[words[0]], let day = Int(words[1]) {
            return CalendarDay(year: year, month: month, day: day).map(Period.init(day:))
        }
        return nil
    }

    private func namedMonth(_ all: [Substring]) -> Period? {
        let words = all.count > 1 && ["mes", "month"].contains(all[0]) ? Array(all.dropFirst()) : all
        if words.count == 1, let pair = Self.numberPair(words[0], separators: "-/") {
            return Period.month(pair.1, of: pair.0) ?? Period.month(pair.0, of: pair.1)
        }
        guard let first = words.first, let month = Self.months[first] else { return nil }
        switch words.count {
        case 1: return Period.month(month, of: month <= asOf.month ? asOf.year : asOf.year - 1)
        case 2: return year(words[1]).flatMap { Period.month(month, of: $0) }
        default: return nil
        }
    }

    // MARK: Years, weeks, quarters and halves by number

    private func numbered(_ words: [Substring]) -> Period? {
        if words.count == 1 {
            let word = words[0]
            if word.utf8.count == 4, let year = Int(word) { return Period.year(year) }
            if let week = Self.isoWeek(word) { return Period.week(holding: week) }
        }
        if words.count == 2, ["ano", "year"].contains(words[0]), let year = year(words[1]) { return Period.year(year) }
        // "q3", "t3 2011", "2011-q3", "3t", "tercer trimestre 2011", "first half 2011", "trimestre 3".
        var parts = words.flatMap { $0.split(separator: "-") }
        let stated = parts.lastIndex { $0.utf8.count == 4 && year($0) != nil }.flatMap { year(parts.remove(at: $0)) }
        if let quarter = Self.quarterNumber(parts) {
            return Period.quarter(quarter, of: stated ?? (quarter * 3 - 2 <= asOf.month ? asOf.year : asOf.year - 1))
        }
        if let half = Self.halfNumber(parts) {
            return Period.half(half, of: stated ?? (half * 6 - 5 <= asOf.month ? asOf.year : asOf.year - 1))
        }
        return nil
    }

    // MARK: Relative to `asOf`

    private func relative(_ words: [Substring]) -> Period? {
        switch words.joined(separator: " ") {
        case "hoy", "today", "dia hoy": return Period(day: asOf)
        case "ayer", "yesterday", "dia ayer": return asOf.adding(days: -1).map(Period.init(day:))
        case "anteayer", "antier", "antes ayer": return asOf.adding(days: -2).map(Period.init(day:))
        case "lo que va ano", "ano a fecha", "year to date", "ytd": return current(.year)
        case "lo que va mes", "month to date", "mtd": return current(.month)
        default: break
        }
        guard words.count == 2 else { return nil }
        for (unitWord, otherWord) in [(words[0], words[1]), (words[1], words[0])] {
            guard let unit = Self.units[unitWord] else { continue }
            if Self.currentWords.contains(otherWord) { return current(unit) }
            if Self.previousWords.contains(otherWord) { return previous(unit) }
        }
        return nil
    }

    /// From the first day of the unit to `asOf`.
    private func current(_ unit: Unit) -> Period? {
        whole(unit, holding: asOf).flatMap { Period(from: $0.from, to: asOf) }
    }

    private func previous(_ unit: Unit) -> Period? {
        whole(unit, holding: asOf)?.from.adding(days: -1).flatMap { whole(unit, holding: $0) }
    }

    private func whole(_ unit: Unit, holding day: CalendarDay) -> Period? {
        switch unit {
        case .day: Period(day: day)
        case .week: Period.week(holding: day)
        case .month: Period.month(day.month, of: day.year)
        case .quarter: Period.quarter((day.month + 2) / 3, of: day.year)
        case .half: Period.half((day.month + 5) / 6, of: day.year)
        case .year: Period.year(day.year)
        }
    }

    /// `ultimos 7 dias`, `last 3 months`: the days up to `asOf`, which counts. `hace 2 meses`: that whole month.
    private func rolling(_ words: [Substring]) -> Period? {
        if let back = Self.countedUnit(words, before: ["hace"], after: ["ago"]) {
            return ago(back.count, back.unit)
        }
        guard let span = Self.countedUnit(words, before: Self.rollingWords, after: Self.rollingWords) else {
            return nil
        }
        switch span.unit {
        case .day: return asOf.adding(days: 1 - span.count).flatMap { Period(from: $0, to: asOf) }
        case .week: return asOf.adding(days: 1 - span.count * 7).flatMap { Period(from: $0, to: asOf) }
        case .month, .quarter, .half, .year:
            let months = span.count * span.unit.months
            guard let start = monthsEarlier(months)?.adding(days: 1) else { return nil }
            return Period(from: start, to: asOf)
        }
    }

    private func ago(_ count: Int, _ unit: Unit) -> Period? {
        switch unit {
        case .day: asOf.adding(days: -count).map(Period.init(day:))
        case .week: asOf.adding(days: -count * 7).flatMap(Period.week(holding:))
        case .month, .quarter, .half, .year:
            monthsEarlier(count * unit.months).flatMap { whole(unit, holding: $0) }
        }
    }

    /// The same day of an earlier month, or that month's last day when it is shorter.
    private func monthsEarlier(_ months: Int) -> CalendarDay? {
        let index = asOf.year * 12 + asOf.month - 1 - months
        guard index >= 12 else { return nil }
        let (year, month) = (index / 12, index % 12 + 1)
        return CalendarDay(
            year: year,
            month: month,
            day: min(asOf.day, CalendarDay.length(ofMonth: month, year: year))
        )
    }

    private func year(_ word: Substring) -> Int? {
        guard word.utf8.count == 4, let year = Int(word), 1000...9999 ~= year else { return nil }
        return year
    }
}

// MARK: - Vocabulary

extension PeriodPhrase {
    private enum Unit {
        case day, week, month, quarter, half, year

        var months: Int {
            switch self {
            case .day, .week: 0
            case .month: 1
            case .quarter: 3
            case .half: 6
            case .year: 12
            }
        }
    }

    private static let silent: Set<Substring> = [
        "de", "del", "el", "la", "los", "las", "the", "of", "in", "en", "durante", "during", "desde", "from", "entre",
        "between", "for", "por",
    ]

    private static let rangeWords: Set<Substring> = [
        "al", "a", "hasta", "to", "until", "y", "and", "-", "..", "–", "/",
    ]

    private static let currentWords: Set<Substring> = [
        "este", "esta", "actual", "en curso", "this", "current", "presente",
    ]

    private static let previousWords: Set<Substring> = [
        "pasado", "pasada", "anterior", "ultimo", "ultima", "last", "previous", "previo", "previa",
    ]

    private static let rollingWords: Set<Substring> = ["ultimos", "ultimas", "last", "past", "pasados", "pasadas"]

    private static let units: [Substring: Unit] = [
        "dia": .day, "dias": .day, "day": .day, "days": .day,
        "semana": .week, "semanas": .week, "week": .week, "weeks": .week,
        "mes": .month, "meses": .month, "month": .month, "months": .month,
        "trimestre": .quarter, "trimestres": .quarter, "quarter": .quarter, "quarters": .quarter,
        "semestre": .half, "semestres": .half,
        "ano": .year, "anos": .year, "year": .year, "years": .year,
    ]

    private static let ordinals: [Substring: Int] = [
        "1": 1, "1er": 1, "1o": 1, "1st": 1, "primer": 1, "primero": 1, "first": 1, "i": 1,
        "2": 2, "2o": 2, "2do": 2, "2nd": 2, "segundo": 2, "second": 2, "ii": 2,
        "3": 3, "3er": 3, "3o": 3, "3rd": 3, "tercer": 3, "tercero": 3, "third": 3, "iii": 3,
        "4": 4, "4o": 4, "4to": 4, "4th": 4, "cuarto": 4, "fourth": 4, "iv": 4,
    ]

    private static let months: [Substring: Int] = {
        var numbers: [Substring: Int] = ["setiembre": 9, "set": 9, "sept": 9]
        for names in [MonthNames.spanish, MonthNames.english] {
            for (index, name) in names.enumerated() {
                let name = name.lowercased()
                numbers[name[...]] = index + 1
                numbers[name.prefix(3)] = index + 1
            }
        }
        return numbers
    }()

    private static func quarterNumber(_ parts: [Substring]) -> Int? {
        if parts.count == 1, parts[0].utf8.count == 2 {
            let word = parts[0]
            if let first = word.first, "qt".contains(first) { return Int(word.dropFirst()).flatMap(withinYear(4)) }
            if let last = word.last, "qt".contains(last) { return Int(word.dropLast()).flatMap(withinYear(4)) }
        }
        return ordinal(parts, of: ["trimestre", "quarter"])
    }

    private static func halfNumber(_ parts: [Substring]) -> Int? {
        if parts.count == 1, parts[0].utf8.count == 2, let first = parts[0].first, "hs".contains(first) {
            return Int(parts[0].dropFirst()).flatMap(withinYear(2))
        }
        return ordinal(parts, of: ["semestre", "half"]).flatMap(withinYear(2))
    }

    private static func ordinal(_ parts: [Substring], of units: Set<Substring>) -> Int? {
        guard parts.count == 2 else { return nil }
        if units.contains(parts[1]) { return ordinals[parts[0]] }
        if units.contains(parts[0]) { return ordinals[parts[1]] }
        return nil
    }

    private static func withinYear(_ count: Int) -> (Int) -> Int? {
        { 1...count ~= $0 ? $0 : nil }
    }

    /// A count and a unit beside one of the given words; at most 9,999 of them.
    private static func countedUnit(
        _ words: [Substring],
        before: Set<Substring>,
        after: Set<Substring>
    ) -> (count: Int, unit: Unit)? {
        guard words.count == 3 else { return nil }
        let rest: ArraySlice<Substring>
        if before.contains(words[0]) {
            rest = words[1...]
        } else if after.contains(words[2]) {
            rest = words[..<2]
        } else if after.contains(words[1]) {
            rest = [words[0], words[2]]
        } else {
            return nil
        }
        guard let number = rest.first, let unitWord = rest.last, let unit = units[unitWord],
            let count = Int(number) ?? counts[number], 1...9_999 ~= count
        else { return nil }
        return (count, unit)
    }

    private static let counts: [Substring: Int] = [
        "un": 1, "una": 1, "one": 1, "a": 1, "dos": 2, "two": 2, "tres": 3, "three": 3, "cuatro": 4, "four": 4,
        "cinco": 5, "five": 5, "seis": 6, "six": 6, "siete": 7, "seven": 7, "ocho": 8, "eight": 8, "nueve": 9,
        "nine": 9,
        "diez": 10, "ten": 10, "doce": 12, "twelve": 12, "quince": 15, "treinta": 30, "thirty": 30,
    ]

    private static func numberPair(_ word: Substring, separators: String) -> (Int, Int)? {
        let parts = word.split(omittingEmptySubsequences: false) { separators.contains($0) }
        guard parts.count == 2, let first = Int(parts[0]), let second = Int(parts[1]), first > 0, second > 0 else {
            return nil
        }
        return (first, second)
    }

    /// `2011-08-01/2011-08-15` and `2011-07..2011-08`.
    private static func slashedPair(_ word: Substring) -> (Substring, Substring)? {
        let dotted = word.split(separator: "..")
        if dotted.count == 2 { return (dotted[0], dotted[1]) }
        let slashed = word.split(separator: "/")
        guard slashed.count == 2, slashed[0].utf8.count >= 7, slashed[1].utf8.count >= 7 else { return nil }
        return (slashed[0], slashed[1])
    }

    private static func isoWeek(_ word: Substring) -> CalendarDay? {
        let parts = word.split(separator: "-w")
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]), let week = Int(parts[1]) else {
            return nil
        }
        return ISOWeek.monday(year: year, week: week)
    }
}
