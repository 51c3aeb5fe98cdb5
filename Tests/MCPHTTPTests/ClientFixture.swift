import JSON
import Localization
import MCP
import NIOPosix
import ScriptedServer
import Synchronization

@testable import MCPHTTP

/// A client of a ``ScriptedServer``, and what reached its handler.
final class ClientFixture: Sendable {
    let server: ScriptedServer
    let client: StreamableHTTPClient
    private let seen = Mutex<[ServerMessage]>([])
    private let pauses: Pauses

    /// Remembers pauses instead of making them.
    private final class Pauses: Sendable {
        let all = Mutex<[Duration]>([])
        func append(_ pause: Duration) { all.withLock { $0.append(pause) } }
    }

    /// The client's pauses pass at once; ``waited`` tells how long they were meant to be.
    init(
        limits: StreamableHTTPClient.Limits = StreamableHTTPClient.Limits(),
        token: String? = nil,
        headers: [(name: String, value: String)] = [],
        sleep: (@Sendable (Duration) async throws -> Void)? = nil,
        script: @escaping ScriptedServer.Script
    ) async throws {
        server = try await ScriptedServer.start(script: script)
        let pauses = Pauses()
        client = StreamableHTTPClient(
            address: try ServerAddress(url: "http://127.0.0.1:\(server.port)/mcp"),
            context: nil,
            token: token,
            language: .english,
            on: MultiThreadedEventLoopGroup.singleton,
            headers: headers,
            limits: limits,
            clock: ClientClock(now: { .zero }, sleep: sleep ?? { pauses.append($0) })
        )
        self.pauses = pauses
    }

    /// How long the client meant to wait, each time.
    var waited: [Duration] { pauses.all.withLock { $0 } }

    /// The methods of what the handler received.
    var methods: [String] {
        seen.withLock { $0 }.map { message in
            switch message {
            case .notification(let notification): notification.method
            case .request(let request): request.method
            }
        }
    }

    func call(
        _ method: String = "tools/call",
        _ params: JSONObject = ["name": "t"],
        id: JSONRPCID = 7,
        revision: ProtocolRevision? = .latest,
        onMessage: @escaping @Sendable (ServerMessage) async -> Void = { _ in }
    ) async throws -> JSONRPCResponse {
        try await client.send(
            JSONRPCRequest(id: id, method: method, params: params),
            revision: revision,
            headers: []
        ) { message in
            self.seen.withLock { $0.append(message) }
            await onMessage(message)
        }
    }

    /// Opens a legacy session.
    func initialize() async throws {
        _ = try await call("initialize", [:], id: 1, revision: nil)
    }

    static let progress =
        #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":7,"progress":1}}"#

    static func result(_ id: Int = 7, _ result: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"#
    }
}

/// Lets something wait until something else has happened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}
