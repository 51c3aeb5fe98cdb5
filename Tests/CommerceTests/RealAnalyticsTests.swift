@testable import Commerce
import Foundation
import Testing

/// The real shop's sales, against figures that another program computed.
@Suite(.enabled(if: RealSales.isAvailable))
struct RealAnalyticsTests {
    private struct Month: Decodable {
        var all: Figures
        var gross: Figures
        var averageTicket: Double
        var momPct: [String: Double?]
    }

    private struct Figures: Decodable {
        var revenue: Double
        var units: Int64
        var orders: Int64
    }

    private struct Returns: Decodable {
        var shareOfGrossPct: Double
        var value: Double
        var units: Int64
        var topReturnedProductsByValue: [Product]
        var topReturnedProductsByUnits: [Product]

        struct Product: Decodable {
            var rank: Int
            var code: String
            var units: Int64
            var revenue: Double
        }
    }

    private func two(_ value: Double) -> String { String(format: "%.2f", value) }

    @Test func theTrendOfEveryMetric() async throws {
        let truth = try RealSales.truth("sales_by_month", as: [String: Month].self)
        let store = try await RealSales.imported().store
        var query = TrendQuery()
        for metric in SalesMetric.allCases {
            query.metric = metric
            query.view = .gross
            let trend = try await store.trend(query, today: .day("2012-01-01"))
            #expect(trend.points.map(\.key) == truth.keys.sorted())
            for point in trend.points {
                let month = try #require(truth[point.key])
                let expected =
                    switch metric {
                    case .revenue: two(month.gross.revenue)
                    case .units: String(month.gross.units)
                    case .orders: String(month.gross.orders)
                    case .averageTicket: two(month.averageTicket)
                    }
                #expect(text(point.value) == expected, "\(metric) \(point.key)")
                #expect(point.isPartial == (point.key == "2011-12"))
            }
        }
        query = TrendQuery()
        let net = try await store.trend(query, today: .day("2012-01-01"))
        let (first, last) = (try #require(truth["2010-12"]), try #require(truth["2011-11"]))
        #expect(net.growth?.from == "2010-12" && net.growth?.to == "2011-11")
        let percent = (last.all.revenue / first.all.revenue - 1) * 100
        #expect(net.growth?.changePercent?.decimal2 == two(percent))
        #expect(net.best?.key == "2011-11" && net.worst?.key == "2011-04" && net.direction.course == .rising)
    }

    @Test func everyMonthAgainstTheOneBefore() async throws {
        let truth = try RealSales.truth("sales_by_month", as: [String: Month].self)
        let store = try await RealSales.imported().store
        for (key, month) in truth where key != "2010-12" {
            for (view, name) in [(SalesView.net, "all"), (.gross, "gross")] {
                for metric in [SalesMetric.revenue, .units, .orders] {
                    var query = CompareQuery()
                    (query.period, query.view, query.metric) = (.month(key), view, metric)
                    let answer = try await store.compare(query, today: .day("2012-01-01"))
                    let expected = try #require(month.momPct["\(name)_\(metric.rawValue)"] ?? nil)
                    #expect(answer.changePercent?.decimal2 == two(expected), "\(key) \(name) \(metric)")
                    #expect((answer.sameDays != nil) == (key == "2011-12"))
                }
            }
        }
    }

    @Test func whatCameBack() async throws {
        let truth = try RealSales.truth("returns", as: Returns.self)
        let returns = try await RealSales.imported().store.returns(ReturnsQuery(), today: .day("2012-01-01"))
        #expect(returns.rates.revenue?.decimal2 == two(truth.shareOfGrossPct))
        #expect(returns.views.returns.revenue.decimal2 == two(truth.value))
        #expect(returns.views.returns.units.whole == truth.units)
        for (items, expected) in [
            (returns.byRevenue, truth.topReturnedProductsByValue), (returns.byUnits, truth.topReturnedProductsByUnits),
        ] {
            #expect(items.map(\.code) == expected.map(\.code) && items.map(\.rank) == expected.map(\.rank))
            #expect(items.map(\.figures.units.whole) == expected.map(\.units))
            #expect(items.map(\.figures.revenue.decimal2) == expected.map { two($0.revenue) })
        }
    }

    @Test func classesAddUp() async throws {
        let store = try await RealSales.imported().store
        var query = TopQuery()
        (query.abc, query.by, query.count, query.view) = (ABCLimits(), .revenue, 1_000, .productGross)
        let top = try await store.top(query, today: .day("2012-01-01"))
        let classes = try #require(top.classes)
        #expect(classes.reduce(0) { $0 + $1.items } == top.count)
        let summary = try await store.summary(SalesQuery(), today: .day("2012-01-01"))
        let sum = classes.reduce(0) { $0 + $1.revenue.micros }
        #expect(sum == summary.views.productGross.revenue.micros)
        let shares = top.items.compactMap(\.share)
        #expect(shares.prefix { $0.abcClass == .a }.count == classes[0].items)
        #expect(shares[classes[0].items - 1].cumulative.hundredths <= 8_000)
        #expect(shares[classes[0].items].cumulative.hundredths >= 8_000)
    }

    @Test func theSummaryRestsOnFiguresThatCanBeRecomputed() async throws {
        let store = try await RealSales.imported().store
        var query = ExecutiveQuery()
        let all = try await store.executiveSummary(query, today: .day("2012-01-01"))
        #expect(all.figures.revenue.decimal2 == "9747747.93" && all.previous == nil)
        #expect(all.countries.first?.item.code == "United Kingdom" && all.countryCount == 38)
        query.period = .month("2011-12")
        let december = try await store.executiveSummary(query, today: .day("2012-01-01"))
        // Nine days of December are compared with nine of November, and with nine of the December before.
        #expect(december.previous?.fair?.baseline.days == .days("2011-11-01", "2011-11-09"))
        #expect(december.yearBefore?.fair?.baseline.days == .days("2010-12-01", "2010-12-09"))
        let found = december.findings
        #expect(found.first?.severity == .alert && found.contains { $0.kind == .returns && $0.severity == .alert })
        var sales = SalesQuery()
        sales.period = .days(from: "2011-11-01", to: "2011-11-09")
        let before = try await store.summary(sales, today: .day("2012-01-01")).figures.revenue
        let evidence = found.first { $0.kind == .previousPeriod }?.evidence
        #expect(evidence?.first { $0.name == "baseline_revenue" }?.value == .figure(.money(before)))
    }
}
