import Commerce

/// Quarters, halves, weeks and years by their number.
struct NumberedUnits {
    private let cursor: DateCursor
    private var now: CalendarDay { cursor.now }

    init(_ cursor: DateCursor) { self.cursor = cursor }

    /// `primer trimestre de 2011`, `T3`, `2011 Q2`, `second half of 2011`, `H1`, `semana 35`, `trimestre 2`.
    func mention(at index: Int) -> PeriodMention? {
        if let run = run(at: index) { return run }
        if let (year, end) = cursor.year(at: index) {
            let place = cursor.skipping(["de", "del"], from: end)
            guard place == end, let (unit, number, last) = unitAndNumber(place), unit != .week else { return nil }
            return whole(unit, number, year: year, index..<last)
        }
        guard let (unit, number, end) = unitAndNumber(index) else { return nil }
        if let (year, end) = cursor.yearSuffix(at: end) { return whole(unit, number, year: year, index..<end) }
        // "la segunda mitad del año" is of this year.
        let place = cursor.skipping(["de", "del", "of", "the", "el"], from: end)
        let last = place > end && ["ano", "year"].contains(cursor.word(place)) ? place + 1 : end
        for year in [now.year, now.year - 1] {
            guard var found = whole(unit, number, year: year, index..<last) else { return nil }
            if found.period.from <= now {
                found.hasYear = false
                return found
            }
        }
        return nil
    }

    private func unitAndNumber(_ index: Int) -> (CalendarUnit, Int, Int)? {
        let word = cursor.word(index)
        // "t3", "3t", "q1", "1q", "h2", "s1": letter and digit in either order.
        if word.utf8.count == 2, let letter = word.first(where: { $0.isLetter }),
            let digit = word.first(where: { $0.isNumber }),
            let number = digit.wholeNumberValue
        {
            switch letter {
            case "t", "q": return 1...4 ~= number ? (.quarter, number, index + 1) : nil
            case "h", "s": return 1...2 ~= number ? (.half, number, index + 1) : nil
            // "2o trimestre" is read below.
            default: break
            }
        }
        let next = cursor.word(index + 1)
        let compound = cursor.word(index).isEmpty ? nil : NumberWords.ordinal(word)
        if let ordinal = compound {
            if next == "mitad" || next == "half" { return ordinal <= 2 ? (.half, ordinal, index + 2) : nil }
            if let unit = DateWords.units[next], unit.months != nil, unit != .month, unit != .year {
                return ordinal <= 12 / (unit.months ?? 12) ? (unit, ordinal, index + 2) : nil
            }
        }
        if ["ultimo", "last"].contains(word), DateWords.units[next] == .quarter, cursor.yearSuffix(at: index + 2) != nil
        {
            return (.quarter, 4, index + 2)
        }
        if let unit = DateWords.units[word], unit != .day, unit != .month, unit != .fortnight, unit != .year {
            var place = cursor.skipping(["numero", "no", "num"], from: index + 1)
            let number: Int?
            if let reading = NumberWords.cardinal(cursor.tokens, at: place) {
                number = reading.value
                place += reading.length
            } else {
                number = ["i": 1, "ii": 2, "iii": 3, "iv": 4][cursor.word(place)]
                place += 1
            }
            let most = unit == .week ? 53 : 12 / (unit.months ?? 12)
            if let number, 1...most ~= number { return (unit, number, place) }
        }
        // "III trimestre".
        if let roman = ["i": 1, "ii": 2, "iii": 3, "iv": 4][word], let unit = DateWords.units[next],
            unit == .quarter || unit == .half
        {
            return (unit, roman, index + 2)
        }
        return nil
    }

    /// `los primeros diez meses de 2011`, `the first two quarters of the year`, `the last three months of 2010`.
    private func run(at index: Int) -> PeriodMention? {
        let isFirst = ["primeros", "primeras", "first"].contains(cursor.word(index))
        guard isFirst || ["ultimos", "ultimas", "last"].contains(cursor.word(index)),
            let count = NumberWords.cardinal(cursor.tokens, at: index + 1), count.value > 1
        else { return nil }
        let place = index + 1 + count.length
        guard let months = cursor.unit(place)?.months, months < 12, count.value * months <= 12 else { return nil }
        var year = now.year
        var end = cursor.skipping(["de", "del", "of", "the", "el"], from: place + 1)
        if let suffix = cursor.yearSuffix(at: place + 1) {
            (year, end) = suffix
        } else {
            guard isFirst, end > place + 1, ["ano", "year"].contains(cursor.word(end)) else { return nil }
            end += 1
        }
        let length = count.value * months
        return Period.months(year, isFirst ? 1 : 13 - length, count: length)
            .map { mention($0, index..<end, .month) }
    }

    private func whole(_ unit: CalendarUnit, _ number: Int, year: Int, _ tokens: Range<Int>) -> PeriodMention? {
        if unit == .week {
            return ISOWeek.monday(year: year, week: number).flatMap(Period.week(holding:))
                .map { mention($0, tokens, .week, number: number) }
        }
        let months = unit.months ?? 1
        return Period.months(year, (number - 1) * months + 1, count: months)
            .map { mention($0, tokens, unit, number: number) }
    }

    /// `2011`, `año 2011`, `todo 1997`.
    func year(at index: Int) -> PeriodMention? {
        let place = ["ano", "year"].contains(cursor.word(index)) ? index + 1 : index
        guard let (year, end) = cursor.year(at: place), let period = Period.year(year) else { return nil }
        // What follows a number sign or a word such as "cliente" is a code.
        let before = cursor.word(place - 1)
        guard
            !["cliente", "customer", "client", "sku", "codigo", "code", "factura", "invoice", "top"].contains(before),
            !cursor.tokens[place].leading.hasSuffix("#"), !cursor.tokens[place].leading.hasSuffix("$")
        else { return nil }
        return mention(period, index..<end, .year)
    }

    private func mention(
        _ period: Period,
        _ tokens: Range<Int>,
        _ unit: CalendarUnit,
        number: Int? = nil
    ) -> PeriodMention {
        PeriodMention(period: period, tokens: tokens, unit: unit, kind: .absolute, number: number)
    }
}
