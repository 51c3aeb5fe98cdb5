import Commerce
import JSON
import Localization
import MCP

/// `top_products`: what sells most, or least.
enum TopProductsTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            var query = TopQuery()
            let language = SalesArguments.language(of: call)
            query.language = language
            query.period = try SalesArguments.period(of: call)
            query.view = SalesArguments.view(of: call)
            query.filters = SalesArguments.filters(of: call)
            query.now = try SalesArguments.now(of: call)
            query.count = call.arguments["n"]?.int.map { Int($0) } ?? query.count
            query.by = call.arguments["by"]?.string.flatMap { SalesMetric(rawValue: $0) } ?? query.by
            query.isAscending = call.arguments["order"]?.string == "asc"
            query.groupBy =
                call.arguments["group_by"]?.string.flatMap { SalesGrouping(rawValue: $0) } ?? query.groupBy
            let top = try await store.top(query, today: today())
            return .structured(.object(json(top, language)), text: text(top, language))
        }
    }

    private static let definition = ToolDefinition(
        name: "top_products",
        title: LocalizedText(es: "Productos más vendidos", en: "Top products"),
        summary: LocalizedText(
            es: """
                Los productos más o menos vendidos de un período, por unidades, ingresos o documentos; también las \
                categorías, los clientes o los países.
                """,
            en: """
                The best or worst sellers of a period by units, revenue or orders; also categories, customers or \
                countries.
                """
        ),
        inputSchema: SalesArguments.inputSchema([
            "n": ["type": "integer", "minimum": 1, "maximum": .integer(Int64(PageLimit.most)), "default": 10],
            "by": ["type": "string", "enum": ["units", "revenue", "orders"], "default": "units"],
            "order": ["type": "string", "enum": ["desc", "asc"], "default": "desc"],
            "group_by": [
                "type": "string", "enum": ["product", "category", "customer", "country"], "default": "product",
            ],
        ]),
        arguments: SalesArguments.texts.merging([
            "n": LocalizedText(es: "Cuántos (10).", en: "How many (10)."),
            "by": LocalizedText(es: "La cifra que ordena.", en: "The figure that orders."),
            "order": LocalizedText(
                es: "desc: los que más (por defecto); asc: los que menos.",
                en: "desc: the most (default); asc: the least."
            ),
            "group_by": LocalizedText(
                es: "Qué se ordena: product (por defecto), category, customer o country.",
                en: "What is ranked: product (default), category, customer or country."
            ),
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales]
    )

    private static let outputSchema: JSONValue = {
        var properties = SalesJSON.contextSchema
        var item: JSONObject = [
            "rank": ["type": "integer"], "code": ["type": "string"], "name": ["type": ["string", "null"]],
        ]
        for (name, value) in SalesJSON.figuresSchema { item[name] = value }
        properties["group_by"] = ["type": "string"]
        properties["by"] = ["type": "string"]
        properties["order"] = ["type": "string"]
        properties["count"] = ["type": "integer"]
        properties["items"] = [
            "type": "array",
            "items": [
                "type": "object", "properties": .object(item),
                "required": ["rank", "code", "name", "units", "revenue", "orders"],
            ],
        ]
        return [
            "type": "object", "properties": .object(properties), "required": ["period", "currency", "view", "items"],
        ]
    }()

    static func json(_ top: TopProducts, _ language: Language) -> JSONObject {
        var object = SalesJSON.context(top.context, language)
        object["group_by"] = .string(top.groupBy.rawValue)
        object["by"] = .string(top.by.rawValue)
        object["order"] = top.isAscending ? "asc" : "desc"
        object["count"] = .integer(Int64(top.count))
        object["items"] = .array(
            top.items.map { item in
                var entry: JSONObject = [
                    "rank": .integer(Int64(item.rank)), "code": .string(item.code), "name": SalesJSON.text(item.name),
                ]
                for (name, value) in SalesJSON.figures(item.figures) { entry[name] = value }
                return .object(entry)
            }
        )
        return object
    }

    private static func text(_ top: TopProducts, _ language: Language) -> String {
        let say = SalesText(language: language, currency: top.context.currency)
        let heading = LocalizedText(
            es: "\(top.isAscending ? "Los que menos" : "Los que más"), \(say.period(top.context.period))",
            en: "\(top.isAscending ? "The least" : "The most"), \(say.period(top.context.period))"
        )
        var lines = ["\(heading(language)) (\(say.view(top.context.view))):"]
        for item in top.items {
            let name = item.name.map { " \($0)" } ?? ""
            lines.append("\(item.rank). \(item.code)\(name): \(say.figures(item.figures))")
        }
        if top.items.isEmpty {
            lines = [LocalizedText(es: "No hay ventas que ordenar.", en: "There are no sales to rank.")(language)]
        }
        lines.append(contentsOf: top.context.notes.map { $0(language) })
        return lines.joined(separator: "\n")
    }
}
