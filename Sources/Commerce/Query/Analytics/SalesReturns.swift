import GRDB
public import Localization

/// A question about what came back.
public struct ReturnsQuery: Sendable, Hashable {
    public var period = PeriodExpression.everything
    public var filters = SalesFilters()
    /// How many products; at most ``PageLimit/most``.
    public var count = 10
    public var now: CalendarDay?
    public var language = Language.spanish

    public init() {}
}

/// How much of what was sold came back.
public struct ReturnRates: Sendable, Hashable {
    /// −returned revenue / gross revenue × 100; nil without gross sales.
    public var revenue: Percent?
    /// −returned units / gross units × 100; nil without gross sales.
    public var units: Percent?

    public init(_ views: SalesViews) {
        revenue = Percent(-Int128(views.returns.revenue.micros), of: Int128(views.gross.revenue.micros))
        units = Percent(-Int128(views.returns.units.micros), of: Int128(views.gross.units.micros))
    }
}

/// The answer to a ``ReturnsQuery``. Products are without service codes, the most returned first.
public struct SalesReturns: Sendable, Hashable {
    public var context: SalesContext
    public var views: SalesViews
    public var rates: ReturnRates
    public var byRevenue: [TopItem]
    public var byUnits: [TopItem]
}

extension SalesReader {
    func returns(_ query: ReturnsQuery) throws -> SalesReturns {
        var sales = SalesQuery()
        (sales.period, sales.filters, sales.view) = (query.period, query.filters, .returns)
        (sales.now, sales.language) = (query.now, query.language)
        let summary = try summary(sales)
        return SalesReturns(
            context: summary.context,
            views: summary.views,
            rates: ReturnRates(summary.views),
            byRevenue: try returned(query, by: .revenue),
            byUnits: try returned(query, by: .units)
        )
    }

    /// Postage, fees and the like.
    func serviceCodes() throws -> Set<String> {
        try String.fetchSet(db, sql: "SELECT code FROM product WHERE is_service = 1")
    }

    /// The products that came back most, without service codes.
    func returned(_ query: ReturnsQuery, by metric: SalesMetric) throws -> [TopItem] {
        let services = try serviceCodes()
        var top = TopQuery()
        (top.period, top.filters, top.view) = (query.period, query.filters, .returns)
        (top.now, top.language, top.by, top.isAscending) = (query.now, query.language, metric, true)
        top.count = query.count + services.count
        var items = try self.top(top).items.filter { !services.contains($0.code) }
        items.removeLast(max(0, items.count - query.count))
        for index in items.indices { items[index].rank = index + 1 }
        return items
    }
}
