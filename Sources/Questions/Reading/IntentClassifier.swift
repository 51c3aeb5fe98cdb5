import Commerce

/// Weighs what was recognised: which intent does it speak for?
struct IntentClassifier {
    let reading: QuestionReading
    private var scores = IntentScores()

    /// Weights: below 30 a hint, from 30 a sign, from 50 a statement; from 70 on a refusal that outweighs all else.
    static func scores(of reading: QuestionReading) -> IntentScores {
        var classifier = IntentClassifier(reading: reading)
        classifier.scores = RefusalRules(reading: reading).scores()
        classifier.weighFiles()
        classifier.weighDocuments()
        classifier.weighOverview()
        classifier.weighComparison()
        classifier.weighStock()
        classifier.weighRanking()
        classifier.weighSales()
        classifier.weighHelp()
        return classifier.scores
    }

    private init(reading: QuestionReading) { self.reading = reading }

    /// What a report holds: the same reasons, without those for a file.
    static func subject(of reading: QuestionReading) -> IntentScores {
        var classifier = IntentClassifier(reading: reading)
        classifier.weighOverview()
        classifier.weighStock()
        classifier.weighRanking()
        classifier.weighSales()
        return classifier.scores
    }

    // MARK: Files and documents

    private mutating func weighFiles() {
        let hasFormat = reading.hasAny(.pdf, .csv, .xlsx, .html, .json, .markdown)
        let isSaving = reading.hasAny(.makeFile, .printing)
        if reading.file != nil {
            let isTarget = isSaving && !reading.has(.ingest)
            scores.add(isTarget ? .report : .ingest, 78, "a file is named")
            return
        }
        let isFeeding =
            reading.has(.ingest) && reading.hasAny(.fileNoun, .csv, .xlsx)
            && !isSaving && (reading.first(.ingest)?.tokens.lowerBound ?? 99) <= reading.opening + 2
        if isFeeding, !reading.has(.reportNoun) { scores.add(.ingest, 66, "a file is to be read") }
        // A comparison or course that is wanted as a file is a report too; a PDF among the documents is sought.
        if hasFormat { scores.add(.report, reading.has(.documents) ? 58 : 70, "a file format") }
        if reading.has(.reportNoun) {
            scores.add(.report, reading.asksHowTo && !hasFormat ? 20 : 50, "a report is asked for")
        }
        if isSaving { scores.add(.report, 52, "something is to be saved or printed") }
        if reading.has(.fileNoun), !hasFormat { scores.add(.report, 26, "a file is spoken of") }
    }

    private mutating func weighDocuments() {
        if reading.has(.documents) { scores.add(.docsSearch, 64, "the documents are named") }
        if reading.has(.documentNoun) { scores.add(.docsSearch, 54, "a rule or procedure is asked for") }
        let isData = !reading.periods.isEmpty || reading.hasAny(.trend, .compare, .executive, .summary, .business)
        if let howTo = reading.first(.howTo) {
            let next = (howTo.tokens.upperBound..<howTo.tokens.upperBound + 2).flatMap { index in
                reading.tokens.indices.contains(index) ? reading.tokens[index].bases : []
            }
            let isPerformance = !Set(next).isDisjoint(with: [
                "vender", "comportar", "mover", "ver", "haber", "encontrar", "ir", "compare", "do", "look", "comparar",
                "stand", "perform",
            ])
            scores.add(.docsSearch, isData || isPerformance ? 14 : 44, "how something is done")
        } else if reading.asksHowTo {
            scores.add(.docsSearch, isData ? 14 : 44, "how something is done")
        }
        if reading.has(.policyTopic), !isData {
            scores.add(.docsSearch, asksWhat ? 46 : isBusiness ? 12 : 30, "a matter of rules")
        }
        if let search = reading.first(.search), search.tokens.lowerBound <= reading.opening,
            reading.tokens.indices.contains(search.tokens.upperBound),
            reading.tokens[search.tokens.upperBound].leading.hasPrefix(":")
        {
            scores.add(.docsSearch, 60, "a subject to look for")
        } else if reading.has(.search) {
            scores.add(.docsSearch, reading.has(.subject) ? 52 : isBusiness ? 12 : 34, "something is looked for")
        } else if reading.has(.subject), !isBusiness {
            scores.add(.docsSearch, 30, "a subject is named")
        }
    }

    /// `¿qué es …?`, `what's considered …`, `define …`.
    private var asksWhat: Bool {
        let opening = reading.opening
        let words = (Swift.max(0, opening - 1)..<opening + 3).map(reading.word).joined(separator: " ")
        return [
            "que es ", "que son ", "what is ", "what s ", "what are ", "define ", "defini ", "definicion ",
            "definition ",
            "que se entiende", "que se considera", "explain ", "explica ", "explicame ",
        ].contains { (words + " ").contains($0) }
    }

    /// Whether the shop's figures are spoken of.
    private var isBusiness: Bool {
        reading.hasAny(
            .sale,
            .revenue,
            .revenueVerb,
            .units,
            .orders,
            .averageTicket,
            .stock,
            .soldMost,
            .soldLeast,
            .outOfStock,
            .lowStock,
            .discontinued,
            .reorder,
            .buyNeed
        ) || !reading.entities.isEmpty || !reading.periods.isEmpty
    }

    // MARK: The whole, its course, comparisons

    private mutating func weighOverview() {
        let sells = reading.hasAny(.sale, .revenue, .revenueVerb, .units, .orders, .averageTicket, .purchase)
        let stocks = reading.hasAny(.stock, .outOfStock, .lowStock)
        let isNarrow = !reading.entities.isEmpty
        if let executive = reading.first(.executive) {
            let names = reading.tokens[executive.tokens].contains {
                ["ejecutivo", "executive", "exec", "gerencial"].contains($0.word)
            }
            scores.add(
                .executiveSummary,
                names ? 58 : isNarrow || sells && !stocks && reading.has(.breakdown) ? 20 : sells && !stocks ? 44 : 52,
                "an overview"
            )
        } else if reading.has(.summary) {
            scores.add(
                .executiveSummary,
                isNarrow ? 12 : sells && !stocks ? 20 : stocks && !sells ? 22 : 40,
                "a summary"
            )
        }
        let asksHow = reading.tokens.contains { ["como", "how", "tal"].contains($0.word) }
        if asksHow, reading.has(.business), !sells, !stocks {
            scores.add(.executiveSummary, 32, "how the business does")
        }
        if asksHow, !sells, !stocks, !isNarrow,
            reading.tokens.contains(where: { ["vamos", "andamos", "estamos", "marchamos"].contains($0.word) })
        {
            scores.add(.executiveSummary, 26, "how we are doing")
        }

        if reading.has(.trend) {
            scores.add(.trend, stocks && !sells ? 30 : 48, "a course over time")
        }
        if reading.has(.trendWeak) {
            // Of a month one asks how it went, of a year how it has been going.
            let isShort = reading.periods.contains { $0.period.days <= 45 }
            scores.add(.trend, isShort ? 22 : 38, "how it has been going")
        }
        if reading.has(.chart) { scores.add(.trend, 44, "a chart") }
        if reading.has(.byMonth) || reading.has(.byWeek) || reading.has(.byDay), asksHow, !reading.has(.howMuch),
            reading.tokens.contains(where: { ["como", "how"].contains($0.word) })
        {
            scores.add(.trend, 42, "how it went, unit by unit")
        }
    }

    private mutating func weighComparison() {
        let comparison = Comparison(reading)
        if comparison.hasTwoPeriods { scores.add(.compare, 68, "two periods are compared") }
        if comparison.hasImpliedBaseline { scores.add(.compare, 60, "a period is compared with another") }
        if comparison.hasTwoThings {
            scores.add(.compare, reading.has(.compare) || comparison.isVersus ? 60 : 54, "two of a kind are compared")
        }
        if scores[.compare] == 0, reading.has(.compare) { scores.add(.compare, 34, "a comparison") }
    }

    // MARK: Stock

    private mutating func weighStock() {
        let hasProduct = !reading.entities.products.isEmpty
        let sells = reading.hasAny(.sale, .revenueVerb, .orders, .averageTicket)
        if reading.has(.reorder) { scores.add(.reorder, 48, "stock is to be replenished") }
        if reading.has(.buyNeed) { scores.add(.reorder, 45, "something must be bought") }
        let parameters = ReorderParameters(reading)
        if parameters.safetyFactor != nil, reading.has(.safetyFactor) {
            let isNamed = reading.hasWord("factor", "seguridad", "safety")
            scores.add(.reorder, isNamed ? 52 : 30, "a safety factor")
        }
        if parameters.leadTimeDays != nil, reading.has(.leadTime) {
            scores.add(
                .reorder,
                reading.all(.leadTime).contains { $0.tokens.count > 1 } ? 45 : 28,
                "a lead time"
            )
        }

        if reading.has(.stock) { scores.add(.inventoryStatus, 34, "stock is named") }
        let isSpecific = hasProduct || !reading.entities.categories.isEmpty
        if reading.has(.discontinued) { scores.add(.inventoryStatus, 44, "discontinued goods") }
        if reading.isNotMoving { scores.add(.inventoryStatus, 56, "goods that do not move") }
        if reading.has(.outOfStock) { scores.add(.inventoryStatus, sells ? 24 : 38, "goods that ran out") }
        if reading.has(.lowStock) { scores.add(.inventoryStatus, sells ? 20 : 38, "goods that run low") }
        if reading.hasAny(.existence, .have) {
            // What something else has is not what the shop has.
            let isOwn = reading.has(.existence) || !reading.all(.have).allSatisfy { isOfOthers($0) }
            scores.add(.inventoryStatus, isSpecific && !sells ? 36 : isOwn ? 12 : 8, "what there is")
        }
        if reading.has(.existence), reading.has(.units), !sells, reading.periods.isEmpty {
            scores.add(.inventoryStatus, 32, "how many there are")
        }
        if hasProduct { scores.add(.inventoryStatus, 14, "a product") }
        if reading.has(.stockValue), reading.has(.stock) { scores.add(.inventoryStatus, 50, "what the stock is worth") }
        if reading.has(.stockValue), !reading.has(.stock), !sells {
            scores.add(.inventoryStatus, isSpecific || reading.has(.product) ? 30 : 16, "what something is worth")
        }
    }

    private func isOfOthers(_ match: Lexicon.Match) -> Bool {
        reading.tokens[match.tokens].allSatisfy { ["tiene", "tienen", "tenia", "has"].contains($0.word) }
    }

    // MARK: Sales

    private mutating func weighRanking() {
        let ranking = Ranking(reading)
        if ranking.isStated { scores.add(.topProducts, 44, "a ranking") }
        if ranking.isTimeUnit { scores.add(.salesSummary, 50, "the best unit of time") }
    }

    private mutating func weighSales() {
        if reading.has(.averageTicket) { scores.add(.salesSummary, 36, "the average ticket") }
        if reading.has(.sale) { scores.add(.salesSummary, 30, "sales") }
        if reading.has(.revenue) { scores.add(.salesSummary, 24, "money") }
        if Count.customers(in: reading) != nil { scores.add(.salesSummary, 46, "how many customers") }
        if reading.has(.revenueVerb) { scores.add(.salesSummary, 26, "money coming in") }
        if reading.has(.orders) { scores.add(.salesSummary, 24, "orders") }
        if reading.has(.units) { scores.add(.salesSummary, 20, "units") }
        if reading.has(.returned), !reading.asksHowTo, !reading.hasAny(.documents, .documentNoun, .search),
            !reading.periods.isEmpty || reading.hasAny(.howMuch, .howMany, .units, .orders, .revenue, .ranking)
        {
            scores.add(.salesSummary, 34, "returns")
        }
        if reading.has(.purchase) { scores.add(.salesSummary, 22, "what was bought") }
        if !reading.entities.customers.isEmpty { scores.add(.salesSummary, 24, "a customer") }
        if reading.has(.result), !reading.periods.isEmpty { scores.add(.salesSummary, 28, "how a period went") }
        if reading.has(.howMuch), !reading.periods.isEmpty { scores.add(.salesSummary, 22, "how much in a period") }
        if reading.hasAny(.byProduct, .byCategory, .byCustomer, .byCountry, .byMonth, .byWeek, .byDay),
            scores[.inventoryStatus] == 0
        {
            scores.add(.salesSummary, 20, "figures by group")
        }
        if !reading.periods.isEmpty {
            // A period alone may also mean other things; they are offered, never chosen.
            if scores[.salesSummary] == 0 {
                scores.add(.executiveSummary, 12, "a period")
                scores.add(.trend, 9, "a period")
            }
            scores.add(.salesSummary, 16, "a period")
        }
        if !reading.entities.countries.isEmpty { scores.add(.salesSummary, 16, "a country") }
    }

    private mutating func weighHelp() {
        if let help = reading.first(.help) {
            let isWhole = help.tokens.count >= 2
            // "a tutorial of this tool" is in no document.
            let isOwn = reading.matches.contains {
                $0.concept == .documentNoun
                    && reading.all(.help).contains { [noun = $0.tokens] in
                        $0.tokens.count > 1 && $0.tokens.contains(noun)
                    }
            }
            if isOwn { scores.add(.help, 76, "help with this") }
            scores.add(
                .help,
                isBusiness || reading.hasAny(.documents, .documentNoun)
                    ? (help.tokens.count >= 3 ? 46 : isWhole ? 26 : 18) : isWhole ? 56 : 40,
                "help"
            )
        } else if reading.has(.greeting), reading.tokens.count <= 5, !isBusiness {
            scores.add(.help, 22, "a greeting")
        }
    }
}
