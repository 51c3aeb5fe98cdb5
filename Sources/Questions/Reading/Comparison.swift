/// Whether and what a question compares.
struct Comparison {
    let hasTwoPeriods: Bool
    /// One period is named, and compared with it is the one that runs, or one that follows from it.
    let hasImpliedBaseline: Bool
    let hasTwoThings: Bool
    let isVersus: Bool

    private static let outdoing: Set<String> = [
        "outsell", "outsold", "outsells", "beat", "beats", "surpass", "surpassed", "outperform", "outperformed",
        "supero",
        "supera", "superaron", "superan", "vencio", "rebaso",
    ]

    /// `MoM change for October`: a unit against the one before it.
    static func isSuccessive(_ mention: PeriodMention, _ reading: QuestionReading) -> Bool {
        switch mention.unit {
        case .month: reading.hasWord("mom", "intermensual")
        case .week: reading.hasWord("wow", "intersemanal")
        case .quarter: reading.hasWord("qoq", "intertrimestral")
        default: false
        }
    }

    init(_ reading: QuestionReading) {
        let periods = reading.periods.filter { $0.kind != .coming }
        let strong = reading.all(.versus).contains { match in
            !reading.tokens[match.tokens].allSatisfy {
                ["que", "o", "or", "en", "el", "la", "los", "las", "than", "v"].contains($0.word)
            }
        }
        isVersus = strong
        let compares = reading.has(.compare)
        let more = reading.has(.more)
        func between(_ left: Range<Int>, _ right: Range<Int>) -> [String] {
            left.upperBound <= right.lowerBound ? (left.upperBound..<right.lowerBound).map(reading.word) : []
        }
        var two = false
        if periods.count >= 2 {
            let joint = between(periods[0].tokens, periods[1].tokens)
            let weak = joint.contains { ["que", "than", "o", "or", "over"].contains($0) }
            let alternatives = joint.filter { !["en", "in", "el", "la", "de", "the", "for"].contains($0) }
            two =
                compares || strong || more && weak || alternatives == ["o"] || alternatives == ["or"]
                || periods.contains {
                    switch $0.kind {
                    case .sameTimeLastYear, .sameTimeBefore: true
                    default: false
                    }
                }
                || reading.has(.trend) && joint.contains { ["vs", "contra", "respecto", "versus"].contains($0) }
                || (more || reading.has(.trend))
                    && ["de", "from"].contains(reading.word(periods[0].tokens.lowerBound - 1))
                    && joint.contains { ["a", "to"].contains($0) }
                || more && joint.contains { ["y", "and", "from", "de"].contains($0) }
                    && !reading.hasAny(.soldMost, .soldLeast, .ranking)
        }
        hasTwoPeriods = two
        if periods.count == 1, !two {
            // The word before the period, articles apart: "que en marzo", "frente a lo de ayer".
            let silent: Set<String> = [
                "el", "la", "los", "las", "lo", "de", "del", "en", "a", "al", "the", "in", "of", "same", "that",
                "those", "mismo",
            ]
            let before =
                reading.tokens[..<periods[0].tokens.lowerBound].map(\.word).reversed().first { !silent.contains($0) }
                .map { [$0] } ?? []
            let isBaseline = before.contains {
                [
                    "que", "than", "contra", "vs", "versus", "respecto", "frente", "against", "with", "con", "to",
                    "comparado", "comparada", "comparados", "comparadas", "over", "since",
                ].contains($0)
            }
            let isShift =
                switch periods[0].kind {
                case .sameTimeLastYear, .sameTimeBefore: true
                default: Self.isSuccessive(periods[0], reading)
                }
            // "up on last quarter": what compares stands just before the period.
            let isAdjoining = reading.all(.versus).contains { match in
                ["up", "down", "ahead"].contains(reading.word(match.tokens.lowerBound))
                    && match.tokens.upperBound <= periods[0].tokens.lowerBound
                    && (match.tokens.upperBound..<periods[0].tokens.lowerBound).allSatisfy {
                        silent.contains(reading.word($0))
                    }
            }
            hasImpliedBaseline =
                isShift || isAdjoining
                || isBaseline
                    && (strong || compares || more && before.contains { ["que", "than", "over"].contains($0) })
        } else {
            hasImpliedBaseline = false
        }
        let groups = [
            reading.entities.countries, reading.entities.categories, reading.entities.products,
            reading.entities.customers,
        ]
        hasTwoThings = groups.contains { mentions in
            guard Set(mentions.map(\.value)).count >= 2 else { return false }
            let joint = between(mentions[0].tokens, mentions[1].tokens)
            let weak = joint.contains { ["que", "than", "o", "or"].contains($0) }
            let outdoes = joint.contains { Self.outdoing.contains($0) }
            return strong || compares || outdoes
                || weak && (more || reading.has(.most) || reading.has(.best) || reading.hasAny(.soldMost, .purchase))
        }
    }
}
