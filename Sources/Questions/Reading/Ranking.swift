/// Whether and how a question ranks.
struct Ranking {
    let isStated: Bool
    let isAscending: Bool
    let grouping: QuestionGrouping?
    /// `el mejor mes`: a unit of time is sought, which is no ranking of things.
    let isTimeUnit: Bool
    let by: QuestionMetric?

    init(_ reading: QuestionReading) {
        let superlatives = reading.matches.filter {
            [.soldMost, .soldLeast, .most, .least, .best, .worst, .ranking].contains($0.concept)
                && !Self.isIdle($0, reading)
        }
        let sold = superlatives.filter { $0.concept == .soldMost || $0.concept == .soldLeast }
        let others = superlatives.filter { [.most, .least, .best, .worst].contains($0.concept) }
        let dimension = Self.dimension(reading)
        let figures = reading.hasAny(.revenue, .revenueVerb, .units, .orders, .purchase, .sale)
        let ranks = superlatives.contains { $0.concept == .ranking }
        let things = reading.hasAny(.product, .customer, .category, .country) || !reading.entities.categories.isEmpty
        let isOrdered = Self.isOrderedByFigure(reading)
        isTimeUnit = Self.seeksTime(reading, superlatives)
        isStated =
            !isTimeUnit
            && (!sold.isEmpty || ranks || isOrdered
                || !others.isEmpty && (things || figures || Self.hasCount(reading, others)))
        grouping = dimension
        let first = superlatives.first { $0.concept != .ranking }
        isAscending =
            superlatives.contains { $0.concept == .soldLeast }
            || first.map { $0.concept == .least || $0.concept == .worst } ?? false
                && !sold.contains { $0.concept == .soldMost }
        by = Self.measure(reading, sold: !sold.isEmpty, grouping: dimension)
    }

    /// `más o menos`, `al menos`, `nada más` rank nothing.
    private static func isIdle(_ match: Lexicon.Match, _ reading: QuestionReading) -> Bool {
        guard match.tokens.count == 1 else { return false }
        let (before, word, after) = (
            reading.word(match.tokens.lowerBound - 1), reading.word(match.tokens.lowerBound),
            reading.word(match.tokens.upperBound)
        )
        if reading.isInPeriod(match.tokens.lowerBound) { return true }
        if word == "menos" {
            return ["al", "lo", "o"].contains(before) && !["se", "vende", "vendio"].contains(after) && before != "lo"
                || before == "por" || before == "o"
        }
        if word == "mas" { return ["nada", "no", "algo"].contains(before) || after == "o" }
        // "no, mejor los pedidos", "mejor dicho": who speaks thinks better of it.
        if word == "mejor" { return before == "no" || after == "dicho" }
        if word == "most" || word == "least" { return before == "at" }
        if ["primeros", "primeras"].contains(word) {
            return NumberWords.cardinal(reading.tokens, at: match.tokens.upperBound) == nil
                && NumberWords.cardinal(reading.tokens, at: match.tokens.lowerBound - 1) == nil
        }
        return false
    }

    private static func hasCount(_ reading: QuestionReading, _ superlatives: [Lexicon.Match]) -> Bool {
        superlatives.contains { match in
            NumberWords.cardinal(reading.tokens, at: match.tokens.upperBound) != nil
                || NumberWords.cardinal(reading.tokens, at: match.tokens.lowerBound - 1) != nil
        }
    }

    /// `clientes de Francia por ingresos`, `customers by revenue`: things in the order of a figure.
    private static func isOrderedByFigure(_ reading: QuestionReading) -> Bool {
        let things = [Concept.product, .customer, .category, .country].flatMap(reading.all)
        guard !reading.hasAny(.sale, .stock, .existence, .byProduct, .byCustomer, .byCategory, .byCountry) else {
            return false
        }
        return reading.matches.contains { figure in
            [.revenue, .units, .orders].contains(figure.concept)
                && ["por", "by", "segun", "x"].contains(reading.word(figure.tokens.lowerBound - 1))
                && things.contains { $0.tokens.upperBound < figure.tokens.lowerBound }
        }
    }

    private static let extremes: Set<String> = [
        "mejor", "peor", "best", "worst", "busiest", "slowest", "strongest", "weakest",
    ]

    private static func seeksTime(_ reading: QuestionReading, _ superlatives: [Lexicon.Match]) -> Bool {
        let isSought = { (index: Int) in
            let before = reading.word(index - 1)
            return ["", "el", "la", "the", "del", "al", "un", "una"].contains(before)
                && SoughtUnit.isStated(reading.tokens, at: index)
        }
        guard !superlatives.isEmpty || reading.tokens.indices.contains(where: isSought) else { return false }
        for index in reading.tokens.indices {
            guard let unit = DateWords.units[reading.word(index)], unit <= .quarter
            else { continue }
            if isSought(index) { return true }
            let before = reading.word(index - 1)
            let beforeThat = reading.word(index - 2)
            // "los 3 mejores meses", "top 5 days"
            let ranks = ["mejores", "peores", "best", "worst", "top"]
            if reading.word(index).hasSuffix("s"), reading.word(index) != "mes", !reading.isInPeriod(index),
                ranks.contains(before)
                    || ranks.contains(beforeThat) && NumberWords.cardinal(reading.tokens, at: index - 1) != nil
            {
                return true
            }
            let asks: Set<String> = ["que", "cual", "which", "what"]
            if asks.contains(before)
                || Self.extremes.contains(before)
                    && !reading.hasAny(.product, .customer, .country, .category)
                || asks.contains(beforeThat) && ["fue", "es", "was", "is"].contains(before)
            {
                return true
            }
        }
        return false
    }

    /// What is ranked: the thing named first, or who buys, or where.
    private static func dimension(_ reading: QuestionReading) -> QuestionGrouping? {
        let groups: [(Concept, QuestionGrouping)] = [
            (.byCustomer, .customer), (.byCountry, .country), (.byCategory, .category), (.byProduct, .product),
        ]
        for (concept, grouping) in groups where reading.has(concept) { return grouping }
        let nouns: [(Concept, QuestionGrouping)] = [
            (.customer, .customer), (.country, .country), (.category, .category), (.product, .product),
        ]
        let named = nouns.compactMap { concept, grouping in
            reading.all(concept).first { !isMarker($0, reading) }.map { ($0.tokens.lowerBound, grouping) }
        }
        .sorted { $0.0 < $1.0 }
        if let (place, grouping) = named.first {
            // "what do our buyers like most", "qué compran más los clientes": things are sought, not people.
            let asked = reading.tokens.firstIndex { ["que", "what"].contains($0.word) }
            if grouping == .customer, let asked, place > asked + 1,
                reading.tokens[asked..<place].contains(where: {
                    !$0.bases.isDisjoint(with: ["do", "comprar", "gustar", "preferir", "pedir", "llevar", "vender"])
                })
            {
                return nil
            }
            return grouping
        }
        let words = reading.tokens.map(\.word)
        if words.contains("quien") || words.contains("quienes") || words.contains("who") || words.contains("whom") {
            return .customer
        }
        if words.contains("donde") || words.contains("where") { return .country }
        return nil
    }

    /// `del cliente 14911`, `producto 22423` name one thing.
    private static func isMarker(_ match: Lexicon.Match, _ reading: QuestionReading) -> Bool {
        reading.entities.customers.contains {
            $0.tokens.lowerBound - match.tokens.upperBound <= 1 && $0.tokens.lowerBound >= match.tokens.upperBound
        }
            || reading.entities.products.contains { $0.tokens.lowerBound == match.tokens.upperBound }
    }

    private static func measure(_ reading: QuestionReading, sold: Bool, grouping: QuestionGrouping?) -> QuestionMetric?
    {
        if reading.hasAny(.revenue, .revenueVerb)
            || reading.tokens.contains(where: { !$0.bases.isDisjoint(with: ["gastar", "spend", "spender"]) })
        {
            return .revenue
        }
        // "la que más factura": a verb, where "factura" is the paper elsewhere.
        if reading.tokens.indices.contains(where: { index in
            reading.word(index) == "factura" && [index - 1, index + 1].contains { reading.word($0) == "mas" }
        }) {
            return .revenue
        }
        let countsOrders = reading.all(.orders).contains { orders in
            let place = orders.tokens.lowerBound
            // "los más pedidos" are wanted most; "con más pedidos" counts orders.
            let isAdjective =
                ["pedido", "pedidos"].contains(reading.word(place))
                && ["mas", "menos"].contains(reading.word(place - 1))
                && !["con", "por", "en", "hacen", "hace", "de"].contains(reading.word(place - 2))
                && grouping == .product
            return !isAdjective
        }
        if countsOrders { return .orders }
        if reading.has(.units) { return .units }
        if sold, grouping == nil || grouping == .product, reading.has(.sale) || reading.hasAny(.soldMost, .soldLeast) {
            // "lo que más gusta" and "más popular" leave open what counts.
            let counts = reading.tokens.contains {
                !$0.bases.isDisjoint(with: [
                    "vender", "salir", "mover", "rotar", "vendido", "sell", "seller", "mover", "rotacion",
                ])
            }
            return counts ? .units : nil
        }
        return nil
    }
}
