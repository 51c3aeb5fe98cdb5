import Commerce
import Localization

/// Stock as people read it.
struct StockText {
    let say: SalesText

    init(_ say: SalesText) {
        self.say = say
    }

    var language: Language { say.language }

    func products(_ count: Int) -> String {
        let number = say.count(Int64(count))
        return count == 1
            ? LocalizedText(es: "1 producto", en: "1 product")(language)
            : LocalizedText(es: "\(number) productos", en: "\(number) products")(language)
    }

    func slice(_ slice: StockSlice) -> String {
        "\(products(slice.items)), \(say.units(slice.units)), \(say.money(slice.value))"
    }

    func selection(_ selection: StockSelection) -> String {
        switch selection {
        case .all: LocalizedText(es: "Todo", en: "All")(language)
        case .status(let status): SalesText.capitalized(self.status(status))
        case .overstock: LocalizedText(es: "De sobra", en: "Too much")(language)
        case .notMoving: LocalizedText(es: "Sin movimiento", en: "Not moving")(language)
        }
    }

    func status(_ status: StockStatus) -> String {
        switch (status, language) {
        case (.discontinued, .spanish): "descontinuado"
        case (.discontinued, .english): "discontinued"
        case (.outOfStock, .spanish): "agotado"
        case (.outOfStock, .english): "out of stock"
        case (.lowStock, .spanish): "por agotarse"
        case (.lowStock, .english): "low stock"
        case (.ok, .spanish): "suficiente"
        case (.ok, .english): "enough"
        }
    }
}

/// The text of an inventory report.
struct InventoryText {
    private let report: InventoryReport
    private let say: StockText

    init(_ report: InventoryReport, _ say: StockText) {
        self.report = report
        self.say = say
    }

    func lines(tellsDemand: Bool) -> [String] {
        guard report.hasData else { return report.notes.map { $0(say.language) } }
        var lines = [totals, alerts]
        if tellsDemand { lines.append(demand) }
        if report.query.selection != .all {
            lines.append("\(say.selection(report.query.selection)): \(say.slice(report.selected)).")
        }
        if report.query.groupBy == nil {
            lines += report.items.map { "- " + line($0, tellsDemand: tellsDemand) }
            if report.items.count < report.selected.items {
                let (count, all) = (report.items.count, say.products(report.selected.items))
                lines.append(LocalizedText(es: "\(count) de \(all).", en: "\(count) of \(all).")(say.language))
            }
        } else {
            lines += report.groups.map { "- " + line($0) }
            if report.groups.count < report.groupCount {
                lines.append(say.say.part(report.groups.count, of: report.groupCount))
            }
        }
        return lines + report.notes.map { $0(say.language) }
    }

    private var totals: String {
        let totals = report.totals
        let (products, units, value) = (
            say.products(totals.products), say.say.units(totals.units), say.say.money(totals.value)
        )
        return LocalizedText(
            es: "Inventario: \(products), \(units), \(value) a precio de lista.",
            en: "Inventory: \(products), \(units), \(value) at list prices."
        )(say.language)
    }

    private var alerts: String {
        let totals = report.totals
        return LocalizedText(
            es: "Agotados: \(totals.outOfStock). Por agotarse: \(totals.lowStock). Descontinuados: "
                + "\(totals.discontinued).",
            en: "Out of stock: \(totals.outOfStock). Low: \(totals.lowStock). Discontinued: \(totals.discontinued)."
        )(say.language)
    }

    private var demand: String {
        let (over, still, days) = (say.slice(report.overstock), say.slice(report.notMoving), report.query.overstockDays)
        return LocalizedText(
            es: "De sobra (más de \(days) días): \(over). Sin ventas en \(report.query.windowDays) días: \(still).",
            en: "Too much (over \(days) days): \(over). No sales in \(report.query.windowDays) days: \(still)."
        )(say.language)
    }

    private func line(_ covered: CoveredItem, tellsDemand: Bool) -> String {
        let item = covered.item
        var parts = [say.say.units(item.stock), item.value.map(say.say.money), say.status(item.status)]
        if tellsDemand, let cover = covered.cover {
            if cover.isNotMoving {
                parts.append(LocalizedText(es: "sin ventas", en: "no sales")(say.language))
            } else if let date = cover.stockOutDate, let days = cover.daysOfCover {
                let count = say.say.quantity(days)
                parts.append(
                    LocalizedText(
                        es: "alcanza \(count) días, hasta el \(date)",
                        en: "lasts \(count) days, until \(date)"
                    )(say.language)
                )
            }
        }
        return "\(say.say.label(item.code, item.name)): " + parts.compactMap(\.self).joined(separator: " · ")
    }

    private func line(_ group: StockGroup) -> String {
        let status = report.query.groupBy == .status ? group.key.flatMap(StockStatus.init(rawValue:)) : nil
        let key = status.map(say.status) ?? say.say.label(group.key, group.name)
        let (value, units) = (say.say.money(group.totals.value), say.say.units(group.totals.units))
        return "\(key): \(value) · \(units) · \(say.products(group.totals.products))"
    }
}
