/// The safety factor and the lead time that a question states.
struct ReorderParameters {
    private(set) var safetyFactor: Thousandths?
    private(set) var leadTimeDays: Int?

    init(_ reading: QuestionReading) {
        let tokens = reading.tokens
        let rolling = reading.periods.filter { $0.kind != .coming }
        var used: Set<Int> = []
        for index in tokens.indices
        where !reading.isInEntity(index) && !rolling.contains(where: { $0.tokens.contains(index) }) {
            if let (days, end) = Self.wait(tokens, index), leadTimeDays == nil, 1...3650 ~= days {
                leadTimeDays = days
                used.formUnion(index..<end)
            }
        }
        for index in tokens.indices
        where !used.contains(index) && !reading.isInEntity(index) && !reading.isInPeriod(index) {
            if let factor = Self.percent(tokens, index) ?? Self.factor(reading, index), safetyFactor == nil {
                safetyFactor = factor
                used.insert(index)
            }
        }
        guard leadTimeDays == nil else { return }
        // "lead 10", "entrega: 9".
        for match in reading.all(.leadTime) {
            for index in match.tokens.upperBound..<match.tokens.upperBound + 3
            where tokens.indices.contains(index) && !used.contains(index) {
                guard let reading = NumberWords.cardinal(tokens, at: index), 1...365 ~= reading.value,
                    !tokens[index].isPercent
                else { continue }
                leadTimeDays = reading.value
                return
            }
        }
    }

    /// `9 días`, `tres semanas`, `un mes`, `12-day`.
    private static func wait(_ tokens: [Token], _ index: Int) -> (Int, Int)? {
        if let wait = halves(tokens, index) { return wait }
        guard let count = NumberWords.cardinal(tokens, at: index, articles: true), !tokens[index].isPercent else {
            return nil
        }
        var place = index + count.length
        while place < tokens.count,
            ["business", "habiles", "calendar", "full", "whole", "of"].contains(tokens[place].word)
        { place += 1 }
        guard place < tokens.count, let unit = DateWords.units[tokens[place].word] else { return nil }
        // An English fortnight is 14 days, a quincena 15.
        let length = tokens[place].word.hasPrefix("fortnight") ? 14 : unit.waitingDays
        var days = count.value * length
        if unit == .week || unit == .month, place + 2 < tokens.count, tokens[place + 1].word == "y",
            tokens[place + 2].word == "media" || tokens[place + 2].word == "medio"
        {
            days += unit.waitingDays / 2
        }
        return (days, place + 1)
    }

    /// `mes y medio`, `semana y media`, `a month and a half`, `medio mes`, `half a month`.
    private static func halves(_ tokens: [Token], _ index: Int) -> (Int, Int)? {
        let word = { (place: Int) in place < tokens.count ? tokens[place].word : "" }
        if ["medio", "media", "half"].contains(word(index)) {
            let place = word(index + 1) == "a" ? index + 2 : index + 1
            return DateWords.units[word(place)].map { (($0.waitingDays + 1) / 2, place + 1) }
        }
        let place = ["un", "una", "a", "one"].contains(word(index)) ? index + 1 : index
        guard let unit = DateWords.units[word(place)] else { return nil }
        let rest = [word(place + 1), word(place + 2), word(place + 3)]
        if rest[0] == "y", rest[1] == "medio" || rest[1] == "media" {
            return (unit.waitingDays * 3 / 2, place + 3)
        }
        return rest == ["and", "a", "half"] ? (unit.waitingDays * 3 / 2, place + 4) : nil
    }

    /// `20%`, `20 por ciento`: a margin on top of 1.
    private static func percent(_ tokens: [Token], _ index: Int) -> Thousandths? {
        var value: Int?
        var end = index + 1
        if let stated = Thousandths(text: tokens[index].word) {
            value = stated.thousandths / 10
        } else if let words = NumberWords.cardinal(tokens, at: index) {
            value = words.value * 100
            end = index + words.length
        }
        guard let value, value > 0 else { return nil }
        let next = (end..<end + 2).map { $0 < tokens.count ? tokens[$0].word : "" }
        guard
            tokens[index].isPercent || next == ["por", "ciento"] || ["percent", "porciento", "pct"].contains(next[0])
                || next == ["per", "cent"]
        else { return nil }
        // "al 120 %" is the factor itself.
        return Thousandths(value >= 10_000 ? value / 10 : 1000 + value / 10)
    }

    /// `uno punto cinco`, `one point two five`.
    private static func spoken(_ reading: QuestionReading, _ index: Int) -> Thousandths? {
        guard ["punto", "point", "coma", "con"].contains(reading.word(index + 1)),
            let whole = NumberWords.cardinal(reading.tokens, at: index), whole.length == 1, 1...9 ~= whole.value,
            let first = NumberWords.cardinal(reading.tokens, at: index + 2)
        else { return nil }
        var decimals = String(first.value)
        if first.value < 10, let next = NumberWords.cardinal(reading.tokens, at: index + 2 + first.length),
            next.value < 10
        {
            decimals += String(next.value)
        }
        return Thousandths(text: "\(whole.value).\(decimals)")
    }

    private static let multiples = ["doble": 2, "double": 2, "twice": 2, "triple": 3]
    private static let cushions: Set<String> = [
        "seguridad", "safety", "colchon", "buffer", "cushion", "reserva", "margen", "margin",
    ]

    /// `1.3`, `1,4`: a decimal between 1 and 10, or a whole number beside the word factor.
    private static func factor(_ reading: QuestionReading, _ index: Int) -> Thousandths? {
        let token = reading.tokens[index]
        // "el doble de seguridad", "twice the safety stock"
        if let times = Self.multiples[token.word],
            (index + 1..<index + 5).contains(where: { Self.cushions.contains(reading.word($0)) })
        {
            return Thousandths(times * 1000)
        }
        if let spoken = spoken(reading, index) { return spoken }
        if token.word.hasSuffix("x"), let times = Thousandths(text: token.word.dropLast()),
            1000...10_000 ~= times.thousandths
        {
            return times
        }
        guard let stated = Thousandths(text: token.word), 1000...10_000 ~= stated.thousandths else { return nil }
        if reading.word(index + 1) == "punto" || reading.word(index + 1) == "point",
            let decimals = NumberWords.cardinal(reading.tokens, at: index + 2)
        {
            return Thousandths(text: "\(token.word).\(decimals.value)")
        }
        if token.word.contains(".") || token.word.contains(",") { return stated }
        let near = (index - 3..<index).map(reading.word)
        return near.contains { ["factor", "seguridad", "safety", "buffer"].contains($0) }
            && DateWords.units[reading.word(index + 1)] == nil ? stated : nil
    }
}
