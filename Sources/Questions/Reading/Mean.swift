/// The mean of a month, week or day, which is no average ticket: `promedio diario de ventas`, `average orders per day`.
enum Mean {
    static func isAsked(in reading: QuestionReading, of grouping: QuestionGrouping?) -> Bool {
        grouping?.isTime == true && isNamed(reading) && !reading.tokens.contains { purchases.contains($0.word) }
    }

    /// `en promedio al mes`, `on average a week`: the unit where no other phrase says it.
    static func unit(in reading: QuestionReading) -> QuestionGrouping? {
        guard isNamed(reading) else { return nil }
        for (index, token) in reading.tokens.enumerated() where !reading.isInPeriod(index) {
            let before = reading.word(index - 1)
            guard before == "al" || before == "a" || before == "la" && reading.word(index - 2) == "a" else { continue }
            if let unit = DateWords.units[token.word].flatMap(QuestionGrouping.init) { return unit }
        }
        return nil
    }

    private static func isNamed(_ reading: QuestionReading) -> Bool {
        reading.hasWord("promedio", "media", "average", "avg", "mean")
    }

    /// What one buys at a time.
    private static let purchases: Set<String> = Set(
        """
        ticket tickets tique tiques tiquet tiquets boleta pedido compra orden factura order basket purchase transaction
        transaccion aov check visita invoice value valor cliente customer sale
        """.words
    )
}
