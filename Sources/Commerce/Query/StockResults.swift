public import Localization

/// One item in stock.
public struct StockItem: Sendable, Hashable {
    /// Upper case.
    public var code: String
    public var name: String?
    public var category: String?
    public var supplier: String?
    public var stock: Quantity
    public var onOrder: Quantity
    public var reorderLevel: Quantity
    /// List price.
    public var price: Money?
    public var cost: Money?
    public var status: StockStatus
    /// Stock × list price; nil without a price.
    public var value: Money?
    /// ISO 4217, nil when the list does not say.
    public var currency: String?
}

/// Sums over all items that the filters let through, whatever their status.
public struct StockTotals: Sendable, Hashable {
    public var products = 0
    public var active = 0
    public var discontinued = 0
    public var units = Quantity.zero
    /// Stock at list prices, of all items and of those that are not discontinued.
    public var value = Money.zero
    public var valueActive = Money.zero
    public var outOfStock = 0
    public var lowStock = 0
    /// Items without a price, which the values leave out.
    public var withoutPrice = 0

    public init() {}
}

/// The answer to a ``StockQuery``.
public struct StockReport: Sendable, Hashable {
    /// nil without data, and where the list does not say.
    public var currency: String?
    /// Whether there is a stock list at all.
    public var hasData: Bool
    /// The file it came from, without folders.
    public var source: String?
    public var totals: StockTotals
    /// By code; figures in codes count as numbers.
    public var items: [StockItem]
    /// With the status asked for, listed or not.
    public var itemCount: Int
    public var notes: [LocalizedText]
}

/// One item that should be ordered.
public struct ReorderItem: Sendable, Hashable {
    public var item: StockItem
    /// Gross units sold in the window.
    public var sold: Quantity
    /// To a millionth, rounded half away from zero. The reorder point is computed with the exact quotient.
    public var dailyDemand: Quantity
    /// Whole units.
    public var reorderPoint: Int64
    /// Stock and what is on order.
    public var available: Quantity
    public var suggested: Quantity
}

/// The answer to a ``ReorderQuery``.
public struct ReorderReport: Sendable, Hashable {
    public var query: ReorderQuery
    public var asOf: CalendarDay
    /// The days whose sales count.
    public var window: Period
    public var hasData: Bool
    /// The most suggested first, then by code.
    public var items: [ReorderItem]
    /// All items to order, listed or not, and their units.
    public var itemCount: Int
    public var units: Quantity
    /// What the suggested units come to at cost; nil where an item has none.
    public var cost: Money?
    public var currency: String?
    public var notes: [LocalizedText]
    /// The notes of filters that leave nothing, since none of their values is in the list.
    public var unmatched: [LocalizedText] = []
}
