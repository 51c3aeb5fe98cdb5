public import Localization

/// What a period is compared with.
public enum Baseline: Sendable, Hashable {
    /// The period of the same length just before. Whole months go with as many whole months.
    case previousPeriod
    /// The same days a year earlier.
    case previousYear
    case period(PeriodExpression)

    /// `previous_period`, `previous_year`, the same in words, or any period.
    public init(_ text: String) {
        switch FoldedText(text).description {
        case "previous_period", "previous period", "periodo anterior", "el periodo anterior": self = .previousPeriod
        case "previous_year", "year_before", "year before", "the year before", "previous year", "ano anterior",
            "el ano anterior", "un ano antes":
            self = .previousYear
        default: self = .period(.phrase(text))
        }
    }
}

/// A question about two periods side by side.
public struct CompareQuery: Sendable, Hashable {
    public var period = PeriodExpression.everything
    public var baseline = Baseline.previousPeriod
    public var metric = SalesMetric.revenue
    /// Groups of time are compared by their place: the first day with the first.
    public var groupBy: SalesGrouping?
    public var view = SalesView.net
    public var filters = SalesFilters()
    /// Groups on a page; at most ``PageLimit/most``.
    public var limit = PageLimit.usual
    public var cursor: String?
    public var now: CalendarDay?
    public var language = Language.spanish

    public init() {}
}

/// The answer to a ``CompareQuery``.
public struct SalesComparison: Sendable, Hashable {
    /// Its period is the one talked about.
    public var context: SalesContext
    public var metric: SalesMetric
    public var period: ComparedSales
    /// nil where there are no data to speak of, or the calendar ends.
    public var baseline: ComparedSales?
    /// Period − baseline; nil where the metric has no value on one side.
    public var change: MetricValue?
    /// (period − baseline) / |baseline| × 100; nil where the baseline is 0.
    public var changePercent: Percent?
    /// Where the data end inside the period: only the days that are known, with as many first days of the baseline.
    public var sameDays: SameDays?
    public var groupBy: SalesGrouping?
    /// One page of them: by the metric in the period from the most down, ties by key; groups of time in their order.
    public var groups: [GroupChange]
    /// On all pages.
    public var groupCount: Int
    /// The groups that rose and fell most; nil when none did.
    public var largestRise: GroupChange?
    public var largestFall: GroupChange?
    public var nextCursor: String?

    public struct SameDays: Sendable, Hashable {
        public var period: ComparedSales
        public var baseline: ComparedSales
        public var change: MetricValue?
        public var changePercent: Percent?
    }

    /// What is fair to say: of the same days where the data end inside the period, else of both periods.
    public var fair: (period: ComparedSales, baseline: ComparedSales, changePercent: Percent?)? {
        if let sameDays { return (sameDays.period, sameDays.baseline, sameDays.changePercent) }
        return baseline.map { (period, $0, changePercent) }
    }
}

/// One side of a comparison.
public struct ComparedSales: Sendable, Hashable {
    public var days: Period
    /// In the view asked for.
    public var figures: SalesFigures
    public var averageTicket: Money?
    public var views: SalesViews
    /// Of the metric; nil for an average ticket without orders.
    public var value: MetricValue?
}

/// What became of one product, country, customer, month…
public struct GroupChange: Sendable, Hashable {
    /// nil for lines that have none.
    public var key: String?
    /// The group of time it is compared with.
    public var baselineKey: String?
    public var name: String?
    /// Zeros where the group exists on the other side only.
    public var figures: SalesFigures
    public var baselineFigures: SalesFigures
    public var value: MetricValue?
    public var baselineValue: MetricValue?
    public var change: MetricValue?
    public var changePercent: Percent?
}
