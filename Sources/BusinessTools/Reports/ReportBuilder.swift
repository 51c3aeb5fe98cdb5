public import Commerce
import Localization
public import Reports

/// Makes reports of a shop's figures. Every figure comes from the same questions as the tools', all of one state of the data.
public struct ReportBuilder {
    let data: StoreSnapshot
    let today: CalendarDay

    public init(_ data: StoreSnapshot, today: CalendarDay) {
        self.data = data
        self.today = today
    }

    /// - Throws: ``ReportRequestFailure``, `QueryFailure`, and `CancellationError` where the snapshot is cancelled.
    public func report(_ request: ReportRequest) throws -> Report {
        var request = request
        request.filters = try request.filters.read { try data.placeNames() }
        var report =
            switch request.kind {
            case .sales: try sales(request)
            case .inventory: try inventory(request)
            case .reorder: try reorder(request)
            case .topProducts: try topProducts(request)
            case .executive: try executive(request)
            case .customers: try customers(request)
            }
        // Sentences come with figures in the usual style; one page has one.
        let style = request.options.numberStyle
        report.findings = report.findings.map(style.rewritten)
        report.notes = report.notes.map(style.rewritten)
        return report
    }

    // MARK: What reports of sales begin with

    func salesQuery(_ request: ReportRequest) -> SalesQuery {
        var query = SalesQuery()
        query.period = request.period
        query.view = request.view
        query.filters = request.filters
        query.metric = request.metric ?? .revenue
        query.now = request.now
        query.language = request.language
        return query
    }

    func frame(_ title: LocalizedText, _ request: ReportRequest, _ context: SalesContext) throws -> Report {
        guard context.unmatched.isEmpty else { throw ReportRequestFailure.nothingFits(context.unmatched) }
        let language = request.language
        var report = Report(title: title(language), language: language)
        report.period = ReportPeriod(context.period, language)
        report.currency = context.currency
        let view = SalesText(language: language, currency: nil).view(context.view)
        report.view = ([view.prefix(1).uppercased() + view.dropFirst()] + filters(request)).joined(separator: " · ")
        report.asOf = ReportDay(context.asOf)
        report.generated = ReportDay(today)
        report.source = try source(of: "sales", language)
        report.notes = context.notes.map { $0(language) }
        if let note = try missingDays(context, language) { report.notes.append(note(language)) }
        return report
    }

    /// What the period has of days without data.
    private func missingDays(_ context: SalesContext, _ language: Language) throws -> LocalizedText? {
        guard let period = context.period, let data = try self.data.dataPeriod() else { return nil }
        if period.to < data.from || period.from > data.to {
            let days = data.text(language)
            return LocalizedText(
                es: "No hay datos de esos días. Los que hay: \(days).",
                en: "There are no data of those days. There are some \(days)."
            )
        }
        guard period.to > data.to else { return nil }
        let last = Period(day: data.to).text(language)
        return LocalizedText(es: "Los datos llegan hasta el \(last).", en: "The data end on \(last).")
    }

    /// What the filters leave, each as in "País: Spain".
    func filters(_ request: ReportRequest) -> [String] {
        let filters = request.filters
        let parts: [(LocalizedText, [String])] = [
            (ReportLabel.product, filters.products), (ReportLabel.category, filters.categories),
            (ReportLabel.grouping(.country), filters.countries), (ReportLabel.grouping(.customer), filters.customers),
            (LocalizedText(es: "Moneda", en: "Currency"), [filters.currency?.uppercased()].compactMap(\.self)),
        ]
        return parts.filter { !$0.1.isEmpty }.map { "\($0.0(request.language)): \($0.1.joined(separator: ", "))" }
    }

    /// The files that hold such figures: the last one by name, and how many more.
    func source(of kind: String, _ language: Language) throws -> String? {
        let files = try data.files().filter { $0.kind == kind }
        guard let last = files.last else { return nil }
        guard files.count > 1 else { return last.name }
        let more = files.count - 1
        return last.name + LocalizedText(es: " y \(more) más", en: " and \(more) more")(language)
    }

    func figures(_ figures: SalesFigures, _ averageTicket: Money?, _ language: Language) -> [KeyFigure] {
        [
            KeyFigure("revenue", ReportLabel.revenue(language), .money, ExactNumber(figures.revenue)),
            KeyFigure("units", ReportLabel.units(language), .quantity, ExactNumber(figures.units)),
            KeyFigure("orders", ReportLabel.orders(language), .integer, ExactNumber(count: figures.orders)),
            KeyFigure(
                "average_ticket",
                ReportLabel.averageTicket(language),
                .money,
                averageTicket.map { ExactNumber($0) }
            ),
        ]
    }

    // MARK: Charts

    /// Points that a chart over time can show.
    private static let mostPoints = 400

    /// How sales went, by the steps asked for or, where these are too many, by such as suit the period.
    func chart(_ request: ReportRequest, by grouping: SalesGrouping?) throws -> (SalesTrend, ReportChart) {
        var query = TrendQuery()
        query.period = request.period
        query.groupBy = grouping
        query.metric = request.metric ?? .revenue
        query.view = request.view
        query.filters = request.filters
        query.now = request.now
        query.language = request.language
        var trend = try data.trend(query, today: today)
        while trend.points.count > Self.mostPoints, trend.groupBy != .month {
            query.groupBy = trend.groupBy == .day ? .week : .month
            trend = try data.trend(query, today: today)
        }
        return (trend, chart(trend, request.language))
    }

    func chart(_ trend: SalesTrend, _ language: Language) -> ReportChart {
        let metric = trend.metric.label
        let step = ReportLabel.by(trend.groupBy)
        return ReportChart(
            trend.points.count > 31 ? .line : .bars,
            title: "\(metric(language)) \(step(language).lowercased())",
            pointLabel: ReportLabel.grouping(trend.groupBy)(language),
            valueLabel: metric(language),
            kind: trend.metric.kind,
            points: trend.points.suffix(Self.mostPoints).map { point in
                .init(ReportLabel.point(point, trend.groupBy, language), point.value.map { ExactNumber($0) })
            }
        )
    }

    /// The first places of a ranking, as bars.
    func chart(
        _ items: [TopItem],
        title: String,
        _ grouping: SalesGrouping,
        _ metric: SalesMetric,
        _ language: Language
    ) -> ReportChart {
        ReportChart(
            .horizontalBars,
            title: title,
            pointLabel: ReportLabel.grouping(grouping)(language),
            valueLabel: metric.label(language),
            kind: metric.kind,
            points: items.prefix(15).map { item in
                .init(item.name ?? item.code, metric.value(item.figures, item.averageTicket))
            }
        )
    }
}
