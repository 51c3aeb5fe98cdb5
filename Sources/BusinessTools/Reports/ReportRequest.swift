public import Commerce
public import Localization
public import Reports

/// Which report is wanted, of what.
public struct ReportRequest: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case sales, inventory, reorder
        case topProducts = "top_products"
        case executive, customers

        /// Whether its figures are of stock too.
        var needsStock: Bool { [.inventory, .reorder, .executive].contains(self) }
    }

    public var kind: Kind
    public var format: ReportFormat
    public var period = PeriodExpression.everything
    public var view = SalesView.net
    public var filters = SalesFilters()
    /// Of an inventory report: which items.
    public var selection = StockSelection.all
    /// How many places or groups are listed. Default: 10 of a ranking; of other tables 50 on pages, and in files of data
    /// all up to ``mostRows``. What is not listed is summed up in one row.
    public var count: Int?
    /// What orders a ranking, and what a chart shows.
    public var metric: SalesMetric?
    public var isAscending = false
    /// A ``SalesGrouping`` or ``StockGrouping`` by its name.
    public var groupBy: String?
    public var leadTimeDays: Quantity?
    public var safetyFactor: Quantity?
    public var windowDays: Int?
    public var now: CalendarDay?
    public var language: Language
    public var options = ReportOptions()

    public init(_ kind: Kind, as format: ReportFormat, language: Language) {
        self.kind = kind
        self.format = format
        self.language = language
    }

    /// Rows of a table in a file of data.
    static let mostRows = 5_000
    private static let mostRowsOnPages = 50

    /// Groups that are listed one by one.
    var rows: Int {
        if let count { return min(count, Self.mostRows) }
        return switch format {
        case .xlsx, .csv, .json: Self.mostRows
        case .pdf, .html, .markdown, .png, .svg: Self.mostRowsOnPages
        }
    }

    /// Whether the most is what is farthest below zero: of what came back.
    var isOfReturns: Bool { view == .returns && metric != .orders && metric != .averageTicket }

    /// The grouping of sales that was asked for; nil when none was.
    func salesGrouping(among allowed: [SalesGrouping]) throws(ReportRequestFailure) -> SalesGrouping? {
        guard let groupBy else { return nil }
        guard let grouping = SalesGrouping(rawValue: groupBy), allowed.contains(grouping) else {
            throw .grouping(groupBy, allowed: allowed.map(\.rawValue))
        }
        return grouping
    }

    var stockFilters: StockFilters {
        var filters = StockFilters()
        filters.products = self.filters.products
        filters.categories = self.filters.categories
        return filters
    }
}

/// What was asked for fits no report of its kind.
public enum ReportRequestFailure: LocalizedFailure, Hashable {
    case grouping(String, allowed: [String])
    /// The report is of everything.
    case noFilters
    /// The filter means nothing for stock.
    case filterOfSales(String)
    /// None of a filter's values is in the data; what is said of each.
    case nothingFits([LocalizedText])
    /// The stock list is in another currency; nil is in one that it does not say.
    case stockCurrency(String, known: String?)

    public var message: LocalizedText {
        switch self {
        case .grouping(let grouping, let allowed):
            LocalizedText(
                es: """
                    Este informe no se agrupa por «\(grouping.prefix(40))». Se acepta: \
                    \(allowed.joined(separator: ", ")).
                    """,
                en: """
                    This report is not grouped by "\(grouping.prefix(40))". Accepted: \
                    \(allowed.joined(separator: ", ")).
                    """
            )
        case .noFilters:
            LocalizedText(
                es: "El resumen ejecutivo es de todo el negocio y no se filtra. Pida el informe sales con filtros.",
                en: "The executive summary is of the whole business and takes no filters. Ask for sales with filters."
            )
        case .nothingFits(let notes):
            LocalizedText(
                es: notes.map(\.spanish).joined(separator: " ") + " No se hizo el informe.",
                en: notes.map(\.english).joined(separator: " ") + " The report was not made."
            )
        case .stockCurrency(let wanted, let known?):
            LocalizedText(
                es: "Las existencias están en \(known), no en «\(wanted.prefix(20))».",
                en: "The stock is in \(known), not in \"\(wanted.prefix(20))\"."
            )
        case .stockCurrency(let wanted, nil):
            LocalizedText(
                es: "La lista de existencias no dice su moneda, así que puede no estar en «\(wanted.prefix(20))».",
                en: "The stock list does not state its currency, so it may not be in \"\(wanted.prefix(20))\"."
            )
        case .filterOfSales(let name):
            LocalizedText(
                es: "El filtro «\(name)» es de ventas; las existencias se filtran por product y category.",
                en: "The filter \"\(name)\" is of sales; stock is filtered by product and category."
            )
        }
    }
}

extension SalesFilters {
    /// Whether anything but the currency is filtered.
    var isEmpty: Bool { products.isEmpty && categories.isEmpty && countries.isEmpty && customers.isEmpty }
}
