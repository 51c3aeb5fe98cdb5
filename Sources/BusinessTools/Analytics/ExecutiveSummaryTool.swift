import Commerce
import JSON
import Localization
import MCP

/// `executive_summary`: the business at a glance, with what is worth knowing.
enum ExecutiveSummaryTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            var query = ExecutiveQuery()
            let language = SalesArguments.language(of: call)
            query.language = language
            query.period = try SalesArguments.period(of: call)
            query.view = SalesArguments.view(of: call)
            query.currency = call.arguments["currency"]?.string
            query.count = SalesArguments.integer("n", of: call) ?? query.count
            query.now = try SalesArguments.now(of: call)
            // Stock is for those who may see it; the rest is for everybody who may see sales.
            query.includesStock = (try? call.request.require([ShopScope.stock])) != nil
            let summary = try await store.executiveSummary(query, today: today())
            return .structured(.object(json(summary, language)), text: text(summary, language))
        }
    }

    private static let definition = ToolDefinition(
        name: "executive_summary",
        title: LocalizedText(es: "Resumen ejecutivo", en: "Executive summary"),
        summary: LocalizedText(
            es: """
                El negocio de un vistazo: cifras, comparación con el período anterior y con el año anterior, lo que más \
                se vende, clientes, países, devoluciones, días fuera de lo común, alertas de inventario y hallazgos con \
                sus cifras.
                """,
            en: """
                The business at a glance: figures, comparison with the period before and the year before, best sellers, \
                customers, countries, returns, unusual days, stock alerts, and findings with their figures.
                """
        ),
        inputSchema: {
            var properties = SalesArguments.schema
            properties["filters"] = nil
            properties["currency"] = ["type": "string", "minLength": 3, "maxLength": 3]
            properties["n"] = ["type": "integer", "minimum": 1, "maximum": 50, "default": 5]
            return ["type": "object", "additionalProperties": false, "properties": .object(properties)]
        }(),
        arguments: {
            var texts = SalesArguments.texts
            texts["filters"] = nil
            texts["currency"] = LocalizedText(
                es: "Solo las ventas en una moneda (ISO 4217), donde hay de varias.",
                en: "Only sales in one currency (ISO 4217), where there are several."
            )
            texts["n"] = LocalizedText(es: "Cuántos lugares tiene cada lista (5).", en: "Places of each list (5).")
            return texts
        }(),
        outputSchema: ExecutiveJSON.schema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales]
    )

    static func json(_ summary: ExecutiveSummary, _ language: Language) -> JSONObject {
        ExecutiveJSON.object(summary, language)
    }

    static func text(_ summary: ExecutiveSummary, _ language: Language) -> String {
        let say = SalesText(language: language, currency: summary.context.currency)
        let (days, view) = (say.period(summary.context.period), say.view(summary.context.view))
        let title = LocalizedText(es: "Resumen ejecutivo", en: "Executive summary")(language)
        var lines = ["\(title), \(days); \(view)", say.figures(summary.figures)]
        if let ticket = summary.averageTicket.map(say.money) {
            lines.append(LocalizedText(es: "Ticket promedio: \(ticket).", en: "Average ticket: \(ticket).")(language))
        }
        if !summary.findings.isEmpty {
            lines.append(LocalizedText(es: "Hallazgos:", en: "Findings:")(language))
        }
        for finding in summary.findings {
            let mark = finding.severity == .alert ? LocalizedText(es: "Atención: ", en: "Attention: ")(language) : ""
            lines.append("- \(mark)\(finding.text(language))")
        }
        func list(_ title: LocalizedText, _ places: [Contribution]) {
            guard !places.isEmpty else { return }
            lines.append(title(language))
            lines += places.map { place in
                let share = place.share.map { " (\(say.share($0)))" } ?? ""
                let name = say.label(place.item.code, place.item.name)
                return "\(place.item.rank). \(name): \(say.money(place.item.figures.revenue))\(share)"
            }
        }
        list(LocalizedText(es: "Productos por ingresos:", en: "Products by revenue:"), summary.products)
        list(LocalizedText(es: "Categorías por ingresos:", en: "Categories by revenue:"), summary.categories)
        list(LocalizedText(es: "Clientes por ingresos:", en: "Customers by revenue:"), summary.customers)
        list(LocalizedText(es: "Países por ingresos:", en: "Countries by revenue:"), summary.countries)
        lines += summary.context.notes.map { $0(language) }
        return lines.joined(separator: "\n")
    }
}
