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

    /// `+12.34 %`, with a sign.
    func change(_ percent: Percent) -> String {
        let sign = percent.hundredths > 0 ? "+" : percent.hundredths < 0 ? "−" : ""
        return sign + share(percent)
    }

    /// `12.34 %`; a minus sign is left to ``change(_:)``.
    func share(_ percent: Percent) -> String {
        let number = GroupedText.of(Percent(hundredths: abs(percent.hundredths)).decimal2)
        return LocalizedText(es: "\(number) %", en: "\(number)%")(language)
    }

    /// A figure in its unit, or what stands for none.
    func value(_ value: MetricValue?, _ metric: SalesMetric) -> String {
        switch value {
        case .money(let money): self.money(money)
        case .quantity(let quantity): units(quantity)
        case .count(let count): metric == .orders ? orders(count) : self.count(count)
        case nil: LocalizedText(es: "sin dato", en: "none")(language)
        }
    }

    /// A mean, which needs no more than two decimals.
    func mean(_ value: MetricValue) -> String {
        switch value {
        case .money(let money): self.money(money)
        case .quantity(let quantity): GroupedText.of(Money(micros: quantity.micros).decimal2)
        case .count(let count): self.count(count)
        }
    }

    /// How many of all groups there are on a page.
    func part(_ count: Int, of all: Int) -> String {
        LocalizedText(es: "\(count) de \(all) grupos.", en: "\(count) of \(all) groups.")(language)
    }

    func metric(_ metric: SalesMetric) -> String {
        switch (metric, language) {
        case (.revenue, .spanish): "ingresos"
        case (.revenue, .english): "revenue"
        case (.units, .spanish): "unidades"
        case (.units, .english): "units"
        case (.orders, .spanish): "documentos"
        case (.orders, .english): "orders"
        case (.averageTicket, .spanish): "ticket promedio"
        case (.averageTicket, .english): "average ticket"
        }
    }

    func unit(_ grouping: SalesGrouping) -> String {
        switch (grouping, language) {
        case (.month, .spanish): "mes"
        case (.month, .english): "month"
        case (.week, .spanish): "semana"
        case (.week, .english): "week"
        case (.day, .spanish): "día"
        case (.day, .english): "day"
        case (.product, .spanish): "producto"
        case (.product, .english): "product"
        case (.category, .spanish): "categoría"
        case (.category, .english): "category"
        case (.customer, .spanish): "cliente"
        case (.customer, .english): "customer"
        case (.country, .spanish): "país"
        case (.country, .english): "country"
        }
    }

    /// A key and its name, or what stands for neither.
    func label(_ key: String?, _ name: String? = nil) -> String {
        let none = LocalizedText(es: "(sin dato)", en: "(none)")(language)
        return [key ?? none, name].compactMap(\.self).joined(separator: " ")
    }

    /// How much came back, and what most.
    func returns(_ returns: SalesReturns) -> [String] {
        guard let rate = returns.rates.revenue, let units = returns.rates.units else { return [] }
        let (size, count) = (share(rate), share(units))
        var lines = [
            LocalizedText(
                es: "Se anuló el \(size) de las ventas brutas (\(count) de las unidades).",
                en: "\(size) of gross sales were cancelled (\(count) of the units)."
            )(language)
        ]
        if !returns.byRevenue.isEmpty {
            lines.append(LocalizedText(es: "Lo más devuelto, por valor:", en: "Most returned, by value:")(language))
        }
        lines += returns.byRevenue.map { "\($0.rank). \(label($0.code, $0.name)): \(figures($0.figures))" }
        return lines
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
