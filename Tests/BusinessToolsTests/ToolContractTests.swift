import BusinessTools
import Commerce
import JSON
import JSONSchema
import Localization
import MCP
import Testing

/// The tools as a caller sees them: what they take, what they answer, in both languages.
@Suite struct ToolContractTests {
    @Test func everySchemaIsCheckedInFull() throws {
        for tool in try Shop.empty().tools {
            #expect(tool.inputSchema.ignoredAssertions.isEmpty, "\(tool.name)")
            #expect(tool.outputSchema?.ignoredAssertions.isEmpty ?? false, "\(tool.name)")
            // Every argument is explained.
            let properties = tool.definition.inputSchema["properties"]?.object ?? [:]
            for (name, _) in properties { #expect(tool.definition.arguments[name] != nil, "\(tool.name).\(name)") }
        }
    }

    @Test func summaryAddsUpToTheCent() async throws {
        let shop = try await Shop.small()
        let facts = try await shop.facts("sales_summary", ["view": "gross"])
        #expect(facts["revenue"]?.serializedString == "48.00")
        #expect(facts["units"] == 6)
        #expect(facts["orders"] == 2)
        #expect(facts["average_ticket"]?.serializedString == "24.00")
        #expect(facts["views"]?["net"]?["revenue"]?.serializedString == "38.50")
        #expect(facts["views"]?["net"]?["orders"] == 3)
        #expect(facts["views"]?["product_gross"]?["revenue"]?.serializedString == "38.00")
        #expect(facts["currency"] == "GTQ")
        #expect(facts["view"] == "gross")
    }

    @Test(arguments: ["2026-03", "marzo", "marzo 2026", "March", "3"])
    func monthsAreUnderstood(month: String) async throws {
        let facts = try await Shop.small().facts("sales_summary", ["month": .string(month)])
        #expect(facts["period"] == ["from": "2026-03-01", "to": "2026-03-31"])
    }

    @Test func aMonthNumberWithAYear() async throws {
        let facts = try await Shop.small().facts("sales_summary", ["month": 3, "year": 2026])
        #expect(facts["period"] == ["from": "2026-03-01", "to": "2026-03-31"])
    }

    @Test func groupsComeWithKeysAndPages() async throws {
        let shop = try await Shop.small()
        let first = try await shop.facts("sales_summary", ["group_by": "product", "view": "gross", "limit": 2])
        #expect(first["groups"]?.array?.map { $0["key"] } == ["A1", "POST"])
        #expect(first["group_count"] == 3)
        let cursor = try #require(first["next_cursor"])
        let second = try await shop.facts(
            "sales_summary",
            ["group_by": "product", "view": "gross", "limit": 2, "cursor": cursor]
        )
        #expect(second["groups"]?.array?.map { $0["key"] } == ["B2"])
        #expect(second["next_cursor"] == nil)
    }

    @Test func rankingNamesItsProducts() async throws {
        let facts = try await Shop.small().facts("top_products", ["n": 1, "by": "revenue", "view": "product_gross"])
        let item = try #require(facts["items"]?[0])
        #expect(
            item.serializedString
                == #"{"rank":1,"code":"A1","name":"Café molido","revenue":30.00,"units":3,"orders":2}"#
        )
    }

    @Test func answersSpeakTheCallersLanguage() async throws {
        let shop = try await Shop.small()
        let spanish = try await shop.text("sales_summary", ["lang": "es"])
        let english = try await shop.text("sales_summary", ["lang": "en"])
        #expect(spanish.contains("Ventas netas") && spanish.contains("GTQ 38.50") && spanish.contains("3 documentos"))
        #expect(english.contains("Net sales") && english.contains("GTQ 38.50") && english.contains("3 orders"))
    }

    @Test func noDataIsZeroAndSaysSo() async throws {
        let shop = try Shop.empty()
        let facts = try await shop.facts("sales_summary", [:])
        #expect(facts["revenue"]?.double == 0)
        #expect(facts["has_data"] == false)
        #expect(facts["average_ticket"] == .null)
        #expect(try await shop.facts("top_products", [:])["items"] == [])
    }

    @Test(
        arguments: [
            ("sales_summary", ["view": "netto"]), ("sales_summary", ["limit": 0]), ("sales_summary", ["nonsense": 1]),
            ("sales_summary", ["filters": ["color": "red"]]), ("top_products", ["n": "many"]),
            ("top_products", ["group_by": "month"]),
        ] as [(String, JSONObject)]
    )
    func wrongArgumentsNeverReachTheTool(tool: String, arguments: JSONObject) async throws {
        let outcome = await (try Shop.empty()).engine.callTool(named: tool, arguments: arguments, context: Shop.context)
        guard case .failure(.invalidArguments) = outcome else {
            Issue.record("accepted: \(arguments)")
            return
        }
    }

    @Test(
        arguments: [
            ["period": "el día del juicio"], ["period": ["from": "2026-02-01", "to": "2026-01-01"]],
            ["period": "ayer", "month": "marzo"], ["now": "tomorrowish"], ["cursor": "forged", "group_by": "product"],
        ] as [JSONObject]
    )
    func impossibleArgumentsAreToolErrorsWithAReason(arguments: JSONObject) async throws {
        let result = try await Shop.small().call("sales_summary", arguments)
        #expect(result.isError)
        guard case .text(let text, _)? = result.content.first else {
            Issue.record("no text")
            return
        }
        #expect(text.count > 20)
    }

    @Test func statusNeedsNoData() async throws {
        let facts = try await Shop.empty().facts("server_status", [:])
        #expect(facts == ["service": "Shop", "version": "1", "status": "ok", "timestamp": "2026-04-01T12:00:00Z"])
    }
}

/// A store with a handful of sales, behind the engine that checks arguments and results.
struct Shop {
    let store: CommerceStore
    let tools: [Tool]
    let engine: ServerEngine

    static let context = RequestContext(era: .modern, language: .english)

    static func empty() throws -> Shop { try Shop(.inMemory()) }

    static func small() async throws -> Shop {
        let store = try CommerceStore.inMemory()
        let file = """
            Factura,Código,Producto,Cantidad,Fecha,Precio,Cliente,Moneda
            1001,a1,Café molido,2,2026-03-02,10.00,C-1,GTQ
            1001,B2,Azúcar,2,2026-03-02,4.00,C-1,GTQ
            1001,POST,Envío,1,2026-03-02,10.00,C-1,GTQ
            1002,A1,Café molido,1,2026-03-31,10.00,C-2,GTQ
            C1003,A1,Café molido,-1,2026-03-31,9.50,C-2,GTQ
            """
        let report = try await store.ingest(.bytes(Array(file.utf8), name: "ventas.csv")) { NoDigest() }
        try #require(report.rowsStored == 5)
        return try Shop(store)
    }

    /// The small shop with a list of what is in stock.
    static func stocked() async throws -> Shop {
        let shop = try await small()
        let list = """
            code,name,category,supplier,stock,on_order,reorder_level,price,discontinued,currency
            A1,Café molido,Bebidas,Finca,3,0,5,10.00,no,GTQ
            B2,Azúcar,Despensa,Ingenio,0,0,2,4.00,no,GTQ
            C3,Miel,Despensa,Finca,12,0,0,8.25,no,GTQ
            D4,Sal,Despensa,Ingenio,5,0,0,1.00,sí,GTQ
            """
        var options = IngestOptions()
        options.kind = .inventory
        let bytes = Array(list.utf8)
        let report = try await shop.store.ingest(.bytes(bytes, name: "stock.csv"), options: options) { NoDigest() }
        try #require(report.rowsStored == 4)
        return shop
    }

    init(_ store: CommerceStore) throws {
        self.store = store
        let status = ServerStatus(service: "Shop", version: "1") { "2026-04-01T12:00:00Z" }
        let today: @Sendable () -> CalendarDay = { CalendarDay(year: 2026, month: 4, day: 1)! }
        let answering = try BusinessTools.all(store: store, today: today)
        tools =
            answering + [
                try AskTool.make(store: store, tools: answering, today: today),
                try ServerStatusTool.make(status: status),
            ]
        engine = try ServerEngine(implementation: Implementation(name: "shop", version: "1"), tools: tools)
    }

    func call(
        _ tool: String,
        _ arguments: JSONObject,
        scopes: Set<String>? = nil
    ) async throws -> ToolResult {
        let context = RequestContext(era: .modern, language: .english, scopes: scopes)
        return try await engine.callTool(named: tool, arguments: arguments, context: context).get()
    }

    /// The structured content, which must satisfy the tool's own output schema.
    func facts(
        _ tool: String,
        _ arguments: JSONObject = [:],
        scopes: Set<String>? = nil
    ) async throws -> JSONValue {
        let result = try await call(tool, arguments, scopes: scopes)
        #expect(!result.isError, "\(result.content)")
        let facts = try #require(result.structuredContent)
        let schema = try #require(tools.first { $0.name == tool }?.outputSchema)
        #expect(schema.validate(facts).isEmpty)
        return facts
    }

    func text(_ tool: String, _ arguments: JSONObject) async throws -> String {
        guard case .text(let text, _)? = try await call(tool, arguments).content.first else { return "" }
        return text
    }
}

/// One file a store needs no telling apart.
private struct NoDigest: ContentDigest {
    mutating func update(_ bytes: UnsafeRawBufferPointer) {}
    mutating func finalize() -> [UInt8] { Array(repeating: 7, count: 32) }
}
