public import Localization

/// Which items of a stock list are listed.
public enum StockSelection: Sendable, Hashable, RawRepresentable {
    case all
    case status(StockStatus)
    /// Lasts longer than ``InventoryQuery/overstockDays`` at the pace of the window.
    case overstock
    /// In stock, and nothing of it sold in the window.
    case notMoving

    public init?(rawValue: String) {
        switch rawValue {
        case "all": self = .all
        case "overstock": self = .overstock
        case "not_moving": self = .notMoving
        default:
            guard let status = StockStatus(rawValue: rawValue) else { return nil }
            self = .status(status)
        }
    }

    public var rawValue: String {
        switch self {
        case .all: "all"
        case .status(let status): status.rawValue
        case .overstock: "overstock"
        case .notMoving: "not_moving"
        }
    }

    public static let allNames = ["all"] + StockStatus.allCases.map(\.rawValue) + ["overstock", "not_moving"]
}

/// What stock can be split by.
public enum StockGrouping: String, Sendable, CaseIterable {
    case category, product, supplier, status
}

/// What stock is measured and ordered by.
public enum StockMetric: String, Sendable, CaseIterable {
    case stockValue = "stock_value"
    case units
}

/// A question about the state of stock.
///
/// The window is the `windowDays` days that end on the day of the question, inclusive; demand is what sold gross in it.
public struct InventoryQuery: Sendable, Hashable {
    public var selection = StockSelection.all
    public var filters = StockFilters()
    public var groupBy: StockGrouping?
    /// Orders items and groups, the most first, ties by code or name. nil orders items by code, groups by stock value.
    public var metric: StockMetric?
    /// 1 to 3,660.
    public var windowDays = 90
    /// An item that lasts longer is overstocked; 1 to ``mostOverstockDays``.
    public var overstockDays = 180
    /// Items or groups on a page; at most ``PageLimit/most``.
    public var limit = PageLimit.usual
    public var cursor: String?
    /// The day it is asked for; by default today, or the last sale's day if that is earlier.
    public var now: CalendarDay?

    public init() {}

    public static let mostOverstockDays = 36_500
}

/// How long an item lasts at the pace of the window, what is on order not counted.
public struct StockCover: Sendable, Hashable {
    /// Gross units sold in the window.
    public var sold: Quantity
    /// Units a day, to a millionth. Everything else is computed with the exact quotient.
    public var dailyDemand: Quantity
    /// stock ÷ daily demand, to hundredths of a day, rounded half away from zero. 0 without stock; nil where stock does
    /// not move, or would last ten million days.
    public var daysOfCover: Quantity?
    /// The day on which the last unit goes: as of + ⌈days of cover⌉. nil without stock, without demand, or beyond 9999.
    public var stockOutDate: CalendarDay?
    public var isOverstock: Bool
    public var isNotMoving: Bool
}

/// One item with how long it lasts.
public struct CoveredItem: Sendable, Hashable {
    public var item: StockItem
    /// nil where there are no sales to judge by.
    public var cover: StockCover?
}

/// A count of items and what they are worth at list prices.
public struct StockSlice: Sendable, Hashable {
    public var items = 0
    public var units = Quantity.zero
    public var value = Money.zero
}

/// The items of one category, supplier, status, or one product.
public struct StockGroup: Sendable, Hashable {
    /// nil for items that have none.
    public var key: String?
    /// A product's name.
    public var name: String?
    public var totals: StockTotals
}

/// The answer to an ``InventoryQuery``.
public struct InventoryReport: Sendable, Hashable {
    public var query: InventoryQuery
    public var asOf: CalendarDay
    /// The days whose sales count.
    public var window: Period
    /// nil without data, and where the list does not say.
    public var currency: String?
    public var hasData: Bool
    /// Whether there are sales to judge demand by.
    public var hasSales: Bool
    /// The file it came from, without folders.
    public var source: String?
    /// Of all items that the filters let through, whatever the selection.
    public var totals: StockTotals
    public var overstock: StockSlice
    public var notMoving: StockSlice
    /// Of the selected items, listed or not.
    public var selected: StockSlice
    /// One page of the selected items; the first one when there are groups, which are paged then.
    public var items: [CoveredItem]
    /// The groups of the selected items.
    public var groups: [StockGroup]
    public var groupCount: Int
    public var nextCursor: String?
    public var notes: [LocalizedText]
    /// The notes of filters that leave nothing, since none of their values is in the list.
    public var unmatched: [LocalizedText] = []
}
