import Commerce
import Localization
import Reports

extension ReportBuilder {
    func executive(_ request: ReportRequest) throws -> Report {
        let language = request.language
        _ = try request.salesGrouping(among: [])
        if !request.filters.isEmpty { throw ReportRequestFailure.noFilters }
        var query = ExecutiveQuery()
        query.period = request.period
        query.view = request.view
        query.currency = request.filters.currency
        query.count = min(request.count ?? query.count, 50)
        query.now = request.now
        query.language = language
        let summary = try data.executiveSummary(query, today: today)
        var report = try frame(
            LocalizedText(es: "Resumen ejecutivo", en: "Executive summary"),
            request,
            summary.context
        )
        report.isOverview = true
        report.figures = figures(summary, language)
        let isOfDays = request.period != .everything
        report.findings = summary.findings.map { finding in
            let text = finding.text(language)
            return isOfDays && finding.isOfStock ? Self.today(text)(language) : text
        }
        report.charts = [chart(summary.trend, language)]
        report.tables = tables(summary, language)
        if isOfDays, summary.stock != nil {
            let note = LocalizedText(
                es: "Las existencias son las de hoy, no las del período.",
                en: "Stock is today's, not the period's."
            )
            report.notes.insert(note(language), at: 0)
        }
        if let before = summary.previous?.fair?.baseline.days ?? summary.yearBefore?.fair?.baseline.days {
            report.notes.insert(
                LocalizedText(
                    es: "Las cifras principales se comparan con: \(before.text.spanish).",
                    en: "The key figures are compared with: \(before.text.english)."
                )(language),
                at: 0
            )
        }
        return report
    }

    /// What is so of the stock now, whatever the days of the sales.
    private static func today(_ text: String) -> LocalizedText {
        let text = text.prefix(1).lowercased() + text.dropFirst()
        return LocalizedText(es: "Hoy: \(text)", en: "Today: \(text)")
    }

    /// With what changed since the period before, counted on as many days where this one is not over.
    private func figures(_ summary: ExecutiveSummary, _ language: Language) -> [KeyFigure] {
        var figures = figures(summary.figures, summary.averageTicket, language)
        guard let fair = summary.previous?.fair ?? summary.yearBefore?.fair else { return figures }
        let metrics: [SalesMetric] = [.revenue, .units, .orders, .averageTicket]
        for (index, metric) in metrics.enumerated() {
            guard let now = metric.value(fair.period.figures, fair.period.averageTicket),
                let before = metric.value(fair.baseline.figures, fair.baseline.averageTicket)
            else { continue }
            figures[index].change = now.change(since: before)
        }
        return figures
    }

    private func tables(_ summary: ExecutiveSummary, _ language: Language) -> [ReportTable] {
        var tables: [ReportTable] = []
        if summary.previous?.fair != nil || summary.yearBefore?.fair != nil {
            tables.append(comparison(summary, language))
        }
        let rankings: [(LocalizedText, SalesGrouping, [Contribution])] = [
            (LocalizedText(es: "Productos", en: "Products"), .product, summary.products),
            (LocalizedText(es: "Categorías", en: "Categories"), .category, summary.categories),
            (LocalizedText(es: "Clientes", en: "Customers"), .customer, summary.customers),
            (LocalizedText(es: "Países", en: "Countries"), .country, summary.countries),
        ]
        for (title, grouping, items) in rankings where !items.isEmpty {
            tables.append(table(items, title(language), grouping, language))
        }
        if let stock = summary.stock {
            tables.append(table(stock, language))
        }
        return tables
    }

    private func comparison(_ summary: ExecutiveSummary, _ language: Language) -> ReportTable {
        // Of the days that both have: a month in course is compared with as many days.
        let now = (summary.previous ?? summary.yearBefore)?.fair?.period
        var rows: [[ReportCell]] = [
            Self.row(
                "period",
                LocalizedText(es: "Este período", en: "This period")(language),
                now?.days ?? summary.context.period,
                now?.figures ?? summary.figures,
                now?.averageTicket ?? summary.averageTicket,
                nil
            )
        ]
        let baselines: [(String, LocalizedText, SalesComparison?)] = [
            ("previous", LocalizedText(es: "Período anterior", en: "Period before"), summary.previous),
            ("year_before", LocalizedText(es: "Un año antes", en: "A year before"), summary.yearBefore),
        ]
        var listed: Set<Period> = []
        for (key, label, comparison) in baselines {
            // The year before a year is the period before.
            guard let fair = comparison?.fair, listed.insert(fair.baseline.days).inserted else { continue }
            let sales = fair.baseline
            rows.append(
                Self.row(key, label(language), sales.days, sales.figures, sales.averageTicket, fair.changePercent)
            )
        }
        let change = LocalizedText(es: "Cambio de ingresos", en: "Revenue change")
        return ReportTable(
            title: LocalizedText(es: "Comparación", en: "Comparison")(language),
            columns: [
                .init("period", LocalizedText(es: "Período", en: "Period")(language), .text),
                .init("from", LocalizedText(es: "Desde", en: "From")(language), .date),
                .init("to", LocalizedText(es: "Hasta", en: "To")(language), .date),
                .init("revenue", ReportLabel.revenue(language), .money),
                .init("units", ReportLabel.units(language), .quantity),
                .init("orders", ReportLabel.orders(language), .integer),
                .init("average_ticket", ReportLabel.averageTicket(language), .money),
                .init("change_percent", change(language), .percent),
            ],
            rows: rows
        )
    }

    private static func row(
        _ key: String,
        _ label: String,
        _ days: Period?,
        _ figures: SalesFigures,
        _ ticket: Money?,
        _ change: Percent?
    ) -> [ReportCell] {
        [.keyed(key, shown: label), .day(days?.from), .day(days?.to)] + cells(figures)
            + [.money(ticket), .percent(change)]
    }

    private func table(
        _ items: [Contribution],
        _ title: String,
        _ grouping: SalesGrouping,
        _ language: Language
    ) -> ReportTable {
        let isProduct = grouping == .product
        var columns: [ReportTable.Column] = [
            .init("code", (isProduct ? ReportLabel.code : ReportLabel.grouping(grouping))(language), .text)
        ]
        if isProduct { columns.append(.init("name", ReportLabel.product(language), .text)) }
        columns += [
            .init("revenue", ReportLabel.revenue(language), .money),
            .init("units", ReportLabel.units(language), .quantity),
            .init("orders", ReportLabel.orders(language), .integer),
            .init("share_percent", ReportLabel.share(language), .percent),
        ]
        return ReportTable(
            title: title,
            columns: columns,
            rows: items.map { contribution in
                let item = contribution.item
                return [.text(item.code)] + (isProduct ? [.text(item.name)] : []) + Self.cells(item.figures)
                    + [.percent(contribution.share)]
            }
        )
    }

    private func table(_ stock: StockAlerts, _ language: Language) -> ReportTable {
        let rows: [(String, LocalizedText, Int, Quantity?, Money?)] = [
            (
                "products", LocalizedText(es: "Todo el inventario", en: "All stock"), stock.totals.products,
                stock.totals.units, stock.totals.value
            ),
            ("out_of_stock", ReportLabel.outOfStock, stock.totals.outOfStock, nil, nil),
            ("low_stock", ReportLabel.lowStock, stock.totals.lowStock, nil, nil),
            (
                "reorder", LocalizedText(es: "Que pedir (unidades sugeridas)", en: "To order (suggested units)"),
                stock.reorderCount, stock.reorderUnits, nil
            ),
            (
                "overstock", LocalizedText(es: "Sobreexistencia", en: "Overstock"), stock.overstock.items,
                stock.overstock.units, stock.overstock.value
            ),
            (
                "not_moving", LocalizedText(es: "Sin movimiento", en: "Not moving"), stock.notMoving.items,
                stock.notMoving.units, stock.notMoving.value
            ),
        ]
        // The report's currency is that of the sales.
        let value = ReportLabel.value(language) + (stock.currency.map { " (\($0))" } ?? "")
        return ReportTable(
            title: LocalizedText(es: "Inventario de hoy", en: "Stock today")(language),
            columns: [
                .init("state", ReportLabel.status(language), .text),
                .init("items", ReportLabel.products(language), .integer),
                .init("units", ReportLabel.units(language), .quantity),
                .init("value", value, .money, namesCurrency: false),
            ],
            rows: rows.map { key, label, items, units, value in
                [.keyed(key, shown: label(language)), .count(items), .quantity(units), .money(value)]
            }
        )
    }
}

extension Finding {
    fileprivate var isOfStock: Bool {
        [.outOfStock, .lowStock, .reorder, .notMoving, .overstock].contains(kind)
    }
}
