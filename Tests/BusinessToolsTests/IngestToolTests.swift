import BusinessTools
import Commerce
import Foundation
import JSON
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct IngestToolTests {
    private static let file = ShopServer.header + "2001,Z9,Mesa,Muebles,1,2026-06-05,50.00,C-9,Belice,GTQ\nbroken\n"

    private static func arguments(_ more: JSONObject = [:]) -> JSONObject {
        var arguments: JSONObject = ["kind": "sales", "name": "junio.csv", "content": .string(file)]
        for (name, value) in more { arguments[name] = value }
        return arguments
    }

    private func call(_ shop: ShopServer, _ arguments: JSONObject) async throws -> JSONObject {
        let response = await shop.send("tools/call", ["name": "ingest", "arguments": .object(arguments)])
        return try #require(response.result, "\(response.error?.message ?? "")")
    }

    @Test func aFileIsStoredAndEverybodyHears() async throws {
        let shop = try await ShopServer()
        let result = try await call(shop, Self.arguments())
        let facts = try #require(result["structuredContent"])
        #expect(facts["rows_read"] == 2)
        #expect(facts["rows_stored"] == 1)
        #expect(facts["rejected"]?[0]?["line"] == 3)
        #expect(facts["dialect"]?["delimiter"] == ",")
        #expect(result["isError"] == nil)
        // Nobody looks again in this test: the tool did.
        let heard = shop.heard.take()
        #expect(heard.isSuperset(of: ["resources", "shop://sales/month/2026-06", "shop://imports"]))
        #expect(try await shop.json("shop://sales/month/2026-06")["revenue"]?.double == 50)

        let again = try #require(try await call(shop, Self.arguments())["structuredContent"])
        #expect(again["already_ingested"] == true)
        #expect(again["rows_stored"] == 0)
    }

    @Test func aTrialStoresNothing() async throws {
        let shop = try await ShopServer()
        let facts = try #require(try await call(shop, Self.arguments(["dry_run": true]))["structuredContent"])
        #expect(facts["rows_stored"] == 1)
        #expect(facts["dry_run"] == true)
        #expect(shop.heard.take().isEmpty)
        #expect(try await shop.store.overview().files == 1)
    }

    @Test func bytesComeInBase64AndColumnsByHand() async throws {
        let shop = try await ShopServer(nil)
        let text = Self.file.replacingOccurrences(of: "Precio", with: "Q por pieza")
        let encoded = Data(text.utf8).base64EncodedString(options: .lineLength76Characters)
        let result = try await call(
            shop,
            Self.arguments([
                "content": .string(encoded), "encoding": "base64", "columns": ["Q por pieza": "unit_price"],
            ])
        )
        #expect(result["structuredContent"]?["rows_stored"] == 1)
    }

    @Test(
        arguments: [
            ["content": "no base64!", "encoding": "base64"], ["content": "plain text", "name": "sales.csv.gz"],
            ["content": ""], ["content": "only,a,header\n"], ["content": "a;b\n1;2\n"], ["currency": "???"],
            ["name": "../"], ["content": "H4sIAAAAAAAA", "name": "cut.csv.gz"], ["columns": ["Nope": "unit_price"]],
        ] as [JSONObject]
    )
    func badFilesAreToolErrorsAndNothingIsStored(change: JSONObject) async throws {
        let shop = try await ShopServer()
        let result = try await call(shop, Self.arguments(change))
        #expect(result["isError"] == true)
        #expect((result["content"]?[0]?["text"]?.string?.count ?? 0) > 20)
        #expect(try await shop.store.overview().files == 1)
        #expect(shop.heard.take().isEmpty)
    }

    @Test(
        arguments: [
            ["kind": "weather"], ["content": 7], ["encoding": "hex"], ["columns": ["A": "nonsense"]], ["extra": 1],
            ["name": ""],
        ] as [JSONObject]
    )
    func wrongArgumentsNeverReachTheImport(change: JSONObject) async throws {
        let shop = try await ShopServer()
        let outcome = await shop.engine.callTool(
            named: "ingest",
            arguments: Self.arguments(change),
            context: RequestContext(era: .modern)
        )
        guard case .failure(.invalidArguments) = outcome else {
            Issue.record("accepted: \(change)")
            return
        }
    }

    @Test func clientsThatKnowTasksGetOne() async throws {
        let shop = try await ShopServer()
        let extensions: JSONObject = ["io.modelcontextprotocol/tasks": [:]]
        let made = await shop.send(
            "tools/call",
            ["name": "ingest", "arguments": .object(Self.arguments())],
            extensions: extensions
        )
        let id = try #require(made.result?["taskId"])
        #expect(made.result?["resultType"] == "task")
        var task: JSONObject?
        repeat {
            task = await shop.send("tasks/get", ["taskId": id], extensions: extensions).result
        } while task?["status"] == "working"
        #expect(task?["status"] == "completed")
        #expect(task?["result"]?["structuredContent"]?["rows_stored"] == 1)
    }

    @Test func aCancelledImportLeavesNothing() async throws {
        let shop = try await ShopServer()
        // Somebody else holds the store, so that the import is certainly not done when it is cancelled.
        let blocker = try Blocker(shop.database)
        let call = Task { try await self.call(shop, Self.arguments()) }
        await Task.yield()
        call.cancel()
        try blocker.release()
        let result = try await call.value
        #expect(result["isError"] == true)
        #expect(try await shop.store.overview().files == 1)
        #expect(shop.heard.take().isEmpty)
    }
}
