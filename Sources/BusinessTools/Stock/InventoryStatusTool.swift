import Commerce
import JSON
import Localization
import MCP

/// `inventory_status`: what is in stock, what it is worth, and how long it lasts.
enum InventoryStatusTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            let language = SalesArguments.language(of: call)
            var query = try query(of: call)
            query.filters = try await store.filters(query.filters)
            // How fast things sell is told to those who may know sales.
            let judgesDemand = query.selection == .overstock || query.selection == .notMoving
            if judgesDemand { try call.request.require([ShopScope.sales]) }
            let tellsDemand = judgesDemand || (try? call.request.require([ShopScope.sales])) != nil
            let report = try await store.inventory(query, today: today())
            return .structured(
                .object(json(report, language, tellsDemand: tellsDemand)),
                text: text(report, language, tellsDemand: tellsDemand)
            )
        }
    }

    private static func query(of call: ToolCall) throws -> InventoryQuery {
        var query = InventoryQuery()
        let status = call.arguments["status"]?.string
        let filtered = call.arguments["filters"]?["status"]?.string
        if let status, let filtered, status != filtered, status != "all" { throw ArgumentFailure.severalStatuses }
        query.selection = (filtered ?? status).flatMap(StockSelection.init(rawValue:)) ?? .all
        query.filters = StockArguments.filters(of: call)
        query.groupBy = call.arguments["group_by"]?.string.flatMap { StockGrouping(rawValue: $0) }
        query.metric = call.arguments["metric"]?.string.flatMap { StockMetric(rawValue: $0) }
        query.windowDays = SalesArguments.integer("window_days", of: call) ?? query.windowDays
        query.overstockDays = SalesArguments.integer("overstock_days", of: call) ?? query.overstockDays
        query.limit = SalesArguments.integer("limit", of: call) ?? query.limit
        query.cursor = call.arguments["cursor"]?.string
        query.now = try SalesArguments.now(of: call)
        return query
    }

    private static let statusSchema: JSONValue = [
        "type": "string", "enum": .array(StockSelection.allNames.map { .string($0) }),
    ]

    private static let definition = ToolDefinition(
        name: "inventory_status",
        title: LocalizedText(es: "Estado del inventario", en: "Inventory status"),
        summary: LocalizedText(
            es: """
                Existencias y su valor: en total, por categoría o producto; agotados, por agotarse, descontinuados, de \
                sobra o sin movimiento; para cuántos días alcanza cada producto y cuándo se acabará.
                """,
            en: """
                Stock and its value: in total, by category or product; out of stock, low, discontinued, too much or not \
                moving; how many days each product lasts and when it will run out.
                """
        ),
        inputSchema: [
            "type": "object", "additionalProperties": false,
            "properties": .object(
                StockArguments.schema.merging([
                    "status": statusSchema,
                    "filters": [
                        "type": "object", "additionalProperties": false,
                        "properties": .object(StockArguments.filterProperties.merging(["status": statusSchema])),
                    ],
                    "group_by": [
                        "type": "string", "enum": .array(StockGrouping.allCases.map { .string($0.rawValue) }),
                    ],
                    "metric": ["type": "string", "enum": .array(StockMetric.allCases.map { .string($0.rawValue) })],
                    "overstock_days": [
                        "type": "integer", "minimum": 1, "maximum": .integer(Int64(InventoryQuery.mostOverstockDays)),
                        "default": 180,
                    ],
                    "limit": SalesArguments.limitSchema,
                    "cursor": SalesArguments.cursorSchema,
                ])
            ),
        ],
        arguments: StockArguments.texts.merging([
            "status": LocalizedText(
                es: """
                    Qué se lista: all, out_of_stock (agotado), low_stock (en su nivel mínimo o por debajo), discontinued, \
                    ok, overstock (de sobra) o not_moving (sin ventas en la ventana).
                    """,
                en: """
                    What to list: all, out_of_stock, low_stock (at the reorder level or below it), discontinued, ok, \
                    overstock, or not_moving (no sales in the window).
                    """
            ),
            "filters": StockArguments.filtersText,
            "group_by": LocalizedText(
                es: "Por qué agrupar lo listado: category, product, supplier o status.",
                en: "What to group what is listed by: category, product, supplier or status."
            ),
            "metric": LocalizedText(
                es: "stock_value o units: la cifra que ordena, de mayor a menor. Sin ella, por código.",
                en: "stock_value or units: the figure that orders, largest first. Without it, by code."
            ),
            "overstock_days": LocalizedText(
                es: "Sobra lo que alcanza para más de estos días (180).",
                en: "What lasts longer than these days is too much (180)."
            ),
            "limit": LocalizedText(
                es: "Productos o grupos por página (20).",
                en: "Products or groups on a page (20)."
            ),
            "cursor": SalesArguments.cursorText,
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.stock]
    )

    private static let outputSchema: JSONValue = {
        var group = StockJSON.totalsSchema
        group["key"] = ["type": ["string", "null"]]
        group["name"] = ["type": "string"]
        group["stock_value"] = ["type": "number"]
        return [
            "type": "object",
            "properties": [
                "as_of": ["type": "string"], "currency": ["type": ["string", "null"]],
                "has_data": ["type": "boolean"], "source": ["type": ["string", "null"]],
                "status": ["type": "string"], "window": SalesJSON.periodSchema,
                "overstock_days": ["type": "integer"],
                "totals": ["type": "object", "properties": .object(StockJSON.totalsSchema)],
                "selected": StockJSON.sliceSchema, "overstock": StockJSON.sliceSchema,
                "not_moving": StockJSON.sliceSchema,
                "items": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": .object(StockJSON.itemSchema.merging(StockJSON.coverSchema)),
                        "required": [
                            "code", "name", "category", "stock", "on_order", "reorder_level", "status", "value",
                        ],
                    ],
                ],
                "item_count": ["type": "integer"], "group_by": ["type": "string"], "metric": ["type": "string"],
                "groups": ["type": "array", "items": ["type": "object", "properties": .object(group)]],
                "group_count": ["type": "integer"], "next_cursor": ["type": "string"],
                "notes": ["type": "array", "items": ["type": "string"]],
            ],
            "required": ["as_of", "currency", "totals", "items", "item_count"],
        ]
    }()

    static func json(_ report: InventoryReport, _ language: Language, tellsDemand: Bool = true) -> JSONObject {
        var object: JSONObject = [
            "as_of": .string(report.asOf.description), "currency": SalesJSON.text(report.currency),
            "has_data": .bool(report.hasData), "source": SalesJSON.text(report.source),
            "status": .string(report.query.selection.rawValue),
            "totals": .object(StockJSON.totals(report.totals)), "selected": StockJSON.slice(report.selected),
        ]
        if tellsDemand, report.hasSales {
            object["window"] = SalesJSON.period(report.window)
            object["overstock_days"] = .integer(Int64(report.query.overstockDays))
            object["overstock"] = StockJSON.slice(report.overstock)
            object["not_moving"] = StockJSON.slice(report.notMoving)
        }
        object["items"] = .array(
            report.items.map { item in
                let cover = tellsDemand ? item.cover.map(StockJSON.cover) : nil
                return .object(StockJSON.item(item.item).merging(cover ?? [:]))
            }
        )
        object["item_count"] = .integer(Int64(report.selected.items))
        if let metric = report.query.metric { object["metric"] = .string(metric.rawValue) }
        if let groupBy = report.query.groupBy {
            object["group_by"] = .string(groupBy.rawValue)
            object["groups"] = .array(report.groups.map(group))
            object["group_count"] = .integer(Int64(report.groupCount))
        }
        if let cursor = report.nextCursor { object["next_cursor"] = .string(cursor) }
        object["notes"] = .array(report.notes.map { .string($0(language)) })
        return object
    }

    private static func group(_ group: StockGroup) -> JSONValue {
        var object: JSONObject = ["key": SalesJSON.text(group.key)]
        if let name = group.name { object["name"] = .string(name) }
        object["stock_value"] = SalesJSON.money(group.totals.value)
        return .object(object.merging(StockJSON.totals(group.totals)))
    }

    static func text(_ report: InventoryReport, _ language: Language, tellsDemand: Bool = true) -> String {
        InventoryText(report, StockText(SalesText(language: language, currency: report.currency))).lines(
            tellsDemand: tellsDemand && report.hasSales
        ).joined(separator: "\n")
    }
}
