import Commerce

/// Dates by number or name: days, months, quarters, halves, years, holidays.
struct NamedDates {
    let cursor: DateCursor
    private var now: CalendarDay { cursor.now }

    init(_ cursor: DateCursor) { self.cursor = cursor }

    func mention(at index: Int) -> PeriodMention? {
        numeric(index) ?? dayOfMonth(index) ?? weekOf(index) ?? monthOfYear(index) ?? partOfMonth(index)
            ?? NumberedUnits(cursor).mention(at: index) ?? holiday(index)
            ?? month(index) ?? NumberedUnits(cursor).year(at: index)
    }

    // MARK: In digits

    /// `2011-09-05`, `2011-09`, `2011/09/05`, `4/8/2011`, `08/2011`.
    private func numeric(_ index: Int) -> PeriodMention? {
        let word = cursor.word(index)
        let parts = word.split(omittingEmptySubsequences: false) { "-/.".contains($0) }
        guard 2...3 ~= parts.count, let numbers = parts.map({ Int($0) }) as? [Int] else { return nil }
        if numbers.count == 3 {
            var day: CalendarDay?
            if parts[0].utf8.count == 4 {
                day = CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2])
            } else {
                let year = parts[2].utf8.count == 2 ? 2000 + numbers[2] : numbers[2]
                guard parts[2].utf8.count == 4 || parts[2].utf8.count == 2 else { return nil }
                let (first, second) = (numbers[0], numbers[1])
                let dayFirst = CalendarDay(year: year, month: second, day: first)
                let monthFirst = CalendarDay(year: year, month: first, day: second)
                day = cursor.isDayFirst ? dayFirst ?? monthFirst : monthFirst ?? dayFirst
            }
            return day.map { mention(Period(day: $0), index..<index + 1, .day) }
        }
        guard !word.contains(".") else { return nil }
        if parts[0].utf8.count == 4, let period = Period.month(numbers[1], of: numbers[0]) {
            return mention(period, index..<index + 1, .month, number: numbers[1])
        }
        if parts[1].utf8.count == 4, let period = Period.month(numbers[0], of: numbers[1]) {
            return mention(period, index..<index + 1, .month, number: numbers[0])
        }
        // "el 5/9", "on 9/5": only where a date is expected, since it might be a fraction.
        guard word.contains("/"),
            ["el", "del", "al", "dia", "on", "from", "to", "hasta", "until", "y", "and", "desde"]
                .contains(cursor.word(index - 1))
        else { return nil }
        let (first, second) = (numbers[0], numbers[1])
        let (day, month) = cursor.isDayFirst ? (first, second) : (second, first)
        return latest(day: day, month: month).map { mention(Period(day: $0), index..<index + 1, .day, hasYear: false) }
    }

    // MARK: Days

    /// `4 de agosto de 2011`, `primero de junio`, `August 4th, 2011`, `the 4th of August`.
    private func dayOfMonth(_ index: Int) -> PeriodMention? {
        // "los tres de mayo", "top 5 de mayo": a count, no day.
        if ["top", "bottom", "los", "las", "mejores", "peores", "primeros", "dame", "numero", "number"].contains(
            cursor.word(index - 1)
        ) {
            return nil
        }
        var place = index
        if ["dia", "day"].contains(cursor.word(place)) { place += 1 }
        if let (day, end) = dayNumber(at: place) {
            let next = cursor.skipping(["de", "del", "of", "the"], from: end)
            let named = cursor.word(next) == "mes" ? cursor.skipping(["mes", "de"], from: next) : next
            if let month = monthNumber(at: named), named - end <= 3 {
                return dayMention(day, month, index, named + 1)
            }
            // "el 5 de este mes", "the 3rd of last month"
            if next > end, let month = UnitPhrases(cursor).month(at: next, after: end),
                let date = CalendarDay(year: month.period.from.year, month: month.period.from.month, day: day)
            {
                return mention(Period(day: date), index..<month.tokens.upperBound, .day)
            }
        }
        if let month = monthNumber(at: index) {
            let next = cursor.skipping(["the", "el"], from: index + 1)
            if let (day, end) = dayNumber(at: next), cursor.year(at: next) == nil {
                return dayMention(day, month, index, end)
            }
        }
        return nil
    }

    private func dayMention(_ day: Int, _ month: Int, _ start: Int, _ end: Int) -> PeriodMention? {
        if let (year, end) = cursor.yearSuffix(at: end) {
            return CalendarDay(year: year, month: month, day: day).map { mention(Period(day: $0), start..<end, .day) }
        }
        return latest(day: day, month: month).map { mention(Period(day: $0), start..<end, .day, hasYear: false) }
    }

    /// 1 to 31 in digits, with an ordinal ending, or in words.
    func dayNumber(at index: Int) -> (day: Int, end: Int)? {
        let word = cursor.word(index)
        if let number = cursor.tokens.indices.contains(index) ? cursor.tokens[index].integer : nil {
            return 1...31 ~= number && word.utf8.count <= 2 ? (number, index + 1) : nil
        }
        let digits = word.prefix { $0.isNumber }
        if let number = Int(digits), 1...31 ~= number,
            ["st", "nd", "rd", "th", "ro", "ero", "o"].contains(word.dropFirst(digits.count))
        {
            return (number, index + 1)
        }
        if let ordinal = NumberWords.ordinal(word), ordinal == 1 || word.hasSuffix("th") || word.hasSuffix("rd") {
            return (ordinal, index + 1)
        }
        if let reading = NumberWords.cardinal(cursor.tokens, at: index), 1...31 ~= reading.value {
            return (reading.value, index + reading.length)
        }
        return nil
    }

    private func latest(day: Int, month: Int) -> CalendarDay? {
        // 29 February may be eight years ago.
        (0...8).lazy.compactMap { CalendarDay(year: now.year - $0, month: month, day: day) }.first { $0 <= now }
    }

    /// `la semana del 3 de octubre`, `the week of October 3`.
    private func weekOf(_ index: Int) -> PeriodMention? {
        let weekend = cursor.skip(["fin de semana", "finde", "weekend"], at: index)
        let end = weekend ?? index + 1
        guard weekend != nil || ["semana", "week"].contains(cursor.word(index)),
            ["del", "de", "of"].contains(cursor.word(end))
        else {
            return nil
        }
        let place = cursor.skipping(["el", "the"], from: end + 1)
        guard let day = numeric(place) ?? dayOfMonth(place), day.unit == .day,
            let week = Period.week(holding: day.period.from)
        else { return nil }
        if weekend != nil {
            return week.to.adding(days: -1).flatMap { Period(from: $0, to: week.to) }
                .map { mention($0, index..<day.tokens.upperBound, .day, hasYear: day.hasYear) }
        }
        return mention(week, index..<day.tokens.upperBound, .week, hasYear: day.hasYear)
    }

    // MARK: Months

    /// `el primer mes del año`, `the last month of 2010`.
    private func monthOfYear(_ index: Int) -> PeriodMention? {
        let word = cursor.word(index)
        guard ["mes", "month"].contains(cursor.word(index + 1)),
            let number = NumberWords.ordinal(word) ?? (["ultimo", "last"].contains(word) ? 12 : nil), number <= 12
        else { return nil }
        let place = cursor.skipping(["de", "del", "of", "the"], from: index + 2)
        guard place > index + 2 else { return nil }
        if let (year, end) = cursor.yearSuffix(at: index + 2) {
            return Period.month(number, of: year).map { mention($0, index..<end, .month, number: number) }
        }
        guard ["ano", "year"].contains(cursor.word(place)) else { return nil }
        return Period.month(number, of: number <= now.month ? now.year : now.year - 1)
            .map { mention($0, index..<place + 1, .month, hasYear: false, number: number) }
    }

    /// The month named at a place. Short and ambiguous names need company: `may`, `mar`, `set`, `ago`.
    func monthNumber(at index: Int) -> Int? {
        let word = cursor.word(index)
        guard let month = DateWords.months[word] else { return nil }
        let (before, after) = (cursor.word(index - 1), cursor.word(index + 1))
        let isWord =
            switch word {
            case "may":
                ["i", "we", "you", "it", "one", "he", "she", "they"].contains(after)
                    || ["you", "we", "i", "it", "they", "this", "that"].contains(before)
            case "ago": DateWords.isUnit(before)
            case "set": ["of", "a", "the"].contains(before) || ["the", "up", "of", "a"].contains(after)
            default: false
            }
        return isWord ? nil : month
    }

    /// `agosto`, `mes de agosto de 2011`, `agosto pasado`, `last August`, `August '11`.
    private func month(_ index: Int) -> PeriodMention? {
        var place = index
        var isPast = false
        if ["mes", "month"].contains(cursor.word(place)) {
            place = cursor.skipping(["de", "of"], from: place + 1)
        } else if ["last", "pasado", "previous", "este", "this"].contains(cursor.word(place)) {
            isPast = ["last", "pasado", "previous"].contains(cursor.word(place))
            place += 1
        }
        // "mes 8"
        let numbered = cursor.unit(index) == .month ? cursor.unitNumber(after: index) : nil
        if let numbered { place = numbered.end - 1 }
        guard let month = monthNumber(at: place) ?? numbered?.number, 1...12 ~= month else { return nil }
        if let (year, end) = cursor.yearSuffix(at: place + 1) {
            return Period.month(month, of: year).map { mention($0, index..<end, .month, number: month) }
        }
        var end = place + 1
        if ["pasado", "anterior", "ultimo", "previo"].contains(cursor.word(end))
            || ["before", "earlier"].contains(cursor.word(end)) && cursor.word(index - 1) == "the"
        {
            end += 1
            isPast = true
        }
        // "October against the October before": the same month, a year earlier.
        if isPast, cursor.tokens[..<index].contains(where: { DateWords.months[$0.word] == month }),
            let period = Period.month(month, of: month <= now.month ? now.year - 1 : now.year - 2)
        {
            return PeriodMention(
                period: period,
                tokens: index..<end,
                unit: .month,
                kind: .previous(.year),
                hasYear: false,
                number: month
            )
        }
        let year = month < now.month || month == now.month && !isPast ? now.year : now.year - 1
        return Period.month(month, of: year)
            .map { mention($0, index..<end, .month, hasYear: isPast, number: month) }
    }

    /// `primera quincena de julio`, `última semana de octubre`, `first half of March`, `finales de mayo`.
    private func partOfMonth(_ index: Int) -> PeriodMention? {
        let lasts = ["ultima", "ultimo", "last"]
        var span: (Int) -> ClosedRange<Int>? = { _ in nil }
        var unit = CalendarUnit.fortnight
        var number: Int?
        var place = index
        let word = cursor.word(index)
        let ordinal = NumberWords.ordinal(word)
        if ordinal == 1 || ["ultimos", "ultimas", "last"].contains(word),
            let count = NumberWords.cardinal(cursor.tokens, at: index + 1),
            1...28 ~= count.value, cursor.unit(index + 1 + count.length) == .day
        {
            // "los primeros 10 días de agosto".
            let isFirst = ordinal == 1
            let place = cursor.skipping(["de", "del", "of", "mes", "the"], from: index + 2 + count.length)
            guard place > index + 2 + count.length, let month = month(place), month.unit == .month else { return nil }
            let (year, number, last) = (month.period.from.year, month.period.from.month, month.period.to.day)
            return Period.days(year, number, isFirst ? 1...count.value : last - count.value + 1...last)
                .map { mention($0, index..<month.tokens.upperBound, .fortnight, hasYear: month.hasYear) }
        }
        switch cursor.word(index + 1) {
        case "quincena", "mitad", "half", "fortnight":
            guard ordinal == 1 || ordinal == 2 || lasts.contains(word) else { return nil }
            span = { ordinal == 1 ? 1...15 : 16...$0 }
            number = ordinal == 1 ? 1 : 2
            place = index + 2
        case "semana", "week":
            unit = .week
            number = ordinal
            if let ordinal, 1...5 ~= ordinal {
                span = {
                    let first = ordinal * 7 - 6; return first <= $0 ? first...min($0, ordinal * 7) : nil
                }
            } else if lasts.contains(word) {
                span = { $0 - 6...$0 }
            } else {
                return nil
            }
            place = index + 2
        default:
            switch word {
            case "principios", "inicios", "comienzos", "beginning", "start": span = { _ in 1...10 }
            case "mediados", "middle": span = { _ in 11...20 }
            case "finales", "fines", "end": span = { 21...$0 }
            default: return nil
            }
            place = index + 1
        }
        place = cursor.skipping(["de", "del", "of", "mes", "el", "the"], from: place)
        if let month = month(place), month.unit == .month {
            let first = month.period.from
            guard let days = span(month.period.to.day), let period = Period.days(first.year, first.month, days) else {
                return nil
            }
            return mention(period, index..<month.tokens.upperBound, unit, hasYear: month.hasYear, number: number)
        }
        guard place > index + 1,
            let month = RelativeDates(cursor).mention(at: place - 1) ?? RelativeDates(cursor).mention(at: place),
            month.unit == .month, let days = span(month.period.from.monthLength),
            let period = Period.days(month.period.from.year, month.period.from.month, days)
        else { return nil }
        return mention(period, index..<month.tokens.upperBound, unit, number: number)
    }

    /// The first or second half, or the first to fifth seven days, of a month.
    static func part(_ ordinal: Int, _ unit: CalendarUnit, of day: CalendarDay) -> Period? {
        let last = day.monthLength
        if unit == .fortnight {
            return ordinal <= 2 ? .days(day.year, day.month, ordinal == 1 ? 1...15 : 16...last) : nil
        }
        let first = ordinal * 7 - 6
        return ordinal >= 1 && first <= last ? .days(day.year, day.month, first...min(last, ordinal * 7)) : nil
    }

    // MARK: Holidays

    private func holiday(_ index: Int) -> PeriodMention? {
        for holiday in Holidays.all {
            guard let end = cursor.skip(holiday.names, at: index) else { continue }
            let suffix = cursor.yearSuffix(at: end)
            let years = suffix.map { [$0.year] } ?? [now.year, now.year - 1]
            for year in years {
                if let period = holiday.period(year), period.from <= now || suffix != nil {
                    return mention(period, index..<(suffix?.end ?? end), .day, hasYear: suffix != nil)
                }
            }
        }
        return nil
    }

    private func mention(
        _ period: Period,
        _ tokens: Range<Int>,
        _ unit: CalendarUnit,
        hasYear: Bool = true,
        number: Int? = nil
    ) -> PeriodMention {
        PeriodMention(period: period, tokens: tokens, unit: unit, kind: .absolute, hasYear: hasYear, number: number)
    }
}

extension CalendarDay {
    fileprivate var monthLength: Int { CalendarDay.length(ofMonth: month, year: year) }
}
