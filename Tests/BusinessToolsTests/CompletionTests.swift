import BusinessTools
import Commerce
import JSON
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct CompletionTests {
    private static func template(_ uri: String) -> JSONValue { ["type": "ref/resource", "uri": .string(uri)] }
    private static func prompt(_ name: String) -> JSONValue { ["type": "ref/prompt", "name": .string(name)] }

    @Test(
        arguments: [
            (template("shop://products/{code}"), "code", "a", ["A1", "B2"]),
            (template("shop://products/{code}"), "code", "CAFE", ["A1"]),
            (template("shop://products/{code}"), "code", "mor", ["B2"]),
            (template("shop://products/{code}"), "code", "", ["A1", "B2"]),
            (template("shop://products/{code}"), "code", "zzz", []),
            (template("shop://sales/month/{month}"), "month", "", ["2026-04", "2026-03"]),
            (template("shop://sales/month/{month}"), "month", "2026-03", ["2026-03"]),
            (template("shop://sales/month/{month}"), "month", "abr", ["2026-04"]),
            (template("shop://sales/month/{month}"), "month", "Apr", ["2026-04"]),
            (template("shop://sales/country/{country}"), "country", "mex", ["México"]),
            (template("shop://sales/category/{category}"), "category", "DES", ["Despensa"]),
            (template("shop://reports/{name}"), "name", "ven", ["Ventas.csv"]),
            (prompt("monthly_review"), "month", "2026", ["2026-04", "2026-03"]),
            (prompt("monthly_review"), "lang", "e", ["es", "en"]),
            (prompt("product_review"), "product", "café", ["Café molido"]),
            (prompt("product_review"), "product", "b", ["B2"]),
            (prompt("stock_alert"), "category", "beb", ["Bebidas"]),
            (prompt("stock_alert"), "lead_time_days", "1", []),
        ] as [(JSONValue, String, String, [String])]
    )
    func whatIsTypedIsCompleted(ref: JSONValue, argument: String, typed: String, expected: [String]) async throws {
        let shop = try await ShopServer()
        try shop.write("x", to: "reports/Ventas.csv")
        let completion = try await shop.complete(ref, argument, typed)
        #expect(completion["values"] == .array(expected.map { .string($0) }))
        #expect(completion["total"] == JSONValue(expected.count))
        #expect(completion["hasMore"] == false)
    }

    @Test func aHundredAreGivenAndAllAreCounted() async throws {
        let lines = (0..<250).map { "\($0),P\(1_000 + $0),Producto \($0),,1,2026-03-02,1.00,C,Guatemala,GTQ\n" }
        let shop = try await ShopServer(ShopServer.header + lines.joined())
        let completion = try await shop.complete(Self.template("shop://products/{code}"), "code", "p")
        #expect(completion["values"]?.array?.count == 100)
        #expect(completion["values"]?[0] == "P1000")
        #expect(completion["total"] == 250)
        #expect(completion["hasMore"] == true)
    }

    @Test func namesOfAnImportAreSuggestedAtOnce() async throws {
        let shop = try await ShopServer()
        let before = try await shop.complete(Self.prompt("stock_alert"), "category", "mue")
        #expect(before["total"] == 0)
        let other = try CommerceStore.open(path: shop.database)
        try await ShopServer.store(
            ShopServer.header + "2001,Z9,Mesa,Muebles,1,2026-04-05,50.00,C-9,Belice,GTQ\n",
            in: other
        )
        let after = try await shop.complete(Self.prompt("stock_alert"), "category", "mue")
        #expect(after["values"] == ["Muebles"])
    }

    @Test func aVeryLongTextIsNoTrouble() async throws {
        let shop = try await ShopServer()
        let typed = String(repeating: "é", count: 100_000)
        let completion = try await shop.complete(Self.template("shop://products/{code}"), "code", typed)
        #expect(completion["total"] == 0)
    }
}
