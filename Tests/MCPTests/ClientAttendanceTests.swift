import JSON
import MCP
import Synchronization
import Testing

/// A legacy server puts questions on a stream of their own: it must be heard before it is called.
@Suite struct ClientAttendanceTests {
    /// Its stream is open only when it says so.
    private final class SlowlyHeard: ClientTransport {
        let script: ScriptedServer
        let events = Mutex<[String]>([])
        private let opens: Bool

        init(_ script: ScriptedServer, opens: Bool) {
            self.script = script
            self.opens = opens
        }

        var kind: ClientTransportKind { .streamableHTTP }

        func send(
            _ request: JSONRPCRequest,
            revision: ProtocolRevision?,
            headers: StreamableHTTP.Headers,
            handler: @escaping ServerMessageHandler
        ) async throws -> JSONRPCResponse {
            events.withLock { $0.append(request.method) }
            return try await script.send(request, revision: revision, headers: headers, handler: handler)
        }

        func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {}
        func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {}
        func receive(
            revision: ProtocolRevision,
            opened: @escaping @Sendable () -> Void,
            handler: @escaping ServerMessageHandler
        ) async throws {
            guard opens else { throw ClientTransportFailure.refused(status: 405) }
            for _ in 0..<100 { await Task.yield() }
            events.withLock { $0.append("(open)") }
            opened()
            try await Task.sleep(for: .seconds(3_600))
        }
    }

    private func server(opens: Bool) -> SlowlyHeard {
        SlowlyHeard(
            ScriptedServer(
                ["initialize": [Script.handshake], "tools/list": [Script.result(["tools": []])]],
                kind: .streamableHTTP
            ),
            opens: opens
        )
    }

    private func client(_ server: SlowlyHeard, _ handlers: ClientHandlers) -> ClientEngine {
        ClientEngine(
            transport: server,
            implementation: Implementation(name: "test", version: "1"),
            handlers: handlers,
            revisions: [.v2025_11_25],
            // Its patience does not end before the stream is open.
            clock: ClientClock(now: { .zero }, sleep: { _ in try await Task.sleep(for: .seconds(3_600)) })
        )
    }

    @Test func nothingIsCalledBeforeTheServerCanBeHeard() async throws {
        let server = server(opens: true)
        _ = try await client(server, ClientHandlers(roots: { [] })).listTools()
        #expect(server.events.withLock(\.self) == ["initialize", "(open)", "tools/list"])
    }

    @Test func aServerWithoutSuchAStreamIsCalledAtOnce() async throws {
        let server = server(opens: false)
        _ = try await client(server, ClientHandlers(roots: { [] })).listTools()
        #expect(server.events.withLock(\.self) == ["initialize", "tools/list"])
    }
}
