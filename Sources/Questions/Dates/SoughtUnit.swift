/// A unit of time that is sought rather than named: `el mes con más ventas`, `the day with the highest sales`.
enum SoughtUnit {
    private static let joints: Set<String> = [
        "con", "de", "que", "en", "with", "of", "that", "when", "where", "in", "we",
    ]
    private static let between: Set<String> = [
        "el", "la", "los", "las", "the", "mas", "que", "nos", "se", "we", "had", "tuvo", "tuvimos", "hubo", "our",
        "sold", "vendimos", "vendio",
        "has",
    ]
    private static let superlatives: Set<String> = [
        "mas", "menos", "mayor", "mayores", "menor", "menores", "mejor", "mejores", "peor", "peores", "maximo",
        "maxima",
        "maximas", "minimo", "minima", "minimas", "most", "least", "highest", "lowest", "best", "worst", "fewest",
        "biggest", "smallest", "greatest", "largest",
    ]

    /// - Parameter place: of the word for the unit.
    static func isStated(_ tokens: [Token], at place: Int) -> Bool {
        let word = { (index: Int) in tokens.indices.contains(index) ? tokens[index].word : "" }
        guard DateWords.isUnit(word(place)), joints.contains(word(place + 1)) else { return false }
        var next = place + 2
        while next < place + 6 {
            if superlatives.contains(word(next)) { return true }
            guard between.contains(word(next)) else { return false }
            next += 1
        }
        return false
    }
}
