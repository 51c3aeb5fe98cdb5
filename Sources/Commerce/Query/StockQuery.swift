/// What a stock item's state asks for. An item has one, the first that applies.
public enum StockStatus: String, Sendable, CaseIterable {
    case discontinued
    /// Nothing there, or less.
    case outOfStock = "out_of_stock"
    /// At the reorder level or below it, where it has one.
    case lowStock = "low_stock"
    case ok

    init(isDiscontinued: Bool, stock: Quantity, reorderLevel: Quantity) {
        if isDiscontinued {
            self = .discontinued
        } else if stock <= .zero {
            self = .outOfStock
        } else if reorderLevel > .zero, stock <= reorderLevel {
            self = .lowStock
        } else {
            self = .ok
        }
    }
}

/// Which items a question is about. Several values of one kind are alternatives; names and codes are compared without
/// case and accents.
public struct StockFilters: Sendable, Hashable {
    /// Codes or names.
    public var products: [String] = []
    public var categories: [String] = []
    public var suppliers: [String] = []

    public init() {}
}

/// A question about what is in stock.
public struct StockQuery: Sendable, Hashable {
    /// nil is all.
    public var status: StockStatus?
    public var filters = StockFilters()
    /// The most items to list; the totals count all that the filters let through.
    public var limit = 20

    public init() {}
}

/// A question about what to order.
///
/// The window is the `windowDays` days that end on the day of the question, inclusive. For each item that is not
/// discontinued: `dailyDemand` = gross units sold in the window / window days; `reorderPoint` = ⌈dailyDemand ×
/// leadTimeDays × safetyFactor⌉, exactly; `suggested` = max(0, reorderPoint − stock − on order).
public struct ReorderQuery: Sendable, Hashable {
    /// Days until an order arrives; parts of days count.
    public var leadTimeDays = Quantity(micros: 7_000_000)
    public var safetyFactor = Quantity(micros: 1_200_000)
    public var windowDays = 90
    public var filters = StockFilters()
    /// The most items to list; the totals count all.
    public var limit = Int.max
    /// The day it is asked for; by default today, or the last sale's day if that is earlier.
    public var now: CalendarDay?

    public init() {}
}
