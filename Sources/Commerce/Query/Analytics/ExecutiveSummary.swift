public import Localization

/// A question about the business as a whole.
public struct ExecutiveQuery: Sendable, Hashable {
    public var period = PeriodExpression.everything
    public var view = SalesView.net
    /// Only sales in this currency (ISO 4217).
    public var currency: String?
    /// How many places each ranking has; 1 to 50.
    public var count = 5
    /// Whether to look at stock too; a caller may not be allowed to.
    public var includesStock = true
    public var now: CalendarDay?
    public var language = Language.spanish

    public init() {}

    var filters: SalesFilters {
        var filters = SalesFilters()
        filters.currency = currency
        return filters
    }
}

/// The answer to an ``ExecutiveQuery``.
public struct ExecutiveSummary: Sendable, Hashable {
    public var context: SalesContext
    /// In the view asked for.
    public var figures: SalesFigures
    public var averageTicket: Money?
    public var views: SalesViews
    public var returnRates: ReturnRates
    /// The product that came back most by value, without service codes.
    public var mostReturned: TopItem?
    /// Revenue against the period before and the year before; nil where the data do not reach back far enough.
    public var previous: SalesComparison?
    public var yearBefore: SalesComparison?
    /// The latest whole month against the month before, where the period holds several.
    public var latestMonth: SalesComparison?
    /// Revenue over time.
    public var trend: SalesTrend
    /// By revenue, without service codes.
    public var products: [Contribution]
    /// Of all products, by revenue: A, B and C.
    public var productClasses: [ABCClassTotal]
    public var categories: [Contribution]
    public var customers: [Contribution]
    public var countries: [Contribution]
    /// How many countries there are, listed or not.
    public var countryCount: Int
    public var unusualDays: UnusualDays?
    /// nil without a stock list.
    public var stock: StockAlerts?
    /// The weightiest first.
    public var findings: [Finding]
}

/// One place of a ranking by revenue.
public struct Contribution: Sendable, Hashable {
    public var item: TopItem
    /// Its revenue ÷ the period's revenue × 100; nil where that is not above 0.
    public var share: Percent?
}

/// What in stock wants attention, as of the day of the question.
public struct StockAlerts: Sendable, Hashable {
    public var totals: StockTotals
    /// Up to five items each, by code.
    public var outOfStock: [StockItem]
    public var lowStock: [StockItem]
    public var overstock: StockSlice
    public var notMoving: StockSlice
    /// With lead time 7 days, safety factor 1.2 and a window of 90 days.
    public var reorderCount: Int
    public var reorderUnits: Quantity
    /// The five most wanted.
    public var reorder: [ReorderItem]
    public var currency: String?
}

/// Days whose revenue lies far from the others'.
///
/// The rule, for at least 20 days with sales: the modified z-score 0.6745 × (revenue − median) / MAD is above 3.5 or
/// below −3.5, where MAD is the median of the distances to the median (B. Iglewicz and D. Hoaglin, "How to Detect and
/// Handle Outliers", 1993).
public struct UnusualDays: Sendable, Hashable {
    /// Of the days with sales.
    public var median: Money
    public var medianDistance: Money
    public var daysWithSales: Int
    /// The farthest from the median first, at most five.
    public var days: [TrendPoint]
    /// All of them.
    public var count: Int
}

extension UnusualDays {
    /// nil with too few days, or where more than half of them are the same.
    init?(_ points: [TrendPoint]) {
        let open = points.filter { $0.figures.orders > 0 }
        guard open.count >= 20 else { return nil }
        func median(_ values: [Int64]) -> Int64 {
            let sorted = values.sorted()
            let half = sorted.count / 2
            if sorted.count % 2 == 1 { return sorted[half] }
            return Money.roundedQuotient(Int128(sorted[half - 1]) + Int128(sorted[half]), 2)
        }
        let middle = median(open.map(\.figures.revenue.micros))
        func distance(_ point: TrendPoint) -> Int64 {
            Int64(clamping: (Int128(point.figures.revenue.micros) - Int128(middle)).magnitude)
        }
        let spread = median(open.map(distance))
        guard spread > 0 else { return nil }
        let far = open.filter { Int128(distance($0)) * 6_745 > Int128(spread) * 35_000 }
        self.median = Money(micros: middle)
        medianDistance = Money(micros: spread)
        daysWithSales = open.count
        count = far.count
        let order = far.sorted { distance($0) == distance($1) ? $0.key < $1.key : distance($0) > distance($1) }
        days = Array(order.prefix(5))
    }
}
