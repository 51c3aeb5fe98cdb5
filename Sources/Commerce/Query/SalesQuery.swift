public import Localization

/// Which lines of the sales count.
public enum SalesView: String, Sendable, CaseIterable {
    /// Every line, cancellations and adjustments included.
    case net
    /// Lines of documents that are neither cancellations nor adjustments, with quantity and price above 0.
    case gross
    /// Gross without service codes.
    case productGross = "product_gross"
    /// The lines of cancellation documents.
    case returns
}

/// What sales can be split by.
public enum SalesGrouping: String, Sendable, CaseIterable {
    case product, category, customer, country, month, week, day

    /// Whether its keys follow one another in time.
    public var isTime: Bool {
        switch self {
        case .month, .week, .day: true
        case .product, .category, .customer, .country: false
        }
    }
}

/// What groups are ordered by.
public enum SalesMetric: String, Sendable, CaseIterable {
    case revenue, units, orders
    case averageTicket = "average_ticket"
}

/// Which sales are asked for. Several values of one filter are alternatives; different filters all apply.
public struct SalesFilters: Sendable, Hashable {
    /// Codes or names, without regard to case and accents.
    public var products: [String] = []
    public var categories: [String] = []
    public var countries: [String] = []
    public var customers: [String] = []
    /// ISO 4217.
    public var currency: String?

    public init() {}
}

/// A question about sales as a whole.
public struct SalesQuery: Sendable, Hashable {
    public var period = PeriodExpression.everything
    public var view = SalesView.net
    public var groupBy: SalesGrouping?
    public var filters = SalesFilters()
    /// Orders the groups, from the largest down. Groups of time stay in the order of time.
    public var metric = SalesMetric.revenue
    /// Groups on a page; at most ``PageLimit/most``.
    public var limit = PageLimit.usual
    /// Where the previous page ended.
    public var cursor: String?
    /// The day the question is asked on, instead of today or the last sale's day.
    public var now: CalendarDay?
    /// How `3/4/2011` is read in a period.
    public var language = Language.spanish

    public init() {}
}

/// A ranking of products, or of categories, customers or countries.
public struct TopQuery: Sendable, Hashable {
    /// How many; at most ``PageLimit/most``.
    public var count = 10
    /// Units by default: what people mean by the best-selling products is how many went out.
    public var by = SalesMetric.units
    /// From the least up instead of from the most down. Ties go by key either way.
    public var isAscending = false
    public var period = PeriodExpression.everything
    public var view = SalesView.net
    public var filters = SalesFilters()
    /// Product, category, customer or country.
    public var groupBy = SalesGrouping.product
    /// Tells every item's share and class of revenue.
    public var abc: ABCLimits?
    public var now: CalendarDay?
    public var language = Language.spanish

    public init() {}
}

/// How many groups a page holds.
public enum PageLimit {
    public static let usual = 20
    /// More are cut to this; the cursor leads on.
    public static let most = 1_000
}
