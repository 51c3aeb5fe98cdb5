import Commerce
import Localization
import Reports

extension ReportBuilder {
    func inventory(_ request: ReportRequest) throws -> Report {
        try checkFilters(request)
        let language = request.language
        let grouping = try request.groupBy.map { name throws(ReportRequestFailure) in
            guard let grouping = StockGrouping(rawValue: name) else {
                throw .grouping(name, allowed: StockGrouping.allCases.map(\.rawValue))
            }
            return grouping
        }
        let stock = try items(request)
        guard stock.unmatched.isEmpty else { throw ReportRequestFailure.nothingFits(stock.unmatched) }
        if stock.hasData { try checkCurrency(request, stock.currency) }
        let groups = try groups(request, by: grouping ?? .category)
        var report = Report(title: LocalizedText(es: "Inventario", en: "Inventory")(language), language: language)
        frame(&report, request, asOf: stock.asOf, currency: stock.currency, notes: stock.notes)
        report.source = stock.source
        report.figures = figures(stock, language)
        report.charts = [chart(groups, by: grouping ?? .category, language)]
        let list = table(stock, request)
        let sums = table(groups, by: grouping ?? .category, language)
        // What was asked for comes first.
        report.tables = grouping == nil ? [list, sums] : [sums, list]
        return report
    }

    func reorder(_ request: ReportRequest) throws -> Report {
        try checkFilters(request)
        let language = request.language
        var query = ReorderQuery()
        query.filters = request.stockFilters
        query.limit = request.count.map { min($0, ReportRequest.mostRows) } ?? ReportRequest.mostRows
        query.now = request.now
        query.leadTimeDays = request.leadTimeDays ?? query.leadTimeDays
        query.safetyFactor = request.safetyFactor ?? query.safetyFactor
        query.windowDays = request.windowDays ?? query.windowDays
        let answer = try data.reorder(query, today: today)
        guard answer.unmatched.isEmpty else { throw ReportRequestFailure.nothingFits(answer.unmatched) }
        var report = Report(title: LocalizedText(es: "Qué pedir", en: "What to order")(language), language: language)
        frame(&report, request, asOf: answer.asOf, currency: answer.currency, notes: answer.notes)
        report.period = ReportPeriod(answer.window, language)
        let days = answer.window.text(language)
        let window = LocalizedText(es: "Ventas consideradas: \(days)", en: "Sales considered: \(days)")
        report.period?.text = window(language)
        report.source = try source(of: "inventory", language)
        if report.source != nil { try checkCurrency(request, answer.currency) }
        report.figures = [
            KeyFigure("items", ReportLabel.products(language), .integer, ExactNumber(count: answer.itemCount)),
            KeyFigure(
                "units",
                LocalizedText(es: "Unidades sugeridas", en: "Suggested units")(language),
                .quantity,
                ExactNumber(answer.units)
            ),
        ]
        if let cost = answer.cost {
            let label = LocalizedText(es: "Costo", en: "Cost")
            report.figures.append(KeyFigure("cost", label(language), .money, ExactNumber(cost)))
        }
        report.charts = [chart(answer, language)]
        report.tables = [table(answer, language)]
        report.notes.insert(formula(query)(language), at: 0)
        return report
    }

    // MARK: Parts of both

    private func checkFilters(_ request: ReportRequest) throws(ReportRequestFailure) {
        if !request.filters.countries.isEmpty { throw .filterOfSales("country") }
        if !request.filters.customers.isEmpty { throw .filterOfSales("customer") }
    }

    private func checkCurrency(_ request: ReportRequest, _ known: String?) throws(ReportRequestFailure) {
        guard let wanted = request.filters.currency, wanted.uppercased() != known else { return }
        throw .stockCurrency(wanted, known: known)
    }

    private func frame(
        _ report: inout Report,
        _ request: ReportRequest,
        asOf: CalendarDay,
        currency: String?,
        notes: [LocalizedText]
    ) {
        report.currency = currency
        report.asOf = ReportDay(asOf)
        report.generated = ReportDay(today)
        report.notes = notes.map { $0(request.language) }
        var view = filters(request)
        switch request.selection {
        case .all: break
        case .status(let status): view.insert(ReportLabel.status(status)(request.language), at: 0)
        case .overstock: view.insert(LocalizedText(es: "Sobreexistencia", en: "Overstock")(request.language), at: 0)
        case .notMoving: view.insert(LocalizedText(es: "Sin movimiento", en: "Not moving")(request.language), at: 0)
        }
        report.view = view.isEmpty ? nil : view.joined(separator: " · ")
    }

    // MARK: Inventory

    private func inventoryQuery(_ request: ReportRequest) -> InventoryQuery {
        var query = InventoryQuery()
        query.selection = request.selection
        query.filters = request.stockFilters
        query.windowDays = request.windowDays ?? query.windowDays
        query.now = request.now
        return query
    }

    /// The stock with as many items as the report lists.
    private func items(_ request: ReportRequest) throws -> InventoryReport {
        let rows = request.count.map { min($0, ReportRequest.mostRows) } ?? ReportRequest.mostRows
        var query = inventoryQuery(request)
        query.limit = min(rows, PageLimit.most)
        var stock = try data.inventory(query, today: today)
        while let cursor = stock.nextCursor, stock.items.count < rows {
            query.cursor = cursor
            let page = try data.inventory(query, today: today)
            stock.items += page.items
            stock.nextCursor = page.nextCursor
        }
        stock.items = Array(stock.items.prefix(rows))
        return stock
    }

    private func groups(_ request: ReportRequest, by grouping: StockGrouping) throws -> InventoryReport {
        var query = inventoryQuery(request)
        query.groupBy = grouping
        query.metric = .stockValue
        query.limit = PageLimit.most
        return try data.inventory(query, today: today)
    }

    private func figures(_ stock: InventoryReport, _ language: Language) -> [KeyFigure] {
        let totals = stock.totals
        guard stock.query.selection == .all else {
            let selected = stock.selected
            return [
                KeyFigure("products", ReportLabel.products(language), .integer, ExactNumber(count: selected.items)),
                KeyFigure("units", ReportLabel.units(language), .quantity, ExactNumber(selected.units)),
                KeyFigure("value", ReportLabel.value(language), .money, ExactNumber(selected.value)),
            ]
        }
        return [
            KeyFigure("products", ReportLabel.products(language), .integer, ExactNumber(count: totals.products)),
            KeyFigure("units", ReportLabel.units(language), .quantity, ExactNumber(totals.units)),
            KeyFigure("value", ReportLabel.value(language), .money, ExactNumber(totals.value)),
            KeyFigure(
                "out_of_stock",
                ReportLabel.outOfStock(language),
                .integer,
                ExactNumber(count: totals.outOfStock)
            ),
            KeyFigure("low_stock", ReportLabel.lowStock(language), .integer, ExactNumber(count: totals.lowStock)),
            KeyFigure(
                "discontinued",
                ReportLabel.discontinued(language),
                .integer,
                ExactNumber(count: totals.discontinued)
            ),
        ]
    }

    private func label(_ grouping: StockGrouping) -> LocalizedText {
        switch grouping {
        case .category: ReportLabel.category
        case .product: ReportLabel.product
        case .supplier: LocalizedText(es: "Proveedor", en: "Supplier")
        case .status: ReportLabel.status
        }
    }

    private func name(_ group: StockGroup, _ grouping: StockGrouping, _ language: Language) -> String {
        if grouping == .status, let status = group.key.flatMap({ StockStatus(rawValue: $0) }) {
            return ReportLabel.status(status)(language)
        }
        return group.name ?? group.key ?? ReportLabel.none(language)
    }

    private func chart(_ stock: InventoryReport, by grouping: StockGrouping, _ language: Language) -> ReportChart {
        let by = label(grouping)
        return ReportChart(
            .horizontalBars,
            title: LocalizedText(
                es: "Valor por \(by.spanish.lowercased())",
                en: "Value by \(by.english.lowercased())"
            )(language),
            pointLabel: by(language),
            valueLabel: ReportLabel.value(language),
            kind: .money,
            points: stock.groups.prefix(15).map {
                .init(name($0, grouping, language), ExactNumber($0.totals.value))
            }
        )
    }

    private func table(_ stock: InventoryReport, by grouping: StockGrouping, _ language: Language) -> ReportTable {
        let by = label(grouping)
        return ReportTable(
            title: LocalizedText(
                es: "Por \(by.spanish.lowercased())",
                en: "By \(by.english.lowercased())"
            )(language),
            columns: [
                .init("key", by(language), .text),
                .init("products", ReportLabel.products(language), .integer, total: .sum),
                .init("units", ReportLabel.units(language), .quantity, total: .sum),
                .init("value", ReportLabel.value(language), .money, total: .sum),
                .init("out_of_stock", ReportLabel.outOfStock(language), .integer, total: .sum),
                .init("low_stock", ReportLabel.lowStock(language), .integer, total: .sum),
            ],
            rows: stock.groups.map { group in
                [
                    .keyed(group.key, shown: name(group, grouping, language)), .count(group.totals.products),
                    .quantity(group.totals.units), .money(group.totals.value), .count(group.totals.outOfStock),
                    .count(group.totals.lowStock),
                ]
            }
        )
    }

    private func table(_ stock: InventoryReport, _ request: ReportRequest) -> ReportTable {
        let language = request.language
        var columns: [ReportTable.Column] = [
            .init("code", ReportLabel.code(language), .text),
            .init("name", ReportLabel.product(language), .text),
            .init("category", ReportLabel.category(language), .text),
            .init("status", ReportLabel.status(language), .text),
            .init("stock", ReportLabel.stock(language), .quantity, total: .sum),
            .init("on_order", ReportLabel.onOrder(language), .quantity, total: .sum),
            .init("reorder_level", ReportLabel.reorderLevel(language), .quantity),
            .init("price", ReportLabel.price(language), .money),
            .init("value", ReportLabel.value(language), .money, total: .sum),
        ]
        let tellsCover = stock.items.contains { ($0.cover?.daysOfCover?.micros ?? 0) > 0 }
        if tellsCover { columns.append(.init("days_of_cover", ReportLabel.cover(language), .quantity, decimals: 1)) }
        return ReportTable(
            title: LocalizedText(es: "Existencias", en: "Stock")(language),
            columns: columns,
            rows: stock.items.map { covered in
                let item = covered.item
                var row: [ReportCell] = [
                    .text(item.code), .text(item.name), .text(item.category),
                    .keyed(item.status.rawValue, shown: ReportLabel.status(item.status)(language)),
                    .quantity(item.stock), .quantity(item.onOrder), .quantity(item.reorderLevel),
                    .money(item.price), .money(item.value),
                ]
                if tellsCover { row.append(.quantity(covered.cover?.daysOfCover)) }
                return row
            }
        )
    }

    // MARK: Reorder

    private func formula(_ query: ReorderQuery) -> LocalizedText {
        let (days, factor) = (query.leadTimeDays.decimal, query.safetyFactor.decimal)
        return LocalizedText(
            es: """
                Punto de reorden = demanda diaria de \(query.windowDays) días × \(days) días de entrega × factor de \
                seguridad \(factor), redondeado hacia arriba. Sugerido = punto de reorden − disponible (existencia y \
                pedido).
                """,
            en: """
                Reorder point = daily demand of \(query.windowDays) days × lead time of \(days) days × safety factor \
                \(factor), rounded up. Suggested = reorder point − available (stock and on order).
                """
        )
    }

    private func chart(_ answer: ReorderReport, _ language: Language) -> ReportChart {
        ReportChart(
            .horizontalBars,
            title: LocalizedText(es: "Unidades que pedir", en: "Units to order")(language),
            pointLabel: ReportLabel.product(language),
            valueLabel: ReportLabel.suggested(language),
            kind: .quantity,
            points: answer.items.prefix(15).map {
                .init($0.item.name ?? $0.item.code, ExactNumber($0.suggested))
            }
        )
    }

    private func table(_ answer: ReorderReport, _ language: Language) -> ReportTable {
        // Whom to order from, where the list says so.
        let hasSupplier = answer.items.contains { $0.item.supplier != nil }
        var columns: [ReportTable.Column] = [
            .init("code", ReportLabel.code(language), .text), .init("name", ReportLabel.product(language), .text),
        ]
        if hasSupplier { columns.append(.init("supplier", label(.supplier)(language), .text)) }
        columns += [
            .init("daily_demand", ReportLabel.dailyDemand(language), .quantity, decimals: 2),
            .init("reorder_point", ReportLabel.reorderPoint(language), .integer),
            .init("stock", ReportLabel.stock(language), .quantity),
            .init("on_order", ReportLabel.onOrder(language), .quantity),
            .init("available", ReportLabel.available(language), .quantity),
            .init("suggested", ReportLabel.suggested(language), .quantity, total: .sum),
        ]
        return ReportTable(
            title: LocalizedText(es: "Productos que pedir", en: "Products to order")(language),
            columns: columns,
            rows: answer.items.map { wanted in
                let item = wanted.item
                var row: [ReportCell] = [.text(item.code), .text(item.name)]
                if hasSupplier { row.append(.text(item.supplier)) }
                row += [
                    .quantity(wanted.dailyDemand), .count(wanted.reorderPoint), .quantity(item.stock),
                    .quantity(item.onOrder), .quantity(wanted.available), .quantity(wanted.suggested),
                ]
                return row
            }
        )
    }
}
