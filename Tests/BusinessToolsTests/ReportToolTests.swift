import BusinessTools
import Commerce
import Foundation
import GRDB
import JSON
import Localization
import MCP
import Reports
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReportToolTests {
    private func call(_ shop: ShopServer, _ arguments: JSONObject, scopes: Set<String>? = nil) async -> JSONRPCResponse
    {
        await shop.send("tools/call", ["name": "generate_report", "arguments": .object(arguments)], scopes: scopes)
    }

    private func result(_ shop: ShopServer, _ arguments: JSONObject) async throws -> JSONObject {
        let response = await call(shop, arguments)
        return try #require(response.result, "\(response.error?.message ?? "")")
    }

    @Test(arguments: ReportRequest.Kind.allCases, ReportFormat.allCases)
    func everyReportIsMade(_ kind: ReportRequest.Kind, _ format: ReportFormat) async throws {
        let shop = try await ShopServer()
        let result = try await result(shop, ["type": .string(kind.rawValue), "format": .string(format.rawValue)])
        #expect(result["isError"] == nil, "\(result["content"] ?? .null)")
        let facts = try #require(result["structuredContent"])
        let name = try #require(facts["name"]?.string)
        #expect(facts["url"] == .string("https://shop.example/files/\(name)"))
        #expect(facts["mime_type"] == .string(format.mediaType))
        let file = try #require(try shop.data.reports.read(name, limit: 1 << 24))
        #expect(facts["bytes"]?.int == file.bytes.count)
        let mode = try FileManager.default.attributesOfItem(atPath: shop.reports + "/" + name)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(result["content"]?[1]?["type"] == "resource_link")
        #expect(result["content"]?[1]?["uri"] == .string("shop://reports/\(name)"))
        let hasPicture = result["content"]?[2]?["type"] == "image"
        #expect(hasPicture == (format == .png || format == .svg))
    }

    @Test func figuresAreThoseOfTheTools() async throws {
        let shop = try await ShopServer()
        let result = try await result(
            shop,
            [
                "type": "sales", "format": "json", "view": "gross", "month": "2026-03", "group_by": "product",
                "lang": "es",
            ]
        )
        let facts = try #require(result["structuredContent"])
        #expect(facts["figures"]?["revenue"]?.serializedString == "28.00")
        #expect(facts["period"] == ["from": "2026-03-01", "to": "2026-03-31"])
        let name = try #require(facts["name"]?.string)
        #expect(name.hasPrefix("ventas-2026-03-") && name.hasSuffix(".json"))
        let json = try await shop.json("shop://reports/\(name)")
        let table = try #require(json["tables"]?[0])
        #expect(table["rows"]?[0]?["code"] == "A1")
        #expect(table["rows"]?[0]?["revenue"]?.serializedString == "20.00")
        #expect(table["totals"]?["revenue"]?.serializedString == "28.00")
    }

    @Test func whatIsNotListedIsSummedUp() async throws {
        let shop = try await ShopServer()
        let result = try await result(
            shop,
            ["type": "sales", "format": "json", "group_by": "product", "view": "gross", "n": 1]
        )
        let name = try #require(result["structuredContent"]?["name"]?.string)
        let table = try #require(try await shop.json("shop://reports/\(name)")["tables"]?[0])
        #expect(table["rows"]?.array?.count == 2)
        #expect(table["rows"]?[1]?["name"] == "(others)")
        #expect(table["totals"]?["revenue"]?.serializedString == "38.00")
    }

    @Test func everybodyHearsOfAReport() async throws {
        let shop = try await ShopServer()
        _ = shop.heard.take()
        let name = try #require(try await result(shop, ["type": "sales"])["structuredContent"]?["name"]?.string)
        #expect(shop.heard.take() == ["resources", "shop://reports/\(name)"])
    }

    @Test func stockIsForWhoMaySeeIt() async throws {
        let shop = try await ShopServer()
        #expect(await call(shop, ["type": "sales"], scopes: ["sales:read"]).result != nil)
        #expect(await call(shop, ["type": "inventory"], scopes: ["sales:read"]).error != nil)
        #expect(await call(shop, ["type": "inventory"], scopes: ["sales:read", "stock:read"]).result != nil)
        #expect(await call(shop, ["type": "sales"], scopes: ["stock:read"]).error != nil)
        // Nor may its file be listed or read by whoever could not have it made.
        let (sales, both): (Set<String>, Set<String>) = (["sales:read"], ["sales:read", "stock:read"])
        let file = try #require(shop.data.reports.entries().map(\.name).first { $0.hasPrefix("inventory-") })
        let uri = JSONValue.string("shop://reports/" + file)
        #expect(await shop.send("resources/read", ["uri": uri], scopes: sales).error?.requiredScopes == both)
        #expect(await shop.send("resources/read", ["uri": uri], scopes: both).result != nil)
        // Nor what a task of theirs came to.
        let extensions: JSONObject = ["io.modelcontextprotocol/tasks": [:]]
        let call: JSONObject = ["name": "generate_report", "arguments": ["type": "inventory"]]
        let made = await shop.send("tools/call", call, scopes: both, extensions: extensions)
        let task: JSONObject = ["taskId": try #require(made.result?["taskId"])]
        let refused = await shop.send("tasks/get", task, scopes: sales, extensions: extensions)
        #expect(refused.error?.requiredScopes == both)
        #expect(await shop.send("tasks/get", task, scopes: both, extensions: extensions).result != nil)
        for (scopes, isListed) in [(sales, false), (both, true)] {
            let list = await shop.send("resources/list", scopes: scopes).result?["resources"]?.array ?? []
            #expect(list.contains { $0["uri"] == uri } == isListed)
        }
    }

    @Test(
        arguments: [
            ["type": "top_products", "group_by": "month"], ["type": "inventory", "group_by": "day"],
            ["type": "reorder", "filters": ["country": "France"]],
            ["type": "executive", "filters": ["country": "France"]],
            ["type": "sales", "period": "qwerty"], ["type": "inventory", "filters": ["customer": "1"]],
        ] as [JSONObject]
    )
    func whatMakesNoSenseIsSaid(_ arguments: JSONObject) async throws {
        let shop = try await ShopServer()
        let result = try await result(shop, arguments)
        #expect(result["isError"] == true)
        #expect(shop.data.reports.entries().isEmpty)
    }

    /// Rather than a report of nothing, which looks like one of a shop that sold nothing.
    @Test(
        arguments: [
            (["product": "Cafe molito"], "Café molido (A1)"), (["country": "Guatemela"], "Guatemala"),
            (["category": "bebida"], "Bebidas"), (["currency": "ZZZ"], "GTQ"),
        ] as [(JSONValue, String)],
        ["sales", "top_products", "customers"]
    )
    func aFilterThatFitsNothingMakesNoReport(_ filter: (value: JSONValue, near: String), _ type: String) async throws {
        let shop = try await ShopServer()
        let result = try await result(shop, ["type": .string(type), "filters": filter.value])
        #expect(result["isError"] == true)
        let text = result["content"]?[0]?["text"]?.string ?? ""
        #expect(text.contains(filter.near), "\(text)")
        #expect(shop.data.reports.entries().isEmpty)
    }

    @Test func aFilterThatFitsInPartSaysSo() async throws {
        let shop = try await ShopServer()
        let filters: JSONValue = ["country": ["Guatemala", "Guatemela"]]
        let result = try await result(shop, ["type": "sales", "filters": filters, "lang": "es"])
        #expect(result["structuredContent"]?["figures"]?["revenue"]?.serializedString == "28.00")
        let notes = result["structuredContent"]?["notes"]?.array?.compactMap(\.string) ?? []
        #expect(notes.contains { $0.contains("«Guatemela»") && $0.contains("Guatemala") }, "\(notes)")
    }

    @Test(arguments: ["sales", "executive", "customers", "top_products"])
    func currenciesAreNeverAddedUp(_ type: String) async throws {
        let shop = try await ShopServer(
            ShopServer.sales + "1004,B2,Azúcar morena,Despensa,3,2026-04-30,2.00,C-9,Guatemala,USD\n"
        )
        let both = try await result(shop, ["type": .string(type)])
        #expect(both["isError"] == true)
        #expect(both["content"]?[0]?["text"]?.string?.contains("GTQ, USD") == true)
        for (currency, revenue) in [("USD", "6.00"), ("GTQ", "28.50")] {
            let filters: JSONValue = ["currency": .string(currency)]
            let one = try await result(shop, ["type": .string(type), "format": "json", "filters": filters])
            #expect(one["structuredContent"]?["figures"]?["revenue"]?.serializedString == revenue)
            #expect(one["structuredContent"]?["currency"] == .string(currency))
        }
    }

    @Test func daysWithoutDataAreSaid() async throws {
        let shop = try await ShopServer()
        let none = "No hay datos de esos días. Los que hay: del 2 de marzo al 30 de abril de 2026."
        for (year, month, note) in [
            (2020, 1, none), (2026, 3, nil), (2026, nil, "Los datos llegan hasta el 30 de abril"),
        ] {
            var arguments: JSONObject = ["type": "sales", "year": JSONValue(year), "lang": "es"]
            if let month { arguments["month"] = JSONValue(month) }
            let notes = try await result(shop, arguments)["structuredContent"]?["notes"]?.array ?? []
            let said = notes.compactMap(\.string).first
            #expect(note.map { said?.hasPrefix($0) == true } ?? (said == nil), "\(said ?? "nothing")")
        }
    }

    @Test(arguments: ["sales", "top_products"]) func whatCameBackMostIsFirst(_ type: String) async throws {
        let shop = try await ShopServer(
            ShopServer.sales + "C1004,B2,Azúcar,Despensa,-2,2026-04-30,4.00,C-1,Guatemala,GTQ\n"
        )
        let arguments: JSONObject = [
            "type": .string(type), "format": "json", "view": "returns", "group_by": "product", "metric": "revenue",
            "n": 1,
        ]
        let name = try #require(try await result(shop, arguments)["structuredContent"]?["name"]?.string)
        let row = try await shop.json("shop://reports/\(name)")["tables"]?[0]?["rows"]?[0]
        // −9.50 and −8.00.
        #expect(row?["code"] == "A1" && row?["revenue"]?.serializedString == "-9.50")
        #expect(row?["share_percent"]?.serializedString == "54.29")
    }

    /// Of all that was sold, as everywhere else.
    @Test func sharesAreOfOneWhole() async throws {
        let shop = try await ShopServer()
        for type in ["top_products", "executive", "sales"] {
            var arguments: JSONObject = ["type": .string(type), "format": "json"]
            if type == "sales" { arguments["group_by"] = "product" }
            let name = try #require(try await result(shop, arguments)["structuredContent"]?["name"]?.string)
            let tables = try await shop.json("shop://reports/\(name)")["tables"]?.array ?? []
            let row = tables.lazy.flatMap { $0["rows"]?.array ?? [] }.first { $0["code"] == "A1" }
            // 20.50 of 28.50.
            #expect(row?["share_percent"]?.serializedString == "71.93", "\(type)")
        }
    }

    @Test func noDataIsAReportToo() async throws {
        let shop = try await ShopServer(nil)
        for kind in ReportRequest.Kind.allCases {
            let result = try await result(shop, ["type": .string(kind.rawValue), "format": "pdf"])
            #expect(result["isError"] == nil, "\(result)")
            #expect(result["structuredContent"]?["notes"]?.array?.isEmpty == false, "\(kind)")
        }
    }

    /// A store that holds no more than a few files, and the names in it.
    private func store(_ shop: ShopServer, _ limits: (inout ReportStore.Limits) -> Void) -> ReportStore {
        var own = ReportStore.Limits()
        limits(&own)
        return ReportStore(shelf: shop.data.reports, limits: own)
    }

    private static let request = ReportRequest(.sales, as: .csv, language: .english)

    @Test func whatIsTooMuchGoesWhenAReportIsStored() async throws {
        let shop = try await ShopServer()
        let store = store(shop) { $0.files = 3 }
        var names: [String] = []
        for _ in 0..<5 { names.append(try store.keep([1, 2, 3], for: Self.request, period: nil)) }
        let left = shop.data.reports.entries().map(\.name)
        #expect(left.count == 3 && left.contains(names[4]))
        // Never the one that was just made, however large.
        let small = self.store(shop) { $0.bytes = 2 }
        let name = try small.keep([1, 2, 3], for: Self.request, period: nil)
        #expect(shop.data.reports.entries().map(\.name) == [name])
    }

    @Test func nobodyPushesOutWhatOthersMade() async throws {
        let shop = try await ShopServer()
        let store = store(shop) { ($0.files, $0.filesOfOne, $0.bytesOfOne) = (10, 2, 100) }
        let ana = try store.keep([1], for: Self.request, period: nil, caller: "ana")
        let nobody = try store.keep([1], for: Self.request, period: nil)
        var luis: [String] = []
        for _ in 0..<20 { luis.append(try store.keep([1], for: Self.request, period: nil, caller: "luis")) }
        let left = Set(shop.data.reports.entries().map(\.name))
        #expect(left.count == 4 && left.isSuperset(of: [ana, nobody, luis[19]]))
        let large = try store.keep([UInt8](repeating: 0, count: 100), for: Self.request, period: nil, caller: "luis")
        #expect(Set(shop.data.reports.entries().map(\.name)) == [ana, nobody, large])
    }

    @Test func theToolSaysWhoseAReportIs() async throws {
        let shop = try await ShopServer()
        let params: JSONObject = ["name": "generate_report", "arguments": ["type": "sales", "format": "csv"]]
        let first = await shop.send("tools/call", params, principal: "ana")
        let name = try #require(first.result?["structuredContent"]?["name"]?.string)
        for _ in 0..<3 { _ = await shop.send("tools/call", params, principal: "luis") }
        let left = shop.data.reports.entries().map(\.name)
        #expect(left.count == 3 && left.contains(name))
    }

    /// What is stored while a report is made is in none of its parts.
    @Test func allPartsOfAReportAreOfOneState() async throws {
        let shop = try await ShopServer()
        let request = ReportRequest(.sales, as: .json, language: .english)
        let store = shop.store
        let day = shop.data.today()
        let path = shop.database
        let before = try store.snapshot { try ReportBuilder($0, today: day).report(request) }
        let during = try store.snapshot { data in
            _ = try data.summary(SalesQuery(), today: day)
            let other = try DatabaseQueue(path: path)
            try other.write { db in try db.execute(sql: "UPDATE source_file SET name = 'otro.csv'") }
            return try ReportBuilder(data, today: day).report(request)
        }
        #expect(during == before)
        #expect(try store.snapshot { try ReportBuilder($0, today: day).report(request) }.source == "otro.csv")
    }

    @Test func aReportThatNobodyWaitsForIsNotMade() async throws {
        let shop = try await ShopServer()
        let day = shop.data.today()
        #expect(throws: CancellationError.self) {
            try shop.store.snapshot(isCancelled: { true }) { try ReportBuilder($0, today: day).report(Self.request) }
        }
    }

    @Test func reportsExpire() async throws {
        let shop = try await ShopServer()
        for _ in 0..<3 { _ = try await result(shop, ["type": "sales", "format": "csv"]) }
        let names = shop.data.reports.entries().map(\.name)
        #expect(Set(names).count == 3)
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        #expect(shop.reportStore.removeExpired(now: now).isEmpty)
        var limits = ReportStore.Limits()
        limits.files = 2
        #expect(ReportStore(shelf: shop.data.reports, limits: limits).removeExpired(now: now).count == 1)
        limits.bytes = shop.data.reports.entries()[0].size
        #expect(ReportStore(shelf: shop.data.reports, limits: limits).removeExpired(now: now).count == 1)
        #expect(shop.reportStore.removeExpired(now: now + 7 * 86_400_000 + 60_000).count == 1)
        #expect(shop.data.reports.entries().isEmpty)
    }
}
