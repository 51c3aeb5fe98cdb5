import Commerce

/// Takes from a question the details that its intent has room for.
struct SlotFiller {
    let reading: QuestionReading

    func slots(for intent: Intent) -> QuestionSlots {
        var slots = QuestionSlots()
        switch intent {
        case .help, .outOfScope: break
        case .docsSearch: slots.query = DocumentQuery.subject(of: reading)
        case .ingest: fillFile(&slots)
        case .executiveSummary: slots.period = period
        case .inventoryStatus: fillInventory(&slots)
        case .reorder: fillReorder(&slots)
        case .topProducts: fillRanking(&slots)
        case .salesSummary: fillSales(&slots)
        case .compare: fillComparison(&slots)
        case .trend: fillTrend(&slots)
        case .report: fillReport(&slots)
        }
        return slots
    }

    // MARK: Periods

    /// The period that is asked about: the first one, or the run from the first to the last of several.
    private var period: Period? {
        let stated = reading.periods.filter { $0.kind != .coming }
        guard let first = stated.first else { return nil }
        // "julio y agosto": adjoining periods are one. "del lunes de la semana pasada": the narrower one counts.
        var whole = first.period
        for next in stated.dropFirst() {
            if next.period.from >= whole.from, next.period.to <= whole.to {
                whole = next.period
            } else if next.period.from <= whole.from, whole.to <= next.period.to {
                continue
            } else {
                whole = Period(from: min(whole.from, next.period.from), to: max(whole.to, next.period.to)) ?? whole
            }
        }
        return whole
    }

    // MARK: Sales

    private func fillSales(_ slots: inout QuestionSlots) {
        slots.period = period
        slots.metric = salesMetric
        slots.groupBy = grouping ?? bestTimeUnit
        fillSalesFilters(&slots)
        if Count.customers(in: reading) != nil, slots.groupBy == nil || slots.groupBy == .customer {
            (slots.sought, slots.groupBy, slots.metric) = (.customerCount, .customer, nil)
        } else if slots.groupBy?.isTime == true {
            let ranking = Ranking(reading)
            if ranking.isTimeUnit { slots.sought = ranking.isAscending ? .worst : .best }
            if Mean.isAsked(in: reading, of: timeGrouping) { slots.sought = .average }
        }
    }

    private var bestTimeUnit: QuestionGrouping? {
        guard Ranking(reading).isTimeUnit else { return nil }
        return reading.tokens.lazy.compactMap { DateWords.units[$0.word].flatMap(QuestionGrouping.init) }.first
    }

    private func fillRanking(_ slots: inout QuestionSlots) {
        let ranking = Ranking(reading)
        slots.period = period
        slots.groupBy = ranking.grouping
        slots.order = ranking.isAscending ? .ascending : nil
        slots.by = ranking.by
        slots.count = Count.stated(in: reading) ?? Count.singular(in: reading, ranking.grouping)
        fillSalesFilters(&slots)
    }

    private func fillTrend(_ slots: inout QuestionSlots) {
        slots.period = period
        slots.metric = statedMetric
        slots.groupBy = timeGrouping
        fillSalesFilters(&slots)
    }

    private func fillComparison(_ slots: inout QuestionSlots) {
        let compared = ComparedPeriods(reading)
        slots.period = compared.period
        slots.baseline = compared.baseline
        slots.sameDays = compared.sameDays
        slots.metric = statedMetric
        slots.groupBy = grouping?.isTime == true ? nil : grouping
        fillSalesFilters(&slots)
    }

    private func fillSalesFilters(_ slots: inout QuestionSlots) {
        slots.view = view
        slots.filters.products = distinct(reading.entities.products)
        slots.filters.categories = distinct(reading.entities.categories)
        slots.filters.countries = distinct(reading.entities.countries)
        slots.filters.customers = distinct(reading.entities.customers)
        if reading.entities.isEmpty { slots.filters.products = unknownNames }
    }

    private var view: SalesView? {
        let isGoods = reading.has(.goodsOnly)
        if reading.has(.grossSales) { return isGoods ? .productGross : .gross }
        if reading.has(.netSales) { return .net }
        if isGoods { return .productGross }
        return reading.has(.returned) ? .returns : nil
    }

    private func distinct(_ mentions: [EntityMatches.Mention]) -> [String] {
        var seen: Set<String> = []
        return mentions.map(\.value).filter { seen.insert($0).inserted }
    }

    /// The figure that was named as such.
    private var statedMetric: QuestionMetric? {
        if reading.has(.averageTicket) { return .averageTicket }
        if reading.has(.units) { return .units }
        if reading.has(.orders) { return .orders }
        if reading.has(.revenue) { return .revenue }
        // "los ingresos" is a noun, "cuánto facturamos" a verb: both mean money.
        return reading.has(.revenueVerb) ? .revenue : nil
    }

    private var salesMetric: QuestionMetric? {
        if reading.has(.averageTicket) {
            guard Mean.isAsked(in: reading, of: timeGrouping) else { return .averageTicket }
            // "average orders per day" are orders.
            if reading.hasWord("orders", "pedidos", "ordenes", "transactions", "transacciones") { return .orders }
        }
        if reading.has(.units) { return .units }
        if reading.has(.orders) {
            let isMoney = reading.has(.howMuch) && !reading.has(.howMany) && !reading.has(.revenue)
            if !isMoney { return .orders }
        }
        if reading.has(.revenue) { return .revenue }
        if reading.has(.howMany), reading.hasAny(.sale, .purchase, .soldMost),
            !reading.has(.customer) || !reading.entities.products.isEmpty || reading.has(.product)
        {
            return .units
        }
        if reading.has(.howMany), !reading.entities.products.isEmpty { return .units }
        return reading.hasAny(.revenueVerb, .howMuch) ? .revenue : nil
    }

    private var timeGrouping: QuestionGrouping? {
        if let unit = Mean.unit(in: reading) { return unit }
        if reading.has(.byMonth) { return .month }
        if reading.has(.byWeek) { return .week }
        return reading.has(.byDay) ? .day : nil
    }

    private var grouping: QuestionGrouping? {
        let groups: [(Concept, QuestionGrouping)] = [
            (.byProduct, .product), (.byCategory, .category), (.byCustomer, .customer), (.byCountry, .country),
        ]
        for (concept, grouping) in groups where reading.all(concept).contains(where: { !names($0) }) {
            // "lo que gasta cada cliente por compra" asks for the average ticket alone.
            if grouping == .customer, reading.has(.averageTicket),
                !reading.hasWord("por", "by", "per")
                    || reading.hasWord("cada") && reading.hasWord("compra", "pedido", "visita")
            {
                continue
            }
            if reading.all(concept).allSatisfy({ names($0) || isAgent($0) }) { continue }
            return grouping
        }
        return timeGrouping
    }

    /// `goods sent back by customers`, `lo comprado por clientes` say who did it.
    private func isAgent(_ match: Lexicon.Match) -> Bool {
        let (before, by) = (
            reading.word(match.tokens.lowerBound - 1), reading.word(match.tokens.lowerBound)
        )
        guard match.concept == .byCustomer, reading.word(match.tokens.upperBound - 1).hasSuffix("s") else {
            return false
        }
        if by == "por" { return ["comprad", "devuelt", "hech", "llevad"].contains { before.hasPrefix($0) } }
        return by == "by"
            && (before.hasSuffix("ed") && before != "grouped" || ["bought", "back", "made", "spent"].contains(before))
    }

    /// `by customer 12583` names one, and groups by nothing; `by customer in Spain` groups.
    private func names(_ match: Lexicon.Match) -> Bool {
        let named =
            switch match.concept {
            case .byProduct: reading.entities.products
            case .byCategory: reading.entities.categories
            case .byCustomer: reading.entities.customers
            default: reading.entities.countries
            }
        return named.contains { 0...1 ~= $0.tokens.lowerBound - match.tokens.upperBound }
            && !["en", "in", "de", "of", "from", "con", "with", "a"].contains(reading.word(match.tokens.upperBound))
            && !reading.tokens[match.tokens].contains { ["cada", "each", "every"].contains($0.word) }
    }

    /// A name in quotes or capitals that the shop's data do not have: it is looked up all the same, and not found.
    private var unknownNames: [String] {
        if let quoted = Quotation.all(in: reading.question).first, reading.file == nil {
            return [String(reading.question[quoted]).trimmed]
        }
        return reading.unknownNames
    }

    // MARK: Stock

    private func fillInventory(_ slots: inout QuestionSlots) {
        slots.filters.products = distinct(reading.entities.products)
        slots.filters.categories = distinct(reading.entities.categories)
        slots.filters.status = status
        slots.isNotMoving = status == nil && reading.isNotMoving
        if reading.entities.isEmpty { slots.filters.products = unknownNames }
        slots.groupBy = [.category, .product].contains(grouping) ? grouping : askedCategory
        if reading.has(.stockValue) || reading.has(.revenue) {
            slots.metric = .stockValue
        } else if reading.has(.units) || !slots.filters.products.isEmpty && reading.hasAny(.howMuch, .howMany) {
            slots.metric = .units
        }
    }

    /// `¿en qué categoría hay más?`
    private var askedCategory: QuestionGrouping? {
        reading.all(.category).contains {
            ["que", "cual", "cuales", "which", "what"].contains(reading.word($0.tokens.lowerBound - 1))
        } ? .category : nil
    }

    private var status: StockStatus? {
        // Whether one product is there is no question for all that are gone.
        let states: [(Concept, StockStatus)] = [
            (.discontinued, .discontinued), (.lowStock, .lowStock), (.outOfStock, .outOfStock),
        ]
        let found = states.compactMap { concept, status in reading.first(concept).map { ($0.tokens.lowerBound, status) }
        }
        if found.contains(where: { $0.1 == .discontinued }) { return .discontinued }
        // "agotándose" is a form of "agotar" too: the first of equals is the milder one.
        return found.min { $0.0 < $1.0 }?.1
    }

    private func fillReorder(_ slots: inout QuestionSlots) {
        let parameters = ReorderParameters(reading)
        slots.safetyFactor = parameters.safetyFactor
        slots.leadTimeDays = parameters.leadTimeDays
        slots.filters.products = distinct(reading.entities.products)
        slots.filters.categories = distinct(reading.entities.categories)
    }

    // MARK: Files

    private func fillFile(_ slots: inout QuestionSlots) {
        slots.path = reading.file?.path
        if reading.has(.semicolon) {
            slots.delimiter = .semicolon
        } else if reading.all(.tab).contains(where: { !inFile($0) }) {
            slots.delimiter = .tab
        } else if reading.all(.comma).contains(where: { !inFile($0) }) || reading.question.contains("','") {
            slots.delimiter = .comma
        } else if reading.question.contains("';'") || reading.question.contains("\";\"")
            || reading.question.contains("(;)") || reading.question.contains(" ;")
            || reading.hasWord(
                "delimiter",
                "delimitador",
                "separador",
                "separator",
                "delimitado",
                "separado",
                "separated"
            )
                && reading.question.contains(";")
        {
            slots.delimiter = .semicolon
        }
    }

    private func inFile(_ match: Lexicon.Match) -> Bool {
        guard let file = reading.file else { return false }
        return reading.tokens[match.tokens].contains { $0.range.overlaps(file.range) }
    }

    private func fillReport(_ slots: inout QuestionSlots) {
        let formats: [(Concept, ReportFormat)] = [
            (.pdf, .pdf), (.xlsx, .xlsx), (.csv, .csv), (.html, .html), (.json, .json), (.markdown, .markdown),
        ]
        let kind = ReportSubject.kind(of: reading)
        switch kind {
        case .sales: fillSales(&slots)
        case .topProducts, .customers: fillRanking(&slots)
        case .inventory: fillInventory(&slots)
        case .reorder: fillReorder(&slots)
        case .executive: slots.period = period
        case nil: break
        }
        if kind == .customers, slots.groupBy == .customer { slots.groupBy = nil }
        if kind == .sales, slots.metric == .revenue, !reading.has(.revenue) { slots.metric = nil }
        slots.report = kind
        slots.format =
            formats.compactMap { concept, format in reading.first(concept).map { ($0.tokens.lowerBound, format) } }
            .min { $0.0 < $1.0 }?.1
    }
}

/// What a report that is asked for holds.
enum ReportSubject {
    static func kind(of reading: QuestionReading) -> ReportKind? {
        let isRanking = Ranking(reading).isStated
        let money = reading.hasAny(.sale, .revenue, .orders, .units, .averageTicket)
        if reading.has(.customer), reading.entities.customers.isEmpty, !reading.has(.byCustomer), !money || isRanking,
            Ranking(reading).grouping == .customer || Ranking(reading).grouping == nil
        {
            return .customers
        }
        let scores = IntentClassifier.subject(of: reading)
        for (intent, _) in scores.ranking {
            switch intent {
            case .salesSummary, .trend: return .sales
            case .topProducts: return .topProducts
            case .inventoryStatus: return .inventory
            case .reorder: return .reorder
            case .executiveSummary: return .executive
            default: continue
            }
        }
        if reading.has(.product) || !reading.entities.categories.isEmpty { return .inventory }
        return nil
    }
}
