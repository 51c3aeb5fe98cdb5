import GRDB
import Localization

/// Looks at the business as a whole, within one transaction.
struct ExecutiveReader {
    private let reader: SalesReader

    init(_ db: Database, today: CalendarDay) {
        reader = SalesReader(db, today: today)
    }

    func summary(_ query: ExecutiveQuery) throws -> ExecutiveSummary {
        var sales = SalesQuery()
        (sales.period, sales.view, sales.now, sales.language) = (query.period, query.view, query.now, query.language)
        sales.filters = query.filters
        let whole = try reader.summary(sales)
        let trend = try trend(query, by: nil)
        let count = min(max(1, query.count), 50)
        let products = try ranking(query, .product, without: reader.serviceCodes())
        let countries = try ranking(query, .country)
        let returned = try mostReturned(query, whole.views)
        let comparisons = try comparisons(query, whole.context)
        func places(_ ranking: TopProducts) -> [Contribution] {
            ranking.items.prefix(count).map { Contribution($0, of: whole.figures) }
        }
        var summary = ExecutiveSummary(
            context: whole.context,
            figures: whole.figures,
            averageTicket: whole.averageTicket,
            views: whole.views,
            returnRates: ReturnRates(whole.views),
            mostReturned: returned,
            previous: comparisons.previous,
            yearBefore: comparisons.yearBefore,
            latestMonth: try latestMonth(query, trend),
            trend: trend,
            products: places(products),
            productClasses: products.classes ?? [],
            categories: places(try ranking(query, .category)),
            customers: places(try ranking(query, .customer)),
            countries: places(countries),
            countryCount: countries.count,
            unusualDays: try unusualDays(query),
            stock: query.includesStock ? try stock(query) : nil,
            findings: []
        )
        summary.find()
        return summary
    }

    private func trend(_ query: ExecutiveQuery, by grouping: SalesGrouping?) throws -> SalesTrend {
        var trend = TrendQuery()
        (trend.period, trend.view, trend.now, trend.language) = (query.period, query.view, query.now, query.language)
        (trend.filters, trend.groupBy) = (query.filters, grouping)
        return try reader.trend(trend)
    }

    private func ranking(
        _ query: ExecutiveQuery,
        _ grouping: SalesGrouping,
        without codes: Set<String> = []
    ) throws -> TopProducts {
        var top = TopQuery()
        (top.period, top.view, top.now, top.language) = (query.period, query.view, query.now, query.language)
        (top.by, top.groupBy, top.count, top.filters) = (.revenue, grouping, 50, query.filters)
        return try grouping == .product ? reader.classified(top, ABCLimits(), without: codes) : reader.top(top)
    }

    private func mostReturned(_ query: ExecutiveQuery, _ views: SalesViews) throws -> TopItem? {
        guard views.returns.orders > 0 else { return nil }
        var returns = ReturnsQuery()
        (returns.period, returns.now, returns.language, returns.count) = (query.period, query.now, query.language, 1)
        returns.filters = query.filters
        return try reader.returned(returns, by: .revenue).first
    }

    private func unusualDays(_ query: ExecutiveQuery) throws -> UnusualDays? {
        do {
            return UnusualDays(try trend(query, by: .day).points)
        } catch QueryFailure.tooManyPoints {
            return nil
        }
    }

    // MARK: Comparisons

    private func comparisons(
        _ query: ExecutiveQuery,
        _ context: SalesContext
    ) throws -> (previous: SalesComparison?, yearBefore: SalesComparison?) {
        // Before all data there are none.
        guard query.period != .everything, context.hasData else { return (nil, nil) }
        return (
            try comparison(query, query.period, with: .previousPeriod),
            try comparison(query, query.period, with: .previousYear)
        )
    }

    /// nil where the data do not cover what is compared with.
    private func comparison(
        _ query: ExecutiveQuery,
        _ period: PeriodExpression,
        with baseline: Baseline
    ) throws -> SalesComparison? {
        var compare = CompareQuery()
        (compare.period, compare.baseline, compare.view) = (period, baseline, query.view)
        (compare.now, compare.language, compare.filters) = (query.now, query.language, query.filters)
        let comparison = try reader.compare(compare)
        guard let fair = comparison.fair, let data = try SalesReader.dataPeriod(reader.db),
            data.from.serial - fair.baseline.days.from.serial <= KnownDays.slack(.month),
            fair.baseline.figures.orders > 0, fair.period.days.intersection(data) != nil
        else { return nil }
        return comparison
    }

    private func latestMonth(_ query: ExecutiveQuery, _ trend: SalesTrend) throws -> SalesComparison? {
        let months = trend.groupBy == .month ? trend : try self.trend(query, by: .month)
        guard months.points.count > 1, let last = months.points.last(where: { !$0.isPartial }) else { return nil }
        return try comparison(query, .month(last.key), with: .previousPeriod)
    }

    // MARK: Stock

    private func stock(_ query: ExecutiveQuery) throws -> StockAlerts? {
        let stock = StockReader(reader.db)
        var inventory = InventoryQuery()
        (inventory.now, inventory.limit) = (query.now, Int(Int32.max))
        let report = try stock.inventory(inventory, today: reader.today)
        guard report.hasData else { return nil }
        var order = ReorderQuery()
        (order.now, order.limit) = (query.now, 5)
        let reorder = try stock.reorder(order, today: reader.today)
        func first(_ status: StockStatus) -> [StockItem] {
            Array(report.items.lazy.map(\.item).filter { $0.status == status }.prefix(5))
        }
        return StockAlerts(
            totals: report.totals,
            outOfStock: first(.outOfStock),
            lowStock: first(.lowStock),
            overstock: report.overstock,
            notMoving: report.notMoving,
            reorderCount: reorder.itemCount,
            reorderUnits: reorder.units,
            reorder: reorder.items,
            currency: report.currency
        )
    }
}

extension Contribution {
    fileprivate init(_ item: TopItem, of figures: SalesFigures) {
        self.item = item
        let whole = Int128(figures.revenue.micros)
        share = whole > 0 ? Percent(Int128(item.figures.revenue.micros), of: whole) : nil
    }
}
