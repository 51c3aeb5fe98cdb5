import Commerce
import JSON
import Localization
import Questions

/// The figure that a question asks for, in one sentence before the list of figures that a tool gives.
struct SoughtAnswer {
    let sought: SoughtFigure
    /// Of the tool's result.
    let data: JSONValue
    let language: Language

    /// nil where there is nothing to say, as without sales.
    var sentence: String? {
        switch sought {
        case .best: extreme(isBest: true)
        case .worst: extreme(isBest: false)
        case .average: mean
        case .customerCount: customers
        }
    }

    private var say: SalesText { SalesText(language: language, currency: data["currency"]?.string) }
    private var metric: SalesMetric { data["metric"]?.string.flatMap { SalesMetric(rawValue: $0) } ?? .revenue }
    private var unit: SalesGrouping? { data["group_by"]?.string.flatMap { SalesGrouping(rawValue: $0) } }

    /// One month, week or day of the sales.
    private struct Point {
        let days: Period
        let micros: Int64
        let isSold: Bool
    }

    /// Those that are complete; all, when none is.
    private var points: [Point] {
        let all = data["points"]?.array ?? []
        let whole = all.filter { $0["partial"]?.bool != true }
        return (whole.isEmpty ? all : whole).compactMap { point in
            guard let from = point["from"]?.string.flatMap({ CalendarDay(iso: $0) }),
                let to = point["to"]?.string.flatMap({ CalendarDay(iso: $0) }), let days = Period(from: from, to: to),
                let micros = Self.micros(point["value"])
            else { return nil }
            return Point(days: days, micros: micros, isSold: point["orders"]?.int != 0)
        }
    }

    private func extreme(isBest: Bool) -> String? {
        // A day on which the shop was closed is no bad day.
        let sold = points.filter(\.isSold)
        let found = isBest ? sold.max { $0.micros < $1.micros } : sold.min { $0.micros < $1.micros }
        guard let found, let unit else { return nil }
        let (days, figure) = (found.days.text, value(found.micros))
        let (article, unitName) = (unit == .week ? "La" : "El", say.unit(unit))
        let skipped = points.count < (data["points"]?.array?.count ?? 0)
        return LocalizedText(
            es: "\(article) \(isBest ? "mejor" : "peor") \(unitName): \(days.spanish), con \(figure)"
                + (skipped ? "; lo incompleto no cuenta." : "."),
            en: "The \(isBest ? "best" : "worst") \(unitName): \(days.english), with \(figure)"
                + (skipped ? "; what is incomplete does not count." : ".")
        )(language)
    }

    private var mean: String? {
        let points = points
        guard let unit, let first = points.first, let last = points.last,
            let days = Period(from: first.days.from, to: last.days.to),
            let mean = Money(micros: points.reduce(0) { $0 + $1.micros }).shared(among: Int64(points.count))
        else { return nil }
        let (name, count) = (say.unit(unit), say.count(Int64(points.count)))
        let (figure, units) = (
            metric == .revenue ? say.money(mean) : "\(GroupedText.of(mean.decimal2)) \(say.metric(metric))",
            name == "mes" ? "meses" : name + "s"
        )
        return LocalizedText(
            es: "Promedio por \(name): \(figure), en \(count) \(units) (\(days.text.spanish)).",
            en: "Average per \(name): \(figure), over \(count) \(units) (\(days.text.english))."
        )(language)
    }

    private var customers: String? {
        guard let count = data["count"]?.int else { return nil }
        let (number, days) = (say.count(Int64(count)), data["period"].flatMap(Self.period)?.text)
        return LocalizedText(
            es: (count == 1 ? "Compró 1 cliente" : "Compraron \(number) clientes")
                + (days.map { ", \($0.spanish)." } ?? ".") + " No se cuentan las ventas sin cliente.",
            en: "\(number) \(count == 1 ? "customer" : "customers") bought" + (days.map { ", \($0.english)." } ?? ".")
                + " Sales without a customer are not counted."
        )(language)
    }

    private static func period(_ value: JSONValue) -> Period? {
        guard let from = value["from"]?.string.flatMap({ CalendarDay(iso: $0) }),
            let to = value["to"]?.string.flatMap({ CalendarDay(iso: $0) })
        else { return nil }
        return Period(from: from, to: to)
    }

    private func value(_ micros: Int64) -> String {
        let value: MetricValue =
            switch metric {
            case .revenue, .averageTicket: .money(Money(micros: micros))
            case .units: .quantity(Quantity(micros: micros))
            case .orders: .count(micros / 1_000_000)
            }
        return say.value(value, metric)
            + (metric == .averageTicket ? " (\(say.metric(metric)))" : "")
    }

    /// A figure of a result, exact to the millionth.
    private static func micros(_ value: JSONValue?) -> Int64? {
        guard let text = value?.serializedString, value?.double != nil else { return nil }
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, let whole = Int64(parts[0]), whole < 9_000_000_000_000 else { return nil }
        let decimals = parts.count == 2 ? parts[1].prefix(6) : ""
        guard let fraction = Int64(decimals + String(repeating: "0", count: 6 - decimals.count)) else { return nil }
        return (isNegative ? -1 : 1) * (whole * 1_000_000 + fraction)
    }
}
