public import Localization

/// One thing worth knowing, with the figures that it rests on. Each kind has its rule.
public struct Finding: Sendable, Hashable {
    /// What is found, and when.
    public enum Kind: String, Sendable, CaseIterable {
        /// Revenue against the period before, where the data cover it. A fall of 10 % or more is an alert; a change of
        /// 5 % or more is a notice; less is a fact. The data's end inside the period: only the days that are known.
        case previousPeriod = "previous_period"
        /// The same against the year before.
        case yearBefore = "year_before"
        /// The latest whole month against the one before, by the same rule, where the period holds several months.
        case latestMonth = "latest_month"
        /// Where sales are going, by the rule of ``TrendDirection``: rising or falling is a notice, steady a fact.
        case trend
        /// The best and the worst whole month, week or day. A fact.
        case bestAndWorst = "best_and_worst"
        /// Cancelled revenue ÷ gross revenue: an alert from 5 %, a notice from 2 %, else a fact.
        case returns
        /// The product with most revenue, services left out: a notice from 10 % of the revenue, else a fact.
        case topProduct = "top_product"
        /// How many products make 80 % of the revenue. A fact.
        case concentration
        /// The customer with most revenue: a notice from 10 % of the revenue, else a fact.
        case topCustomer = "top_customer"
        /// The country with most revenue, where there are several. A fact.
        case topCountry = "top_country"
        /// The category with most revenue, where there are several. A fact.
        case topCategory = "top_category"
        /// The day farthest from the others, by the rule of ``UnusualDays``. A notice.
        case unusualDay = "unusual_day"
        /// Items out of stock that are not discontinued. An alert.
        case outOfStock = "out_of_stock"
        /// Items at their reorder level or below it. A notice.
        case lowStock = "low_stock"
        /// Items to order by the formula of ``ReorderQuery`` and its defaults. An alert.
        case reorder
        /// Stock of which nothing was sold in 90 days. A notice from 5 % of the stock's value, else a fact.
        case notMoving = "not_moving"
        /// Stock for more than 180 days. A notice from 20 % of the stock's value, else a fact.
        case overstock
    }

    public enum Severity: Int, Sendable, Comparable {
        case fact = 1
        case notice
        case alert

        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

        public var name: String {
            switch self {
            case .fact: "fact"
            case .notice: "notice"
            case .alert: "alert"
            }
        }
    }

    /// A figure that a finding rests on, by a stable English name.
    public struct Evidence: Sendable, Hashable {
        public var name: String
        public var value: Value

        public enum Value: Sendable, Hashable {
            case figure(MetricValue)
            case percent(Percent)
            case text(String)
        }
    }

    public var kind: Kind
    public var severity: Severity
    /// Orders findings: 100 a degree of severity, and the size of the change or share in percent, at most 99.
    public var weight: Int
    public var text: LocalizedText
    public var evidence: [Evidence]

    init(
        _ kind: Kind,
        _ severity: Severity,
        size: Percent?,
        _ text: LocalizedText,
        _ evidence: [(String, Evidence.Value?)]
    ) {
        self.kind = kind
        self.severity = severity
        weight = severity.rawValue * 100 + Int(min(99, (size?.magnitude.hundredths ?? 0) / 100))
        self.text = text
        self.evidence = evidence.compactMap { name, value in value.map { Evidence(name: name, value: $0) } }
    }
}

extension Finding.Evidence.Value {
    static func money(_ money: Money) -> Self { .figure(.money(money)) }
    static func quantity(_ quantity: Quantity) -> Self { .figure(.quantity(quantity)) }
    static func count(_ count: Int) -> Self { .figure(.count(Int64(count))) }
    static func days(_ period: Period) -> Self { .text(period.description) }
    static func money(_ money: Money?) -> Self? { money.map { .figure(.money($0)) } }
    static func percent(_ percent: Percent?) -> Self? { percent.map { .percent($0) } }
}

/// Figures in the sentences of findings.
struct FindingText {
    let currency: String?

    func money(_ money: Money) -> String {
        let amount = GroupedText.of(money.decimal2)
        return currency.map { "\($0) \(amount)" } ?? amount
    }

    func count(_ count: Int) -> String { GroupedText.of(String(count)) }

    func quantity(_ quantity: Quantity) -> String { GroupedText.of(quantity.decimal) }

    /// Without its sign: the sentence says whether it is up or down.
    func percent(_ percent: Percent) -> LocalizedText {
        let text = GroupedText.of(percent.magnitude.decimal2)
        return LocalizedText(es: "\(text) %", en: "\(text)%")
    }

    func point(_ point: TrendPoint, _ grouping: SalesGrouping) -> LocalizedText {
        let days = point.days.text
        return switch grouping {
        case .month: days
        case .week: LocalizedText(es: "la semana \(days.spanish)", en: "the week \(days.english)")
        default: LocalizedText(es: "el \(days.spanish)", en: days.english)
        }
    }

    func name(_ item: TopItem) -> String { [item.code, item.name].compactMap(\.self).joined(separator: " ") }

    func names(_ items: [StockItem], of count: Int) -> LocalizedText {
        let names = items.map { $0.name ?? $0.code }.joined(separator: ", ")
        let more = count - items.count
        guard more > 0 else { return LocalizedText(es: names, en: names) }
        return LocalizedText(es: "\(names) y \(self.count(more)) más", en: "\(names) and \(self.count(more)) more")
    }
}
