import Commerce
import JSON
import Localization
import MCP

/// `sales_summary`: what was sold, as a whole and by group.
enum SalesSummaryTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            var query = SalesQuery()
            let language = SalesArguments.language(of: call)
            query.language = language
            query.period = try SalesArguments.period(of: call)
            query.view = SalesArguments.view(of: call)
            query.filters = try await store.filters(SalesArguments.filters(of: call))
            query.now = try SalesArguments.now(of: call)
            query.groupBy = SalesArguments.grouping(of: call)
            query.metric = SalesArguments.metric(of: call)
            query.limit = SalesArguments.integer("limit", of: call) ?? PageLimit.usual
            query.cursor = call.arguments["cursor"]?.string
            let summary = try await store.summary(query, today: today())
            let count = SalesArguments.integer("most_returned", of: call) ?? (query.view == .returns ? 5 : 0)
            let returns = count > 0 ? try await store.returns(ReturnsQuery(query, count: count), today: today()) : nil
            return .structured(
                .object(json(summary, language, returns)),
                text: text(summary, query.metric, language, returns)
            )
        }
    }

    private static let definition = ToolDefinition(
        name: "sales_summary",
        title: LocalizedText(es: "Resumen de ventas", en: "Sales summary"),
        summary: LocalizedText(
            es: """
                Ingresos, unidades, documentos y ticket promedio de un período, en total o agrupados por producto, \
                categoría, cliente, país, mes, semana o día.
                """,
            en: """
                Revenue, units, orders and average ticket of a period, in total or grouped by product, category, \
                customer, country, month, week or day.
                """
        ),
        inputSchema: SalesArguments.inputSchema([
            "group_by": ["type": "string", "enum": .array(SalesGrouping.allCases.map { .string($0.rawValue) })],
            "metric": SalesArguments.metricSchema,
            "limit": SalesArguments.limitSchema,
            "cursor": SalesArguments.cursorSchema,
            "most_returned": ["type": "integer", "minimum": 0, "maximum": 100],
        ]),
        arguments: SalesArguments.texts.merging([
            "group_by": LocalizedText(es: "Por qué agrupar.", en: "What to group by."),
            "metric": LocalizedText(
                es: "Qué cifra ordena los grupos, de mayor a menor; los de tiempo van por fecha.",
                en: "Which figure orders the groups, largest first; groups of time go by date."
            ),
            "limit": LocalizedText(es: "Grupos por página (20).", en: "Groups on a page (20)."),
            "cursor": SalesArguments.cursorText,
            "most_returned": LocalizedText(
                es: "Cuántos de los productos más devueltos se nombran (0; 5 con la vista returns).",
                en: "How many of the most returned products to name (0; 5 with the view returns)."
            ),
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales]
    )

    private static let outputSchema: JSONValue = {
        var properties = SalesJSON.contextSchema
        for (name, value) in SalesJSON.figuresSchema { properties[name] = value }
        properties["average_ticket"] = ["type": ["number", "null"]]
        properties["views"] = SalesJSON.viewsSchema
        var group: JSONObject = ["key": ["type": ["string", "null"]], "name": ["type": ["string", "null"]]]
        for (name, value) in SalesJSON.figuresSchema { group[name] = value }
        group["average_ticket"] = ["type": ["number", "null"]]
        properties["return_rates"] = SalesJSON.ratesSchema
        let returned: JSONValue = [
            "type": "array", "items": ["type": "object", "properties": .object(SalesJSON.itemSchema)],
        ]
        properties["most_returned"] = [
            "type": "object", "properties": ["by_revenue": returned, "by_units": returned],
        ]
        properties["group_by"] = ["type": "string"]
        properties["groups"] = ["type": "array", "items": ["type": "object", "properties": .object(group)]]
        properties["group_count"] = ["type": "integer"]
        properties["next_cursor"] = ["type": "string"]
        return [
            "type": "object", "properties": .object(properties),
            "required": ["period", "currency", "view", "revenue", "units", "orders", "average_ticket", "views"],
        ]
    }()

    static func json(_ summary: SalesSummary, _ language: Language, _ returns: SalesReturns? = nil) -> JSONObject {
        var object = SalesJSON.context(summary.context, language)
        for (name, value) in SalesJSON.figures(summary.figures) { object[name] = value }
        object["average_ticket"] = SalesJSON.money(summary.averageTicket)
        object["views"] = SalesJSON.views(summary.views)
        object["return_rates"] = SalesJSON.rates(ReturnRates(summary.views))
        if let returns {
            object["most_returned"] = [
                "by_revenue": .array(returns.byRevenue.map { .object(SalesJSON.item($0)) }),
                "by_units": .array(returns.byUnits.map { .object(SalesJSON.item($0)) }),
            ]
        }
        guard let groupBy = summary.groupBy else { return object }
        object["group_by"] = .string(groupBy.rawValue)
        object["groups"] = .array(summary.groups.map { .object(json($0)) })
        object["group_count"] = .integer(Int64(summary.groupCount))
        if let cursor = summary.nextCursor { object["next_cursor"] = .string(cursor) }
        return object
    }

    private static func json(_ group: SalesGroup) -> JSONObject {
        var object: JSONObject = ["key": SalesJSON.text(group.key)]
        if let name = group.name { object["name"] = .string(name) }
        for (name, value) in SalesJSON.figures(group.figures) { object[name] = value }
        if let ticket = group.averageTicket { object["average_ticket"] = SalesJSON.money(ticket) }
        return object
    }

    static func text(
        _ summary: SalesSummary,
        _ metric: SalesMetric,
        _ language: Language,
        _ returns: SalesReturns? = nil
    ) -> String {
        let say = SalesText(language: language, currency: summary.context.currency)
        let title = say.view(summary.context.view)
        var lines = [
            "\(SalesText.capitalized(title)), \(say.period(summary.context.period)): "
                + say.figures(summary.figures) + "."
        ]
        if let ticket = summary.averageTicket {
            // What was asked for comes first.
            lines.insert(
                LocalizedText(
                    es: "Ticket promedio (ventas brutas): \(say.money(ticket)).",
                    en: "Average ticket (gross sales): \(say.money(ticket))."
                )(language),
                at: metric == .averageTicket ? 0 : 1
            )
        }
        if let returns { lines.append(contentsOf: say.returns(returns)) }
        for group in summary.groups {
            // Only where it is what was asked for.
            let ticket = group.averageTicket.map { "ticket " + say.money($0) }
            let figures = [ticket, say.figures(group.figures)].compactMap(\.self).joined(separator: " · ")
            lines.append("- \(say.label(group.key, group.name)): \(figures)")
        }
        if summary.groups.count < summary.groupCount {
            lines.append(say.part(summary.groups.count, of: summary.groupCount))
        }
        lines.append(contentsOf: summary.context.notes.map { $0(language) })
        return lines.joined(separator: "\n")
    }
}

extension ReturnsQuery {
    /// The same sales as a summary's.
    fileprivate init(_ query: SalesQuery, count: Int) {
        self.init()
        (period, filters, self.count) = (query.period, query.filters, count)
        (now, language) = (query.now, query.language)
    }
}
