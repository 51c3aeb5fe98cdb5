@testable import Commerce
import Testing

@Suite struct ClassAndReturnTests {
    /// Revenues 70, 10, 8, 7, 5 and −2.
    private static let sales = Shop.csv(
        "1,A,Café,7,2024-01-02,10,,",
        "2,B,Té,10,2024-01-02,1,,",
        "3,C,Pan,8,2024-01-02,1,,",
        "4,D,Azúcar,7,2024-01-02,1,,",
        "5,POST,Envío,5,2024-01-02,1,,",
        "C6,F,Miel,-2,2024-01-02,1,,"
    )

    @Test func classesOfRevenue() async throws {
        let top = try await Shop(Self.sales).top {
            $0.abc = ABCLimits()
            $0.count = 4
        }
        // By units, as asked; the classes go by revenue.
        #expect(top.items.map(\.code) == ["B", "C", "A", "D"] && top.count == 6)
        #expect(top.items.map(\.share?.abcClass) == [.a, .b, .a, .b])
        #expect(top.items.map(\.share?.share.decimal2) == ["10.00", "8.00", "70.00", "7.00"])
        #expect(top.items.map(\.share?.cumulative.decimal2) == ["80.00", "88.00", "70.00", "95.00"])
        let classes = try #require(top.classes)
        #expect(classes.map(\.items) == [2, 2, 2])
        #expect(classes.map(\.revenue.decimal2) == ["80.00", "15.00", "3.00"])
        #expect(classes.map(\.share?.decimal2) == ["80.00", "15.00", "3.00"])
        #expect(try await Shop(Self.sales).top().items.allSatisfy { $0.share == nil })
    }

    @Test func limitsCanBeSet() async throws {
        let strict = ABCLimits(a: Percent(hundredths: 5_000), b: Percent(hundredths: 8_000))
        let top = try await Shop(Self.sales).top {
            ($0.abc, $0.by) = (strict, .revenue)
        }
        // The first is of class A though it alone is above the limit.
        #expect(top.items.map(\.share?.abcClass) == [.a, .b, .c, .c, .c, .c])
        #expect(ABCLimits(a: Percent(hundredths: 9_000), b: Percent(hundredths: 8_000)) == nil)
        #expect(ABCLimits(a: Percent(hundredths: 0), b: Percent(hundredths: 8_000)) == nil)
        #expect(ABCLimits(a: Percent(hundredths: 9_000), b: Percent(hundredths: 10_001)) == nil)
    }

    @Test func withoutRevenueThereAreNoShares() async throws {
        let top = try await Shop(Shop.csv("1,A,x,1,2024-01-02,0,,")).top { $0.abc = ABCLimits() }
        #expect(top.items.map(\.share?.abcClass) == [.c] && top.classes?.map(\.share) == [nil, nil, nil])
        #expect(try await Shop().top { $0.abc = ABCLimits() }.classes?.map(\.items) == [0, 0, 0])
    }

    @Test func ratesOfReturn() async throws {
        let shop = try await Shop(
            Shop.csv(
                "1,A,Café,10,2024-01-02,10,,",
                "2,T,Té,10,2024-01-02,5,,",
                "3,POST,Envío,1,2024-01-02,50,,",
                "C4,A,Café,-1,2024-01-03,10,,",
                "C5,T,Té,-4,2024-01-03,5,,",
                "C6,POST,Envío,-1,2024-01-03,50,,"
            )
        )
        var query = ReturnsQuery()
        let returns = try await shop.store.returns(query, today: .sample)
        // 80 of 200, and 6 of 21 units.
        #expect(returns.rates.revenue?.decimal2 == "40.00" && returns.rates.units?.decimal2 == "28.57")
        // Postage is no product.
        #expect(returns.byRevenue.map(\.code) == ["T", "A"] && returns.byRevenue.map(\.rank) == [1, 2])
        #expect(returns.byUnits.map(\.code) == ["T", "A"])
        query.count = 1
        query.filters.products = ["A"]
        let one = try await shop.store.returns(query, today: .sample)
        #expect(one.byRevenue.map(\.code) == ["A"] && one.rates.revenue?.decimal2 == "10.00")
        let none = try await Shop().store.returns(ReturnsQuery(), today: .sample)
        #expect(none.rates.revenue == nil && none.byUnits.isEmpty)
    }

    @Test func percentagesAreRoundedOnce() {
        #expect(Percent(1, of: 3)?.decimal2 == "33.33" && Percent(-1, of: 3)?.decimal2 == "-33.33")
        #expect(Percent(1, of: 800)?.decimal2 == "0.13" && Percent(-1, of: 800)?.decimal2 == "-0.13")
        #expect(Percent(1, of: 0) == nil && Percent(from: 0, to: 5) == nil)
        #expect(Percent(from: -10, to: 5)?.decimal2 == "150.00" && Percent(from: -10, to: -20)?.decimal2 == "-100.00")
        #expect(Percent(Int128(Int64.max) * 1_000_000, of: 1) == nil)
    }
}
