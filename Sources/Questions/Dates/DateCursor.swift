import Commerce

/// Walks over the words of a question; the shared ground of the readers of dates.
struct DateCursor {
    let tokens: [Token]
    let now: CalendarDay
    /// Whether `3/4` is 3 April rather than March 4.
    let isDayFirst: Bool

    func word(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].word : "" }

    /// Whether the words from `index` on are these.
    func has(_ phrase: String, at index: Int) -> Bool {
        var place = index
        for expected in phrase.split(separator: " ") {
            guard word(place) == expected else { return false }
            place += 1
        }
        return true
    }

    /// The place after any of these phrases; nil when none stands here. Longer phrases go first.
    func skip(_ phrases: [String], at index: Int) -> Int? {
        for phrase in phrases where has(phrase, at: index) { return index + phrase.split(separator: " ").count }
        return nil
    }

    func skipping(_ words: Set<String>, from index: Int) -> Int {
        var place = index
        while words.contains(word(place)) { place += 1 }
        return place
    }

    func unit(_ index: Int) -> CalendarUnit? { DateWords.units[word(index)] }

    /// A year in digits or words at a place, and the place after it.
    func year(at index: Int) -> (year: Int, end: Int)? {
        if let year = tokens.indices.contains(index) ? tokens[index].integer : nil, 1900...2100 ~= year,
            word(index).utf8.count == 4
        {
            return (year, index + 1)
        }
        if ["fy", "cy"].contains(word(index).prefix(2)), let year = Int(word(index).dropFirst(2)) {
            let whole = year < 100 ? 2000 + year : year
            return 1900...2100 ~= whole ? (whole, index + 1) : nil
        }
        if let year = shortYear(at: index) { return (year, index + 1) }
        if ["dos", "mil", "two", "nineteen"].contains(word(index)),
            let reading = NumberWords.cardinal(tokens, at: index), 1900...2100 ~= reading.value
        {
            return (reading.value, index + reading.length)
        }
        return nil
    }

    /// The number said after the word for a unit, `mes 8`, and the place after it. `este mes 20 productos` has none.
    func unitNumber(after index: Int) -> (number: Int, end: Int)? {
        let before = word(index - 1)
        let place = skipping(["numero", "no", "num", "number"], from: index + 1)
        guard tokens.indices.contains(place), let number = tokens[place].integer, word(place).utf8.count <= 2,
            tokens[place].leading.isEmpty, !tokens[place].isPercent, !Self.plurals.contains(word(index)),
            !["por", "cada", "by", "per", "each", "x", "un", "una", "a"].contains(before),
            !DateWords.current.contains(before), !DateWords.previous.contains(before),
            !DateWords.coming.contains(before), Self.joints.contains(word(place + 1))
        else { return nil }
        return (number, place + 1)
    }

    private static let plurals: Set<String> = [
        "meses", "months", "semanas", "weeks", "wks", "trimestres", "quarters", "semestres", "semesters",
    ]
    private static let joints: Set<String> = [
        "", "de", "del", "al", "a", "of", "in", "en", "por", "by", "para", "for", "y", "and", "vs", "versus", "contra",
        "against", "to", "hasta",
    ]

    /// `'97`, `el 97`, `del 98`: a year without its century.
    private func shortYear(at index: Int) -> Int? {
        guard tokens.indices.contains(index), let number = tokens[index].integer, word(index).utf8.count == 2,
            !tokens[index].isPercent
        else { return nil }
        let isMarked = tokens[index].leading.hasSuffix("'") || tokens[index].leading.hasSuffix("’")
        let before = word(index - 1)
        let isNamed =
            80...99 ~= number && ["el", "del", "ano", "in", "of", "en"].contains(before) && unit(index + 1) == nil
        let followsMonth =
            number <= 30 && before == "del" && (DateWords.months[word(index - 2)] ?? 0) > 0
            && !["al", "a", "y", "-"].contains(word(index + 1))
            && !(tokens.indices.contains(index + 1) && tokens[index + 1].leading == "-")
        guard isMarked || isNamed || followsMonth || isPaired(index, number) else { return nil }
        return number >= 80 ? 1900 + number : number <= 40 ? 2000 + number : nil
    }

    /// `97 vs 96`: two numbers that can both be years of the last century.
    private func isPaired(_ index: Int, _ number: Int) -> Bool {
        [-1, 1].contains { step in
            ["vs", "versus", "contra", "against", "v"].contains(word(index + step))
                && tokens.indices.contains(index + 2 * step)
                && tokens[index + 2 * step].integer.map { 80...99 ~= $0 } == true && 80...99 ~= number
                && unit(index + 1) == nil
        }
    }

    /// `de 2011`, `del año 2011`, `2011`, `del año pasado`, `de este año`, `last year`: the year after a month or so.
    func yearSuffix(at index: Int) -> (year: Int, end: Int)? {
        var place = index
        place = skipping(["de", "del", "of", "in", "en"], from: place)
        place = skipping(["el", "the", "ese", "mismo"], from: place)
        if ["ano", "year"].contains(word(place)), let found = year(at: place + 1) { return found }
        if let found = year(at: place) { return found }
        for (phrase, back) in [
            ("este ano", 0), ("ano actual", 0), ("ano en curso", 0), ("presente ano", 0), ("this year", 0),
            ("ano antepasado", 2), ("year before last", 2), ("ano pasado", 1), ("ano anterior", 1), ("ano previo", 1),
            ("pasado ano", 1), ("last year", 1), ("previous year", 1), ("prior year", 1),
        ] where has(phrase, at: place) {
            return (now.year - back, place + phrase.split(separator: " ").count)
        }
        return nil
    }
}
