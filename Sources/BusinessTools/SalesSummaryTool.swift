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
            query.filters = SalesArguments.filters(of: call)
            query.now = try SalesArguments.now(of: call)
            query.groupBy = call.arguments["group_by"]?.string.flatMap { SalesGrouping(rawValue: $0) }
            query.metric = call.arguments["metric"]?.string.flatMap { SalesMetric(rawValue: $0) } ?? .revenue
            query.limit = call.arguments["limit"]?.int.map { Int($0) } ?? PageLimit.usual
            query.cursor = call.arguments["cursor"]?.string
            let summary = try await store.summary(query, today: today())
            return .structured(.object(json(summary, language)), text: text(summary, query.metric, language))
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
            "metric": [
                "type": "string", "enum": .array(SalesMetric.allCases.map { .string($0.rawValue) }),
                "default": "revenue",
            ],
            "limit": ["type": "integer", "minimum": 1, "maximum": .integer(Int64(PageLimit.most)), "default": 20],
            "cursor": ["type": "string", "maxLength": 500],
        ]),
        arguments: SalesArguments.texts.merging([
            "group_by": LocalizedText(es: "Por qué agrupar.", en: "What to group by."),
            "metric": LocalizedText(
                es: "Qué cifra ordena los grupos, de mayor a menor; los de tiempo van por fecha.",
                en: "Which figure orders the groups, largest first; groups of time go by date."
            ),
            "limit": LocalizedText(es: "Grupos por página (20).", en: "Groups on a page (20)."),
            "cursor": LocalizedText(
                es: "El «next_cursor» de la página anterior.",
                en: "The 'next_cursor' of the previous page."
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
        let figures: JSONValue = ["type": "object", "properties": .object(SalesJSON.figuresSchema)]
        properties["views"] = [
            "type": "object",
            "properties": ["net": figures, "gross": figures, "product_gross": figures, "returns": figures],
            "required": ["net", "gross", "product_gross"],
        ]
        var group: JSONObject = ["key": ["type": ["string", "null"]], "name": ["type": ["string", "null"]]]
        for (name, value) in SalesJSON.figuresSchema { group[name] = value }
        group["average_ticket"] = ["type": ["number", "null"]]
        properties["group_by"] = ["type": "string"]
        properties["groups"] = ["type": "array", "items": ["type": "object", "properties": .object(group)]]
        properties["group_count"] = ["type": "integer"]
        properties["next_cursor"] = ["type": "string"]
        return [
            "type": "object", "properties": .object(properties),
            "required": ["period", "currency", "view", "revenue", "units", "orders", "average_ticket", "views"],
        ]
    }()

    static func json(_ summary: SalesSummary, _ language: Language) -> JSONObject {
        var object = SalesJSON.context(summary.context, language)
        for (name, value) in SalesJSON.figures(summary.figures) { object[name] = value }
        object["average_ticket"] = summary.averageTicket.map(SalesJSON.money) ?? .null
        object["views"] = [
            "net": .object(SalesJSON.figures(summary.views.net)),
            "gross": .object(SalesJSON.figures(summary.views.gross)),
            "product_gross": .object(SalesJSON.figures(summary.views.productGross)),
            "returns": .object(SalesJSON.figures(summary.views.returns)),
        ]
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

    private static func text(_ summary: SalesSummary, _ metric: SalesMetric, _ language: Language) -> String {
        let say = SalesText(language: language, currency: summary.context.currency)
        let title = say.view(summary.context.view)
        var lines = [
            "\(title.prefix(1).uppercased() + title.dropFirst()), \(say.period(summary.context.period)): "
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
        for group in summary.groups {
            let none = LocalizedText(es: "(sin dato)", en: "(none)")(language)
            let name = [group.key ?? none, group.name].compactMap(\.self).joined(separator: " ")
            lines.append("- \(name): \(say.figures(group.figures))")
        }
        if summary.groups.count < summary.groupCount {
            lines.append(
                LocalizedText(
                    es: "\(summary.groups.count) de \(summary.groupCount) grupos.",
                    en: "\(summary.groups.count) of \(summary.groupCount) groups."
                )(language)
            )
        }
        lines.append(contentsOf: summary.context.notes.map { $0(language) })
        return lines.joined(separator: "\n")
    }
}
