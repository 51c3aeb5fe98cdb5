import Localization

extension StockAlerts {
    /// What the rules of ``Finding/Kind`` say of stock.
    func findings() -> [Finding] {
        let say = FindingText(currency: currency)
        return [outOfStock(say), lowStock(say), reorder(say), notMoving(say), overstock(say)].compactMap(\.self)
    }

    private func outOfStock(_ say: FindingText) -> Finding? {
        let count = totals.outOfStock
        guard count > 0 else { return nil }
        let names = say.names(outOfStock, of: count)
        return Finding(
            .outOfStock,
            .alert,
            size: part(count),
            count == 1
                ? LocalizedText(
                    es: "Se agotó un producto: \(names.spanish).",
                    en: "One product is out of stock: \(names.english)."
                )
                : LocalizedText(
                    es: "Se agotaron \(say.count(count)) productos: \(names.spanish).",
                    en: "\(say.count(count)) products are out of stock: \(names.english)."
                ),
            [("products", .count(count)), ("active_products", .count(totals.active))]
        )
    }

    private func lowStock(_ say: FindingText) -> Finding? {
        let count = totals.lowStock
        guard count > 0 else { return nil }
        let names = say.names(lowStock, of: count)
        return Finding(
            .lowStock,
            .notice,
            size: part(count),
            count == 1
                ? LocalizedText(
                    es: "Un producto está en su nivel mínimo o por debajo: \(names.spanish).",
                    en: "One product is at its reorder level or below it: \(names.english)."
                )
                : LocalizedText(
                    es: "\(say.count(count)) productos están en su nivel mínimo o por debajo: \(names.spanish).",
                    en: "\(say.count(count)) products are at their reorder level or below it: \(names.english)."
                ),
            [("products", .count(count)), ("active_products", .count(totals.active))]
        )
    }

    private func reorder(_ say: FindingText) -> Finding? {
        guard let first = reorder.first else { return nil }
        let (count, units) = (say.count(reorderCount), say.quantity(reorderUnits))
        let (name, most) = (first.item.name ?? first.item.code, say.quantity(first.suggested))
        return Finding(
            .reorder,
            .alert,
            size: part(reorderCount),
            LocalizedText(
                es: "Conviene pedir \(reorderCount == 1 ? "un producto" : "\(count) productos"), \(units) unidades en "
                    + "total; lo que más, \(name) (\(most)).",
                en: "\(reorderCount == 1 ? "One product" : "\(count) products") should be ordered, \(units) units in "
                    + "all; most of all \(name) (\(most))."
            ),
            [
                ("products", .count(reorderCount)), ("units", .quantity(reorderUnits)),
                ("first", .text(first.item.code)), ("first_suggested", .quantity(first.suggested)),
            ]
        )
    }

    private func notMoving(_ say: FindingText) -> Finding? {
        idle(.notMoving, notMoving, noticeFrom: 500, say) { count, value, size in
            LocalizedText(
                es: "\(count == 1 ? "Un producto no tuvo" : "\(say.count(count)) productos no tuvieron") ni una venta "
                    + "en 90 días: \(value) en existencias, el \(size.spanish) del inventario.",
                en: "\(count == 1 ? "One product has" : "\(say.count(count)) products have") not sold once in 90 days: "
                    + "\(value) in stock, \(size.english) of the inventory."
            )
        }
    }

    private func overstock(_ say: FindingText) -> Finding? {
        idle(.overstock, overstock, noticeFrom: 2_000, say) { count, value, size in
            LocalizedText(
                es: "\(count == 1 ? "De un producto" : "De \(say.count(count)) productos") hay existencias para más de "
                    + "180 días: \(value), el \(size.spanish) del inventario.",
                en: "\(count == 1 ? "One product lasts" : "\(say.count(count)) products last") more than 180 days: "
                    + "\(value), \(size.english) of the inventory."
            )
        }
    }

    private func idle(
        _ kind: Finding.Kind,
        _ slice: StockSlice,
        noticeFrom threshold: Int64,
        _ say: FindingText,
        _ text: (Int, String, LocalizedText) -> LocalizedText
    ) -> Finding? {
        guard slice.items > 0, let share = Percent(Int128(slice.value.micros), of: Int128(totals.value.micros)) else {
            return nil
        }
        return Finding(
            kind,
            share.hundredths >= threshold ? .notice : .fact,
            size: share,
            text(slice.items, say.money(slice.value), say.percent(share)),
            [
                ("products", .count(slice.items)), ("value", .money(slice.value)),
                ("stock_value", .money(totals.value)), ("share_percent", .percent(share)),
            ]
        )
    }

    private func part(_ count: Int) -> Percent? { Percent(Int128(count), of: Int128(totals.active)) }
}
