import Commerce
import Localization

/// Figures and what they are called, as people read them.
struct SalesText {
    let language: Language
    let currency: String?

    func money(_ money: Money) -> String {
        let amount = GroupedText.of(money.decimal2)
        return currency.map { "\($0) \(amount)" } ?? amount
    }

    func quantity(_ quantity: Quantity) -> String { GroupedText.of(quantity.decimal) }

    func count(_ count: Int64) -> String { GroupedText.of(String(count)) }

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
}
