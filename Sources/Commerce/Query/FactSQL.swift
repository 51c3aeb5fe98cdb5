import GRDB

/// The texts of the questions. What a person typed comes in as bound arguments only; every other choice is an enum's.
///
/// The one place that decides what a question is answered from: the smallest table of sums that can tell, else the
/// sums by document, else the lines. All give the same answer.
struct FactSQL {
    enum Source {
        /// Sums by country and month, and by day at the ends of the period.
        case places(SpanCover)
        /// Sums by country and day.
        case placeDays
        /// Sums by product and month, and lines at the ends.
        case products(SpanCover)
        /// Sums by customer and month, and sums by document at the ends.
        case customers(SpanCover)
        /// Sums by document.
        case documents
        case lines
    }

    let source: Source
    let scope: SalesScope
    private let grouping: SalesGrouping?

    /// - Parameter scansLines: answer from the lines, whatever the sums could tell.
    init(_ scope: SalesScope, grouping: SalesGrouping? = nil, scansLines: Bool = false) {
        self.scope = scope
        self.grouping = grouping
        source = scansLines ? .lines : Self.source(scope, grouping)
    }

    private static func source(_ scope: SalesScope, _ grouping: SalesGrouping?) -> Source {
        let asksProducts = scope.products != nil || grouping == .product
        let asksCustomers = scope.customers != nil || grouping == .customer
        let asksCountries = scope.countries != nil || grouping == .country
        let asksDays = grouping == .day || grouping == .week
        if scope.categories != nil || grouping == .category && scope.hasCategories { return .lines }
        let cover = scope.data.map { SpanCover(scope.period, data: $0, byMonth: grouping == .month) }
        if !asksProducts, !asksCustomers {
            guard !asksDays, let cover else { return .placeDays }
            return .places(cover)
        }
        if asksProducts != asksCustomers, !asksCountries, !asksDays, let cover {
            // A document has one customer, but two of its products are one order.
            if asksCustomers { return .customers(cover) }
            if grouping == .product || Set(scope.products ?? []).count <= 1 { return .products(cover) }
        }
        return asksProducts ? .lines : .documents
    }

    /// One row: revenue, units and orders of net, gross, product gross and returns.
    var totals: SQL {
        let views = SalesView.allCases
        let columns = Self.sums(of: views).map { "COALESCE(\($0), 0)" }.joined(separator: ", ")
        return "SELECT \(sql: columns) FROM (\(literal: facts(views)))"
    }

    /// Rows of key, name, revenue, units, orders, gross revenue, gross orders and the number of all groups.
    ///
    /// - Parameter by: what was given to `init`.
    func groups(
        by grouping: SalesGrouping,
        view: SalesView,
        metric: SalesMetric,
        isAscending: Bool,
        withoutNull: Bool,
        limit: Int,
        offset: Int
    ) -> SQL {
        // The average ticket is a gross figure whatever the view.
        let asksTicket = metric == .averageTicket
        let views = asksTicket ? [view, .gross] : [view]
        let sums = hasRowPerKey ? Self.figures(of: views) : Self.sums(of: views)
        let tickets = asksTicket ? ", \(sums[3]) AS ticket_revenue, NULLIF(\(sums[5]), 0) AS ticket_orders" : ""
        let condition = "\(sums[2]) > 0\(withoutNull ? " AND k IS NOT NULL" : "")"
        // To read a few thousand sums twice takes less time than to keep them.
        let (keeping, grouped) = hasRowPerKey ? ("NOT MATERIALIZED", "WHERE") : ("MATERIALIZED", "GROUP BY k HAVING")
        return """
            WITH figure AS \(sql: keeping) (
                SELECT k, \(sql: sums[0]) AS revenue, \(sql: sums[1]) AS units, \(sql: sums[2]) AS orders\(sql: tickets)
                FROM (\(literal: facts(views))) \(sql: grouped) \(sql: condition))
            SELECT \(sql: grouping.labelSQL) AS label, \(sql: grouping.nameSQL), revenue, units, orders,
                \(sql: asksTicket ? "ticket_revenue, ticket_orders" : "NULL, NULL"), (SELECT COUNT(*) FROM figure)
            FROM figure \(sql: grouping.labelJoinSQL)
            ORDER BY \(sql: Self.order(grouping, metric, isAscending)) LIMIT \(limit) OFFSET \(offset)
            """
    }

    /// The currencies of the lines in scope.
    var currencies: SQL {
        let table = scope.products != nil || scope.categories != nil ? lines(scope.period) : documents(scope.period)
        return "SELECT DISTINCT s.currency_id FROM \(literal: table) WHERE \(literal: conditions(scope.period))"
    }

    /// Rows of a key and its quantity in one view.
    func quantities(_ view: SalesView) -> SQL {
        "SELECT k, \(sql: Self.sums(of: [view])[1]) FROM (\(literal: facts([view]))) GROUP BY k"
    }

    // MARK: Facts

    /// The table of sums that has one row at most for each key in the period. To group rows takes most of the time of
    /// a ranking, and is not needed then.
    private var keyed: (table: CellSums.Table, cover: SpanCover)? {
        guard scope.hasOneCurrency else { return nil }
        let (table, cover): (CellSums.Table, SpanCover)
        switch (source, grouping) {
        case (.products(let own), .product): (table, cover) = (.products, own)
        case (.customers(let own), .customer): (table, cover) = (.customers, own)
        default: return nil
        }
        return cover.spans.count == 1 && cover.edges.isEmpty ? (table, cover) : nil
    }

    private var hasRowPerKey: Bool { keyed != nil }

    /// Rows of a key `k` and, for each view, amount, quantity and orders, `f0`, `f1` and so on. There may be several
    /// rows for a key, unless ``hasRowPerKey``: they add up.
    private func facts(_ views: [SalesView]) -> SQL {
        if let keyed { return joined(views, keyed.table, keyed.cover) }
        let parts: [SQL]
        switch source {
        case .places(let cover):
            parts = [spans(views, .places, cover)] + cover.edges.map { days(views, $0) } + [scattered(views)]
        case .placeDays: parts = [days(views, scope.period), scattered(views)]
        case .products(let cover):
            let edges = cover.edges.map { edge(views, $0, of: lines($0)) }
            parts = [spans(views, .products, cover)] + edges + [scattered(views)]
        case .customers(let cover):
            let edges = cover.edges.map { edge(views, $0, of: documents($0)) }
            parts = [spans(views, .customers, cover)] + edges + [scattered(views)]
        case .documents: parts = [counted(views, of: documents(scope.period), within: conditions(scope.period))]
        case .lines: parts = [counted(views, of: lines(scope.period), within: conditions(scope.period))]
        }
        return parts.joined(separator: " UNION ALL ")
    }

    /// Every scattered document has lines in the sums too, so its keys are there.
    private func joined(_ views: [SalesView], _ table: CellSums.Table, _ cover: SpanCover) -> SQL {
        let columns = Self.figures(of: views).enumerated().map { index, figure in
            index % 3 == 2 ? "s.\(figure) + COALESCE(t.\(figure), 0) AS \(figure)" : "s.\(figure)"
        }
        return """
            SELECT s.k, \(sql: columns.joined(separator: ", ")) FROM (\(literal: spans(views, table, cover))) AS s
            LEFT JOIN (\(literal: scattered(views))) AS t ON t.k IS s.k
            """
    }

    private func spans(_ views: [SalesView], _ table: CellSums.Table, _ cover: SpanCover) -> SQL {
        let spans = "[" + cover.spans.map(String.init).joined(separator: ",") + "]"
        return sums(views, from: table, grouping?.sumKeySQL, "s.span IN (SELECT value FROM json_each(\(spans)))")
    }

    /// - Parameter days: nil is all.
    private func days(_ views: [SalesView], _ days: Period?) -> SQL {
        let (first, last) = (days?.from.packed ?? 0, days?.to.packed ?? 9999_12_31)
        let base = SpanLevel.firstDay
        let range: SQL = "s.span BETWEEN \(base + Int64(first)) AND \(base + Int64(last))"
        return sums(views, from: .places, grouping?.daySumKeySQL, range)
    }

    /// The rows of a table of sums.
    private func sums(_ views: [SalesView], from table: CellSums.Table, _ key: String?, _ spans: SQL) -> SQL {
        let figures = views.flatMap { view in ["amount", "quantity", "orders"].map { "s.\(view.rawValue)_\($0)" } }
        let columns = figures.enumerated().map { ", \($1) AS f\($0)" }.joined()
        return """
            SELECT \(sql: key ?? "NULL") AS k\(sql: columns) FROM \(sql: table.name) AS s
            WHERE \(literal: spans) AND \(literal: conditions(nil))
            """
    }

    /// Days beside whole months. Scattered documents are counted elsewhere.
    private func edge(_ views: [SalesView], _ days: Period, of table: SQL) -> SQL {
        let simple =
            "CASE WHEN s.document_id NOT IN (SELECT document_id FROM scattered_document) THEN s.document_id END"
        return counted(views, of: table, within: conditions(days), document: simple)
    }

    /// The orders that the sums leave out.
    private func scattered(_ views: [SalesView]) -> SQL {
        counted(views, of: "scattered_line AS s", within: conditions(scope.period), hasAmounts: false)
    }

    /// Rows that have a stratum and a document.
    private func counted(
        _ views: [SalesView],
        of table: SQL,
        within conditions: SQL,
        document: String = "s.document_id",
        hasAmounts: Bool = true
    ) -> SQL {
        let only = views.count == 1 ? views[0].condition : nil
        let columns: String = views.enumerated().map { index, view in
            let filter = views.count == 1 ? "" : view.condition.map { " FILTER (WHERE \($0))" } ?? ""
            let sums = hasAmounts ? ("SUM(s.amount)\(filter)", "SUM(s.quantity)\(filter)") : ("0", "0")
            return """
                , \(sums.0) AS f\(index * 3), \(sums.1) AS f\(index * 3 + 1),
                COUNT(DISTINCT \(document))\(filter) AS f\(index * 3 + 2)
                """
        }.joined()
        let key = grouping?.factKeySQL(scope) ?? "NULL"
        let view: String = only.map { " AND \($0)" } ?? ""
        return """
            SELECT \(sql: key) AS k\(sql: columns) FROM \(literal: table)
            WHERE \(literal: conditions)\(sql: view) GROUP BY 1
            """
    }

    private static func figures(of views: [SalesView]) -> [String] {
        (0..<views.count * 3).map { "f\($0)" }
    }

    private static func sums(of views: [SalesView]) -> [String] {
        figures(of: views).map { "SUM(\($0))" }
    }

    private static func order(_ grouping: SalesGrouping, _ metric: SalesMetric, _ isAscending: Bool) -> String {
        if grouping.isTime { return "label" }
        let value =
            switch metric {
            case .revenue: "figure.revenue"
            case .units: "figure.units"
            case .orders: "figure.orders"
            case .averageTicket: "CAST(ticket_revenue AS REAL) / ticket_orders"
            }
        return "\(value) \(isAscending ? "ASC" : "DESC") NULLS LAST, label NULLS LAST"
    }

    // MARK: Rows

    /// The lines of the blocks that have some of these days.
    private func lines(_ days: Period?) -> SQL {
        // A customer's or a country's lines are found by their documents. The signs keep SQLite from making an index of
        // all lines for the purpose.
        if scope.customers != nil || scope.countries != nil {
            return """
                \(literal: documents(days, alias: "d")) CROSS JOIN sale AS s
                ON \(literal: placeConditions("d")) AND s.id BETWEEN d.first_line AND d.last_line
                AND +s.day = d.day AND +s.stratum = d.stratum AND +s.customer_id IS d.customer_id
                AND +s.country_id IS d.country_id AND +s.currency_id IS d.currency_id
                """
        }
        guard let days else { return "sale AS s" }
        return "\(literal: blocks(days)) CROSS JOIN sale AS s ON s.id BETWEEN b.first_line AND b.last_line"
    }

    private func documents(_ days: Period?, alias: String = "s") -> SQL {
        guard let days else { return "document_sum AS \(sql: alias)" }
        let range = "\(alias).id BETWEEN b.first_sum AND b.last_sum"
        return "\(literal: blocks(days)) CROSS JOIN document_sum AS \(sql: alias) ON \(sql: range)"
    }

    private func blocks(_ days: Period) -> SQL {
        """
        (SELECT * FROM line_block WHERE last_day >= \(days.from.packed) AND first_day <= \(days.to.packed)) AS b
        """
    }

    /// - Parameter days: beside the filters; nil is all.
    private func conditions(_ days: Period?) -> SQL {
        var all: [SQL] = ["1"]
        if let days { all.append("s.day BETWEEN \(days.from.packed) AND \(days.to.packed)") }
        if let products = scope.products { all.append(Self.isOne(of: products, "s.product_id")) }
        if let categories = scope.categories {
            all.append(
                """
                s.product_id IN (SELECT id FROM product WHERE COALESCE(category_id, stock_category_id) IN
                    (SELECT value FROM json_each(\(Self.list(categories)))))
                """
            )
        }
        if let currencies = scope.currencies { all.append(Self.isOne(of: currencies, "s.currency_id")) }
        all.append(placeConditions("s"))
        return all.joined(separator: " AND ")
    }

    private func placeConditions(_ table: String) -> SQL {
        var all: [SQL] = ["1"]
        if let countries = scope.countries { all.append(Self.isOne(of: countries, "\(table).country_id")) }
        if let customers = scope.customers { all.append(Self.isOne(of: customers, "\(table).customer_id")) }
        return all.joined(separator: " AND ")
    }

    private static func isOne(of ids: [Int64], _ column: String) -> SQL {
        "\(sql: column) IN (SELECT value FROM json_each(\(list(ids))))"
    }

    private static func list(_ ids: [Int64]) -> String { "[" + ids.map(String.init).joined(separator: ",") + "]" }
}

extension SalesView {
    /// nil for all lines.
    fileprivate var condition: String? {
        self == .net ? nil : "s.stratum IN (\(strata.sorted().map(String.init).joined(separator: ", ")))"
    }
}

/// The lines a question is about: its filters, found in the store.
struct SalesScope {
    var period: Period?
    /// Rows of the table of that name; nil is no filter, empty is a filter that nothing meets.
    var products: [Int64]?
    var categories: [Int64]?
    var countries: [Int64]?
    var customers: [Int64]?
    var currencies: [Int64]?
    /// The days of all lines; nil without lines, or when it is not known.
    var data: Period?
    /// Whether any product has a category.
    var hasCategories = true
    /// Whether all lines state the same currency, or none does; false when it is not known.
    var hasOneCurrency = false
}
