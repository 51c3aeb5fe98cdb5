public import Localization

/// What a set of lines comes to.
public struct SalesFigures: Sendable, Hashable {
    /// Σ quantity × price × (1 − discount), exact.
    public var revenue: Money
    /// Signed sum of quantities.
    public var units: Quantity
    /// Distinct documents.
    public var orders: Int64

    public static let zero = SalesFigures(revenue: .zero, units: .zero, orders: 0)
}

/// The figures of each view.
public struct SalesViews: Sendable, Hashable {
    public var net = SalesFigures.zero
    public var gross = SalesFigures.zero
    public var productGross = SalesFigures.zero
    public var returns = SalesFigures.zero

    public subscript(view: SalesView) -> SalesFigures {
        switch view {
        case .net: net
        case .gross: gross
        case .productGross: productGross
        case .returns: returns
        }
    }

    /// Gross revenue by gross order, rounded to hundredths; nil without orders.
    public var averageTicket: Money? { gross.revenue.shared(among: gross.orders) }
}

/// What answers have in common: what they are about.
public struct SalesContext: Sendable, Hashable {
    /// The day relative dates were counted from: today, or the last sale's day if that is earlier.
    public var asOf: CalendarDay
    /// The days asked for; without a period, those of the data. nil when there are no data.
    public var period: Period?
    /// ISO 4217, nil when the data do not say.
    public var currency: String?
    public var view: SalesView
    /// Whether the store holds any sales at all.
    public var hasData: Bool
    /// What a reader should know: unknown filter values, an unknown currency, no data.
    public var notes: [LocalizedText]
    /// The notes of filters that leave nothing, since none of their values is in the data.
    public var unmatched: [LocalizedText] = []
}

/// The answer to a ``SalesQuery``.
public struct SalesSummary: Sendable, Hashable {
    public var context: SalesContext
    /// In the view asked for.
    public var figures: SalesFigures
    public var averageTicket: Money?
    public var views: SalesViews
    public var groupBy: SalesGrouping?
    /// One page of them.
    public var groups: [SalesGroup]
    /// On all pages.
    public var groupCount: Int
    /// nil on the last page.
    public var nextCursor: String?
}

/// The sales of one product, month, country…
public struct SalesGroup: Sendable, Hashable {
    /// A product code, month `2011-08`, ISO week `2011-W35`, day `2011-08-31`…; nil for lines that have none.
    public var key: String?
    /// A product's name.
    public var name: String?
    public var figures: SalesFigures
    /// Only where the metric is the average ticket.
    public var averageTicket: Money?
}

/// The answer to a ``TopQuery``.
public struct TopProducts: Sendable, Hashable {
    public var context: SalesContext
    public var groupBy: SalesGrouping
    public var by: SalesMetric
    public var isAscending: Bool
    public var items: [TopItem]
    /// How many there are to rank.
    public var count: Int
    /// Of all items, ranked here or not; nil unless asked for.
    public var classes: [ABCClassTotal]?
}

/// One place of a ranking.
public struct TopItem: Sendable, Hashable {
    /// From 1.
    public var rank: Int
    /// The product's code, or the category, customer or country.
    public var code: String
    public var name: String?
    public var figures: SalesFigures
    public var averageTicket: Money?
    /// nil unless classes were asked for.
    public var share: RevenueShare?
}
