import Commerce

/// What a second period leaves unsaid.
extension DateExpressions {
    /// `el primer y el tercer trimestre`: the first period without its unit.
    private func opening(_ mention: PeriodMention) -> PeriodMention? {
        guard let number = mention.number, mention.kind == .absolute else { return nil }
        var place = mention.tokens.lowerBound - 1
        while ["el", "la", "the", "del"].contains(cursor.word(place)) { place -= 1 }
        guard Self.joints.contains(cursor.word(place)), let ordinal = NumberWords.ordinal(cursor.word(place - 1)),
            ordinal != number, let period = part(ordinal, like: mention)
        else { return nil }
        return PeriodMention(
            period: period,
            tokens: place - 1..<place,
            unit: mention.unit,
            kind: .absolute,
            hasYear: mention.hasYear,
            number: ordinal
        )
    }

    private static let joints: Set<String> = [
        "y", "e", "and", "o", "or", "vs", "versus", "contra", "con", "with", "against", "al", "to",
    ]

    /// Another unit of the same month or year.
    private func part(_ ordinal: Int, like mention: PeriodMention) -> Period? {
        let first = mention.period.from
        guard let months = mention.unit.months else { return NamedDates.part(ordinal, mention.unit, of: first) }
        guard months > 1, ordinal <= 12 / months else { return nil }
        return Period.months(first.year, (ordinal - 1) * months + 1, count: months)
    }

    /// `este mes contra el pasado`, `el primer trimestre y el segundo`: a second period without its unit.
    func completing(_ mentions: [PeriodMention]) -> [PeriodMention] {
        var all = mentions.flatMap { [opening($0), $0].compactMap(\.self) }
        for index in all.indices.dropFirst() {
            // "los últimos 7 días contra los 7 días anteriores": those before the first.
            let words = all[index].tokens.map(cursor.word)
            guard all[index].period == all[index - 1].period, all[index].kind == .relative,
                words.contains(where: Self.before.contains), let earlier = all[index].period.before
            else { continue }
            all[index].period = earlier
        }
        for index in cursor.tokens.indices.dropFirst() {
            guard !all.contains(where: { $0.tokens.contains(index) }),
                let first = all.last(where: { $0.tokens.upperBound <= index }),
                ["el", "la", "los", "al", "del", "the", "contra", "vs", "versus", "than", "a", "against", "to", "lo"]
                    .contains(cursor.word(index - 1)),
                !all.contains(where: { $0.tokens.lowerBound >= index })
            else { continue }
            let word = cursor.word(index)
            var found: PeriodMention?
            if let count = NumberWords.cardinal(cursor.tokens, at: index), count.value > 1,
                Self.before.contains(cursor.word(index + count.length)), first.kind == .relative,
                let earlier = first.period.before
            {
                // "los 7 anteriores"
                let tokens = index..<index + count.length + 1
                all.append(PeriodMention(period: earlier, tokens: tokens, unit: first.unit, kind: .relative))
                continue
            }
            if ["antepasado", "antepasada"].contains(word), let period = first.unit.whole(2, before: now) {
                all.append(PeriodMention(period: period, tokens: index..<index + 1, unit: first.unit, kind: .relative))
                continue
            }
            if cursor.has("one before", at: index) || cursor.has("de antes", at: index)
                || DateWords.previous.contains(word) && cursor.unit(index + 1) == nil,
                let period = first.unit.whole(1, before: first.period.from)
            {
                found = PeriodMention(
                    period: period,
                    tokens: index..<index + 1,
                    unit: first.unit,
                    kind: .previous(first.unit)
                )
            } else if let ordinal = NumberWords.ordinal(word), let number = first.number, ordinal != number,
                first.unit == .fortnight || first.unit == .week,
                let period = NamedDates.part(ordinal, first.unit, of: first.period.from)
            {
                // "la primera quincena de octubre contra la segunda"
                found = PeriodMention(
                    period: period,
                    tokens: index..<index + 1,
                    unit: first.unit,
                    kind: .absolute,
                    hasYear: first.hasYear,
                    number: ordinal
                )
            } else if let ordinal = NumberWords.ordinal(word), let number = first.number, ordinal != number,
                let months = first.unit.months, months > 1, ordinal <= 12 / months,
                let period = Period.months(first.period.from.year, (ordinal - 1) * months + 1, count: months)
            {
                found = PeriodMention(
                    period: period,
                    tokens: index..<index + 1,
                    unit: first.unit,
                    kind: .absolute,
                    hasYear: first.hasYear,
                    number: ordinal
                )
            }
            if let found { all.append(found) }
        }
        return all
    }

    private static let before: Set<String> = [
        "anteriores", "previos", "previas", "previous", "prior", "preceding", "before", "precedentes", "antes",
    ]
}

extension Period {
    /// As many days, just before it.
    fileprivate var before: Period? {
        guard let to = from.adding(days: -1), let first = from.adding(days: -days) else { return nil }
        return Period(from: first, to: to)
    }
}
