public import Localization

/// A question about how sales went over time.
public struct TrendQuery: Sendable, Hashable {
    public var period = PeriodExpression.everything
    /// Month, week or day; nil chooses by the length of the period: days up to 35 days, weeks up to 125, months beyond.
    public var groupBy: SalesGrouping?
    public var metric = SalesMetric.revenue
    public var view = SalesView.net
    public var filters = SalesFilters()
    public var now: CalendarDay?
    public var language = Language.spanish

    public init() {}

    /// More points than these are refused.
    public static let mostPoints = 4_000
}

/// The answer to a ``TrendQuery``.
///
/// Points run over the days that are both asked for and covered by the data, without gaps: a month without sales is a
/// point of zeros. A first or last point that lacks some of its days is partial, and no statement is made of it.
public struct SalesTrend: Sendable, Hashable {
    public var context: SalesContext
    public var groupBy: SalesGrouping
    public var metric: SalesMetric
    /// Of all points together.
    public var figures: SalesFigures
    public var averageTicket: Money?
    public var points: [TrendPoint]
    /// From the first to the last whole point; nil with fewer than two.
    public var growth: TrendGrowth?
    /// The whole points with the highest and the lowest value, the earlier one of equals; of days, only those with sales.
    public var best: TrendPoint?
    public var worst: TrendPoint?
    public var direction: TrendDirection
}

/// One month, week or day.
public struct TrendPoint: Sendable, Hashable {
    /// `2011-08`, `2011-W35` or `2011-08-31`.
    public var key: String
    /// Its days that count.
    public var days: Period
    /// Whether some of its days lie outside the period, outside the data or in the future.
    public var isPartial: Bool
    public var figures: SalesFigures
    /// Of the metric; nil for an average ticket without orders.
    public var value: MetricValue?
}

/// How the metric changed from the first whole point to the last.
public struct TrendGrowth: Sendable, Hashable {
    /// Keys.
    public var from: String
    public var to: String
    public var change: MetricValue
    /// (last − first) / |first| × 100; nil where the first is 0.
    public var changePercent: Percent?
    /// How many steps lie between the two.
    public var steps: Int
    /// The steady growth a step that leads from the first to the last: ((last / first)^(1 / steps) − 1) × 100.
    /// nil where the first is not above 0 or the last is below it.
    public var meanStepPercent: Percent?
}

/// Where sales are going, with what that is judged by.
///
/// The rule: of the whole points, the mean of the later half against that of the earlier half, the middle one of an odd
/// number left out. Above +5 % sales rise, below −5 % they fall, in between they are steady. Nothing is said with fewer than
/// four whole points, or fourteen days since weekdays differ, or with nothing in the earlier half.
public struct TrendDirection: Sendable, Hashable {
    public enum Course: String, Sendable {
        case rising, falling, steady, unknown
    }

    public var course: Course
    /// Whole points that the halves are made of, both together.
    public var pointCount = 0
    /// Means, nil where nothing is said.
    public var earlier: MetricValue?
    public var later: MetricValue?
    public var changePercent: Percent?
    /// Steps between whole neighbours that went up and down.
    public var rises = 0
    public var falls = 0

    /// Hundredths of a percent.
    static let threshold: Int64 = 500
}
