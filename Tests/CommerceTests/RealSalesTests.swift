import Commerce
import Foundation
import Testing

/// The figures of the real file, against figures that another program computed from it.
@Suite(.enabled(if: RealSales.isAvailable))
struct RealSalesTests {
    private struct Figures: Decodable {
        var revenue: Double
        var units: Int64
        var orders: Int64
    }

    private struct Block: Decodable {
        var all: Figures
        var gross: Figures
        var returns: Figures
        var productGross: Figures
        var averageTicket: Double?
    }

    private struct DayBlock: Decodable {
        var all: Figures
        var gross: Figures?
    }

    private struct Ranked: Decodable {
        var rank: Int
        var code: String
        var name: String?
        var units: Int64
        var revenue: Double
        var orders: Int64
    }

    private struct Ranking: Decodable {
        var byUnits: [Ranked]
        var byRevenue: [Ranked]
        var byOrders: [Ranked]
        var leastByUnits: [Ranked]?
        var leastByRevenue: [Ranked]?
    }

    private struct Rankings: Decodable {
        var gross: Ranking
        var all: Ranking
        var productGross: Ranking
    }

    private static let today = CalendarDay.day("2024-01-01")

    private func summary(_ change: (inout SalesQuery) -> Void = { _ in }) async throws -> SalesSummary {
        var query = SalesQuery()
        query.limit = 1_000
        change(&query)
        return try await RealSales.imported().store.summary(query, today: Self.today)
    }

    @Test func everyLineIsStored() async throws {
        let report = try await RealSales.imported().report
        #expect(report.rowsRead == 541_909)
        #expect(report.rowsStored == 541_909)
        #expect(report.rowsRejected == 0)
        #expect(report.identicalLines == 5_268)
        #expect(report.currency == "GBP")
        #expect(report.dialect.compression == "gzip")
        #expect(report.dialect.delimiter == ",")
        #expect(report.period == Period.days("2010-12-01", "2011-12-09"))
    }

    @Test func totalsOfEveryView() async throws {
        let truth: Block = try RealSales.truth("sales_totals")
        let answer = try await summary()
        expect(answer.views, truth)
        #expect(answer.figures.revenue.decimalExact == "9747747.934")
        #expect(answer.figures.revenue.decimal2 == "9747747.93")
        #expect(answer.figures.units.decimal == "5176450")
        #expect(answer.figures.orders == 25_900)
        #expect(answer.context.asOf == .day("2011-12-09"))
        #expect(answer.context.currency == "GBP")
        #expect(answer.context.period == Period.days("2010-12-01", "2011-12-09"))
    }

    @Test func everyMonthAsPeriod() async throws {
        let truth: [String: Block] = try RealSales.truth("sales_by_month")
        #expect(truth.count == 13)
        for (month, block) in truth {
            expect(try await summary { $0.period = .month(month) }.views, block)
        }
    }

    @Test func monthsAsGroups() async throws {
        let truth: [String: Block] = try RealSales.truth("sales_by_month")
        for view in SalesView.allCases {
            let groups = try await summary {
                $0.groupBy = .month
                $0.view = view
            }.groups
            #expect(groups.map(\.key) == truth.keys.sorted())
            for group in groups {
                let block = try #require(truth[group.key ?? ""])
                let expected =
                    switch view {
                    case .net: block.all
                    case .gross: block.gross
                    case .productGross: block.productGross
                    case .returns: block.returns
                    }
                expect(group.figures, expected)
            }
        }
    }

    @Test func monthsByAverageTicket() async throws {
        let truth: [String: Block] = try RealSales.truth("sales_by_month")
        let groups = try await summary {
            $0.groupBy = .month
            $0.metric = .averageTicket
        }.groups
        #expect(groups.count == 13)
        for group in groups { #expect(cents(group.averageTicket) == cents(truth[group.key ?? ""]?.averageTicket)) }
    }

    @Test func augustGross() async throws {
        let answer = try await summary {
            $0.period = .month("agosto")
            $0.view = .gross
        }
        #expect(answer.figures.revenue.decimal2 == "748076.32")
        #expect(answer.figures.orders == 1_360)
        #expect(answer.context.period == Period.days("2011-08-01", "2011-08-31"))
    }

    @Test func everyDay() async throws {
        let truth: [String: DayBlock] = try RealSales.truth("sales_by_day")
        let net = try await summary { $0.groupBy = .day }.groups
        #expect(net.compactMap(\.key) == truth.keys.sorted())
        for group in net { expect(group.figures, try #require(truth[group.key ?? ""]).all) }
        let gross = try await summary {
            $0.groupBy = .day
            $0.view = .gross
        }.groups
        for group in gross { expect(group.figures, try #require(truth[group.key ?? ""]?.gross)) }
        #expect(gross.count == truth.values.filter { $0.gross != nil }.count)
    }

    /// Weeks add their days up; documents that span two days of a week make orders differ, hence no sum of those.
    @Test func weeksAddUpTheirDays() async throws {
        let truth: [String: DayBlock] = try RealSales.truth("sales_by_day")
        var revenue: [String: Int64] = [:]
        var units: [String: Int64] = [:]
        for (day, block) in truth {
            let week = CalendarDay.day(day).isoWeek.description
            revenue[week, default: 0] += cents(block.all.revenue)
            units[week, default: 0] += block.all.units
        }
        let groups = try await summary { $0.groupBy = .week }.groups
        #expect(groups.compactMap(\.key) == revenue.keys.sorted())
        for group in groups {
            #expect(group.figures.units.whole == units[group.key ?? ""])
            // Each day's truth is rounded to the cent.
            #expect(abs(group.figures.revenue.rounded2 - revenue[group.key ?? "", default: 0]) <= 4)
        }
    }

    @Test func rankings() async throws {
        let truth: Rankings = try RealSales.truth("top_products")
        for (view, ranking) in [
            (SalesView.gross, truth.gross), (.net, truth.all), (.productGross, truth.productGross),
        ] {
            try await expectRanking(ranking.byUnits, view, .units)
            try await expectRanking(ranking.byRevenue, view, .revenue)
            try await expectRanking(ranking.byOrders, view, .orders)
            if let least = ranking.leastByUnits { try await expectRanking(least, view, .units, isAscending: true) }
            if let least = ranking.leastByRevenue {
                try await expectRanking(least, view, .revenue, isAscending: true)
            }
        }
    }

    @Test func countriesAndCustomersAddUp() async throws {
        let total = try await summary().figures
        let countries = try await summary { $0.groupBy = .country }
        #expect(countries.groupCount == 38)
        #expect(countries.groups.reduce(0) { $0 + $1.figures.revenue.micros } == total.revenue.micros)
        #expect(countries.groups.first?.key == "United Kingdom")
        for group in countries.groups.prefix(5) {
            let one = try await summary { $0.filters.countries = [group.key?.lowercased() ?? ""] }
            #expect(one.figures == group.figures)
        }
        let customers = try await summary {
            $0.groupBy = .customer
            $0.limit = 3
        }
        // 4,372 customers, and the lines without one.
        #expect(customers.groupCount == 4_373)
        #expect(customers.groups.first?.key == nil)
        #expect(customers.groups.dropFirst().allSatisfy { $0.key?.hasSuffix(".0") == false })
    }

    @Test func aProductByCodeOrName() async throws {
        let byCode = try await summary { $0.filters.products = ["85123a"] }
        let byName = try await summary { $0.filters.products = ["white hanging heart  T-light holder"] }
        #expect(byCode.figures.orders > 2_000)
        #expect(byCode.views == byName.views)
        #expect(byCode.context.notes.isEmpty)
    }

    private func expectRanking(
        _ truth: [Ranked],
        _ view: SalesView,
        _ by: SalesMetric,
        isAscending: Bool = false
    ) async throws {
        var query = TopQuery()
        query.view = view
        query.by = by
        query.isAscending = isAscending
        let items = try await RealSales.imported().store.top(query, today: Self.today).items
        #expect(items.map(\.code) == truth.map(\.code), "\(view) by \(by)")
        for (item, expected) in zip(items, truth) {
            #expect(item.rank == expected.rank)
            #expect(item.name == expected.name)
            expect(item.figures, Figures(revenue: expected.revenue, units: expected.units, orders: expected.orders))
        }
    }

    private func expect(_ views: SalesViews, _ truth: Block) {
        expect(views.net, truth.all)
        expect(views.gross, truth.gross)
        expect(views.productGross, truth.productGross)
        expect(views.returns, truth.returns)
        #expect(cents(views.averageTicket) == cents(truth.averageTicket))
    }

    private func expect(_ figures: SalesFigures, _ truth: Figures) {
        #expect(figures.revenue.rounded2 == cents(truth.revenue))
        #expect(figures.units.whole == truth.units)
        #expect(figures.orders == truth.orders)
    }

    private func cents(_ value: Double) -> Int64 { Int64((value * 100).rounded()) }
    private func cents(_ value: Double?) -> Int64? { value.map { cents($0) } }
    private func cents(_ value: Money?) -> Int64? { value?.rounded2 }
}

/// A file with a category and a discount in every line.
@Suite(.enabled(if: RealSales.isAvailable))
struct DiscountedSalesTests {
    @Test func discountsAndCategories() async throws {
        let path = try #require(RealSales.folder).appendingPathComponent("data/inventory/northwind_sales.csv").path
        let store = try CommerceStore.inMemory()
        let report = try await store.ingest(.file(path: path)) { SHA256Digest() }
        #expect(report.rowsStored == 2_155)
        #expect(report.rowsRejected == 0)
        var query = SalesQuery()
        query.groupBy = .category
        let answer = try await store.summary(query, today: .sample)
        #expect(answer.figures.revenue.decimal2 == "1265793.04")
        #expect(answer.figures.orders == 830)
        #expect(answer.context.currency == nil)
        #expect(answer.groups.count == 8)
        #expect(answer.groups.reduce(0) { $0 + $1.figures.revenue.micros } == answer.figures.revenue.micros)
        query.filters.categories = ["DAIRY products"]
        let dairy = try await store.summary(query, today: .sample)
        #expect(dairy.groups.map(\.key) == ["Dairy Products"])
        #expect(dairy.figures == dairy.groups.first?.figures)
    }
}
