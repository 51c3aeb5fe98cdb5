import Commerce
import Foundation
import Localization
import Testing

@Suite struct StockTests {
    private static let list = """
        Código;Artículo;Categoría;Proveedor;Precio lista;Costo;Existencia;En tránsito;Punto de reorden;Descontinuado
        7;Café;Bebidas;P1;18,00;10,00;39;0;10;No
        13;Té;Bebidas;P1;19,50;12,00;10;40;25;No
        0007;Cacao;Dulces;P2;1.250,50;900,00;0;5;0;no
        b2;Miel;Dulces;P2;5,00;;4;0;0;Sí
        B10;"=HYPERLINK(""x"")";;;1,00;1,00;-3;0;10;No
        """

    private func shop(_ list: String = list) async throws -> Shop {
        let shop = try await Shop()
        try await shop.ingest(list) { $0.kind = .inventory }
        return shop
    }

    private func stock(_ shop: Shop, _ change: (inout StockQuery) -> Void = { _ in }) async throws -> StockReport {
        var query = StockQuery()
        change(&query)
        return try await shop.store.stock(query)
    }

    @Test func everyItemHasOneStatus() async throws {
        let report = try await stock(shop())
        #expect(report.items.map(\.code) == ["0007", "7", "13", "B2", "B10"])
        #expect(report.items.map(\.status) == [.outOfStock, .ok, .lowStock, .discontinued, .outOfStock])
        #expect(report.items[0].price?.decimal2 == "1250.50")
        #expect(report.items[4].name == "=HYPERLINK(\"x\")")
    }

    @Test func totals() async throws {
        let totals = try await stock(shop()).totals
        #expect((totals.products, totals.active, totals.discontinued) == (5, 4, 1))
        #expect((totals.outOfStock, totals.lowStock) == (2, 1))
        #expect(totals.units.whole == 50)
        #expect(totals.value.decimal2 == "914.00" && totals.valueActive.decimal2 == "894.00")
    }

    @Test func filters() async throws {
        let shop = try await shop()
        let drinks = try await stock(shop) { $0.filters.categories = ["BEBIDAS"] }
        #expect(drinks.items.map(\.code) == ["7", "13"] && drinks.totals.products == 2)
        let low = try await stock(shop) { $0.status = .lowStock }
        #expect(low.items.map(\.code) == ["13"] && low.totals.products == 5)
        let nothing = try await stock(shop) { $0.filters.products = ["nada"] }
        #expect(nothing.items.isEmpty && nothing.notes.count == 1)
        let two = try await stock(shop) { $0.limit = 2 }
        #expect(two.items.count == 2 && two.itemCount == 5)
    }

    @Test func aNewListTakesThePlaceOfTheOld() async throws {
        let shop = try await shop()
        let other = "SKU,Name,Stock,Discontinued\nX1,Other,1.5,false\nX1,Other,2,false\n"
        let report = try await shop.ingest(other) { $0.kind = .inventory }
        #expect(report.rowsStored == 2 && report.warnings.contains { $0.english.contains("X1") })
        #expect(report.warnings.contains { $0.english.contains("5 items") })
        let after = try await stock(shop)
        #expect(after.items.map(\.code) == ["X1"] && after.totals.units.decimal == "3.5")
        #expect(try await shop.ingest(other) { $0.kind = .inventory }.alreadyIngested)
        // The first one again is news.
        let again = try await shop.ingest(Self.list) { $0.kind = .inventory }
        #expect(!again.alreadyIngested && again.rowsStored == 5)
    }

    /// Each item fits, and their sum would not.
    @Test func sumsThatDoNotFitStoreNothing() async throws {
        let shop = try await shop()
        let items = (0..<100).map { "T\($0),90000000,99999\n" }.joined()
        await #expect(throws: IngestFailure.amountsTooLarge(file: "ventas.csv")) {
            try await shop.ingest("SKU,Stock,Price\n" + items) { $0.kind = .inventory }
        }
        #expect(try await stock(shop).totals.products == 5)
    }

    @Test func aListThatCannotBeReadLeavesTheOldOne() async throws {
        let shop = try await shop()
        let report = try await shop.ingest("SKU,Stock,Discontinued\nX1,many,no\nX2,,no\nX3,1,perhaps\n") {
            $0.kind = .inventory
        }
        #expect(report.rowsStored == 0 && report.rejected.map(\.line) == [2, 3, 4])
        await #expect(throws: IngestFailure.self) { try await shop.ingest("a,b\n1,2\n") { $0.kind = .inventory } }
        #expect(try await stock(shop).totals.products == 5)
    }

    @Test func salesAreGroupedByTheListsCategories() async throws {
        let shop = try await Shop(Shop.csv("1,7,Café,2,2024-01-05,10,,", "2,99,Otro,1,2024-01-05,3,,"))
        try await shop.ingest(Self.list) { $0.kind = .inventory }
        let groups = try await shop.summary { $0.groupBy = .category }.groups
        #expect(groups.map(\.key) == ["Bebidas", nil])
        let drinks = try await shop.summary { $0.filters.categories = ["bebidas"] }
        #expect(drinks.figures.revenue.decimal2 == "20.00")
    }

    @Test func reorderRoundsUpOnceAndExactly() async throws {
        // 25 sold in 90 days: 25 × 7 × 1.2 ÷ 90 = 2⅓, so 3. 150 sold: exactly 14.
        let shop = try await Shop(
            Shop.csv(
                "1,A,a,25,2024-03-31,1,,",
                "2,B,b,150,2024-01-02,1,,",
                "3,B,b,1000,2024-01-01,1,,",
                "4,C,c,500,2024-03-01,1,,",
                "C5,A,a,-20,2024-03-02,1,,",
                "6,A,a,9,2024-03-02,0,,"
            )
        )
        let list = "code,stock,on_order,discontinued\nA,1,1,0\nB,4,0,0\nC,0,0,1\nD,-2,0,0\n"
        try await shop.ingest(list) { $0.kind = .inventory }
        let report = try await shop.store.reorder(ReorderQuery(), today: .day("2024-06-15"))
        #expect(report.asOf == .day("2024-03-31") && report.window.from == .day("2024-01-02"))
        #expect(report.items.map(\.item.code) == ["B", "D", "A"])
        #expect(report.items.map(\.reorderPoint) == [14, 0, 3])
        #expect(report.items.map(\.suggested.whole) == [10, 2, 1])
        #expect(report.items.last?.dailyDemand.decimal == "0.277778" && report.units.whole == 13)
        var query = ReorderQuery()
        query.windowDays = 0
        await #expect(throws: QueryFailure.reorder(.windowDays)) {
            try await shop.store.reorder(query, today: .day("2024-06-15"))
        }
    }

    @Test func withoutDataItSaysSo() async throws {
        let shop = try await Shop()
        let report = try await stock(shop)
        #expect(!report.hasData && report.notes.count == 1)
        #expect(try await shop.store.reorder(ReorderQuery(), today: .day("2024-06-15")).items.isEmpty)
    }
}

/// The reference stock list, against figures that another program computed.
@Suite(.enabled(if: RealSales.isAvailable))
struct RealStockTests {
    private struct Stock: Decodable {
        var products: Int
        var active: Int
        var discontinued: Int
        var unitsInStock: Int64
        var stockValueAtList: Double
        var stockValueAtListActive: Double
        var outOfStockActive: [Item]
        var atOrBelowReorderLevelActive: [Item]
    }

    private struct Item: Decodable {
        var productID: Int
        var reorderLevel: Int
        var unitsInStock: Int

        enum CodingKeys: String, CodingKey {
            // As the decoder's strategy leaves them.
            case productID = "ProductID"
            case reorderLevel = "ReorderLevel"
            case unitsInStock = "UnitsInStock"
        }
    }

    private struct Reorder: Decodable {
        var asOf: String
        var cases: [String: Case]

        struct Case: Decodable {
            var products: Int
            var units: Int64
            var items: [Suggestion]
        }

        struct Suggestion: Decodable {
            var productID: Int
            var rop: Int64
            var suggested: Int64

            enum CodingKeys: String, CodingKey {
                case productID = "ProductID"
                case rop, suggested
            }
        }
    }

    private func store() async throws -> CommerceStore {
        let folder = try #require(RealSales.folder).appendingPathComponent("data/inventory")
        let store = try CommerceStore.inMemory()
        for (name, kind) in [("northwind_sales.csv", IngestKind.sales), ("northwind_inventory.csv", .inventory)] {
            var options = IngestOptions()
            options.kind = kind
            let path = folder.appendingPathComponent(name).path
            let report = try await store.ingest(.file(path: path), options: options) { ChecksumDigest() }
            #expect(report.rowsRejected == 0)
        }
        return store
    }

    @Test func totalsAndStatus() async throws {
        let truth = try RealSales.truth("inventory_northwind", as: Stock.self)
        var query = StockQuery()
        query.limit = 1_000
        let report = try await store().stock(query)
        #expect(report.totals.products == truth.products && report.totals.active == truth.active)
        #expect(report.totals.discontinued == truth.discontinued)
        #expect(report.totals.units.whole == truth.unitsInStock)
        #expect(report.totals.value.decimal2 == String(format: "%.2f", truth.stockValueAtList))
        #expect(report.totals.valueActive.decimal2 == String(format: "%.2f", truth.stockValueAtListActive))
        let out = report.items.filter { $0.status == .outOfStock }.map(\.code)
        #expect(out == truth.outOfStockActive.map { String($0.productID) })
        let low = truth.atOrBelowReorderLevelActive.filter { $0.reorderLevel > 0 && $0.unitsInStock > 0 }
        #expect(
            Set(report.items.filter { $0.status == .lowStock }.map(\.code)) == Set(low.map { String($0.productID) })
        )
    }

    @Test func everyReorderCase() async throws {
        let truth = try RealSales.truth("reorder_northwind", as: Reorder.self)
        let store = try await store()
        #expect(truth.cases.count == 15)
        for (name, expected) in truth.cases {
            var query = ReorderQuery()
            for part in name.split(separator: ",") {
                let pair = part.split(separator: "=")
                let value = try #require(Double(pair[1]))
                switch pair[0] {
                case "window": query.windowDays = Int(value)
                case "safety_factor": query.safetyFactor = Quantity(micros: Int64((value * 1e6).rounded()))
                default: query.leadTimeDays = Quantity(micros: Int64(value) * 1_000_000)
                }
            }
            let report = try await store.reorder(query, today: .day("2024-01-01"))
            #expect(report.asOf == .day(truth.asOf))
            #expect(report.items.map(\.item.code) == expected.items.map { String($0.productID) }, "\(name)")
            #expect(report.items.map(\.reorderPoint) == expected.items.map(\.rop), "\(name)")
            #expect(report.items.map(\.suggested.whole) == expected.items.map(\.suggested), "\(name)")
            #expect(report.itemCount == expected.products && report.units.whole == expected.units, "\(name)")
        }
    }
}
