import JSON
import MCP
import Synchronization
import Testing

@Suite struct ClientCacheTests {
    private final class TestTime: Sendable {
        private let time = Mutex<Duration>(.zero)
        func advance(_ step: Duration) { time.withLock { $0 += step } }
        var clock: ClientClock {
            ClientClock(now: { self.time.withLock { $0 } }, sleep: { _ in try await Task.sleep(for: .seconds(3_600)) })
        }
    }

    @Test func freshResultsAreUsedAgain() async throws {
        let time = TestTime()
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": []], ttl: 1_000)],
            "resources/read": [Script.complete(["contents": []], ttl: 1_000)],
            "tools/call": [Script.complete(["content": []], ttl: 1_000)],
        ])
        let client = ClientEngine(server, clock: time.clock)
        for _ in 0..<3 { _ = try await client.listTools() }
        #expect(await server.requests("tools/list").count == 1)
        time.advance(.milliseconds(999))
        _ = try await client.listTools()
        #expect(await server.requests("tools/list").count == 1)
        time.advance(.milliseconds(1))
        _ = try await client.listTools()
        #expect(await server.requests("tools/list").count == 2)
        // Another resource is another result, and calls are never kept.
        for uri in ["test://a", "test://a", "test://b"] { _ = try await client.readResource(uri) }
        #expect(await server.requests("resources/read").count == 2)
        for _ in 0..<2 { _ = try await client.callTool(named: "t") }
        #expect(await server.requests("tools/call").count == 2)
        await client.forgetPrivateResults()
        _ = try await client.readResource("test://a")
        #expect(await server.requests("resources/read").count == 3)
        // What one caller may see is not for the next.
        await server.signInAnew()
        for _ in 0..<2 { _ = try await client.readResource("test://a") }
        #expect(await server.requests("resources/read").count == 4)
    }

    @Test(
        arguments: [
            ["ttlMs": 0, "cacheScope": "public"], ["ttlMs": -5, "cacheScope": "public"], ["cacheScope": "public"],
            ["ttlMs": 1_000], ["ttlMs": "1000", "cacheScope": "public"], ["ttlMs": 1_000, "cacheScope": "everybody"],
        ] as [JSONObject]
    ) func whatIsNotAllowedIsNotKept(hints: JSONObject) async throws {
        var result = hints
        result["tools"] = []
        let server = Script.modern(["tools/list": [Script.complete(result)]])
        let client = ClientEngine(server)
        for _ in 0..<2 { _ = try await client.listTools() }
        #expect(await server.requests("tools/list").count == 2)
    }

    @Test func aChangeMakesResultsStale() async throws {
        let server = Script.modern(
            [
                "resources/read": [Script.complete(["contents": []], ttl: 60_000)],
                "tools/list": [Script.complete(["tools": []], ttl: 60_000)],
                "prompts/list": [Script.complete(["prompts": []])],
            ],
            messages: [
                "prompts/list": { _ in
                    [
                        Script.notification("notifications/resources/updated", ["uri": "test://a"]),
                        Script.notification("notifications/tools/list_changed"),
                    ]
                }
            ]
        )
        let client = ClientEngine(server)
        func readAll() async throws {
            for uri in ["test://a", "test://b"] { _ = try await client.readResource(uri) }
            _ = try await client.listTools()
        }
        try await readAll()
        _ = try await client.listPrompts()
        try await readAll()
        #expect(
            await server.requests("resources/read").map { $0.params?["uri"] } == ["test://a", "test://b", "test://a"]
        )
        #expect(await server.requests("tools/list").count == 2)
    }

    @Test func aChangeDuringARequestKeepsItsResultOut() async throws {
        let server = Script.modern(
            ["tools/list": [Script.complete(["tools": []], ttl: 60_000)]],
            messages: ["tools/list": { _ in [Script.notification("notifications/tools/list_changed")] }]
        )
        let client = ClientEngine(server)
        for _ in 0..<2 { _ = try await client.listTools() }
        #expect(await server.requests("tools/list").count == 2)
    }

    @Test func aCursorThatBecameInvalidStartsTheListAnew() async throws {
        let time = TestTime()
        let page = Script.complete(["tools": [], "nextCursor": "2"], ttl: 60_000)
        let server = Script.modern([
            "tools/list": [
                page, Script.complete(["tools": []], ttl: 1), Script.error(-32602), Script.complete(["tools": []]),
            ]
        ])
        let client = ClientEngine(server, clock: time.clock)
        _ = try await client.listTools()
        time.advance(.seconds(1))
        _ = try await client.listTools()
        #expect(await server.requests("tools/list").map { $0.params?["cursor"]?.string } == [nil, "2", "2", nil])
    }
}
