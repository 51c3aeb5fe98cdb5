@testable import Commerce
import Localization
import Testing

@Suite struct TrendTests {
    /// Revenue 100, 150, none, 120, 180, and 30 in the first ten days of June.
    private static let months = Shop.csv(
        "1,A,Café,10,2024-01-02,10,,Guatemala",
        "2,A,Café,10,2024-02-10,15,,Guatemala",
        "3,A,Café,10,2024-04-20,12,,México",
        "4,A,Café,20,2024-05-31,10,,Guatemala",
        "C5,A,Café,-2,2024-05-31,10,,Guatemala",
        "6,A,Café,3,2024-06-10,10,,Guatemala"
    )

    private func trend(
        _ shop: Shop,
        today: String = "2024-06-15",
        _ change: (inout TrendQuery) -> Void = { _ in }
    ) async throws -> SalesTrend {
        var query = TrendQuery()
        change(&query)
        return try await shop.store.trend(query, today: .day(today))
    }

    @Test func gapsAreZerosAndAPartialMonthIsNoFall() async throws {
        let trend = try await trend(Shop(Self.months))
        #expect(trend.groupBy == .month)
        #expect(trend.points.map(\.key) == ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"])
        #expect(trend.points.map { text($0.value) } == ["100.00", "150.00", "0.00", "120.00", "180.00", "30.00"])
        // January begins on the 2nd, which is New Year; June has twenty days to come.
        #expect(trend.points.map(\.isPartial) == [false, false, false, false, false, true])
        let growth = try #require(trend.growth)
        #expect(growth.from == "2024-01" && growth.to == "2024-05" && growth.steps == 4)
        #expect(text(growth.change) == "80.00" && growth.changePercent?.decimal2 == "80.00")
        // 1.8 ^ (1/4) = 1.158292…
        #expect(growth.meanStepPercent?.decimal2 == "15.83")
        #expect(trend.best?.key == "2024-05" && trend.worst?.key == "2024-03")
        // 125 a month in the first two, 150 in the last two.
        #expect(trend.direction.course == .rising && trend.direction.changePercent?.decimal2 == "20.00")
        #expect(text(trend.direction.earlier) == "125.00" && text(trend.direction.later) == "150.00")
        #expect(trend.direction.rises == 3 && trend.direction.falls == 1)
        #expect(trend.figures.revenue.decimal2 == "580.00")
    }

    @Test func metricsViewsAndFilters() async throws {
        let shop = try await Shop(Self.months)
        let gross = try await trend(shop) {
            $0.view = .gross
            $0.metric = .units
            $0.filters.countries = ["guatemala"]
        }
        #expect(gross.points.map { text($0.value) } == ["10", "10", "0", "0", "20", "3"])
        let orders = try await trend(shop) { $0.metric = .orders }
        #expect(orders.points.map { text($0.value) } == ["1", "1", "0", "1", "2", "1"])
        #expect(orders.direction.earlier == .quantity(Quantity(micros: 1_000_000)))
        // Of cancellations too, the ticket is that of the gross sales.
        let tickets = try await trend(shop) {
            $0.metric = .averageTicket
            $0.view = .returns
        }
        #expect(tickets.points.map { text($0.value) } == ["100.00", "150.00", "-", "120.00", "200.00", "30.00"])
    }

    @Test(
        arguments: [
            ("2024-05-01", "2024-06-04", SalesGrouping.day, 35), ("2024-04-30", "2024-06-04", .week, 6),
            ("2024-01-02", "2024-06-10", .month, 6),
        ]
    )
    func theLengthOfThePeriodChoosesTheStep(from: String, to: String, step: SalesGrouping, count: Int) async throws {
        let trend = try await trend(Shop(Self.months)) { $0.period = .days(from: from, to: to) }
        #expect(trend.groupBy == step && trend.points.count == count)
    }

    @Test func weeksAreCutByThePeriod() async throws {
        let trend = try await trend(Shop(Self.months)) {
            $0.period = .days(from: "2024-05-29", to: "2024-06-09")
            $0.groupBy = .week
        }
        #expect(trend.points.map(\.key) == ["2024-W22", "2024-W23"])
        #expect(trend.points.map(\.isPartial) == [true, false])
        #expect(trend.points.first?.days == Period.days("2024-05-29", "2024-06-02"))
        #expect(trend.growth == nil && trend.direction.course == .unknown)
    }

    @Test func nothingIsSaidOfDaysWithoutData() async throws {
        let shop = try await Shop(Self.months)
        let year = try await trend(shop) { $0.period = .year(2024) }
        #expect(year.points.count == 6 && year.context.notes.contains { $0.english.contains("end on 10 June 2024") })
        let before = try await trend(shop) { $0.period = .year(2020) }
        #expect(before.points.isEmpty && before.best == nil && before.context.notes.count > 0)
        let empty = try await trend(Shop())
        #expect(empty.points.isEmpty && !empty.context.hasData)
        // The month is not over on its 20th, whatever the data.
        let early = try await trend(Shop(Shop.csv("1,A,x,1,2024-05-31,1,,")), today: "2024-05-20")
        #expect(early.points.map(\.isPartial) == [true])
    }

    @Test func aZeroBaseHasNoPercentage() async throws {
        let shop = try await Shop(
            Shop.csv("1,A,x,1,2024-01-31,0,,", "2,A,x,1,2024-02-10,5,,", "3,A,x,1,2024-03-31,5,,")
        )
        let trend = try await trend(shop) { $0.period = .days(from: "2024-01", to: "2024-03") }
        #expect(trend.growth?.changePercent == nil && trend.growth?.meanStepPercent == nil)
    }

    @Test func impossibleTrends() async throws {
        let shop = try await Shop(
            Shop.csv("1,A,x,1,2001-01-01,1,,", "2,A,x,1,2024-01-01,1,,")
        )
        await #expect(throws: QueryFailure.tooManyPoints) { try await trend(shop) { $0.groupBy = .day } }
        await #expect(throws: QueryFailure.notOfTime(.country)) { try await trend(shop) { $0.groupBy = .country } }
    }
}

/// A figure as text; `-` for none.
func text(_ value: MetricValue?) -> String {
    switch value {
    case .money(let money): money.decimal2
    case .quantity(let quantity): quantity.decimal
    case .count(let count): String(count)
    case nil: "-"
    }
}
