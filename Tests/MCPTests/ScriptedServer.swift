import JSON
import MCP

/// A server that answers by a script and remembers what it was sent.
actor ScriptedServer: ClientTransport {
    typealias Answer = @Sendable (JSONRPCRequest) throws -> JSONRPCResponse
    typealias Messages = @Sendable (JSONRPCRequest) -> [ServerMessage]

    nonisolated let kind: ClientTransportKind
    /// Everything the client sent, by method, as it comes; responses as "response".
    nonisolated let arrivals: AsyncStream<String>
    private nonisolated let arrived: AsyncStream<String>.Continuation

    private var answers: [String: [Answer]]
    private let messages: [String: Messages]
    private let unrelated: [ServerMessage]
    private let hanging: Set<String>
    private(set) var authorizationChanges = 0
    private(set) var sent: [String] = []
    private(set) var requests: [JSONRPCRequest] = []
    private(set) var notifications: [JSONRPCNotification] = []
    private(set) var responses: [JSONRPCResponse] = []
    private(set) var revisions: [ProtocolRevision?] = []
    private(set) var headers: [[String: String]] = []

    /// - Parameters:
    ///   - messages: what the server says before it answers a method.
    ///   - unrelated: what it says on the stream of unrelated messages.
    ///   - hanging: methods that are never answered.
    init(
        _ answers: [String: [Answer]],
        kind: ClientTransportKind = .channel,
        messages: [String: Messages] = [:],
        unrelated: [ServerMessage] = [],
        hanging: Set<String> = []
    ) {
        self.answers = answers
        self.kind = kind
        self.messages = messages
        self.unrelated = unrelated
        self.hanging = hanging
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    func signInAnew() { authorizationChanges += 1 }

    func requests(_ method: String) -> [JSONRPCRequest] { requests.filter { $0.method == method } }

    /// Waits until the client has sent a message of this method.
    nonisolated func waitFor(_ method: String) async {
        for await arrival in arrivals where arrival == method { return }
    }

    func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        sent.append(request.method)
        requests.append(request)
        revisions.append(revision)
        self.headers.append(Dictionary(headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $0 + ", " + $1 }))
        arrived.yield(request.method)
        for message in messages[request.method]?(request) ?? [] { await handler(message) }
        if hanging.contains(request.method) { try await Task.sleep(for: .seconds(3_600)) }
        guard var queue = answers[request.method], let answer = queue.first else {
            let error = JSONRPCErrorObject(code: .methodNotFound, message: "none")
            return JSONRPCResponse(id: request.id, error: error)
        }
        // The last answer repeats.
        if queue.count > 1 {
            queue.removeFirst()
            answers[request.method] = queue
        }
        return try answer(request)
    }

    func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        sent.append(notification.method)
        notifications.append(notification)
        revisions.append(revision)
        arrived.yield(notification.method)
    }

    func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {
        responses.append(response)
        arrived.yield("response")
    }

    func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws {
        sent.append("(receive)")
        opened()
        for message in unrelated { await handler(message) }
        if hanging.contains("(receive)") { try await Task.sleep(for: .seconds(3_600)) }
    }
}

/// Answers that scripts are made of.
enum Script {
    static func result(_ object: JSONObject) -> ScriptedServer.Answer {
        { JSONRPCResponse(id: $0.id, result: object) }
    }

    static func error(_ code: Int, data: JSONValue? = nil) -> ScriptedServer.Answer {
        {
            JSONRPCResponse(
                id: $0.id,
                error: JSONRPCErrorObject(code: JSONRPCErrorCode(rawValue: code), message: "no", data: data)
            )
        }
    }

    static let discovery = result([
        "resultType": "complete", "supportedVersions": ["2026-07-28", "2025-11-25"], "capabilities": ["tools": [:]],
        "ttlMs": 0, "cacheScope": "private",
    ])
    static let handshake = result([
        "protocolVersion": "2025-11-25", "capabilities": ["logging": [:]],
        "serverInfo": ["name": "old", "version": "1"],
    ])

    /// A complete modern result.
    static func complete(_ object: JSONObject, ttl: Int? = nil) -> ScriptedServer.Answer {
        var object = object
        object["resultType"] = "complete"
        if let ttl {
            object["ttlMs"] = JSONValue(ttl)
            object["cacheScope"] = "private"
        }
        return result(object)
    }

    static let text = complete(["content": [["type": "text", "text": "done"]]])

    static func modern(
        _ answers: [String: [ScriptedServer.Answer]],
        kind: ClientTransportKind = .streamableHTTP,
        messages: [String: ScriptedServer.Messages] = [:],
        hanging: Set<String> = []
    ) -> ScriptedServer {
        ScriptedServer(
            answers.merging(["server/discover": [discovery]]) { own, _ in own },
            kind: kind,
            messages: messages,
            hanging: hanging
        )
    }

    static func legacy(
        _ answers: [String: [ScriptedServer.Answer]],
        messages: [String: ScriptedServer.Messages] = [:],
        unrelated: [ServerMessage] = [],
        hanging: Set<String> = []
    ) -> ScriptedServer {
        ScriptedServer(
            answers.merging(["initialize": [handshake], "ping": [result([:])]]) { own, _ in own },
            kind: .streamableHTTP,
            messages: messages,
            unrelated: unrelated,
            hanging: hanging
        )
    }

    static func notification(_ method: String, _ params: JSONObject? = nil) -> ServerMessage {
        .notification(JSONRPCNotification(method: method, params: params))
    }
}

extension ClientEngine {
    /// A client of a scripted server.
    init(_ server: ScriptedServer, handlers: ClientHandlers = ClientHandlers(), clock: ClientClock = .continuous) {
        self.init(
            transport: server,
            implementation: Implementation(name: "test-client", version: "1"),
            handlers: handlers,
            clock: clock
        )
    }
}

/// Remembers what callbacks were told.
actor Record<Element: Sendable> {
    private(set) var elements: [Element] = []

    func add(_ element: Element) { elements.append(element) }
}
