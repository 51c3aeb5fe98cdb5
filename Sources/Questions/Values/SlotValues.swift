/// A figure that can be asked for.
public enum QuestionMetric: String, Sendable, Hashable, CaseIterable {
    case revenue, units, orders
    case averageTicket = "average_ticket"
    case stockValue = "stock_value"
}

/// What figures are split by.
public enum QuestionGrouping: String, Sendable, Hashable, CaseIterable {
    case product, category, customer, country, month, week, day

    /// Whether it cuts time rather than things.
    public var isTime: Bool { self == .month || self == .week || self == .day }

    /// By a unit of time, where figures can be cut by it.
    init?(_ unit: CalendarUnit) {
        switch unit {
        case .day: self = .day
        case .week: self = .week
        case .month: self = .month
        default: return nil
        }
    }
}

/// What is asked of the figures, beyond a list of them.
public enum SoughtFigure: Sendable, Hashable {
    /// The best or worst month, week or day.
    case best, worst
    /// The mean of a month, week or day.
    case average
    /// How many customers bought.
    case customerCount
}

public enum RankingOrder: String, Sendable, Hashable {
    case descending = "desc"
    case ascending = "asc"
}

public enum StockStatus: String, Sendable, Hashable, CaseIterable {
    case outOfStock = "out_of_stock"
    case lowStock = "low_stock"
    case discontinued
}

/// What a report is about.
public enum ReportKind: String, Sendable, Hashable, CaseIterable {
    case sales, inventory, reorder
    case topProducts = "top_products"
    case executive, customers
}

public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case pdf, csv, xlsx, html, json
    case markdown = "md"
}

/// What separates the fields of a file.
public enum FieldDelimiter: String, Sendable, Hashable {
    case semicolon = ";"
    case comma = ","
    case tab = "\t"
}

/// An exact number with up to three decimals, such as a safety factor of 1.25.
public struct Thousandths: Sendable, Hashable, CustomStringConvertible {
    public let thousandths: Int

    public init(_ thousandths: Int) { self.thousandths = thousandths }

    /// Reads `1.25` and `1,25`; nil for anything else, and beyond six digits before the point.
    init?(text: some StringProtocol) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard 1...2 ~= parts.count, 1...6 ~= parts[0].utf8.count, let whole = Int(parts[0]), whole >= 0 else {
            return nil
        }
        guard parts.count == 2 else {
            self.init(whole * 1000)
            return
        }
        let decimals = parts[1].prefix(3)
        guard !decimals.isEmpty, let value = Int(decimals), value >= 0 else { return nil }
        self.init(whole * 1000 + value * [100, 10, 1][decimals.utf8.count - 1])
    }

    /// Without zeros at the end: `1.3`.
    public var description: String {
        let digits = String(thousandths % 1000)
        var decimals = String(repeating: "0", count: 3 - digits.count) + digits
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return decimals.isEmpty ? String(thousandths / 1000) : "\(thousandths / 1000).\(decimals)"
    }
}
