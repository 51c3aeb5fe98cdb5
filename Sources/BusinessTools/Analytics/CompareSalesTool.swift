import Commerce
import JSON
import Localization
import MCP

/// `compare_sales`: two periods side by side.
enum CompareSalesTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            var query = CompareQuery()
            let language = SalesArguments.language(of: call)
            query.language = language
            query.period = try SalesArguments.period(of: call)
            query.baseline = baseline(of: call)
            query.metric = SalesArguments.metric(of: call)
            query.groupBy = SalesArguments.grouping(of: call)
            query.view = SalesArguments.view(of: call)
            query.filters = try await store.filters(SalesArguments.filters(of: call))
            query.limit = SalesArguments.integer("limit", of: call) ?? PageLimit.usual
            query.cursor = call.arguments["cursor"]?.string
            query.now = try SalesArguments.now(of: call)
            let comparison = try await store.compare(query, today: today())
            return .structured(.object(json(comparison, language)), text: text(comparison, language))
        }
    }

    private static func baseline(of call: ToolCall) -> Baseline {
        guard let given = call.arguments["baseline"] else { return .previousPeriod }
        if let text = given.string { return Baseline(text) }
        return .period(.days(from: given["from"]?.string, to: given["to"]?.string))
    }

    private static let definition = ToolDefinition(
        name: "compare_sales",
        title: LocalizedText(es: "Comparar ventas", en: "Compare sales"),
        summary: LocalizedText(
            es: """
                Las ventas de un período frente a las de otro: el período anterior, el año anterior o el que se indique; \
                en total y por producto, categoría, cliente, país, mes, semana o día.
                """,
            en: """
                The sales of one period against another's: the period before, the year before or any other; in total \
                and by product, category, customer, country, month, week or day.
                """
        ),
        inputSchema: SalesArguments.inputSchema([
            "baseline": SalesArguments.schema["period"] ?? true,
            "metric": SalesArguments.metricSchema,
            "group_by": ["type": "string", "enum": .array(SalesGrouping.allCases.map { .string($0.rawValue) })],
            "limit": SalesArguments.limitSchema,
            "cursor": SalesArguments.cursorSchema,
        ]),
        arguments: SalesArguments.texts.merging([
            "baseline": LocalizedText(
                es: """
                    Con qué se compara: previous_period (por defecto: lo que dura lo mismo y viene justo antes; un mes \
                    entero, con el mes anterior), previous_year, o un período como en «period».
                    """,
                en: """
                    What to compare with: previous_period (default: as long and just before; a whole month with the \
                    month before), previous_year, or a period as in 'period'.
                    """
            ),
            "metric": LocalizedText(es: "La cifra que se compara.", en: "The figure to compare."),
            "group_by": LocalizedText(es: "Por qué desglosar el cambio.", en: "What to split the change by."),
            "limit": LocalizedText(es: "Grupos por página (20).", en: "Groups on a page (20)."),
            "cursor": SalesArguments.cursorText,
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales]
    )

    private static let outputSchema: JSONValue = {
        var properties = SalesJSON.contextSchema.merging(ComparisonJSON.schema)
        properties["group_by"] = ["type": "string"]
        properties["groups"] = ["type": "array", "items": ComparisonJSON.groupSchema]
        properties["group_count"] = ["type": "integer"]
        properties["largest_rise"] = TrendJSON.orNull(ComparisonJSON.groupSchema)
        properties["largest_fall"] = TrendJSON.orNull(ComparisonJSON.groupSchema)
        properties["next_cursor"] = ["type": "string"]
        return [
            "type": "object", "properties": .object(properties),
            "required": ["period", "baseline", "currency", "view", "metric", "change", "change_percent"],
        ]
    }()

    static func json(_ comparison: SalesComparison, _ language: Language) -> JSONObject {
        var object = SalesJSON.context(comparison.context, language).merging(ComparisonJSON.object(comparison))
        guard let groupBy = comparison.groupBy else { return object }
        object["group_by"] = .string(groupBy.rawValue)
        object["groups"] = .array(comparison.groups.map(ComparisonJSON.group))
        object["group_count"] = .integer(Int64(comparison.groupCount))
        object["largest_rise"] = comparison.largestRise.map(ComparisonJSON.group) ?? .null
        object["largest_fall"] = comparison.largestFall.map(ComparisonJSON.group) ?? .null
        if let cursor = comparison.nextCursor { object["next_cursor"] = .string(cursor) }
        return object
    }

    static func text(_ comparison: SalesComparison, _ language: Language) -> String {
        let say = SalesText(language: language, currency: comparison.context.currency)
        let view = SalesText.capitalized(say.view(comparison.context.view))
        let metric = say.metric(comparison.metric)
        var lines = [LocalizedText(es: "\(view), \(metric):", en: "\(view), \(metric):")(language)]
        func side(_ side: ComparedSales) -> String {
            SalesText.capitalized(say.period(side.days)) + ": " + say.value(side.value, comparison.metric)
        }
        lines.append(side(comparison.period))
        if let baseline = comparison.baseline { lines.append(side(baseline)) }
        lines.append(change(comparison.change, comparison.changePercent, comparison.metric, say))
        if let same = comparison.sameDays {
            let heading = LocalizedText(es: "Con los mismos días:", en: "Over the same days:")(language)
            lines += [heading, side(same.period), side(same.baseline)]
            lines.append(change(same.change, same.changePercent, comparison.metric, say))
        }
        for group in comparison.groups { lines.append("- \(line(group, comparison.metric, say))") }
        if comparison.groups.count < comparison.groupCount {
            lines.append(say.part(comparison.groups.count, of: comparison.groupCount))
        }
        if let rise = comparison.largestRise {
            let text = line(rise, comparison.metric, say)
            lines.append(LocalizedText(es: "Lo que más subió: \(text).", en: "Rose most: \(text).")(language))
        }
        if let fall = comparison.largestFall {
            let text = line(fall, comparison.metric, say)
            lines.append(LocalizedText(es: "Lo que más bajó: \(text).", en: "Fell most: \(text).")(language))
        }
        lines += comparison.context.notes.map { $0(language) }
        return lines.joined(separator: "\n")
    }

    private static func change(
        _ change: MetricValue?,
        _ percent: Percent?,
        _ metric: SalesMetric,
        _ say: SalesText
    ) -> String {
        let size = percent.map { " (\(say.change($0)))" } ?? ""
        let amount = say.value(change, metric)
        return LocalizedText(es: "Cambio: \(amount)\(size).", en: "Change: \(amount)\(size).")(say.language)
    }

    private static func line(_ group: GroupChange, _ metric: SalesMetric, _ say: SalesText) -> String {
        let keys =
            group.baselineKey == group.key
            ? say.label(group.key, group.name) : "\(say.label(group.key)) / \(say.label(group.baselineKey))"
        let (now, before) = (say.value(group.value, metric), say.value(group.baselineValue, metric))
        let size = group.changePercent.map { " (\(say.change($0)))" } ?? ""
        let then = LocalizedText(es: "antes", en: "before")(say.language)
        return "\(keys): \(now), \(then) \(before)\(size)"
    }
}
