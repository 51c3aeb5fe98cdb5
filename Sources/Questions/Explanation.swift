import Commerce
import Localization

/// Why a question is refused that somebody could well ask, and what to ask instead.
enum Refusal {
    static func explanation(of reading: QuestionReading) -> LocalizedText? {
        if let date = reading.impossibleDate { return date.message }
        if let figure = UnknownFigure(reading), figure.isAsked { return figure.refusal }
        return reading.excludes ? exclusion : nil
    }

    private static let exclusion = LocalizedText(
        es:
            "Entendí que quiere dejar algo fuera, y eso no se puede: pida el total y, aparte, lo que quiere restar, o el "
            + "desglose por país o categoría.",
        en: "Understood: something is to be left out, which cannot be done. Ask for the total and, apart, for what to "
            + "take off, or for the figures by country or category."
    )
}

/// Says in both languages how a question was understood.
enum Explanation {
    static func text(_ intent: Intent, _ slots: QuestionSlots) -> LocalizedText {
        let head = heads[intent] ?? LocalizedText(es: intent.rawValue, en: intent.rawValue)
        if intent == .help || intent == .outOfScope { return head }
        let details = details(slots)
        return LocalizedText(
            es: "Entendí: " + ([head.spanish] + details.map(\.spanish)).joined(separator: "; ") + ".",
            en: "Understood: " + ([head.english] + details.map(\.english)).joined(separator: "; ") + "."
        )
    }

    private static let heads: [Intent: LocalizedText] = [
        .salesSummary: LocalizedText(es: "resumen de ventas", en: "sales summary"),
        .topProducts: LocalizedText(es: "clasificación por ventas", en: "ranking by sales"),
        .inventoryStatus: LocalizedText(es: "estado del inventario", en: "stock status"),
        .reorder: LocalizedText(es: "pedido sugerido", en: "reorder suggestions"),
        .report: LocalizedText(es: "un archivo con un reporte", en: "a report file"),
        .docsSearch: LocalizedText(es: "búsqueda en los documentos", en: "search in the documents"),
        .executiveSummary: LocalizedText(es: "resumen ejecutivo", en: "executive summary"),
        .compare: LocalizedText(es: "comparación de ventas", en: "comparison of sales"),
        .trend: LocalizedText(es: "tendencia de las ventas", en: "sales trend"),
        .ingest: LocalizedText(es: "importar un archivo", en: "import a file"),
        .help: LocalizedText(
            es: "Entendí que quiere saber qué se puede preguntar.",
            en: "Understood: you want to know what can be asked."
        ),
        .outOfScope: LocalizedText(
            es: "Eso no se puede contestar con los datos de la tienda: aquí se consultan ventas, inventario y "
                + "documentos, sin cambiar nada.",
            en: "This cannot be answered from the shop's data: sales, stock and documents can be asked about here, "
                + "and nothing is changed."
        ),
    ]

    private static func details(_ slots: QuestionSlots) -> [LocalizedText] {
        var texts: [LocalizedText] = []
        func add(_ spanish: String, _ english: String) { texts.append(LocalizedText(es: spanish, en: english)) }
        func add(_ spanish: String, _ english: String, _ value: String?) {
            if let value { add("\(spanish) \(value)", "\(english) \(value)") }
        }
        if let report = slots.report.flatMap({ reports[$0] }) { add("de " + report.spanish, "about " + report.english) }
        add("en formato", "as", slots.format?.rawValue)
        if let period = slots.period { texts.append(period.text) }
        if let baseline = slots.baseline {
            add("comparado con: \(baseline.text.spanish)", "compared with: \(baseline.text.english)")
        }
        if let metric = (slots.metric ?? slots.by).flatMap({ metrics[$0] }) {
            add("según " + metric.spanish, "by " + metric.english)
        }
        if let view = slots.view.flatMap({ views[$0] }) { texts.append(view) }
        add("los primeros", "first", slots.count.map(String.init))
        if slots.order == .ascending { add("de menor a mayor", "lowest first") }
        if let group = slots.groupBy.flatMap({ groups[$0] }) { add("por " + group.spanish, "per " + group.english) }
        add("producto", "product", list(slots.filters.products))
        add("categoría", "category", list(slots.filters.categories))
        add("país", "country", list(slots.filters.countries))
        add("cliente", "customer", list(slots.filters.customers))
        if let status = slots.filters.status.flatMap({ statuses[$0] }) { add(status.spanish, status.english) }
        add("factor de seguridad", "safety factor", slots.safetyFactor?.description)
        if let days = slots.leadTimeDays {
            add("entrega en \(days) \(days == 1 ? "día" : "días")", "delivery in \(days) \(days == 1 ? "day" : "days")")
        }
        if let query = slots.query { add("sobre «\(query)»", "about \"\(query)\"") }
        add("archivo", "file", slots.path)
        return texts
    }

    private static func list(_ values: [String]) -> String? { values.isEmpty ? nil : values.joined(separator: ", ") }

    private static let metrics: [QuestionMetric: LocalizedText] = [
        .revenue: LocalizedText(es: "ingresos", en: "revenue"),
        .units: LocalizedText(es: "unidades", en: "units"),
        .orders: LocalizedText(es: "pedidos", en: "orders"),
        .averageTicket: LocalizedText(es: "ticket promedio", en: "average ticket"),
        .stockValue: LocalizedText(es: "valor del inventario", en: "stock value"),
    ]
    private static let groups: [QuestionGrouping: LocalizedText] = [
        .product: LocalizedText(es: "producto", en: "product"),
        .category: LocalizedText(es: "categoría", en: "category"),
        .customer: LocalizedText(es: "cliente", en: "customer"), .country: LocalizedText(es: "país", en: "country"),
        .month: LocalizedText(es: "mes", en: "month"), .week: LocalizedText(es: "semana", en: "week"),
        .day: LocalizedText(es: "día", en: "day"),
    ]
    private static let views: [SalesView: LocalizedText] = [
        .net: LocalizedText(es: "ventas netas", en: "net sales"),
        .gross: LocalizedText(es: "ventas brutas", en: "gross sales"),
        .productGross: LocalizedText(es: "ventas brutas solo de productos", en: "gross sales of goods only"),
        .returns: LocalizedText(es: "devoluciones", en: "returns"),
    ]
    private static let statuses: [StockStatus: LocalizedText] = [
        .outOfStock: LocalizedText(es: "agotados", en: "out of stock"),
        .lowStock: LocalizedText(es: "con existencia baja", en: "low on stock"),
        .discontinued: LocalizedText(es: "descontinuados", en: "discontinued"),
    ]
    private static let reports: [ReportKind: LocalizedText] = [
        .sales: LocalizedText(es: "ventas", en: "sales"), .inventory: LocalizedText(es: "inventario", en: "stock"),
        .reorder: LocalizedText(es: "reabastecimiento", en: "reordering"),
        .topProducts: LocalizedText(es: "los más vendidos", en: "best sellers"),
        .executive: LocalizedText(es: "resumen ejecutivo", en: "the executive summary"),
        .customers: LocalizedText(es: "clientes", en: "customers"),
    ]
}
