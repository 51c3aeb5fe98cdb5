import Commerce
import Localization
import Reports

extension ExactNumber {
    init(_ money: Money) { self.init(micros: money.micros) }
    init(_ quantity: Quantity) { self.init(micros: quantity.micros) }
    /// In percent, which Commerce has rounded to hundredths.
    init(_ percent: Percent) { self.init(micros: percent.hundredths * 10_000) }
    init(count: Int64) { self.init(micros: Int64(clamping: Int128(count) * 1_000_000)) }
    init(count: Int) { self.init(count: Int64(count)) }

    init(_ value: MetricValue) {
        switch value {
        case .money(let money): self.init(money)
        case .quantity(let quantity): self.init(quantity)
        case .count(let count): self.init(count: count)
        }
    }

    static func - (left: ExactNumber, right: ExactNumber) -> ExactNumber {
        ExactNumber(micros: Int64(clamping: Int128(left.micros) - Int128(right.micros)))
    }

    /// What part of a whole this is, in percent with two decimals, rounded half away from zero; nil of nothing.
    func share(of whole: ExactNumber) -> ExactNumber? {
        guard whole.micros != 0 else { return nil }
        let sign: Int128 = whole.micros < 0 ? -1 : 1
        return Self.percent(sign * Int128(micros), Int128(whole.micros.magnitude))
    }

    /// (this − before) / |before|, in percent with two decimals; nil where there was nothing before.
    func change(since before: ExactNumber) -> ExactNumber? {
        guard before.micros != 0 else { return nil }
        return Self.percent(Int128(micros) - Int128(before.micros), Int128(before.micros.magnitude))
    }

    private static func percent(_ part: Int128, _ whole: Int128) -> ExactNumber {
        let scaled = part * 10_000
        let half = whole / 2
        let hundredths = (scaled < 0 ? scaled - half : scaled + half) / whole
        return ExactNumber(micros: Int64(clamping: hundredths * 10_000))
    }
}

extension ReportCell {
    static func money(_ money: Money?) -> ReportCell { money.map { .number(ExactNumber($0)) } ?? .empty }
    static func quantity(_ quantity: Quantity?) -> ReportCell { quantity.map { .number(ExactNumber($0)) } ?? .empty }
    static func count(_ count: Int64) -> ReportCell { .number(ExactNumber(count: count)) }
    static func count(_ count: Int) -> ReportCell { .number(ExactNumber(count: count)) }
    static func percent(_ percent: Percent?) -> ReportCell { percent.map { .number(ExactNumber($0)) } ?? .empty }
    static func number(_ number: ExactNumber?) -> ReportCell { number.map { .number($0) } ?? .empty }
    static func text(_ text: String?) -> ReportCell { text.map { .text($0) } ?? .empty }
    static func day(_ day: CalendarDay?) -> ReportCell { day.flatMap(ReportDay.init).map { .day($0) } ?? .empty }
}

extension ReportDay {
    init?(_ day: CalendarDay) { self.init(year: day.year, month: day.month, day: day.day) }
}

extension ReportPeriod {
    init?(_ period: Period?, _ language: Language) {
        guard let period, let from = ReportDay(period.from), let to = ReportDay(period.to) else { return nil }
        let text = period.text(language)
        self.init(from: from, to: to, text: text.prefix(1).uppercased() + text.dropFirst())
    }
}

extension SalesMetric {
    var kind: ReportValueKind {
        switch self {
        case .revenue, .averageTicket: .money
        case .units: .quantity
        case .orders: .integer
        }
    }

    func value(_ figures: SalesFigures, _ averageTicket: Money?) -> ExactNumber? {
        switch self {
        case .revenue: ExactNumber(figures.revenue)
        case .units: ExactNumber(figures.units)
        case .orders: ExactNumber(count: figures.orders)
        case .averageTicket: averageTicket.map { ExactNumber($0) }
        }
    }

    var label: LocalizedText {
        switch self {
        case .revenue: ReportLabel.revenue
        case .units: ReportLabel.units
        case .orders: ReportLabel.orders
        case .averageTicket: ReportLabel.averageTicket
        }
    }
}
