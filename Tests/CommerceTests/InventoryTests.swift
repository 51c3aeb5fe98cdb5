@testable import Commerce
import Testing

@Suite struct InventoryTests {
    private static let list = """
        code,name,category,supplier,stock,on_order,reorder_level,price,discontinued
        A,Café,Bebidas,Finca,30,0,5,10.00,no
        B,Té,Bebidas,Finca,400,0,0,2.50,no
        C,Pan,Panadería,Horno,7,0,10,1.00,no
        D,Azúcar,Despensa,,0,20,5,3.00,no
        E,Miel,Despensa,,12,0,0,8.00,no
        F,Sal,Despensa,,5,0,0,1.00,sí

        """

    /// In the 90 days to 31 March: 60 of A, 90 of B, 9 of C, 3 of D, none of E (it came back), F before them.
    private static let sales = Shop.csv(
        "1,A,Café,60,2024-03-31,10,,",
        "2,B,Té,90,2024-01-02,2.5,,",
        "3,C,Pan,9,2024-02-01,1,,",
        "4,D,Azúcar,3,2024-02-01,3,,",
        "C5,E,Miel,-2,2024-02-01,8,,",
        "6,F,Sal,9,2024-01-01,1,,"
    )

    private func shop() async throws -> Shop {
        let shop = try await Shop(Self.sales)
        try await shop.ingest(Self.list) { $0.kind = .inventory }
        return shop
    }

    private func inventory(
        _ shop: Shop,
        _ change: (inout InventoryQuery) -> Void = { _ in }
    ) async throws -> InventoryReport {
        var query = InventoryQuery()
        change(&query)
        return try await shop.store.inventory(query, today: .day("2024-06-15"))
    }

    @Test func howLongStockLasts() async throws {
        let report = try await inventory(shop())
        #expect(report.asOf == .day("2024-03-31") && report.window == .days("2024-01-02", "2024-03-31"))
        let covers = report.items.map(\.cover)
        // 30 ÷ (60 ÷ 90) = 45; 400 ÷ 1; 7 ÷ 0.1; nothing left; unsold; unsold.
        #expect(covers.map { $0?.daysOfCover?.decimal } == ["45", "400", "70", "0", nil, nil])
        #expect(
            covers.map { $0?.stockOutDate?.description } == ["2024-05-15", "2025-05-05", "2024-06-09", nil, nil, nil]
        )
        #expect(covers.map { $0?.isOverstock } == [false, true, false, false, false, false])
        #expect(covers.map { $0?.isNotMoving } == [false, false, false, false, true, true])
        #expect(covers[0]?.dailyDemand.decimal == "0.666667")
        #expect(report.overstock.items == 1 && report.overstock.value.decimal2 == "1000.00")
        #expect(report.notMoving.items == 2 && report.notMoving.value.decimal2 == "101.00")
        #expect(report.notMoving.units.whole == 17)
    }

    @Test func theLastDayIsRoundedUpAndTheLimitIsExact() async throws {
        let shop = try await shop()
        // 45 days are not above 45; above 44 they are.
        let exact = try await inventory(shop) { ($0.selection, $0.overstockDays) = (.overstock, 45) }
        #expect(exact.items.map(\.item.code) == ["B", "C"])
        #expect(try await inventory(shop) { ($0.selection, $0.overstockDays) = (.overstock, 44) }.items.count == 3)
        // 30 ÷ (60 ÷ 7) = 3.5: the last unit goes on the fourth day.
        let week = try await inventory(shop) { ($0.windowDays, $0.filters.products) = (7, ["a"]) }
        #expect(week.items.first?.cover?.daysOfCover?.decimal == "3.5")
        #expect(week.items.first?.cover?.stockOutDate == .day("2024-04-04"))
        #expect(week.totals.products == 1)
    }

    @Test(
        arguments: [
            ("all", "ABCDEF"), ("out_of_stock", "D"), ("low_stock", "C"), ("discontinued", "F"), ("ok", "ABE"),
            ("overstock", "B"), ("not_moving", "EF"),
        ]
    )
    func selections(name: String, codes: String) async throws {
        let selection = try #require(StockSelection(rawValue: name))
        let report = try await inventory(shop()) { $0.selection = selection }
        #expect(report.items.map(\.item.code).joined() == codes)
        #expect(report.selected.items == codes.count && report.totals.products == 6)
        #expect(StockSelection.allNames.contains(name))
    }

    @Test func groupsAndOrder() async throws {
        let shop = try await shop()
        let categories = try await inventory(shop) { $0.groupBy = .category }
        #expect(categories.groups.map(\.key) == ["Bebidas", "Despensa", "Panadería"])
        #expect(categories.groups.map(\.totals.value.decimal2) == ["1300.00", "101.00", "7.00"])
        #expect(categories.groups.map(\.totals.units.whole) == [430, 17, 7])
        #expect(categories.groups[1].totals.outOfStock == 1 && categories.groups[1].totals.discontinued == 1)
        let suppliers = try await inventory(shop) { ($0.groupBy, $0.metric) = (.supplier, .units) }
        #expect(suppliers.groups.map(\.key) == ["Finca", nil, "Horno"])
        let products = try await inventory(shop) { ($0.groupBy, $0.selection) = (.product, .notMoving) }
        #expect(products.groups.map(\.key) == ["E", "F"] && products.groups.map(\.name) == ["Miel", "Sal"])
        #expect(try await inventory(shop) { $0.metric = .stockValue }.items.map(\.item.code).joined() == "BAECFD")
    }

    @Test func pages() async throws {
        let shop = try await shop()
        let first = try await inventory(shop) { $0.limit = 4 }
        let cursor = try #require(first.nextCursor)
        let second = try await inventory(shop) { ($0.limit, $0.cursor) = (4, cursor) }
        #expect((first.items + second.items).map(\.item.code).joined() == "ABCDEF" && second.nextCursor == nil)
        #expect(second.totals == first.totals)
        await #expect(throws: QueryFailure.cursor) {
            try await inventory(shop) { ($0.selection, $0.cursor) = (.notMoving, cursor) }
        }
        let groups = try await inventory(shop) { ($0.limit, $0.groupBy) = (2, .category) }
        let more = try #require(groups.nextCursor)
        let rest = try await inventory(shop) { ($0.limit, $0.groupBy, $0.cursor) = (2, .category, more) }
        #expect(rest.groups.map(\.key) == ["Panadería"])
    }

    @Test func whatIsNotKnownIsNotSaid() async throws {
        let shop = try await Shop()
        try await shop.ingest(Self.list) { $0.kind = .inventory }
        let report = try await inventory(shop)
        #expect(!report.hasSales && report.items.allSatisfy { $0.cover == nil } && report.notes.count == 1)
        #expect(report.notMoving.items == 0)
        let none = try await inventory(Shop())
        #expect(!none.hasData && none.items.isEmpty && none.notes.count == 1)
        await #expect(throws: QueryFailure.reorder(.windowDays)) { try await inventory(shop) { $0.windowDays = 0 } }
        await #expect(throws: QueryFailure.overstockDays) { try await inventory(shop) { $0.overstockDays = 0 } }
        // A shelf for longer than the calendar lasts.
        let vast = try await Shop(Shop.csv("1,A,x,0.000001,2024-03-31,1,,"))
        try await vast.ingest("code,stock\nA,1000000000\n") { $0.kind = .inventory }
        let cover = try await inventory(vast).items.first?.cover
        #expect(cover?.daysOfCover == nil && cover?.stockOutDate == nil && cover?.isOverstock == true)
    }
}
