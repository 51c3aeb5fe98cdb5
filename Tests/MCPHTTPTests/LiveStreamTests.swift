import HTTPTransport
import JSON
import Localization
import MCP
import NIOHTTP1
import ScriptedServer
import Synchronization
import Testing

@testable import MCPHTTP

/// Answers that are streams, read while they are written.
@Suite(.timeLimit(.minutes(5))) struct LiveStreamTests {
    @Test(arguments: [ProtocolRevision.latest, .latestLegacy])
    func messagesArriveBeforeTheAnswer(_ revision: ProtocolRevision) async throws {
        let gate = Gate()
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress)
            await gate.wait()
            try await exchange.event(ClientFixture.result())
            try await exchange.end()
        }
        let response = try await fixture.call(revision: revision) { _ in await gate.open() }
        #expect(response.id == 7)
        #expect(fixture.methods == ["notifications/progress"])
    }

    @Test func theAnswerEndsTheWaitingThoughTheStreamGoesOn() async throws {
        let left = Gate()
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.result())
            do {
                while true { try await exchange.write(": still here\n\n") }
            } catch {
                await left.open()
            }
        }
        #expect(try await fixture.call().id == 7)
        await left.wait()
    }

    @Test func aServersRequestIsAnsweredWhileTheStreamIsOpen() async throws {
        let answered = Gate()
        let fixture = try await ClientFixture { exchange in
            if exchange.body.contains("\"roots\"") {
                try await exchange.respond(.accepted)
                await answered.open()
                return
            }
            try await exchange.beginEvents()
            try await exchange.event(#"{"jsonrpc":"2.0","id":"s1","method":"roots/list"}"#)
            await answered.wait()
            try await exchange.event(ClientFixture.result())
            try await exchange.end()
        }
        let client = fixture.client
        let response = try await fixture.call(revision: .latestLegacy) { message in
            guard case .request(let request) = message else { return }
            let answer = JSONRPCResponse(id: request.id, result: ["roots": []])
            try? await client.respond(answer, revision: .latestLegacy)
        }
        #expect(response.id == 7)
        #expect(fixture.server.exchanges.count == 2)
    }

    @Test(arguments: [ProtocolRevision.latest, .latestLegacy])
    func cancellingClosesTheStream(_ revision: ProtocolRevision) async throws {
        let (began, left) = (Gate(), Gate())
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress)
            await exchange.left()
            await left.open()
        }
        let call = Task { try await fixture.call(revision: revision) { _ in await began.open() } }
        await began.wait()
        call.cancel()
        await left.wait()
        await #expect(throws: CancellationError.self) { _ = try await call.value }
        #expect(fixture.server.exchanges.count == 1)
    }

    @Test func aModernStreamThatBreaksIsNotTakenUpAgain() async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress, id: "1")
            try await exchange.end()
        }
        await #expect(throws: StreamableHTTPFailure.streamLost(.notResumable)) { _ = try await fixture.call() }
        #expect(fixture.server.exchanges.count == 1)
    }

    @Test func manyCallsAtTheSameTimeKeepTheirAnswers() async throws {
        let fixture = try await ClientFixture { exchange in
            let id = exchange.body.split(separator: "\"id\":")[1].prefix { $0.isNumber }
            try await exchange.beginEvents()
            try await exchange.event(ClientFixture.progress)
            try await exchange.event(ClientFixture.result(Int(id) ?? 0))
            try await exchange.end()
        }
        try await withThrowingTaskGroup(of: (JSONRPCID, JSONRPCID?).self) { group in
            for number in Int64(1)...20 {
                group.addTask { (.integer(number), try await fixture.call(id: .integer(number)).id) }
            }
            for try await (asked, answered) in group { #expect(asked == answered) }
        }
        #expect(fixture.methods.count == 20)
    }

    @Test func theHeadersOfTheProtocolAndOfTheUserAreSent() async throws {
        let fixture = try await ClientFixture(token: "secret", headers: [("x-shop", "7")]) { exchange in
            try await exchange.json(ClientFixture.result())
        }
        _ = try await fixture.call()
        let sent = try #require(fixture.server.exchanges.first)
        #expect(sent.header("mcp-protocol-version") == "2026-07-28")
        #expect(sent.header("mcp-method") == "tools/call")
        #expect(sent.header("mcp-name") == "t")
        #expect(sent.header("accept") == "application/json, text/event-stream")
        #expect(sent.header("authorization") == "Bearer secret")
        #expect(sent.header("x-shop") == "7")
    }
}
