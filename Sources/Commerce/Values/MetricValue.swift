/// One figure, in the unit of its metric.
public enum MetricValue: Sendable, Hashable {
    case money(Money)
    case quantity(Quantity)
    case count(Int64)

    /// Millionths, so that figures of one metric compare.
    var micros: Int128 {
        switch self {
        case .money(let money): Int128(money.micros)
        case .quantity(let quantity): Int128(quantity.micros)
        case .count(let count): Int128(count) * 1_000_000
        }
    }

    /// What lies between two figures of one metric.
    func minus(_ other: MetricValue) -> MetricValue {
        let difference = Int64(clamping: micros - other.micros)
        return switch self {
        case .money: .money(Money(micros: difference))
        case .quantity: .quantity(Quantity(micros: difference))
        case .count: .count(difference / 1_000_000)
        }
    }
}

extension SalesMetric {
    /// This metric's figure of some sales; nil for an average ticket without orders.
    ///
    /// - Parameter gross: of the same lines, for the average ticket, which is a gross figure whatever the view.
    func value(_ figures: SalesFigures, gross: SalesFigures) -> MetricValue? {
        switch self {
        case .revenue: .money(figures.revenue)
        case .units: .quantity(figures.units)
        case .orders: .count(figures.orders)
        case .averageTicket: gross.revenue.shared(among: gross.orders).map(MetricValue.money)
        }
    }
}
