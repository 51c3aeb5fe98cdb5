public import Commerce

/// The details a question states, each under the name it has in the product's contract. What was not said is nil.
public struct QuestionSlots: Sendable, Hashable {
    public var period: Period?
    /// What `period` is compared with.
    public var baseline: Period?
    public var metric: QuestionMetric?
    /// What a ranking goes by: units, revenue or orders.
    public var by: QuestionMetric?
    public var order: RankingOrder?
    public var groupBy: QuestionGrouping?
    public var count: Int?
    public var filters = QuestionFilters()
    /// Which lines of the sales count, where it was said: `devoluciones`, `ventas brutas`. Not part of the JSON.
    public var view: SalesView?
    /// What of the figures was asked for. Not part of the JSON.
    public var sought: SoughtFigure?
    /// Where `period` still runs: the days of `baseline` that match those of it. Not part of the JSON.
    public var sameDays: Period?
    /// Whether only goods that do not move are asked for. Not part of the JSON.
    public var isNotMoving = false
    /// 1.2 is a margin of 20 %.
    public var safetyFactor: Thousandths?
    public var leadTimeDays: Int?
    public var report: ReportKind?
    public var format: ReportFormat?
    /// The subject looked for in documents, in the words of the question.
    public var query: String?
    /// A file to be read, as it was written.
    public var path: String?
    public var delimiter: FieldDelimiter?

    public init() {}
}

/// What a question restricts itself to. Several values of one kind mean any of them.
public struct QuestionFilters: Sendable, Hashable {
    /// Codes or names; a name that was only partly given stays as it was written.
    public var products: [String] = []
    public var categories: [String] = []
    /// As in the shop's data.
    public var countries: [String] = []
    public var customers: [String] = []
    public var status: StockStatus?

    public init() {}

    public var isEmpty: Bool { self == QuestionFilters() }
}
