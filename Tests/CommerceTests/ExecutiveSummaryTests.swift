@testable import Commerce
import Localization
import Testing

@Suite struct ExecutiveSummaryTests {
    /// 100 a day from 1 January to 31 March, but 60 in February and one day of 1,000.
    private static let sales: String = {
        var lines: [String] = []
        for serial in CalendarDay.day("2024-01-01").serial...CalendarDay.day("2024-03-31").serial {
            guard let day = CalendarDay(serial: serial) else { continue }
            let quantity = day.month == 2 ? 6 : day == .day("2024-03-15") ? 100 : 10 + day.day % 2
            lines.append("\(serial),\(day.day % 2 == 0 ? "A" : "T"),x,\(quantity),\(day),10,C\(day.day % 2),Guatemala")
        }
        lines.append("C1,A,x,-2,2024-03-20,10,C0,México")
        return Shop.header + lines.map { $0 + "\n" }.joined()
    }()

    private func summary(
        _ shop: Shop,
        _ change: (inout ExecutiveQuery) -> Void = { _ in }
    ) async throws -> ExecutiveSummary {
        var query = ExecutiveQuery()
        change(&query)
        return try await shop.store.executiveSummary(query, today: .day("2024-04-02"))
    }

    @Test func aMonthWithItsComparisons() async throws {
        let summary = try await summary(Shop(Self.sales)) { $0.period = .phrase("marzo 2024") }
        // 16 odd days of 110, of which one is 1,000 instead; 15 even days of 100; 20 came back.
        #expect(summary.figures.revenue.decimal2 == "4130.00")
        #expect(summary.previous?.baseline?.days == .days("2024-02-01", "2024-02-29"))
        #expect(summary.previous?.baseline?.figures.revenue.decimal2 == "1740.00")
        #expect(summary.previous?.changePercent?.decimal2 == "137.36")
        #expect(summary.yearBefore == nil, "there are no data of that year")
        #expect(summary.products.map(\.item.code) == ["T", "A"])
        #expect(summary.products.map(\.share?.decimal2) == ["64.16", "35.84"])
        #expect(summary.returnRates.revenue?.decimal2 == "0.48" && summary.mostReturned?.code == "A")
        #expect(summary.unusualDays?.days.first?.key == "2024-03-15" && summary.stock == nil)
        let found = summary.findings
        #expect(found.map(\.weight) == found.map(\.weight).sorted(by: >))
        let change = try #require(found.first { $0.kind == .previousPeriod })
        #expect(change.severity == .notice && change.weight == 299)
        #expect(
            change.text.spanish == "Los ingresos subieron 137.36 %: 4,130.00 (marzo de 2024); antes, 1,740.00 "
                + "(febrero de 2024)."
        )
        let before = change.evidence.first { $0.name == "baseline_revenue" }
        #expect(before?.value == .figure(.money(Money(micros: 1_740_000_000))))
        #expect(found.contains { $0.kind == .unusualDay } && found.contains { $0.kind == .topCountry })
        #expect(!found.contains { $0.kind == .yearBefore || $0.kind == .outOfStock || $0.kind == .latestMonth })
    }

    @Test func aFallIsAnAlert() async throws {
        let summary = try await summary(Shop(Self.sales)) { $0.period = .month("2024-02") }
        let fall = try #require(summary.findings.first)
        // 1,740 after 16 × 110 + 15 × 100.
        #expect(fall.kind == .previousPeriod && fall.severity == .alert)
        #expect(fall.text.english.contains("fell 46.63%"))
        #expect(fall.text.english.contains("before, 3,260.00 (January 2024)"))
    }

    @Test func allDataLookAtTheLatestWholeMonth() async throws {
        let summary = try await summary(Shop(Self.sales))
        #expect(summary.previous == nil && summary.yearBefore == nil)
        #expect(summary.latestMonth?.period.days == .days("2024-03-01", "2024-03-31"))
        #expect(summary.findings.contains { $0.kind == .latestMonth })
        // The week of the 15th.
        #expect(summary.trend.groupBy == .week && summary.trend.best?.key == "2024-W11")
    }

    @Test func stockSpeaksUp() async throws {
        let shop = try await Shop(Self.sales)
        let list = "code,name,stock,reorder_level,price,discontinued\nA,Café,0,5,10,0\nT,Té,3,5,10,0\nZ,Sal,50,0,4,0\n"
        try await shop.ingest(list) { $0.kind = .inventory }
        let summary = try await summary(shop)
        let stock = try #require(summary.stock)
        #expect(stock.outOfStock.map(\.code) == ["A"] && stock.lowStock.map(\.code) == ["T"])
        #expect(stock.notMoving.items == 1 && stock.notMoving.value.decimal2 == "200.00" && stock.reorderCount == 2)
        let kinds = Set(summary.findings.map(\.kind))
        #expect(kinds.isSuperset(of: [.outOfStock, .lowStock, .reorder, .notMoving]))
        let idle = try #require(summary.findings.first { $0.kind == .notMoving })
        // 200 of 230.
        #expect(idle.text.spanish.contains("Un producto no tuvo ni una venta") && idle.text.spanish.contains("86.96 %"))
        let blind = try await self.summary(shop) { $0.includesStock = false }
        #expect(blind.stock == nil && !blind.findings.contains { $0.kind == .reorder })
    }

    @Test func withoutDataNothingIsClaimed() async throws {
        let summary = try await summary(Shop())
        #expect(summary.findings.isEmpty && !summary.context.hasData && summary.averageTicket == nil)
        let outside = try await self.summary(Shop(Self.sales)) { $0.period = .year(2020) }
        #expect(outside.findings.isEmpty && outside.figures == .zero)
    }

    @Test func fewOrEqualDaysAreNotUnusual() {
        func day(_ number: Int, _ revenue: Int64) -> TrendPoint {
            TrendPoint(
                key: "2024-01-\(number)",
                days: Period(day: .sample),
                isPartial: false,
                figures: SalesFigures(revenue: Money(micros: revenue * 1_000_000), units: .zero, orders: 1),
                value: nil
            )
        }
        #expect(UnusualDays((1...19).map { day($0, Int64($0)) }) == nil)
        #expect(UnusualDays((1...40).map { day($0, $0 == 3 ? 90 : 5) }) == nil)
        // Median 15.5, MAD 7.5: what lies farther than 38.9.
        let days = (1...29).map { day($0, Int64($0)) } + [day(30, 55)]
        #expect(UnusualDays(days)?.days.map(\.key) == ["2024-01-30"])
        #expect(UnusualDays(days.dropLast() + [day(30, 54)])?.count == 0)
    }
}
