import JSON
import Localization
import MCP
import NIOHTTP1
import ScriptedServer
import Synchronization
import Testing

@testable import MCPHTTP

/// Sessions, streams that are taken up again, and the stream outside of requests (2025-11-25).
@Suite(.timeLimit(.minutes(5))) struct LegacySessionTests {
    private static let hello = ["mcp-session-id": "s-1"] as HTTPHeaders

    @Test func aClosedStreamIsTakenUpAgainWhenTheServerSays() async throws {
        let fixture = try await ClientFixture { exchange in
            if exchange.method == .GET {
                try await exchange.beginEvents()
                try await exchange.event(ClientFixture.result(), id: "e2")
                return try await exchange.end()
            }
            if exchange.body.contains("initialize") {
                return try await exchange.json(ClientFixture.result(1), headers: Self.hello)
            }
            try await exchange.beginEvents()
            try await exchange.write("id: e1\nretry: 750\ndata:\n\n")
            try await exchange.end()
        }
        try await fixture.initialize()
        #expect(try await fixture.call(revision: .latestLegacy).id == 7)
        #expect(fixture.waited == [.milliseconds(750)])
        let resumed = try #require(fixture.server.exchanges.last)
        #expect(resumed.method == .GET)
        #expect(resumed.header("last-event-id") == "e1")
        #expect(resumed.header("mcp-session-id") == "s-1")
        #expect(resumed.header("mcp-protocol-version") == "2025-11-25")
        #expect(resumed.header("accept") == "text/event-stream")
    }

    @Test func theIdentifierIsKeptWhenAResumedStreamSaysNothing() async throws {
        let gets = Mutex(0)
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            if exchange.method == .POST {
                try await exchange.write("id: e1\nretry: 5\ndata:\n\n")
            } else if gets.withLock({ count in
                count += 1
                return count
            }) == 3 {
                try await exchange.event(ClientFixture.result())
            }
            try await exchange.end()
        }
        #expect(try await fixture.call(revision: .latestLegacy).id == 7)
        #expect(fixture.server.exchanges.dropFirst().map { $0.header("last-event-id") } == ["e1", "e1", "e1"])
        #expect(fixture.waited == [.milliseconds(5), .milliseconds(10), .milliseconds(20)])
    }

    @Test func aStreamThatBreaksInTheMiddleIsTakenUpAgain() async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            if exchange.method == .POST {
                try await exchange.event(ClientFixture.progress, id: "e1")
                return exchange.abort()
            }
            try await exchange.event(ClientFixture.result())
            try await exchange.end()
        }
        #expect(try await fixture.call(revision: .latestLegacy).id == 7)
        #expect(fixture.methods == ["notifications/progress"])
    }

    @Test func attemptsEnd() async throws {
        let fixture = try await ClientFixture { exchange in
            guard exchange.method == .POST else { return try await exchange.respond(.serviceUnavailable) }
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress, id: "e1")
            try await exchange.end()
        }
        await #expect(throws: StreamableHTTPFailure.streamLost(.tooManyAttempts)) {
            _ = try await fixture.call(revision: .latestLegacy)
        }
        #expect(fixture.server.exchanges.count == 6)
    }

    @Test func aCallWhoseSessionEndedOnTheWayIsNotRepeated() async throws {
        let fixture = try await ClientFixture { exchange in
            if exchange.method == .GET { return try await exchange.respond(.notFound) }
            if exchange.body.contains("initialize") {
                return try await exchange.json(ClientFixture.result(1), headers: Self.hello)
            }
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress, id: "e1")
            try await exchange.end()
        }
        try await fixture.initialize()
        await #expect(throws: StreamableHTTPFailure.streamLost(.refused(status: 404))) {
            _ = try await fixture.call(revision: .latestLegacy)
        }
    }

    @Test func theSessionIsSentWithEverythingAndEndedInTheEnd() async throws {
        let fixture = try await ClientFixture { exchange in
            switch exchange.method {
            case .DELETE: try await exchange.respond(.noContent)
            default: try await exchange.json(ClientFixture.result(), headers: Self.hello)
            }
        }
        try await fixture.initialize()
        _ = try await fixture.call(revision: .latestLegacy)
        let note = JSONRPCNotification(method: "notifications/initialized")
        try await fixture.client.notify(note, revision: .latestLegacy)
        await fixture.client.close()
        let sent = fixture.server.exchanges
        #expect(sent.map(\.method) == [.POST, .POST, .POST, .DELETE])
        #expect(sent.map { $0.header("mcp-session-id") } == [nil, "s-1", "s-1", "s-1"])
        #expect(sent.last?.header("mcp-protocol-version") == "2025-11-25")
    }

    @Test func aModernClientHasNoSession() async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.json(ClientFixture.result(), headers: Self.hello)
        }
        _ = try await fixture.call()
        _ = try await fixture.call()
        await fixture.client.close()
        #expect(fixture.server.exchanges.map { $0.header("mcp-session-id") } == [nil, nil])
    }

    @Test(arguments: ["", #"{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}"#])
    func anUnknownSessionHasExpired(_ body: String) async throws {
        let fixture = try await ClientFixture { exchange in
            if exchange.body.contains("initialize") {
                return try await exchange.json(ClientFixture.result(1), headers: Self.hello)
            }
            try await exchange.json(body, status: .notFound)
        }
        try await fixture.initialize()
        for _ in 1...2 {
            await #expect(throws: ClientTransportFailure.sessionExpired) {
                _ = try await fixture.call(revision: .latestLegacy)
            }
        }
    }

    @Test func theEngineOpensAnotherSession() async throws {
        let sessions = Mutex(0)
        let fixture = try await ClientFixture { exchange in
            if exchange.body.contains("\"initialize\"") {
                let number = sessions.withLock { count in
                    count += 1
                    return count
                }
                let id = exchange.body.split(separator: "\"id\":")[1].prefix { $0.isNumber }
                let result =
                    #"{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"s","version":"1"}}"#
                let body = ClientFixture.result(Int(id) ?? 0, result)
                return try await exchange.json(body, headers: ["mcp-session-id": "s-\(number)"])
            }
            if exchange.body.contains("notifications/") { return try await exchange.respond(.accepted) }
            guard exchange.header("mcp-session-id") == "s-2" else { return try await exchange.respond(.notFound) }
            let id = exchange.body.split(separator: "\"id\":")[1].prefix { $0.isNumber }
            try await exchange.json(ClientFixture.result(Int(id) ?? 0, #"{"content":[]}"#))
        }
        let engine = ClientEngine(
            transport: fixture.client,
            implementation: Implementation(name: "test", version: "1"),
            revisions: [.latestLegacy]
        )
        _ = try await engine.call("tools/call", ["name": "t"])
        #expect(sessions.withLock { $0 } == 2)
    }

    @Test func theStreamOutsideOfRequestsIsReadAndTakenUpAgain() async throws {
        let gets = Mutex(0)
        let fixture = try await ClientFixture { exchange in
            let number = gets.withLock { count in
                count += 1
                return count
            }
            try await exchange.beginEvents()
            let change = #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#
            try await exchange.event(change, id: number < 3 ? "e\(number)" : "")
            // A response belongs to nobody here.
            try await exchange.event(ClientFixture.result(99))
            try await exchange.end()
        }
        let count = Mutex(0)
        try await fixture.client.receive(revision: .latestLegacy, opened: {}) { _ in count.withLock { $0 += 1 } }
        // The third stream took its identifier back, so that nothing could take it up.
        #expect(count.withLock { $0 } == 3)
        #expect(fixture.server.exchanges.map { $0.header("last-event-id") } == [nil, "e1", "e2"])
    }

    @Test func aServerWithoutThatStreamSaysSo() async throws {
        let fixture = try await ClientFixture { try await $0.respond(.methodNotAllowed) }
        await #expect(throws: ClientTransportFailure.refused(status: 405)) {
            try await fixture.client.receive(revision: .latestLegacy, opened: {}) { _ in }
        }
    }
}
