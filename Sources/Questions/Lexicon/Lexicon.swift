/// All phrases the engine knows, and where they occur in a question.
struct Lexicon: Sendable {
    struct Match: Sendable, Hashable {
        let concept: Concept
        let tokens: Range<Int>
        let hasGap: Bool
    }

    private let patterns: [String: [PhrasePattern]]
    /// Every word that occurs in a phrase.
    let vocabulary: Set<String>

    /// The phrases of this product.
    static let shop = Lexicon(businessTables + [RefusalPhrases.table])

    /// Those of them that can be answered.
    static let business = Lexicon(businessTables)

    private static let businessTables = [
        SalesPhrases.table, StockPhrases.table, FilePhrases.table, OverviewPhrases.table,
    ]

    init(_ tables: [[(Concept, String)]]) {
        var patterns: [String: [PhrasePattern]] = [:]
        var vocabulary: Set<String> = []
        for (concept, phrases) in tables.joined() {
            for phrase in phrases.split(whereSeparator: { $0 == "," || $0.isNewline }) {
                let pattern = PhrasePattern(phrase, concept)
                vocabulary.formUnion(pattern.vocabulary)
                for word in Set(pattern.beginnings) { patterns[word, default: []].append(pattern) }
            }
        }
        self.patterns = patterns
        self.vocabulary = vocabulary
    }

    /// What counts even inside a longer phrase: `vendimos más que` both ranks and compares.
    private static let independent: Set<Concept> = [.more, .versus, .howMuch, .howMany]

    /// Matches in the order of their first word. One inside a longer unbroken phrase is not reported.
    func matches(in tokens: [Token]) -> [Match] {
        var found: Set<Match> = []
        for index in tokens.indices {
            for base in tokens[index].bases {
                for pattern in patterns[base] ?? [] {
                    guard let end = pattern.match(tokens, at: index), end > index else { continue }
                    found.insert(Match(concept: pattern.concept, tokens: index..<end, hasGap: pattern.hasGap))
                }
            }
        }
        let long = found.filter { !$0.hasGap && $0.tokens.count > 1 }
        return found.filter { match in
            Self.independent.contains(match.concept)
                || !long.contains {
                    $0.tokens.count > match.tokens.count && $0.tokens.contains(match.tokens)
                        && !($0.concept.isSuperlative && match.concept.isFigure)
                        // "a report for the board" is a report.
                        && !($0.concept == .executive && match.concept == .reportNoun)
                        // "inventory valuation" is inventory still; "cantidad proyectada" is no forecast.
                        && ($0.concept != .policyTopic || match.concept == .forecast)
                }
        }
        .sorted {
            ($0.tokens.lowerBound, $0.tokens.upperBound, $0.concept.rawValue)
                < ($1.tokens.lowerBound, $1.tokens.upperBound, $1.concept.rawValue)
        }
    }
}

extension Range<Int> {
    func contains(_ other: Range<Int>) -> Bool { lowerBound <= other.lowerBound && other.upperBound <= upperBound }
}
