/// What a question says it does not want: `sin detalle por producto`, `no lo compares`, `without a chart`.
enum Denial {
    private static let deniable: Set<Concept> = [
        .compare, .versus, .breakdown, .byProduct, .byCategory, .byCustomer, .byCountry, .byMonth, .byWeek, .byDay,
        .trend, .chart, .reportNoun, .fileNoun, .pdf, .csv, .xlsx, .html, .json, .markdown, .executive, .ranking,
    ]
    private static let deniers: Set<String> = [
        "sin", "ni", "without", "no", "not", "don", "dont", "nada", "nor", "skip",
    ]
    /// What may stand between the denial and what it denies.
    private static let between: Set<String> = Set(
        """
        lo la los las me te se le nada de un una el por ni detalle desglose separar dividir quiero necesito hace falta
        ocupo the a any need t want to do with ningun ninguna en
        """.words
    )

    static func covers(_ match: Lexicon.Match, _ tokens: [Token]) -> Bool {
        guard deniable.contains(match.concept) else { return false }
        var place = match.tokens.lowerBound - 1
        let first = Swift.max(0, place - 4)
        while place >= first {
            let word = tokens[place].word
            // "no más, por mes" and "nada más" deny nothing.
            if deniers.contains(word), word != "nada" || tokens[place + 1].word == "de" { return true }
            guard between.contains(word), tokens[place + 1].leading.isEmpty else { return false }
            place -= 1
        }
        return false
    }
}
