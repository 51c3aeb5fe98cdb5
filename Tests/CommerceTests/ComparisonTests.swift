@testable import Commerce
import Localization
import Testing

@Suite struct ComparisonTests {
    private static let sales = Shop.csv(
        "1,A,Café,10,2023-03-05,8,,Guatemala",
        "2,A,Café,10,2024-02-01,10,,Guatemala",
        "3,B,Taza,4,2024-02-29,5,,México",
        "4,A,Café,15,2024-03-01,10,,Guatemala",
        "5,C,Pan,3,2024-03-10,20,,Belice",
        "C6,A,Café,-1,2024-03-10,10,,Guatemala"
    )

    private func compare(
        _ shop: Shop,
        _ change: (inout CompareQuery) -> Void = { _ in }
    ) async throws -> SalesComparison {
        var query = CompareQuery()
        change(&query)
        return try await shop.store.compare(query, today: .day("2024-06-15"))
    }

    @Test func aWholeMonthGoesWithAWholeMonth() async throws {
        let answer = try await compare(Shop(Self.sales)) { $0.period = .phrase("febrero 2024") }
        #expect(answer.baseline?.days == Period.days("2024-01-01", "2024-01-31"))
        #expect(answer.changePercent == nil && text(answer.change) == "120.00")
        let march = try await compare(Shop(Self.sales)) { $0.period = .month("2024-03") }
        #expect(march.period.days == Period.days("2024-03-01", "2024-03-31"))
        #expect(march.baseline?.days == Period.days("2024-02-01", "2024-02-29"))
        // 200 against 120.
        #expect(text(march.change) == "80.00" && march.changePercent?.decimal2 == "66.67")
        #expect(march.period.figures.orders == 3 && march.baseline?.figures.orders == 2)
        // The data end on the 10th: ten days against ten, 200 against 100.
        #expect(march.sameDays?.baseline.days == Period.days("2024-02-01", "2024-02-10"))
        #expect(march.sameDays?.changePercent?.decimal2 == "100.00" && march.fair?.changePercent?.decimal2 == "100.00")
        #expect(march.context.notes.contains { $0.spanish == "Los datos llegan hasta el 10 de marzo de 2024." })
    }

    @Test func baselines() async throws {
        let shop = try await Shop(Self.sales)
        func days(_ from: String, _ to: String, _ baseline: String) async throws -> Period? {
            try await compare(shop) {
                $0.period = .days(from: from, to: to)
                $0.baseline = Baseline(baseline)
            }.baseline?.days
        }
        #expect(try await days("2024-03-04", "2024-03-10", "previous_period") == .days("2024-02-26", "2024-03-03"))
        #expect(try await days("2024-01-01", "2024-03-31", "período anterior") == .days("2023-10-01", "2023-12-31"))
        #expect(try await days("2024-02-01", "2024-02-29", "previous_year") == .days("2023-02-01", "2023-02-28"))
        #expect(try await days("2024-02-29", "2024-02-29", "año anterior") == .days("2023-02-28", "2023-02-28"))
        #expect(try await days("2024-03-01", "2024-03-31", "marzo de 2023") == .days("2023-03-01", "2023-03-31"))
        await #expect(throws: QueryFailure.period(.unreadable("ni idea"))) {
            try await days("2024-03-01", "2024-03-31", "ni idea")
        }
    }

    @Test func groupsOfOneSideOnlyCount() async throws {
        let answer = try await compare(Shop(Self.sales)) {
            $0.period = .month("2024-03")
            $0.groupBy = .product
        }
        #expect(answer.groups.map(\.key) == ["A", "C", "B"])
        #expect(answer.groups.map { text($0.value) } == ["140.00", "60.00", "0.00"])
        #expect(answer.groups.map { text($0.baselineValue) } == ["100.00", "0.00", "20.00"])
        #expect(answer.groups.map(\.changePercent?.decimal2) == ["40.00", nil, "-100.00"])
        #expect(answer.groups.map(\.name) == ["Café", "Pan", "Taza"])
        #expect(answer.largestRise?.key == "C" && answer.largestFall?.key == "B")
    }

    @Test func pagesOfGroups() async throws {
        let shop = try await Shop(Self.sales)
        func page(_ cursor: String?, _ grouping: SalesGrouping = .product) async throws -> SalesComparison {
            try await compare(shop) {
                $0.period = .month("2024-03")
                ($0.groupBy, $0.limit, $0.cursor) = (grouping, 2, cursor)
            }
        }
        let first = try await page(nil)
        #expect(first.groups.map(\.key) == ["A", "C"] && first.groupCount == 3)
        let cursor = try #require(first.nextCursor)
        let second = try await page(cursor)
        #expect(second.groups.map(\.key) == ["B"] && second.nextCursor == nil)
        #expect(second.largestRise == first.largestRise)
        await #expect(throws: QueryFailure.cursor) { try await page(cursor, .country) }
    }

    @Test func timeIsComparedByItsPlace() async throws {
        let answer = try await compare(Shop(Self.sales)) {
            $0.period = .days(from: "2024-02-28", to: "2024-03-01")
            $0.baseline = .period(.days(from: "2024-01-31", to: "2024-02-01"))
            $0.groupBy = .day
        }
        #expect(answer.groups.map(\.key) == ["2024-02-28", "2024-02-29", "2024-03-01"])
        #expect(answer.groups.map(\.baselineKey) == ["2024-01-31", "2024-02-01", nil])
        #expect(answer.groups.map { text($0.change) } == ["0.00", "-80.00", "150.00"])
    }

    @Test func ticketsAreGrossWhateverTheView() async throws {
        let answer = try await compare(Shop(Self.sales)) {
            $0.period = .month("2024-03")
            ($0.metric, $0.groupBy) = (.averageTicket, .country)
        }
        // 150 and 60 by two orders, against 100 and 20 by two.
        #expect(text(answer.change) == "45.00" && answer.changePercent?.decimal2 == "75.00")
        #expect(answer.groups.map(\.key) == ["Guatemala", "Belice", "México"])
        #expect(answer.groups.map { text($0.value) } == ["150.00", "60.00", "-"])
        #expect(answer.groups.map(\.change) == [.money(Money(micros: 50_000_000)), nil, nil])
    }

    @Test func withoutDataThereIsNothingToCompare() async throws {
        let empty = try await compare(Shop()) { $0.period = .phrase("mes pasado") }
        #expect(!empty.context.hasData && empty.baseline == nil && empty.changePercent == nil)
        let all = try await compare(Shop(Self.sales))
        #expect(all.changePercent == nil && all.context.notes.contains { $0.english.hasPrefix("There are no data") })
    }
}
