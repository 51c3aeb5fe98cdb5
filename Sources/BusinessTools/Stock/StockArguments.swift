import Commerce
import JSON
import Localization
import MCP

/// The arguments that tools about stock have in common.
enum StockArguments {
    static let schema: JSONObject = [
        "window_days": ["type": "integer", "minimum": 1, "maximum": 3_660, "default": 90],
        "now": SalesArguments.daySchema,
        "lang": SalesArguments.languageSchema,
    ]

    static let filterProperties: JSONObject = [
        "product": SalesArguments.filterSchema, "category": SalesArguments.filterSchema,
        "supplier": SalesArguments.filterSchema,
    ]

    static let texts: [String: LocalizedText] = [
        "window_days": LocalizedText(
            es: "Cuántos días de ventas, hasta el día de la consulta, dicen la demanda (90).",
            en: "How many days of sales, up to the day of the question, tell the demand (90)."
        ),
        "now": SalesArguments.texts["now"] ?? SalesArguments.languageText,
        "lang": SalesArguments.languageText,
    ]

    static let filtersText = LocalizedText(
        es: "Solo estos productos (código o nombre), categorías o proveedores; uno o una lista de cada uno.",
        en: "Only these products (code or name), categories or suppliers; one or a list of each."
    )

    static func filters(of call: ToolCall) -> StockFilters {
        var filters = StockFilters()
        guard let given = call.arguments["filters"] else { return filters }
        filters.products = SalesArguments.list(given["product"])
        filters.categories = SalesArguments.list(given["category"])
        filters.suppliers = SalesArguments.list(given["supplier"])
        return filters
    }

    /// A number of days or a factor, to a millionth.
    static func quantity(_ name: String, of call: ToolCall) -> Quantity? {
        guard let value = call.arguments[name]?.double, abs(value) < 1e9 else { return nil }
        return Quantity(micros: Int64((value * 1e6).rounded()))
    }
}
