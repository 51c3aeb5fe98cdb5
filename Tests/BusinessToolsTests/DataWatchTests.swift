import BusinessTools
import Commerce
import Foundation
import JSON
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct DataWatchTests {
    private static let more =
        ShopServer.header + "2001,Z9,Mesa,Muebles,1,2026-04-05,50.00,C-9,Belice,GTQ\n"

    @Test func quietDataPublishNothing() async throws {
        let shop = try await ShopServer()
        for _ in 0..<3 { await shop.watch.look() }
        #expect(shop.heard.take().isEmpty)
    }

    @Test func anImportOfAnotherConnectionIsNoticed() async throws {
        let shop = try await ShopServer()
        // Another process would open the file just so.
        let other = try CommerceStore.open(path: shop.database)
        try await ShopServer.store(Self.more, in: other)
        await shop.watch.look()
        let heard = shop.heard.take()
        #expect(
            heard.isSuperset(of: [
                "shop://overview", "shop://sales/months", "shop://imports", "shop://sales/month/2026-04",
                "shop://products/Z9", "shop://sales/country/Belice", "shop://sales/category/Muebles",
            ])
        )
        // March and its products are as they were, and April was in the list before.
        #expect(heard.isDisjoint(with: ["shop://sales/month/2026-03", "shop://products/B2", "resources"]))
        await shop.watch.look()
        #expect(shop.heard.take().isEmpty)
    }

    /// It takes the place of the list before it, and its row.
    @Test func anotherStockListIsNoticed() async throws {
        let shop = try await ShopServer()
        var options = IngestOptions()
        options.kind = .inventory
        for stock in [5, 6] {
            let list = "Código,Producto,Existencias\nA1,Café molido,\(stock)\n"
            let source = IngestSource.bytes(Array(list.utf8), name: "stock.csv")
            let report = try await shop.store.ingest(source, options: options) { Fingerprint() }
            #expect(report.rowsStored == 1)
            await shop.watch.look()
            #expect(shop.heard.take().contains("shop://imports"))
        }
    }

    @Test func aNewMonthIsNewInTheList() async throws {
        let shop = try await ShopServer()
        let other = try CommerceStore.open(path: shop.database)
        let may = Self.more.replacingOccurrences(of: "2026-04-05", with: "2026-05-05")
        try await ShopServer.store(may, in: other)
        await shop.watch.look()
        #expect(shop.heard.take().isSuperset(of: ["resources", "shop://sales/month/2026-05"]))
    }

    @Test func theSameFileAgainIsNoNews() async throws {
        let shop = try await ShopServer()
        let other = try CommerceStore.open(path: shop.database)
        let report = try await ShopServer.store(ShopServer.sales, in: other)
        #expect(report.alreadyIngested)
        await shop.watch.look()
        #expect(shop.heard.take().isEmpty)
    }

    @Test func aSecondCurrencyConcernsEverything() async throws {
        let shop = try await ShopServer()
        let dollars = Self.more.replacingOccurrences(of: "GTQ", with: "USD")
        try await ShopServer.store(dollars, in: try CommerceStore.open(path: shop.database))
        await shop.watch.look()
        #expect(shop.heard.take().isSuperset(of: ["shop://sales/month/2026-03", "shop://products/B2"]))
    }

    @Test func filesComeChangeAndGo() async throws {
        let shop = try await ShopServer()
        try shop.write("one", to: "reports/r.csv")
        await shop.watch.look()
        #expect(shop.heard.take() == ["resources", "shop://reports/r.csv"])
        try shop.write("longer", to: "reports/r.csv")
        await shop.watch.look()
        #expect(shop.heard.take() == ["shop://reports/r.csv"])
        try shop.write("rules", to: "documents/d.md")
        try FileManager.default.removeItem(atPath: shop.reports + "/r.csv")
        await shop.watch.look()
        #expect(shop.heard.take() == ["resources", "shop://reports/r.csv", "shop://documents/d.md"])
    }

    @Test func theWatchRunsUntilItIsCancelled() async throws {
        let shop = try await ShopServer()
        let watch = try DataWatch(
            data: shop.data,
            database: shop.database,
            changes: shop.changes,
            interval: .milliseconds(1)
        )
        let running = Task { await watch.run() }
        // Looks of its own may come before or after the first file; it tells of the second one in any case.
        var names = 0
        while shop.heard.take().isEmpty {
            names += 1
            try shop.write("x", to: "reports/r\(names).csv")
            try await Task.sleep(for: .milliseconds(2))
        }
        running.cancel()
        await running.value
    }
}
