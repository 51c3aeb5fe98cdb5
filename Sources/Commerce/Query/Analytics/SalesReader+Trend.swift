import Foundation
import Localization

extension SalesReader {
    func trend(_ query: TrendQuery) throws -> SalesTrend {
        let asked = try resolve(query.period, query.filters, query.view, now: query.now, language: query.language)
        var context = asked.context
        let data = try Self.dataPeriod(db)
        let covered = context.period.flatMap { asked in data.flatMap(asked.intersection) }
        let grouping = query.groupBy ?? Self.step(forDays: covered?.days ?? 0)
        guard grouping.isTime else { throw QueryFailure.notOfTime(grouping) }
        guard let covered, let data else {
            if context.hasData { context.notes.append(Self.outside(data)) }
            return SalesTrend(context, grouping, query.metric)
        }
        if let period = context.period, period.to > data.to { context.notes.append(Self.endOfData(data)) }

        var sales = SalesQuery()
        (sales.period, sales.view, sales.filters) = (.exactly(covered), query.view, query.filters)
        let series = try series(sales, covered, by: grouping, query.metric)
        let known = KnownDays(data: data, asked: asked.scope.period, clock: query.now ?? today)
        var trend = SalesTrend(context, grouping, query.metric)
        (trend.figures, trend.averageTicket) = (series.summary.figures, series.summary.averageTicket)
        trend.points = series.steps.map { step in
            TrendPoint(
                key: step.step.key,
                days: step.step.days,
                isPartial: !known.covers(step.step.whole, grouping),
                figures: step.figures,
                value: query.metric.value(step.figures, gross: step.gross)
            )
        }
        trend.judge()
        return trend
    }

    /// Every step of a period with its figures, those without sales too.
    func series(
        _ query: SalesQuery,
        _ period: Period,
        by grouping: SalesGrouping,
        _ metric: SalesMetric
    ) throws -> (summary: SalesSummary, steps: [(step: TimeStep, figures: SalesFigures, gross: SalesFigures)]) {
        let unit = grouping == .month ? 28 : grouping == .week ? 7 : 1
        guard period.days / unit <= TrendQuery.mostPoints else { throw QueryFailure.tooManyPoints }
        let (summary, groups) = try groups(query, by: grouping, metric)
        let steps = TimeStep.all(of: period, by: grouping).map { step in
            let group = groups[step.key]
            return (step, group?.figures ?? .zero, group?.gross ?? .zero)
        }
        return (summary, steps)
    }

    /// All groups by key. Lines that have none come under nil.
    func groups(
        _ query: SalesQuery,
        by grouping: SalesGrouping,
        _ metric: SalesMetric
    ) throws -> (summary: SalesSummary, groups: [String?: GroupFigures]) {
        var query = query
        (query.groupBy, query.limit) = (grouping, Int(Int32.max))
        let summary = try summary(query)
        var groups: [String?: GroupFigures] = [:]
        for group in summary.groups { groups[group.key] = GroupFigures(name: group.name, figures: group.figures) }
        guard metric == .averageTicket else { return (summary, groups) }
        query.view = .gross
        for group in try self.summary(query).groups {
            groups[group.key, default: GroupFigures(name: group.name)].gross = group.figures
        }
        return (summary, groups)
    }

    private static func step(forDays days: Int) -> SalesGrouping {
        days <= 35 ? .day : days <= 125 ? .week : .month
    }

    static func outside(_ data: Period?) -> LocalizedText {
        let days = data?.text
        return LocalizedText(
            es: "No hay datos de esos días. Los datos son de: \(days?.spanish ?? "").",
            en: "There are no data of those days. The data are of: \(days?.english ?? "")."
        )
    }

    static func endOfData(_ data: Period) -> LocalizedText {
        let day = data.to.text
        return LocalizedText(
            es: "Los datos llegan hasta el \(day.spanish).",
            en: "The data end on \(day.english)."
        )
    }
}

/// What one group comes to in the view asked for; gross too where the metric is the average ticket.
struct GroupFigures {
    var name: String?
    var figures = SalesFigures.zero
    var gross = SalesFigures.zero
}

extension PeriodExpression {
    static func exactly(_ period: Period) -> PeriodExpression {
        .days(from: period.from.description, to: period.to.description)
    }
}

/// Which days are known to be complete.
///
/// Data seldom begin on the 1st and end on the 31st: shops close. A month whose first or last three days at most are
/// missing, or a week that lacks two, counts as whole, once it is over.
struct KnownDays {
    let data: Period
    /// nil is all days.
    let asked: Period?
    let clock: CalendarDay

    func covers(_ step: Period, _ grouping: SalesGrouping) -> Bool {
        guard clock >= step.to, asked == nil || asked?.intersection(step) == step else { return false }
        let slack = Self.slack(grouping)
        return data.from.serial - step.from.serial <= slack && step.to.serial - data.to.serial <= slack
    }

    /// How many days may be missing at an end.
    static func slack(_ grouping: SalesGrouping) -> Int {
        grouping == .month ? 3 : grouping == .week ? 2 : 0
    }
}

extension SalesTrend {
    fileprivate init(_ context: SalesContext, _ groupBy: SalesGrouping, _ metric: SalesMetric) {
        self.init(
            context: context,
            groupBy: groupBy,
            metric: metric,
            figures: .zero,
            averageTicket: nil,
            points: [],
            growth: nil,
            best: nil,
            worst: nil,
            direction: TrendDirection(course: .unknown)
        )
    }

    /// Works out everything that is said of the points.
    fileprivate mutating func judge() {
        let whole = points.compactMap { point in point.isPartial ? nil : point.value.map { (point, $0) } }
        let open = groupBy == .day ? whole.filter { $0.0.figures.orders > 0 } : whole
        for (point, value) in open {
            if let most = best?.value, value.micros <= most.micros {} else { best = point }
            if let least = worst?.value, value.micros >= least.micros {} else { worst = point }
        }
        let values = whole.map { $0.1 }
        guard values.count > 1, let first = whole.first, let last = whole.last else { return }
        growth = TrendGrowth(
            from: first.0.key,
            to: last.0.key,
            change: last.1.minus(first.1),
            changePercent: Percent(from: first.1.micros, to: last.1.micros),
            steps: values.count - 1,
            meanStepPercent: Self.meanStep(first.1.micros, last.1.micros, steps: values.count - 1)
        )
        direction = TrendDirection(values, leastHalf: groupBy == .day ? 7 : 2)
    }

    private static func meanStep(_ first: Int128, _ last: Int128, steps: Int) -> Percent? {
        guard first > 0, last >= 0 else { return nil }
        let hundredths = (pow(Double(last) / Double(first), 1 / Double(steps)) - 1) * 10_000
        guard abs(hundredths) < 1e15 else { return nil }
        return Percent(hundredths: Int64(hundredths.rounded()))
    }
}

extension TrendDirection {
    fileprivate init(_ values: [MetricValue], leastHalf: Int) {
        course = .unknown
        for (value, next) in zip(values, values.dropFirst()) {
            if next.micros > value.micros { rises += 1 }
            if next.micros < value.micros { falls += 1 }
        }
        let half = values.count / 2
        guard half >= leastHalf else { return }
        let (before, after) = (values.prefix(half), values.suffix(half))
        let sums = (before.reduce(0) { $0 + $1.micros }, after.reduce(0) { $0 + $1.micros })
        guard let percent = Percent(from: sums.0, to: sums.1) else { return }
        pointCount = half * 2
        earlier = values[0].mean(sums.0, half)
        later = values[0].mean(sums.1, half)
        changePercent = percent
        course =
            percent.hundredths > Self.threshold ? .rising : percent.hundredths < -Self.threshold ? .falling : .steady
    }
}

extension MetricValue {
    /// A mean, in this value's unit to a millionth; of counts as a quantity, since it is seldom whole.
    fileprivate func mean(_ sum: Int128, _ count: Int) -> MetricValue {
        let micros = Money.roundedQuotient(sum, Int128(count))
        if case .money = self { return .money(Money(micros: micros)) }
        return .quantity(Quantity(micros: micros))
    }
}
