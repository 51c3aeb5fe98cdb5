import GRDB

/// The texts of the questions. What a person typed comes in as bound arguments only; every other choice is an enum's.
struct FactSQL {
    /// The lines, or their sums by document where nothing of the product is asked. Both answer to the same columns.
    enum Table: String {
        case lines = "sale_line"
        case documentSums = "document_sum"
    }

    let table: Table
    let scope: SalesScope

    init(_ scope: SalesScope, grouping: SalesGrouping? = nil) {
        let asksProducts =
            grouping == .product || grouping == .category || scope.products != nil || scope.categories != nil
        table = asksProducts ? .lines : .documentSums
        self.scope = scope
    }

    /// One row: revenue, units and orders of net, gross, product gross and returns.
    var totals: String {
        let columns = SalesView.allCases.map { view in
            guard let condition = Self.condition(view) else {
                return "COALESCE(SUM(amount), 0), COALESCE(SUM(quantity), 0), COUNT(DISTINCT document_id)"
            }
            return """
                COALESCE(SUM(amount) FILTER (WHERE \(condition)), 0),
                COALESCE(SUM(quantity) FILTER (WHERE \(condition)), 0),
                COUNT(DISTINCT document_id) FILTER (WHERE \(condition))
                """
        }
        return "SELECT \(columns.joined(separator: ", ")) FROM \(table.rawValue) AS s WHERE \(conditions)"
    }

    /// The arguments of `groups`: the scope's once for each part that reads lines, the limit and the offset.
    func groupArguments(metric: SalesMetric, limit: Int, offset: Int) -> StatementArguments {
        let scopes = metric == .averageTicket ? scope.arguments + scope.arguments : scope.arguments
        return scopes + [limit, offset]
    }

    /// Rows of key, name, revenue, units, orders, gross revenue, gross orders and the number of all groups.
    func groups(
        by grouping: SalesGrouping,
        view: SalesView,
        metric: SalesMetric,
        isAscending: Bool,
        withoutNull: Bool
    ) -> String {
        let viewCondition = Self.condition(view).map { " AND \($0)" } ?? ""
        // The average ticket is a gross figure whatever the view.
        let tickets =
            metric == .averageTicket
            ? """
            , ticket AS (
                SELECT \(grouping.keySQL) AS k, SUM(amount) AS revenue, COUNT(DISTINCT document_id) AS orders
                FROM \(table.rawValue) AS s \(grouping.factJoinSQL) WHERE \(conditions) AND \(Self.gross) GROUP BY k)
            """ : ""
        let (ticketColumns, ticketJoin) =
            metric == .averageTicket
            ? ("ticket.revenue, ticket.orders", "LEFT JOIN ticket ON ticket.k IS figure.k") : ("NULL, NULL", "")
        return """
            WITH figure AS (
                SELECT \(grouping.keySQL) AS k, SUM(amount) AS revenue, SUM(quantity) AS units,
                    COUNT(DISTINCT document_id) AS orders
                FROM \(table.rawValue) AS s \(grouping.factJoinSQL) WHERE \(conditions)\(viewCondition) GROUP BY k)\(tickets)
            SELECT \(grouping.labelSQL) AS label, \(grouping.nameSQL), figure.revenue, figure.units, figure.orders,
                \(ticketColumns), COUNT(*) OVER ()
            FROM figure \(grouping.labelJoinSQL) \(ticketJoin)
            \(withoutNull ? "WHERE figure.k IS NOT NULL" : "")
            ORDER BY \(Self.order(grouping, metric, isAscending)) LIMIT ? OFFSET ?
            """
    }

    /// The currencies of the lines in scope.
    var currencies: String {
        "SELECT DISTINCT currency_id FROM \(table.rawValue) AS s WHERE \(conditions)"
    }

    private static let gross = "stratum IN (1, 2)"

    private static func condition(_ view: SalesView) -> String? {
        switch view {
        case .net: nil
        case .gross: gross
        case .productGross: "stratum = 2"
        case .returns: "stratum = 3"
        }
    }

    private static func order(_ grouping: SalesGrouping, _ metric: SalesMetric, _ isAscending: Bool) -> String {
        if grouping.isTime { return "label" }
        let value =
            switch metric {
            case .revenue: "figure.revenue"
            case .units: "figure.units"
            case .orders: "figure.orders"
            case .averageTicket: "CAST(ticket.revenue AS REAL) / ticket.orders"
            }
        return "\(value) \(isAscending ? "ASC" : "DESC") NULLS LAST, label NULLS LAST"
    }

    private var conditions: String {
        var all = ["1"]
        if scope.period != nil { all.append("day BETWEEN ? AND ?") }
        if scope.products != nil { all.append("product_id IN (SELECT value FROM json_each(?))") }
        if scope.categories != nil {
            all.append(
                """
                product_id IN (SELECT id FROM product WHERE COALESCE(category_id, stock_category_id) IN
                    (SELECT value FROM json_each(?)))
                """
            )
        }
        if scope.countries != nil { all.append("country_id IN (SELECT value FROM json_each(?))") }
        if scope.customers != nil { all.append("customer_id IN (SELECT value FROM json_each(?))") }
        if scope.currencies != nil { all.append("currency_id IN (SELECT value FROM json_each(?))") }
        return all.joined(separator: " AND ")
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

    /// In the order in which `FactSQL` asks for them.
    var arguments: StatementArguments {
        var arguments: [any DatabaseValueConvertible] = []
        if let period { arguments += [period.from.packed, period.to.packed] }
        for ids in [products, categories, countries, customers, currencies].compactMap({ $0 }) {
            arguments.append("[" + ids.map(String.init).joined(separator: ",") + "]")
        }
        return StatementArguments(arguments)
    }
}

extension SalesGrouping {
    /// What lines are grouped by.
    fileprivate var keySQL: String {
        switch self {
        case .product: "s.product_id"
        case .category: "COALESCE(p.category_id, p.stock_category_id)"
        case .customer: "s.customer_id"
        case .country: "s.country_id"
        case .month: "s.day / 100"
        case .week: "(\(Self.julianDaySQL)) / 7"
        case .day: "s.day"
        }
    }

    fileprivate var factJoinSQL: String {
        self == .category ? "JOIN product AS p ON p.id = s.product_id" : ""
    }

    /// What a reader is shown, before it is turned into text.
    fileprivate var labelSQL: String {
        switch self {
        case .product: "product.code"
        case .category: "category.name"
        case .customer: "customer.name"
        case .country: "country.name"
        case .month, .week, .day: "figure.k"
        }
    }

    fileprivate var nameSQL: String { self == .product ? "product.name" : "NULL" }

    fileprivate var labelJoinSQL: String {
        switch self {
        case .product: "JOIN product ON product.id = figure.k"
        case .category: "LEFT JOIN category ON category.id = figure.k"
        case .customer: "LEFT JOIN customer ON customer.id = figure.k"
        case .country: "LEFT JOIN country ON country.id = figure.k"
        case .month, .week, .day: ""
        }
    }

    /// The Julian day number of `YYYYMMDD`, whose multiples of 7 are Mondays.
    ///
    /// Source: L. E. Doggett, "Calendars", in the Explanatory Supplement to the Astronomical Almanac (1992), 604.
    private static var julianDaySQL: String {
        let year = "(s.day / 10000 + 4800 - \(early))"
        let month = "(s.day / 100 % 100 + 12 * \(early) - 3)"
        return """
            s.day % 100 + (153 * \(month) + 2) / 5 + 365 * \(year) + \(year) / 4 - \(year) / 100 + \(year) / 400 - 32045
            """
    }

    /// 1 in January and February, which end the year before.
    private static let early = "((14 - s.day / 100 % 100) / 12)"

    /// The text of a key as it comes from a query.
    func key(_ value: DatabaseValue) -> String? {
        guard isTime else { return String.fromDatabaseValue(value) }
        guard let number = Int.fromDatabaseValue(value) else { return nil }
        switch self {
        case .month: return CalendarDay(packed: number * 100 + 1)?.monthKey
        case .week: return CalendarDay(serial: number * 7 - 2_440_588)?.isoWeek.description
        default: return CalendarDay(packed: number)?.description
        }
    }
}
