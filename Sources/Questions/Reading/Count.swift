/// How many a ranking is to show.
enum Count {
    /// The number that was said and belongs to nothing else.
    static func stated(in reading: QuestionReading) -> Int? {
        var index = 0
        while index < reading.tokens.count {
            guard !reading.isInPeriod(index), !reading.isInEntity(index),
                let number = NumberWords.cardinal(reading.tokens, at: index)
            else {
                index += 1
                continue
            }
            let end = index + number.length
            let isOther =
                reading.tokens[index].isPercent
                // "10 días"; but "top 10 semana pasada" counts no weeks.
                || DateWords.units[reading.word(end)] != nil && !reading.isInPeriod(end)
                || reading.tokens[index].leading.hasSuffix("$") || isPronoun(reading, index)
            if !isOther, 1...1000 ~= number.value { return number.value }
            index = end
        }
        return nil
    }

    /// `cuántos clientes`, `how many different customers`: the place of the word for them; nil when it is not asked.
    static func customers(in reading: QuestionReading) -> Int? {
        guard reading.entities.customers.isEmpty else { return nil }
        let asked = reading.all(.howMany).map(\.tokens.upperBound)
        return reading.all(.customer).map(\.tokens).first { noun in
            let isJoined = ["de", "of", "por", "per", "by", "cada"].contains(reading.word(noun.lowerBound - 1))
            return noun.count == 1
                && (asked.contains(noun.lowerBound) || asked.contains(noun.lowerBound - 1) && !isJoined)
        }?
        .lowerBound
    }

    /// `uno`, `one` as a pronoun count nothing.
    private static func isPronoun(_ reading: QuestionReading, _ index: Int) -> Bool {
        ["uno", "one", "ones"].contains(reading.word(index))
            && !["numero", "number", "top", "no"].contains(reading.word(index - 1))
    }

    /// `el producto más vendido`, `our best customer` ask for one.
    static func singular(in reading: QuestionReading, _ grouping: QuestionGrouping?) -> Int? {
        let nouns: Set<String> = [
            "producto", "articulo", "product", "item", "cliente", "customer", "client", "buyer", "comprador", "pais",
            "country", "categoria", "category", "clienta", "mercado", "market", "rubro",
        ]
        let plurals = reading.tokens.contains { nouns.contains(singular($0.word)) && $0.word != singular($0.word) }
        guard !plurals else { return nil }
        for index in reading.tokens.indices where nouns.contains(reading.word(index)) {
            // "the customer list" is a list of all.
            if ["list", "ranking", "base", "report", "names"].contains(reading.word(index + 1)) { continue }
            let before = Set((index - 4..<index).map(reading.word))
            if !before.isDisjoint(with: ["por", "by", "per", "cada", "each", "tipo"]) { return nil }
            if !before.isDisjoint(with: [
                "el", "la", "que", "cual", "which", "what", "mejor", "best", "top", "the", "nuestro", "nuestra", "our",
                "mi", "my", "peor", "worst", "un", "number",
            ]) {
                return 1
            }
        }
        return nil
    }

    private static func singular(_ word: String) -> String {
        for ending in ["es", "s"] where word.hasSuffix(ending) {
            let stem = String(word.dropLast(ending.count))
            if ["pais"].contains(stem) || ending == "s" && !["pai"].contains(stem) {
                return word.hasSuffix("ies") ? word.dropLast(3) + "y" : stem
            }
        }
        return word
    }
}
