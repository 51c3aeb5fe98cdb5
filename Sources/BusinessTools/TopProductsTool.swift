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
            query.filters = try await store.filters(SalesArguments.filters(of: call))
            query.now = try SalesArguments.now(of: call)
            query.count = SalesArguments.integer("n", of: call) ?? query.count
            query.by = call.arguments["by"]?.string.flatMap { SalesMetric(rawValue: $0) } ?? query.by
            // What came back counts below zero: the most returned are the least of all.
            query.isAscending = call.arguments["order"]?.string.map { $0 == "asc" } ?? (query.view == .returns)
            query.groupBy = SalesArguments.grouping(of: call) ?? query.groupBy
            query.abc = try abc(of: call)
            let top = try await store.top(query, today: today())
            return .structured(.object(json(top, language)), text: text(top, language))
        }
    }

    /// The limits of the classes; nil when no classes are asked for.
    private static func abc(of call: ToolCall) throws -> ABCLimits? {
        guard let limits = call.arguments["abc_limits"]?.array else {
            return call.arguments["abc"]?.bool == true ? ABCLimits() : nil
        }
        let percents = limits.compactMap(\.double).map { Percent(hundredths: Int64(($0 * 100).rounded())) }
        guard percents.count == 2, let limits = ABCLimits(a: percents[0], b: percents[1]) else {
            throw ArgumentFailure.abcLimits
        }
        return limits
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
            "order": ["type": "string", "enum": ["desc", "asc"]],
            "group_by": [
                "type": "string", "enum": ["product", "category", "customer", "country"], "default": "product",
            ],
            "abc": ["type": "boolean", "default": false],
            "abc_limits": [
                "type": "array", "items": ["type": "number", "minimum": 0, "maximum": 100], "minItems": 2,
                "maxItems": 2,
            ],
        ]),
        arguments: SalesArguments.texts.merging([
            "n": LocalizedText(es: "Cuántos (10).", en: "How many (10)."),
            "by": LocalizedText(es: "La cifra que ordena.", en: "The figure that orders."),
            "order": LocalizedText(
                es: "desc: de más a menos; asc: de menos a más. Por defecto desc; con la vista returns, cuyas cifras "
                    + "son negativas, asc: lo más devuelto primero.",
                en: "desc: the most first; asc: the least first. Default: desc; with the view returns, whose figures "
                    + "are negative, asc: the most returned first."
            ),
            "abc": LocalizedText(
                es: "Con la parte de cada uno en los ingresos y su clase: A hasta 80 %, B hasta 95 %, C el resto.",
                en: "With each one's share of revenue and its class: A up to 80%, B up to 95%, C the rest."
            ),
            "abc_limits": LocalizedText(
                es: "Otros límites de las clases A y B, en porcentaje acumulado, como [70, 90].",
                en: "Other limits of the classes A and B, as cumulative percentages such as [70, 90]."
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
        var item = SalesJSON.itemSchema
        item["share_percent"] = ["type": "number"]
        item["cumulative_percent"] = ["type": "number"]
        item["class"] = ["type": "string"]
        properties["classes"] = [
            "type": "array",
            "items": [
                "type": "object",
                "properties": [
                    "class": ["type": "string"], "items": ["type": "integer"], "revenue": ["type": "number"],
                    "share_percent": SalesJSON.numberOrNull,
                ],
            ],
        ]
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
                var entry = SalesJSON.item(item)
                if let share = item.share {
                    entry["share_percent"] = SalesJSON.percent(share.share)
                    entry["cumulative_percent"] = SalesJSON.percent(share.cumulative)
                    entry["class"] = .string(share.abcClass.rawValue)
                }
                return .object(entry)
            }
        )
        if let classes = top.classes { object["classes"] = .array(classes.map(json)) }
        return object
    }

    static func json(_ total: ABCClassTotal) -> JSONValue {
        [
            "class": .string(total.abcClass.rawValue), "items": .integer(Int64(total.items)),
            "revenue": SalesJSON.money(total.revenue), "share_percent": SalesJSON.percent(total.share),
        ]
    }

    static func text(_ top: TopProducts, _ language: Language) -> String {
        let say = SalesText(language: language, currency: top.context.currency)
        let isReturns = top.context.view == .returns
        let isMost = top.isAscending == isReturns
        let (days, view) = (say.period(top.context.period), say.view(top.context.view))
        let heading = LocalizedText(
            es: isReturns
                ? "\(isMost ? "Lo más" : "Lo menos") devuelto, \(days)"
                : "\(isMost ? "Los que más" : "Los que menos"), \(days); \(view)",
            en: isReturns
                ? "\(isMost ? "Most" : "Least") returned, \(days)"
                : "The \(isMost ? "most" : "least"), \(days); \(view)"
        )
        var lines = ["\(heading(language)):"]
        for item in top.items {
            let share = item.share.map { " · \(say.share($0.share)) · \($0.abcClass.rawValue)" } ?? ""
            lines.append("\(item.rank). \(say.label(item.code, item.name)): \(say.figures(item.figures))\(share)")
        }
        for total in top.classes ?? [] {
            let (name, count, all) = (
                total.abcClass.rawValue, say.count(Int64(total.items)), say.count(Int64(top.count))
            )
            let amount = say.money(total.revenue) + (total.share.map { " (\(say.share($0)))" } ?? "")
            lines.append(
                LocalizedText(
                    es: "Clase \(name): \(count) de \(all), \(amount).",
                    en: "Class \(name): \(count) of \(all), \(amount)."
                )(language)
            )
        }
        if top.items.isEmpty {
            lines = [LocalizedText(es: "No hay ventas que ordenar.", en: "There are no sales to rank.")(language)]
        }
        lines.append(contentsOf: top.context.notes.map { $0(language) })
        return lines.joined(separator: "\n")
    }
}
