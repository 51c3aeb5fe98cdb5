import Commerce
import JSON
import Localization
import MCP

/// `reorder`: what to order, and how much.
enum ReorderTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            let language = SalesArguments.language(of: call)
            var query = ReorderQuery()
            query.leadTimeDays = StockArguments.quantity("lead_time_days", of: call) ?? query.leadTimeDays
            query.safetyFactor = StockArguments.quantity("safety_factor", of: call) ?? query.safetyFactor
            query.windowDays = SalesArguments.integer("window_days", of: call) ?? query.windowDays
            query.filters = try await store.filters(StockArguments.filters(of: call))
            query.limit = SalesArguments.integer("limit", of: call) ?? PageLimit.most
            query.now = try SalesArguments.now(of: call)
            let report = try await store.reorder(query, today: today())
            return .structured(.object(json(report, language)), text: text(report, language))
        }
    }

    private static let definition = ToolDefinition(
        name: "reorder",
        title: LocalizedText(es: "Qué pedir", en: "What to reorder"),
        summary: LocalizedText(
            es: """
                Qué productos pedir y cuánto, por lo que se vendió, lo que tarda el proveedor y un margen de seguridad. \
                Punto de reorden = demanda diaria × días de entrega × factor, hacia arriba; se sugiere lo que falte \
                después de contar existencias y pedidos en camino.
                """,
            en: """
                Which products to order and how many, by what sold, the supplier's lead time and a safety margin. \
                Reorder point = daily demand × lead time × factor, rounded up; what is missing after counting stock and \
                orders on their way is suggested.
                """
        ),
        inputSchema: [
            "type": "object", "additionalProperties": false,
            "properties": .object(
                StockArguments.schema.merging([
                    "lead_time_days": ["type": "number", "minimum": 0, "maximum": 366, "default": 7],
                    "safety_factor": ["type": "number", "minimum": 0, "maximum": 100, "default": 1.2],
                    "filters": [
                        "type": "object", "additionalProperties": false,
                        "properties": .object(StockArguments.filterProperties),
                    ],
                    "limit": [
                        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PageLimit.most)),
                        "default": .integer(Int64(PageLimit.most)),
                    ],
                ])
            ),
        ],
        arguments: StockArguments.texts.merging([
            "lead_time_days": LocalizedText(
                es: "Días que tarda en llegar un pedido (7).",
                en: "Days until an order arrives (7)."
            ),
            "safety_factor": LocalizedText(
                es: "Factor de seguridad (1.2: un margen del 20 %).",
                en: "Safety factor (1.2: a margin of 20%)."
            ),
            "filters": StockArguments.filtersText,
            "limit": LocalizedText(es: "Cuántos productos como mucho (1000).", en: "How many products at most (1000)."),
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales, ShopScope.stock]
    )

    private static let outputSchema: JSONValue = [
        "type": "object",
        "properties": [
            "as_of": ["type": "string"], "currency": ["type": ["string", "null"]], "has_data": ["type": "boolean"],
            "parameters": [
                "type": "object",
                "properties": [
                    "lead_time_days": ["type": "number"], "safety_factor": ["type": "number"],
                    "window_days": ["type": "integer"], "window": SalesJSON.periodSchema,
                ],
                "required": ["lead_time_days", "safety_factor", "window_days"],
            ],
            "items": [
                "type": "array",
                "items": [
                    "type": "object", "properties": .object(itemSchema),
                    "required": ["code", "name", "daily_demand", "reorder_point", "available", "suggested"],
                ],
            ],
            "totals": [
                "type": "object",
                "properties": [
                    "products": ["type": "integer"], "units": ["type": "number"], "cost": SalesJSON.numberOrNull,
                ],
                "required": ["products", "units", "cost"],
            ],
            "notes": ["type": "array", "items": ["type": "string"]],
        ],
        "required": ["as_of", "currency", "parameters", "items", "totals"],
    ]

    static let itemSchema: JSONObject = [
        "code": ["type": "string"], "name": ["type": ["string", "null"]], "category": ["type": ["string", "null"]],
        "supplier": ["type": ["string", "null"]], "sold": ["type": "number"], "daily_demand": ["type": "number"],
        "reorder_point": ["type": "integer"], "stock": ["type": "number"], "on_order": ["type": "number"],
        "available": ["type": "number"], "suggested": ["type": "number"],
    ]

    static func json(_ report: ReorderReport, _ language: Language) -> JSONObject {
        [
            "as_of": .string(report.asOf.description), "currency": SalesJSON.text(report.currency),
            "has_data": .bool(report.hasData),
            "parameters": [
                "lead_time_days": SalesJSON.quantity(report.query.leadTimeDays),
                "safety_factor": SalesJSON.quantity(report.query.safetyFactor),
                "window_days": .integer(Int64(report.query.windowDays)), "window": SalesJSON.period(report.window),
            ],
            "items": .array(report.items.map { .object(item($0)) }),
            "totals": [
                "products": .integer(Int64(report.itemCount)), "units": SalesJSON.quantity(report.units),
                "cost": SalesJSON.money(report.cost),
            ],
            "notes": .array(report.notes.map { .string($0(language)) }),
        ]
    }

    static func item(_ item: ReorderItem) -> JSONObject {
        [
            "code": .string(item.item.code), "name": SalesJSON.text(item.item.name),
            "category": SalesJSON.text(item.item.category), "supplier": SalesJSON.text(item.item.supplier),
            "sold": SalesJSON.quantity(item.sold), "daily_demand": SalesJSON.quantity(item.dailyDemand),
            "reorder_point": .integer(item.reorderPoint), "stock": SalesJSON.quantity(item.item.stock),
            "on_order": SalesJSON.quantity(item.item.onOrder), "available": SalesJSON.quantity(item.available),
            "suggested": SalesJSON.quantity(item.suggested),
        ]
    }

    static func text(_ report: ReorderReport, _ language: Language) -> String {
        let say = StockText(SalesText(language: language, currency: report.currency))
        let query = report.query
        let (lead, factor) = (say.say.quantity(query.leadTimeDays), say.say.quantity(query.safetyFactor))
        let (products, units) = (say.products(report.itemCount), say.say.units(report.units))
        let cost = report.itemCount == 0 ? nil : report.cost.map { ", \(say.say.money($0))" }
        var lines: [String] = []
        if report.hasData {
            lines.append(
                LocalizedText(
                    es: "Por pedir al \(report.asOf): \(products), \(units)\(cost ?? ""). Con \(lead) días de entrega, "
                        + "factor \(factor) y las ventas de \(query.windowDays) días.",
                    en: "To order on \(report.asOf): \(products), \(units)\(cost ?? ""). With a lead time of \(lead) "
                        + "days, factor \(factor) and the sales of \(query.windowDays) days."
                )(language)
            )
        }
        for item in report.items {
            let (name, count) = (say.say.label(item.item.code, item.item.name), say.say.units(item.suggested))
            let (point, available) = (say.say.count(item.reorderPoint), say.say.quantity(item.available))
            lines.append(
                LocalizedText(
                    es: "- \(name): pedir \(count) (hacen falta \(point), hay \(available) con lo que viene)",
                    en: "- \(name): order \(count) (\(point) are needed, \(available) are there or on their way)"
                )(language)
            )
        }
        lines += report.notes.map { $0(language) }
        return lines.joined(separator: "\n")
    }
}
