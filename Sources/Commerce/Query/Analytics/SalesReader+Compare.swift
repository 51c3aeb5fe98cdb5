import Localization

extension SalesReader {
    func compare(_ query: CompareQuery) throws -> SalesComparison {
        let asked = try resolve(query.period, query.filters, query.view, now: query.now, language: query.language)
        let data = try Self.dataPeriod(db)
        guard let period = asked.context.period, let data else {
            return SalesComparison(asked.context, query)
        }
        var comparison = SalesComparison(asked.context, query)
        comparison.period = try side(query, period)
        let baseline = try baseline(query, period, asOf: asked.context.asOf)
        guard let baseline else {
            comparison.context.notes.append(Self.nothingBefore)
            return comparison
        }
        let other = try side(query, baseline)
        comparison.baseline = other
        (comparison.change, comparison.changePercent) = Self.change(from: other.value, to: comparison.period.value)
        if baseline.intersection(data) == nil {
            comparison.context.notes.append(Self.noBaselineData(baseline, data))
        } else if baseline.from < data.from {
            comparison.context.notes.append(Self.startOfData(data))
        }
        comparison.sameDays = try sameDays(query, period, baseline, data)
        if comparison.sameDays != nil { comparison.context.notes.append(Self.endOfData(data)) }
        if let grouping = query.groupBy { try addGroups(to: &comparison, query, grouping, period, baseline) }
        return comparison
    }

    private func baseline(_ query: CompareQuery, _ period: Period, asOf: CalendarDay) throws -> Period? {
        switch query.baseline {
        case .previousPeriod: period.previous
        case .previousYear: period.yearBefore
        case .period(let expression):
            try expression.resolve(asOf: asOf, language: query.language) ?? Self.dataPeriod(db)
        }
    }

    private func side(_ query: CompareQuery, _ days: Period) throws -> ComparedSales {
        let summary = try summary(sales(query, days))
        return ComparedSales(
            days: days,
            figures: summary.figures,
            averageTicket: summary.averageTicket,
            views: summary.views,
            value: query.metric.value(summary.figures, gross: summary.views.gross)
        )
    }

    private func sales(_ query: CompareQuery, _ days: Period) -> SalesQuery {
        var sales = SalesQuery()
        (sales.period, sales.view, sales.filters) = (.exactly(days), query.view, query.filters)
        return sales
    }

    private func sameDays(
        _ query: CompareQuery,
        _ period: Period,
        _ baseline: Period,
        _ data: Period
    ) throws -> SalesComparison.SameDays? {
        guard period.to > data.to, let known = period.intersection(data), known.from == period.from,
            baseline.to < period.from
        else { return nil }
        let (now, before) = (try side(query, known), try side(query, baseline.first(known.days)))
        let (change, percent) = Self.change(from: before.value, to: now.value)
        return SalesComparison.SameDays(period: now, baseline: before, change: change, changePercent: percent)
    }

    fileprivate static func change(from before: MetricValue?, to now: MetricValue?) -> (MetricValue?, Percent?) {
        guard let before, let now else { return (nil, nil) }
        return (now.minus(before), Percent(from: before.micros, to: now.micros))
    }

    // MARK: Groups

    private func addGroups(
        to comparison: inout SalesComparison,
        _ query: CompareQuery,
        _ grouping: SalesGrouping,
        _ period: Period,
        _ baseline: Period
    ) throws {
        let all =
            grouping.isTime
            ? try stepChanges(query, grouping, period, baseline) : try groupChanges(query, grouping, period, baseline)
        comparison.groupCount = all.count
        comparison.largestRise = all.max { $0.changeMicros < $1.changeMicros }.flatMap {
            $0.changeMicros > 0 ? $0 : nil
        }
        comparison.largestFall = all.min { $0.changeMicros < $1.changeMicros }.flatMap {
            $0.changeMicros < 0 ? $0 : nil
        }
        let fingerprint = PageCursor.fingerprint(of: [
            "\(PageCursor.fingerprint(of: sales(query, period), period: period))", baseline.description,
            query.metric.rawValue, grouping.rawValue,
        ])
        let revision = try PageCursor.revision(db)
        let offset = try query.cursor.map {
            try PageCursor($0).offset(fingerprint: fingerprint, revision: revision)
        }
        let page = all.dropFirst(offset ?? 0).prefix(query.limit)
        comparison.groups = Array(page)
        if page.endIndex < all.count, !page.isEmpty {
            comparison.nextCursor =
                PageCursor(offset: page.endIndex, fingerprint: fingerprint, revision: revision).text
        }
    }

    private func groupChanges(
        _ query: CompareQuery,
        _ grouping: SalesGrouping,
        _ period: Period,
        _ baseline: Period
    ) throws -> [GroupChange] {
        let now = try groups(sales(query, period), by: grouping, query.metric).groups
        let before = try groups(sales(query, baseline), by: grouping, query.metric).groups
        let changes = Set(now.keys).union(before.keys).map { key in
            let (one, other) = (now[key] ?? GroupFigures(), before[key] ?? GroupFigures())
            return GroupChange(key, key, one.name ?? other.name, one, other, query.metric)
        }
        return changes.sorted { left, right in
            let (one, other) = (left.value?.micros, right.value?.micros)
            if one != other { return (one ?? .min) > (other ?? .min) }
            guard let first = left.key, let second = right.key else { return left.key != nil }
            return first < second
        }
    }

    private func stepChanges(
        _ query: CompareQuery,
        _ grouping: SalesGrouping,
        _ period: Period,
        _ baseline: Period
    ) throws -> [GroupChange] {
        let now = try series(sales(query, period), period, by: grouping, query.metric).steps
        let before = try series(sales(query, baseline), baseline, by: grouping, query.metric).steps
        return (0..<max(now.count, before.count)).map { index in
            let one = index < now.count ? now[index] : nil
            let other = index < before.count ? before[index] : nil
            return GroupChange(
                one?.step.key,
                other?.step.key,
                nil,
                GroupFigures(figures: one?.figures ?? .zero, gross: one?.gross ?? .zero),
                GroupFigures(figures: other?.figures ?? .zero, gross: other?.gross ?? .zero),
                query.metric
            )
        }
    }

    // MARK: Notes

    private static let nothingBefore = LocalizedText(
        es: "No hay días antes de ese período con que compararlo.",
        en: "There are no days before that period to compare it with."
    )

    private static func noBaselineData(_ baseline: Period, _ data: Period) -> LocalizedText {
        let (days, known) = (baseline.text, data.text)
        return LocalizedText(
            es: "No hay datos del período con que se compara (\(days.spanish)). Los datos son de: \(known.spanish).",
            en: "There are no data of the period to compare with (\(days.english)). The data are of: \(known.english)."
        )
    }

    private static func startOfData(_ data: Period) -> LocalizedText {
        let day = data.from.text
        return LocalizedText(
            es: "Los datos comienzan el \(day.spanish), así que el período de comparación no está completo.",
            en: "The data begin on \(day.english), so the period to compare with is not complete."
        )
    }
}

extension SalesComparison {
    fileprivate init(_ context: SalesContext, _ query: CompareQuery) {
        let nothing = Period(day: context.asOf)
        self.init(
            context: context,
            metric: query.metric,
            period: ComparedSales(
                days: context.period ?? nothing,
                figures: .zero,
                averageTicket: nil,
                views: SalesViews(),
                value: query.metric.value(.zero, gross: .zero)
            ),
            baseline: nil,
            change: nil,
            changePercent: nil,
            sameDays: nil,
            groupBy: query.groupBy,
            groups: [],
            groupCount: 0,
            largestRise: nil,
            largestFall: nil,
            nextCursor: nil
        )
    }
}

extension GroupChange {
    fileprivate var changeMicros: Int128 { change?.micros ?? 0 }

    fileprivate init(
        _ key: String?,
        _ baselineKey: String?,
        _ name: String?,
        _ now: GroupFigures,
        _ before: GroupFigures,
        _ metric: SalesMetric
    ) {
        self.key = key
        self.baselineKey = baselineKey
        self.name = name
        figures = now.figures
        baselineFigures = before.figures
        value = metric.value(now.figures, gross: now.gross)
        baselineValue = metric.value(before.figures, gross: before.gross)
        (change, changePercent) = SalesReader.change(from: baselineValue, to: value)
    }
}
