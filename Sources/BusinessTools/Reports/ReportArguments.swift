import Commerce
import JSON
import Localization
import MCP
import Reports

/// The arguments of `generate_report`: schema, texts and how they are read.
enum ReportArguments {
    static let schema: JSONValue = {
        var own: JSONObject = [
            "type": ["type": "string", "enum": names(ReportRequest.Kind.allCases)],
            "format": ["type": "string", "enum": names(ReportFormat.allCases), "default": "pdf"],
            "n": ["type": "integer", "minimum": 1, "maximum": .integer(Int64(ReportRequest.mostRows))],
            "by": ["type": "string", "enum": ["units", "revenue", "orders"]],
            "metric": ["type": "string", "enum": names(SalesMetric.allCases)],
            "order": ["type": "string", "enum": ["desc", "asc"]],
            "group_by": [
                "type": "string",
                "enum": .array(
                    (SalesGrouping.allCases.map(\.rawValue) + ["supplier", "status"]).map { .string($0) }
                ),
            ],
            "lead_time_days": ["type": "number", "minimum": 0, "maximum": 366],
            "safety_factor": ["type": "number", "minimum": 0, "maximum": 100],
            "window_days": ["type": "integer", "minimum": 1, "maximum": 3_660],
            "paper": ["type": "string", "enum": names(ReportOptions.Paper.allCases), "default": "a4"],
            "number_style": ["type": "string", "enum": names(NumberStyle.allCases), "default": "point"],
            "excel_es": ["type": "boolean", "default": false],
            "preview": ["type": "boolean", "default": false],
        ]
        for (name, value) in SalesArguments.schema { own[name] = value }
        if var filters = own["filters"]?.object, var properties = filters["properties"]?.object {
            properties["status"] = ["type": "string", "enum": .array(StockSelection.allNames.map { .string($0) })]
            filters["properties"] = .object(properties)
            own["filters"] = .object(filters)
        }
        return ["type": "object", "additionalProperties": false, "properties": .object(own), "required": ["type"]]
    }()

    private static func names<Value: RawRepresentable<String>>(_ values: [Value]) -> JSONValue {
        .array(values.map { .string($0.rawValue) })
    }

    static let texts: [String: LocalizedText] = SalesArguments.texts.merging([
        "type": LocalizedText(
            es: """
                sales: ventas. top_products: clasificación. customers: clientes. executive: resumen ejecutivo. \
                inventory: existencias. reorder: qué pedir.
                """,
            en: """
                sales: sales. top_products: a ranking. customers: customers. executive: executive summary. \
                inventory: stock. reorder: what to order.
                """
        ),
        "format": LocalizedText(
            es: "pdf (por defecto), xlsx, csv, html, json, md, o solo el gráfico como png o svg.",
            en: "pdf (default), xlsx, csv, html, json, md, or the chart alone as png or svg."
        ),
        "n": LocalizedText(
            es: "Cuántos se listan. Por defecto: 10 de una clasificación, 50 por tabla en páginas, todos en datos.",
            en: "How many are listed. Default: 10 of a ranking, 50 a table on pages, all in data."
        ),
        "by": LocalizedText(es: "La cifra que ordena una clasificación.", en: "The figure that orders a ranking."),
        "metric": LocalizedText(es: "La cifra del gráfico y del orden.", en: "The figure of the chart and the order."),
        "order": LocalizedText(
            es: "desc: los que más (por defecto); asc: los que menos.",
            en: "desc: the most (default); asc: the least."
        ),
        "group_by": LocalizedText(es: "Por qué agrupar.", en: "What to group by."),
        "lead_time_days": LocalizedText(
            es: "Días hasta que llega un pedido (7).",
            en: "Days until an order arrives (7)."
        ),
        "safety_factor": LocalizedText(es: "Factor de seguridad (1.2).", en: "Safety factor (1.2)."),
        "window_days": LocalizedText(
            es: "Días de ventas que dicen la demanda (90).",
            en: "Days of sales that tell the demand (90)."
        ),
        "paper": LocalizedText(es: "Tamaño de las páginas de un PDF.", en: "Size of a PDF's pages."),
        "number_style": LocalizedText(
            es: "point: 1,234.56 (por defecto). comma: 1.234,56.",
            en: "point: 1,234.56 (default). comma: 1.234,56."
        ),
        "excel_es": LocalizedText(
            es: "CSV para Excel en español: BOM, «;» y coma decimal.",
            en: "CSV for Excel in Spanish: BOM, \";\" and decimal comma."
        ),
        "preview": LocalizedText(
            es: "Incluir el gráfico como imagen en la respuesta.",
            en: "Include the chart as an image in the answer."
        ),
    ]) { common, _ in common }

    // MARK: Reading

    static func kind(_ arguments: JSONObject) -> ReportRequest.Kind {
        arguments["type"]?.string.flatMap { ReportRequest.Kind(rawValue: $0) } ?? .sales
    }

    static func request(of call: ToolCall) throws -> ReportRequest {
        let arguments = call.arguments
        let kind = kind(arguments)
        let format = arguments["format"]?.string.flatMap { ReportFormat(rawValue: $0) } ?? .pdf
        var request = ReportRequest(kind, as: format, language: SalesArguments.language(of: call))
        request.period = try SalesArguments.period(of: call)
        request.view = SalesArguments.view(of: call)
        request.filters = SalesArguments.filters(of: call)
        request.now = try SalesArguments.now(of: call)
        request.selection = arguments["filters"]?["status"]?.string.flatMap { StockSelection(rawValue: $0) } ?? .all
        request.count = arguments["n"]?.int
        request.metric = (arguments["by"] ?? arguments["metric"])?.string.flatMap { SalesMetric(rawValue: $0) }
        request.isAscending = arguments["order"]?.string == "asc"
        request.groupBy = arguments["group_by"]?.string
        request.leadTimeDays = quantity(arguments["lead_time_days"])
        request.safetyFactor = quantity(arguments["safety_factor"])
        request.windowDays = arguments["window_days"]?.int
        request.options.paper = arguments["paper"]?.string.flatMap { ReportOptions.Paper(rawValue: $0) } ?? .a4
        request.options.numberStyle =
            arguments["number_style"]?.string.flatMap { NumberStyle(rawValue: $0) } ?? .point
        request.options.csvForSpanishExcel = arguments["excel_es"]?.bool ?? false
        return request
    }

    /// To a millionth; the schema bounds it.
    private static func quantity(_ value: JSONValue?) -> Quantity? {
        value?.double.map { Quantity(micros: Int64(($0 * 1_000_000).rounded())) }
    }
}
