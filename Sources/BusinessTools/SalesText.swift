import Commerce
import Localization

/// Figures as people in Guatemala and elsewhere write them: thousands with commas, decimals with a point.
struct SalesText {
    let language: Language
    let currency: String?

    func money(_ money: Money) -> String {
        let amount = Self.grouped(money.decimal2)
        return currency.map { "\($0) \(amount)" } ?? amount
    }

    func quantity(_ quantity: Quantity) -> String { Self.grouped(quantity.decimal) }

    func count(_ count: Int64) -> String { Self.grouped(String(count)) }

    func view(_ view: SalesView) -> String {
        switch (view, language) {
        case (.net, .spanish): "ventas netas (con anulaciones y ajustes)"
        case (.net, .english): "net sales (cancellations and adjustments included)"
        case (.gross, .spanish): "ventas brutas (sin anulaciones ni ajustes)"
        case (.gross, .english): "gross sales (without cancellations or adjustments)"
        case (.productGross, .spanish): "ventas brutas de productos (sin códigos de servicio)"
        case (.productGross, .english): "gross product sales (without service codes)"
        case (.returns, .spanish): "anulaciones"
        case (.returns, .english): "cancellations"
        }
    }

    func period(_ period: Period?) -> String {
        guard let period else { return LocalizedText(es: "sin período", en: "no period")(language) }
        return period.text(language)
    }

    func orders(_ orders: Int64) -> String {
        let number = count(orders)
        return orders == 1
            ? LocalizedText(es: "1 documento", en: "1 order")(language)
            : LocalizedText(es: "\(number) documentos", en: "\(number) orders")(language)
    }

    func units(_ units: Quantity) -> String {
        let number = quantity(units)
        return units.whole == 1
            ? LocalizedText(es: "1 unidad", en: "1 unit")(language)
            : LocalizedText(es: "\(number) unidades", en: "\(number) units")(language)
    }

    func figures(_ figures: SalesFigures) -> String {
        "\(money(figures.revenue)) · \(units(figures.units)) · \(orders(figures.orders))"
    }

    /// `-1234567.50` becomes `-1,234,567.50`.
    private static func grouped(_ decimal: String) -> String {
        let isNegative = decimal.hasPrefix("-")
        let unsigned = decimal.drop { $0 == "-" }
        let whole = unsigned.prefix { $0 != "." }
        var result = isNegative ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result + unsigned.dropFirst(whole.count)
    }
}
