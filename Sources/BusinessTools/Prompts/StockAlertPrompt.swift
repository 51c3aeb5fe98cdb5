import Commerce
import JSON
import Localization
import MCP

/// `stock_alert`: what may run out, and what to order.
enum StockAlertPrompt {
    private static let leadTimes = 1...365
    private static let window = 90

    static func make(_ data: ShopData) -> Prompt {
        Prompt(definition(data)) { call in
            let language = try PromptArguments.language(of: call)
            let days = try leadTime(of: call)
            let category = PromptArguments.text("category", of: call)
            let demand = try await demand(category, language, data)
            return PromptResult(
                summary: LocalizedText(es: "Alerta de existencias", en: "Stock alert")(language),
                messages: [
                    .user(instructions(days: days, category: category)(language)),
                    .user(JSONValue.object(demand).serializedString),
                ]
            )
        }
    }

    private static func definition(_ data: ShopData) -> PromptDefinition {
        PromptDefinition(
            name: "stock_alert",
            title: LocalizedText(es: "Alerta de existencias", en: "Stock alert"),
            summary: LocalizedText(
                es: "Encuentra lo que está por agotarse y propone qué pedir.",
                en: "Finds what is about to run out and proposes what to order."
            ),
            arguments: [
                PromptArgument(
                    name: "category",
                    title: LocalizedText(es: "Categoría", en: "Category"),
                    summary: LocalizedText(
                        es: "Solo los productos de esta categoría. Por defecto, todos.",
                        en: "Only the products of this category. Default: all."
                    ),
                    completions: data.completer(.category)
                ),
                PromptArgument(
                    name: "lead_time_days",
                    title: LocalizedText(es: "Días de entrega", en: "Lead time in days"),
                    summary: LocalizedText(
                        es: "Días que tarda el proveedor, de 1 a 365. Por defecto 7.",
                        en: "Days that the supplier takes, from 1 to 365. Default: 7."
                    )
                ),
                PromptArguments.language,
            ],
            requiredScopes: [ShopScope.sales, ShopScope.stock]
        )
    }

    private static func leadTime(of call: PromptCall) throws(PromptFailure) -> Int {
        guard let text = PromptArguments.text("lead_time_days", of: call) else { return 7 }
        guard let days = Int(text), leadTimes.contains(days) else {
            throw .number(name: "lead_time_days", text, leadTimes)
        }
        return days
    }

    /// What sold most in the days that reordering looks at.
    private static func demand(_ category: String?, _ language: Language, _ data: ShopData) async throws -> JSONObject {
        var query = TopQuery()
        query.by = .units
        query.view = .productGross
        query.count = 25
        query.language = language
        if let category { query.filters.categories = [category] }
        if let last = try await data.store.dataPeriod()?.to, let first = last.adding(days: 1 - window) {
            query.period = .days(from: first.description, to: last.description)
        }
        return TopProductsTool.json(try await data.store.top(query, today: data.today()), language)
    }

    private static func instructions(days: Int, category: String?) -> LocalizedText {
        let only = category.map {
            LocalizedText(es: " de la categoría «\($0)»", en: " of the category \"\($0)\"")
        }
        return LocalizedText(
            es: """
                Revisa las existencias\(only?.spanish ?? "") de este negocio. Abajo están los productos que más salieron \
                en los últimos \(window) días de datos.

                1. Llama a inventory_status con status out_of_stock y low_stock, y a reorder con lead_time_days=\(days).
                2. Ordena lo que falta por urgencia: días que alcanza lo disponible al ritmo de venta de abajo.
                3. Da una tabla: código, producto, disponible, venta diaria, días que alcanza, cantidad sugerida.
                4. Separa lo descontinuado: no se pide.

                Usa solo cifras de las herramientas y de los datos de abajo. Si no hay inventario cargado, dilo y explica \
                que se carga con «secure-mcp-server ingest ARCHIVO --kind inventory».
                """,
            en: """
                Review this business's stock\(only?.english ?? ""). Below are the products that sold most in the last \
                \(window) days of the data.

                1. Call inventory_status with status out_of_stock and low_stock, and reorder with lead_time_days=\(days).
                2. Order what is short by urgency: the days that what is available lasts at the rate of sale below.
                3. Give a table: code, product, available, daily sales, days left, suggested quantity.
                4. Keep what is discontinued apart: it is not ordered.

                Use figures of the tools and of the data below only. If no inventory is loaded, say so and explain that \
                it is loaded with 'secure-mcp-server ingest FILE --kind inventory'.
                """
        )
    }
}
