import Commerce
import JSON
import Localization
import MCP

/// `sales_trend`: how sales went over time.
enum SalesTrendTool {
    static func make(store: CommerceStore, today: @escaping @Sendable () -> CalendarDay) throws -> Tool {
        try Tool(definition) { call in
            var query = TrendQuery()
            let language = SalesArguments.language(of: call)
            query.language = language
            query.period = try SalesArguments.period(of: call)
            query.groupBy = SalesArguments.grouping(of: call)
            query.metric = SalesArguments.metric(of: call)
            query.view = SalesArguments.view(of: call)
            query.filters = try await store.filters(SalesArguments.filters(of: call))
            query.now = try SalesArguments.now(of: call)
            let trend = try await store.trend(query, today: today())
            return .structured(.object(json(trend, language)), text: text(trend, language))
        }
    }

    private static let definition = ToolDefinition(
        name: "sales_trend",
        title: LocalizedText(es: "Tendencia de ventas", en: "Sales trend"),
        summary: LocalizedText(
            es: """
                Cómo van las ventas por mes, semana o día: cada punto, el crecimiento, lo mejor, lo más bajo y hacia \
                dónde van. Los meses incompletos se marcan y no cuentan como caída.
                """,
            en: """
                How sales go by month, week or day: every point, growth, the best, the lowest and where they are going. \
                Incomplete months are marked and are not taken for a fall.
                """
        ),
        inputSchema: SalesArguments.inputSchema([
            "group_by": ["type": "string", "enum": ["month", "week", "day"]],
            "metric": SalesArguments.metricSchema,
        ]),
        arguments: SalesArguments.texts.merging([
            "group_by": LocalizedText(
                es: "month, week o day. Por defecto según el período: día hasta 35 días, semana hasta 125, si no, mes.",
                en: "month, week or day. Default by the period: days up to 35 days, weeks up to 125, else months."
            ),
            "metric": LocalizedText(es: "La cifra que se sigue.", en: "The figure to follow."),
        ]) { common, _ in common },
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.sales]
    )

    private static let outputSchema: JSONValue = {
        var properties = SalesJSON.contextSchema.merging(SalesJSON.figuresSchema)
        properties["average_ticket"] = SalesJSON.numberOrNull
        return [
            "type": "object", "properties": .object(properties.merging(TrendJSON.schema)),
            "required": ["period", "currency", "view", "group_by", "metric", "points", "growth", "best", "worst"],
        ]
    }()

    static func json(_ trend: SalesTrend, _ language: Language) -> JSONObject {
        var object = SalesJSON.context(trend.context, language).merging(SalesJSON.figures(trend.figures))
        object["average_ticket"] = SalesJSON.money(trend.averageTicket)
        return object.merging(TrendJSON.object(trend))
    }

    /// More points than these are left to the structured content.
    private static let mostLines = 62

    static func text(_ trend: SalesTrend, _ language: Language) -> String {
        let say = SalesText(language: language, currency: trend.context.currency)
        let (metric, unit) = (SalesText.capitalized(say.metric(trend.metric)), say.unit(trend.groupBy))
        let (days, view) = (say.period(trend.context.period), say.view(trend.context.view))
        let by = LocalizedText(es: "por", en: "by")(language)
        var lines = ["\(metric) \(by) \(unit), \(days); \(view):"]
        for point in trend.points.prefix(mostLines) {
            let mark = point.isPartial ? LocalizedText(es: " (incompleto)", en: " (incomplete)")(language) : ""
            lines.append("- \(point.key): \(say.value(point.value, trend.metric))\(mark)")
        }
        if trend.points.count > mostLines { lines.append("… \(say.count(Int64(trend.points.count)))") }
        if trend.points.isEmpty {
            lines = [LocalizedText(es: "No hay ventas que seguir.", en: "There are no sales to follow.")(language)]
        }
        lines += [direction(trend, say), growth(trend, say), extremes(trend, say)].compactMap { $0?(language) }
        lines += trend.context.notes.map { $0(language) }
        return lines.joined(separator: "\n")
    }

    private static func direction(_ trend: SalesTrend, _ say: SalesText) -> LocalizedText? {
        let found = trend.direction
        guard let earlier = found.earlier, let later = found.later, let percent = found.changePercent else {
            return nil
        }
        let course: (es: String, en: String) =
            switch found.course {
            case .rising: ("Al alza", "Rising")
            case .falling: ("A la baja", "Falling")
            case .steady, .unknown: ("Estable", "Steady")
            }
        let (before, after, unit) = (say.mean(earlier), say.mean(later), say.unit(trend.groupBy))
        return LocalizedText(
            es: "\(course.es): \(after) por \(unit), en promedio, en la segunda mitad; \(before) en la primera "
                + "(\(say.change(percent))).",
            en: "\(course.en): \(after) a \(unit), on average, in the later half; \(before) in the earlier one "
                + "(\(say.change(percent)))."
        )
    }

    private static func growth(_ trend: SalesTrend, _ say: SalesText) -> LocalizedText? {
        guard let growth = trend.growth, let percent = growth.changePercent else { return nil }
        let steps = growth.meanStepPercent.map(say.change)
        return LocalizedText(
            es: "De \(growth.from) a \(growth.to): \(say.change(percent))"
                + (steps.map { ", que equivale a \($0) por \(say.unit(trend.groupBy))." } ?? "."),
            en: "From \(growth.from) to \(growth.to): \(say.change(percent))"
                + (steps.map { ", the same as \($0) a \(say.unit(trend.groupBy))." } ?? ".")
        )
    }

    private static func extremes(_ trend: SalesTrend, _ say: SalesText) -> LocalizedText? {
        guard let best = trend.best, let worst = trend.worst, best.key != worst.key else { return nil }
        let (most, least) = (say.value(best.value, trend.metric), say.value(worst.value, trend.metric))
        return LocalizedText(
            es: "Lo mejor: \(best.key), \(most). Lo más bajo: \(worst.key), \(least).",
            en: "Best: \(best.key), \(most). Lowest: \(worst.key), \(least)."
        )
    }
}
