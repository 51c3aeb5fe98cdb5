import Commerce
import Localization
import Reports

extension ReportBuilder {
    func sales(_ request: ReportRequest) throws -> Report {
        let language = request.language
        let grouping = try request.salesGrouping(among: SalesGrouping.allCases)
        let (trend, chart) = try chart(request, by: grouping?.isTime == true ? grouping : nil)
        let summary = try groups(request, by: grouping ?? trend.groupBy)
        var report = try frame(LocalizedText(es: "Ventas", en: "Sales"), request, summary.context)
        report.figures = figures(summary.figures, summary.averageTicket, language)
        report.charts = [chart]
        report.tables = [table(summary, request)]
        if grouping == nil {
            var query = topQuery(request, by: .product, count: 10)
            query.by = .revenue
            let top = try data.top(query, today: today)
            if !top.items.isEmpty {
                let title =
                    request.view == .returns
                    ? LocalizedText(es: "Productos más anulados", en: "Products most cancelled")
                    : LocalizedText(es: "Productos con más ingresos", en: "Products with the most revenue")
                report.tables.append(table(top, of: summary.figures.revenue, title: title(language), language))
            }
        }
        report.tables.append(views(summary.views, language))
        return report
    }

    func customers(_ request: ReportRequest) throws -> Report {
        let language = request.language
        _ = try request.salesGrouping(among: [.customer])
        let summary = try groups(request, by: .customer)
        let metric = request.metric ?? .revenue
        let top = try data.top(topQuery(request, by: .customer, count: 15), today: today)
        var report = try frame(LocalizedText(es: "Clientes", en: "Customers"), request, summary.context)
        report.figures = [
            KeyFigure(
                "customers",
                LocalizedText(es: "Clientes", en: "Customers")(language),
                .integer,
                ExactNumber(count: top.count)
            )
        ]
        report.figures += figures(summary.figures, summary.averageTicket, language)
        let title = LocalizedText(es: "Mejores clientes", en: "Best customers")
        report.charts = [chart(top.items, title: title(language), .customer, metric, language)]
        report.tables = [table(summary, request)]
        return report
    }

    func topProducts(_ request: ReportRequest) throws -> Report {
        let language = request.language
        let grouping = try request.salesGrouping(among: [.product, .category, .customer, .country]) ?? .product
        let count = min(request.count ?? 10, PageLimit.most)
        var query = topQuery(request, by: grouping, count: count)
        query.by = request.metric ?? .units
        if request.isAscending { query.isAscending.toggle() }
        query.abc = ABCLimits()
        let top = try data.top(query, today: today)
        let summary = try data.summary(salesQuery(request), today: today)
        var report = try frame(ReportBuilder.title(top, request), request, top.context)
        report.figures = figures(summary.figures, summary.averageTicket, language)
        let metric = top.by.label(language).lowercased()
        let title = LocalizedText(es: "Por \(metric)", en: "By \(metric)")
        report.charts = [chart(top.items, title: title(language), grouping, top.by, language)]
        report.tables = [table(top, of: summary.figures.revenue, title: report.title, language)]
        let listed = GroupedText.of(String(top.items.count))
        let all = GroupedText.of(String(top.count))
        if top.items.count < top.count {
            report.notes.insert(
                LocalizedText(es: "Se muestran \(listed) de \(all).", en: "\(listed) of \(all) are shown.")(language),
                at: 0
            )
        }
        return report
    }

    private static func title(_ top: TopProducts, _ request: ReportRequest) -> LocalizedText {
        if top.context.view == .returns {
            return request.isAscending
                ? LocalizedText(es: "Lo menos anulado", en: "Least cancelled")
                : LocalizedText(es: "Lo más anulado", en: "Most cancelled")
        }
        return switch (top.groupBy, top.isAscending) {
        case (.category, false): LocalizedText(es: "Categorías más vendidas", en: "Top categories")
        case (.category, true): LocalizedText(es: "Categorías menos vendidas", en: "Categories that sell least")
        case (.customer, false): LocalizedText(es: "Mejores clientes", en: "Top customers")
        case (.customer, true): LocalizedText(es: "Clientes que menos compran", en: "Customers who buy least")
        case (.country, false): LocalizedText(es: "Países con más ventas", en: "Top countries")
        case (.country, true): LocalizedText(es: "Países con menos ventas", en: "Countries with the least sales")
        case (_, false): LocalizedText(es: "Productos más vendidos", en: "Top products")
        case (_, true): LocalizedText(es: "Productos menos vendidos", en: "Products that sell least")
        }
    }

    // MARK: Parts

    func topQuery(_ request: ReportRequest, by grouping: SalesGrouping, count: Int) -> TopQuery {
        var query = TopQuery()
        query.groupBy = grouping
        query.count = count
        query.by = request.metric ?? .revenue
        query.period = request.period
        query.view = request.view
        query.isAscending = request.isOfReturns
        query.filters = request.filters
        query.now = request.now
        query.language = request.language
        return query
    }

    /// The sales with as many groups as the report lists, whatever a page of a tool holds.
    private func groups(_ request: ReportRequest, by grouping: SalesGrouping) throws -> SalesSummary {
        // Days and months are never summed up in a row of others.
        let rows = grouping.isTime && request.count == nil ? ReportRequest.mostRows : request.rows
        // The most of what is below zero comes last.
        let isReversed = request.isOfReturns && !grouping.isTime
        let needed = isReversed ? ReportRequest.mostRows : rows
        var query = salesQuery(request)
        query.groupBy = grouping
        query.limit = min(needed, PageLimit.most)
        var summary = try data.summary(query, today: today)
        while let cursor = summary.nextCursor, summary.groups.count < needed {
            query.cursor = cursor
            let page = try data.summary(query, today: today)
            summary.groups += page.groups
            summary.nextCursor = page.nextCursor
        }
        if isReversed, summary.nextCursor == nil { summary.groups.reverse() }
        summary.groups = Array(summary.groups.prefix(rows))
        return summary
    }

    private func table(_ summary: SalesSummary, _ request: ReportRequest) -> ReportTable {
        let language = request.language
        let grouping = summary.groupBy ?? .month
        let total = summary.figures
        let hasTicket = request.metric == .averageTicket
        var columns: [ReportTable.Column] =
            switch grouping {
            case .product:
                [
                    .init("code", ReportLabel.code(language), .text),
                    .init("name", ReportLabel.product(language), .text),
                ]
            case .day: [.init("key", ReportLabel.grouping(.day)(language), .date)]
            default: [.init("key", ReportLabel.grouping(grouping)(language), .text)]
            }
        columns += [
            .init("revenue", ReportLabel.revenue(language), .money, total: .sum),
            .init("units", ReportLabel.units(language), .quantity, total: .sum),
            // One document may be in several groups.
            .init("orders", ReportLabel.orders(language), .integer, total: .value(ExactNumber(count: total.orders))),
        ]
        if hasTicket {
            let whole = summary.averageTicket.map { ReportTable.Total.value(ExactNumber($0)) } ?? .none
            columns.append(.init("average_ticket", ReportLabel.averageTicket(language), .money, total: whole))
        }
        if !grouping.isTime { columns.append(.init("share_percent", ReportLabel.share(language), .percent)) }
        let revenue = ExactNumber(total.revenue)
        var table = ReportTable(title: ReportLabel.by(grouping)(language), columns: columns)
        table.rows = summary.groups.map { group in
            var row = Self.head(group, grouping, language)
            row += Self.cells(group.figures)
            if hasTicket { row.append(.money(group.averageTicket)) }
            if !grouping.isTime { row.append(.number(ExactNumber(group.figures.revenue).share(of: revenue))) }
            return row
        }
        if let rest = Self.rest(summary) {
            let others = summary.groupCount - summary.groups.count
            let name = ReportLabel.others(others, request.options.numberStyle)(language)
            var row: [ReportCell] =
                grouping == .product ? [.empty, .keyed("(others)", shown: name)] : [.keyed("(others)", shown: name)]
            row += [.number(rest.revenue), .number(rest.units), .empty]
            if hasTicket { row.append(.empty) }
            if !grouping.isTime { row.append(.number(rest.revenue.share(of: revenue))) }
            table.rows.append(row)
        }
        return table
    }

    private static func head(_ group: SalesGroup, _ grouping: SalesGrouping, _ language: Language) -> [ReportCell] {
        switch grouping {
        case .product: [.text(group.key ?? ""), .text(group.name)]
        case .day: [.day(group.key.flatMap { CalendarDay(iso: $0) })]
        default: [cell(group.key, grouping, language)]
        }
    }

    private static func cell(_ key: String?, _ grouping: SalesGrouping, _ language: Language) -> ReportCell {
        let text = ReportLabel.key(key, grouping, language)
        guard let key, grouping.isTime else { return .keyed(key, shown: text) }
        return .time(key, shown: text)
    }

    static func cells(_ figures: SalesFigures) -> [ReportCell] {
        [.money(figures.revenue), .quantity(figures.units), .count(figures.orders)]
    }

    /// What the groups that are not listed come to; nil when all are.
    private static func rest(_ summary: SalesSummary) -> (revenue: ExactNumber, units: ExactNumber)? {
        guard summary.groups.count < summary.groupCount else { return nil }
        return summary.groups.reduce((ExactNumber(summary.figures.revenue), ExactNumber(summary.figures.units))) {
            ($0.0 - ExactNumber($1.figures.revenue), $0.1 - ExactNumber($1.figures.units))
        }
    }

    /// - Parameter revenue: what shares are of, as in every report.
    func table(_ top: TopProducts, of revenue: Money, title: String, _ language: Language) -> ReportTable {
        let isProduct = top.groupBy == .product
        let hasClasses = top.items.contains { $0.share != nil }
        let whole = ExactNumber(revenue)
        var columns: [ReportTable.Column] = [
            .init("rank", "#", .integer),
            .init("code", (isProduct ? ReportLabel.code : ReportLabel.grouping(top.groupBy))(language), .text),
        ]
        if isProduct { columns.append(.init("name", ReportLabel.product(language), .text)) }
        columns += [
            .init("revenue", ReportLabel.revenue(language), .money),
            .init("units", ReportLabel.units(language), .quantity),
            .init("orders", ReportLabel.orders(language), .integer),
            .init("share_percent", ReportLabel.share(language), .percent),
        ]
        if hasClasses { columns.append(.init("abc", LocalizedText(es: "Clase", en: "Class")(language), .text)) }
        return ReportTable(
            title: title,
            columns: columns,
            rows: top.items.map { item in
                var row: [ReportCell] = [.count(item.rank), .text(item.code)]
                if isProduct { row.append(.text(item.name)) }
                row += Self.cells(item.figures) + [.number(ExactNumber(item.figures.revenue).share(of: whole))]
                if hasClasses { row.append(.text(item.share?.abcClass.rawValue)) }
                return row
            }
        )
    }

    private func views(_ views: SalesViews, _ language: Language) -> ReportTable {
        ReportTable(
            title: LocalizedText(es: "Formas de contar", en: "Ways to count")(language),
            columns: [
                .init("view", LocalizedText(es: "Ventas", en: "Sales")(language), .text),
                .init("revenue", ReportLabel.revenue(language), .money),
                .init("units", ReportLabel.units(language), .quantity),
                .init("orders", ReportLabel.orders(language), .integer),
            ],
            rows: SalesView.allCases.map { view in
                [.keyed(view.rawValue, shown: ReportLabel.view(view)(language))] + Self.cells(views[view])
            }
        )
    }
}
