import Localization

extension ExecutiveSummary {
    /// Looks for everything that a rule of ``Finding/Kind`` speaks of.
    mutating func find() {
        guard context.hasData, views.net.orders > 0 else {
            findings = (stock.map { $0.findings() } ?? []).sorted { $0.weight > $1.weight }
            return
        }
        let say = FindingText(currency: context.currency)
        let found = [
            previous.flatMap { change(.previousPeriod, $0, say) },
            // Of a year both are the same days.
            yearBefore?.fair?.baseline.days == previous?.fair?.baseline.days
                ? nil : yearBefore.flatMap { change(.yearBefore, $0, say) },
            latestMonth.flatMap { change(.latestMonth, $0, say) },
            direction(say), bestAndWorst(say), returned(say), concentration(say), unusualDay(say),
            leader(.topProduct, products, say), leader(.topCategory, categories, say),
            leader(.topCustomer, customers, say), leader(.topCountry, countries, say),
        ]
        let all = found.compactMap(\.self) + (stock?.findings() ?? [])
        // The standard library's sort is stable: of one weight, in the order above.
        findings = all.sorted { $0.weight > $1.weight }
    }

    // MARK: Changes

    private func change(_ kind: Finding.Kind, _ comparison: SalesComparison, _ say: FindingText) -> Finding? {
        guard let (now, before, percent) = comparison.fair, let percent else { return nil }
        let severity: Finding.Severity =
            percent.hundredths <= -1_000 ? .alert : percent.magnitude.hundredths >= 500 ? .notice : .fact
        let (days, other) = (now.days.text, before.days.text)
        let size = say.percent(percent)
        let amounts = (say.money(now.figures.revenue), say.money(before.figures.revenue))
        let isUp = percent.hundredths > 0
        let text =
            percent.hundredths == 0
            ? LocalizedText(
                es: "Los ingresos no cambiaron: \(amounts.0) (\(days.spanish)), como antes (\(other.spanish)).",
                en: "Revenue did not change: \(amounts.0) (\(days.english)), as before (\(other.english))."
            )
            : LocalizedText(
                es: "Los ingresos \(isUp ? "subieron" : "bajaron") \(size.spanish): \(amounts.0) (\(days.spanish)); "
                    + "antes, \(amounts.1) (\(other.spanish)).",
                en: "Revenue \(isUp ? "rose" : "fell") \(size.english): \(amounts.0) (\(days.english)); before, "
                    + "\(amounts.1) (\(other.english))."
            )
        return Finding(
            kind,
            severity,
            size: percent,
            text,
            [
                ("period", .days(now.days)), ("baseline", .days(before.days)),
                ("revenue", .money(now.figures.revenue)), ("baseline_revenue", .money(before.figures.revenue)),
                ("change_percent", .percent(percent)),
                ("gross_orders", .count(Int(now.views.gross.orders))),
                ("baseline_gross_orders", .count(Int(before.views.gross.orders))),
                ("average_ticket", .money(now.averageTicket)),
                ("baseline_average_ticket", .money(before.averageTicket)),
            ]
        )
    }

    private func direction(_ say: FindingText) -> Finding? {
        let found = trend.direction
        guard case .money(let earlier)? = found.earlier, case .money(let later)? = found.later,
            let percent = found.changePercent
        else { return nil }
        let unit: (es: String, en: String) =
            trend.groupBy == .month ? ("mes", "month") : trend.groupBy == .week ? ("semana", "week") : ("día", "day")
        let size = say.percent(percent)
        let sign = percent.hundredths < 0 ? "−" : "+"
        let course: (es: String, en: String) =
            switch found.course {
            case .rising: ("Las ventas van al alza", "Sales are rising")
            case .falling: ("Las ventas van a la baja", "Sales are falling")
            case .steady, .unknown: ("Las ventas se mantienen", "Sales are steady")
            }
        return Finding(
            .trend,
            found.course == .steady ? .fact : .notice,
            size: percent,
            LocalizedText(
                es: "\(course.es): \(say.money(later)) por \(unit.es) en la segunda mitad del período, frente a "
                    + "\(say.money(earlier)) en la primera (\(sign)\(size.spanish)).",
                en: "\(course.en): \(say.money(later)) a \(unit.en) in the later half of the period, against "
                    + "\(say.money(earlier)) in the earlier one (\(sign)\(size.english))."
            ),
            [
                ("group_by", .text(trend.groupBy.rawValue)), ("points", .count(found.pointCount)),
                ("earlier_mean", .money(earlier)), ("later_mean", .money(later)), ("change_percent", .percent(percent)),
                ("rises", .count(found.rises)), ("falls", .count(found.falls)),
            ]
        )
    }

    private func bestAndWorst(_ say: FindingText) -> Finding? {
        guard let best = trend.best, let worst = trend.worst, best.key != worst.key else { return nil }
        let (first, last) = (say.point(best, trend.groupBy), say.point(worst, trend.groupBy))
        let (most, least) = (say.money(best.figures.revenue), say.money(worst.figures.revenue))
        return Finding(
            .bestAndWorst,
            .fact,
            size: nil,
            LocalizedText(
                es: "Lo mejor fue \(first.spanish), con \(most); lo más bajo, \(last.spanish), con \(least).",
                en: "The best was \(first.english), with \(most); the lowest, \(last.english), with \(least)."
            ),
            [
                ("best", .text(best.key)), ("best_revenue", .money(best.figures.revenue)),
                ("worst", .text(worst.key)), ("worst_revenue", .money(worst.figures.revenue)),
            ]
        )
    }

    private func returned(_ say: FindingText) -> Finding? {
        guard let rate = returnRates.revenue, rate.hundredths > 0 else { return nil }
        let size = say.percent(rate)
        let amount = Money(micros: -views.returns.revenue.micros)
        let (back, sold) = (say.money(amount), say.money(views.gross.revenue))
        let most = mostReturned.map { item in
            LocalizedText(
                es: " Lo más devuelto: \(say.name(item)) (\(say.money(Money(micros: -item.figures.revenue.micros)))).",
                en: " Most returned: \(say.name(item)) (\(say.money(Money(micros: -item.figures.revenue.micros))))."
            )
        }
        return Finding(
            .returns,
            rate.hundredths >= 500 ? .alert : rate.hundredths >= 200 ? .notice : .fact,
            size: rate,
            LocalizedText(
                es: "Se anuló el \(size.spanish) de las ventas brutas: \(back) de \(sold)." + (most?.spanish ?? ""),
                en: "\(size.english) of gross sales were cancelled: \(back) of \(sold)." + (most?.english ?? "")
            ),
            [
                ("returns_revenue", .money(views.returns.revenue)), ("gross_revenue", .money(views.gross.revenue)),
                ("rate_percent", .percent(rate)), ("documents", .count(Int(views.returns.orders))),
                ("product", mostReturned.map { .text($0.code) }),
                ("product_revenue", .money(mostReturned?.figures.revenue)),
            ]
        )
    }

    // MARK: Who and what makes the revenue

    private func leader(_ kind: Finding.Kind, _ places: [Contribution], _ say: FindingText) -> Finding? {
        let isAlone = places.count < 2 && kind != .topProduct && kind != .topCustomer
        guard let first = places.first, let share = first.share, share.hundredths > 0, !isAlone else { return nil }
        let (name, amount, size) = (
            say.name(first.item), say.money(first.item.figures.revenue), say.percent(share)
        )
        let subject: (es: String, en: String) =
            switch kind {
            case .topCategory: ("La categoría que más vende es", "The category that sells most is")
            case .topCustomer: ("El cliente que más compra es", "The customer who buys most is")
            case .topCountry: ("El país que más compra es", "The country that buys most is")
            default: ("El producto que más ingresos da es", "The product that brings in most is")
            }
        let isRisk = (kind == .topProduct || kind == .topCustomer) && share.hundredths >= 1_000
        return Finding(
            kind,
            isRisk ? .notice : .fact,
            size: share,
            LocalizedText(
                es: "\(subject.es) \(name): \(amount), el \(size.spanish) de los ingresos.",
                en: "\(subject.en) \(name): \(amount), \(size.english) of revenue."
            ),
            [
                ("key", .text(first.item.code)), ("revenue", .money(first.item.figures.revenue)),
                ("total_revenue", .money(figures.revenue)), ("share_percent", .percent(share)),
            ]
        )
    }

    private func concentration(_ say: FindingText) -> Finding? {
        let count = productClasses.reduce(0) { $0 + $1.items }
        guard let first = productClasses.first, count >= 10, let share = first.share,
            let part = Percent(Int128(first.items), of: Int128(count))
        else { return nil }
        let (items, all) = (say.count(first.items), say.count(count))
        let (size, some) = (say.percent(share), say.percent(part))
        return Finding(
            .concentration,
            .fact,
            size: nil,
            LocalizedText(
                es: "\(items) de \(all) productos (\(some.spanish)) hacen el \(size.spanish) de los ingresos: son "
                    + "la clase A.",
                en: "\(items) of \(all) products (\(some.english)) make \(size.english) of revenue: class A."
            ),
            [
                ("class_a_products", .count(first.items)), ("products", .count(count)),
                ("class_a_revenue", .money(first.revenue)), ("share_percent", .percent(share)),
            ]
        )
    }

    private func unusualDay(_ say: FindingText) -> Finding? {
        guard let unusual = unusualDays, let day = unusual.days.first else { return nil }
        let (amount, median, date) = (
            say.money(day.figures.revenue), say.money(unusual.median), day.days.text
        )
        let more = unusual.count > 1 ? unusual.count - 1 : 0
        let others = LocalizedText(
            es: more == 0 ? "" : more == 1 ? " Hay otro día así." : " Hay otros \(say.count(more)) días así.",
            en: more == 0
                ? "" : more == 1 ? " There is one more such day." : " There are \(say.count(more)) more such days."
        )
        return Finding(
            .unusualDay,
            .notice,
            size: Percent(Int128(day.figures.revenue.micros), of: Int128(figures.revenue.micros)),
            LocalizedText(
                es: "El \(date.spanish) fue un día fuera de lo común: \(amount), cuando la mediana es \(median)."
                    + others.spanish,
                en: "\(date.english) was out of the ordinary: \(amount), when the median day is \(median)."
                    + others.english
            ),
            [
                ("day", .text(day.key)), ("revenue", .money(day.figures.revenue)), ("median", .money(unusual.median)),
                ("median_distance", .money(unusual.medianDistance)), ("days_with_sales", .count(unusual.daysWithSales)),
                ("unusual_days", .count(unusual.count)),
            ]
        )
    }
}
