public import HTTPTransport
import JSON
public import Localization
public import MCP
public import NIOCore
import NIOHTTP1
public import OAuthClient
public import OpenSSL

/// The client's side of Streamable HTTP in both eras, and of the HTTP transport before it.
///
/// Responses are read as they come: what a server says on the way to an answer reaches the handler at once. A legacy
/// server's stream that breaks is taken up again (2025-11-25, "Resumability and Redelivery"). A server that only knows
/// the transport of 2024-11-05 is recognized by its answer to `initialize`, and spoken to in its own way from then on.
///
/// A request is never sent twice unless it is certain that the server did nothing, or nothing is lost by it:
/// `tools/call` is carried out once or fails.
public actor StreamableHTTPClient: ClientTransport {
    /// What is taken from a server.
    public struct Limits: Sendable {
        /// Bytes of one message. Default: 4 MiB.
        public var messageBytes = 4 << 20
        /// Bytes of all streams of one request until its response; subscriptions have no such limit. Default: 64 MiB.
        public var streamBytes = 64 << 20
        /// How long the first event of the old HTTP transport may take. Default: 10 s.
        public var endpointTimeout = Duration.seconds(10)
        /// How broken streams are taken up again.
        public var resumption = EventStreamResumption()

        public init() {}
    }

    let address: ServerAddress
    let connections: HTTPClientConnections
    let oauth: OAuthClient?
    let limits: Limits
    let clock: ClientClock
    /// Sent with every request, besides those of the protocol.
    let commonHeaders: HTTPHeaders
    public private(set) var authorizationChanges = 0
    /// What the last request carried; `nil` before the first one.
    private var lastAuthorization: String??
    /// A legacy session, if the server gave one (`Mcp-Session-Id`).
    var session: Session?
    /// The old transport, once the server turned out to know no other.
    var old: OldTransport?

    struct Session: Sendable, Equatable {
        let id: String
        var revision: ProtocolRevision?
    }

    /// - Parameters:
    ///   - context: for HTTPS; it says whom to trust.
    ///   - token: a bearer token (RFC 6750). It is sent over HTTPS, and to this machine itself.
    ///   - language: what the texts should be in (`Accept-Language`).
    ///   - headers: further headers for every request. `Authorization` is kept back as a token is.
    ///   - oauth: obtains and renews tokens when the server demands them. It takes the place of `token`.
    ///   - clock: for the pauses before a stream is taken up again.
    public init(
        address: ServerAddress,
        context: TLSContext?,
        token: String? = nil,
        language: Language,
        on group: any EventLoopGroup,
        headers: [(name: String, value: String)] = [],
        oauth: OAuthClient? = nil,
        limits: Limits = Limits(),
        connectionLimits: HTTPClientConnections.Limits = HTTPClientConnections.Limits(),
        clock: ClientClock = .continuous
    ) {
        self.address = address
        self.oauth = oauth
        self.limits = limits
        self.clock = clock
        connections = HTTPClientConnections(
            host: address.host,
            port: address.port,
            authority: address.authority,
            context: address.isSecure ? context : nil,
            limits: connectionLimits,
            on: group
        )
        // A token in clear is for everybody on the way.
        let isPrivate = address.isSecure || address.isLoopback
        var common: HTTPHeaders = ["accept-language": language.rawValue]
        for (name, value) in headers where isPrivate || name.lowercased() != "authorization" {
            common.replaceOrAdd(name: name, value: value)
        }
        if let token, isPrivate { common.replaceOrAdd(name: "authorization", value: "Bearer \(token)") }
        commonHeaders = common
    }

    public nonisolated var kind: ClientTransportKind { .streamableHTTP }

    public func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        if let old, revision != nil { return try await old.channel.send(request, handler: handler) }
        let used = session
        let response = try await post(
            .request(request),
            request.serialized(),
            revision,
            headers,
            operation: request.operation,
            isRepeatable: request.isRepeatable
        )
        if revision == nil { try open(response) }
        let isLegacy = revision.map { !$0.isModern } ?? true
        // Whatever the body says: a new session is opened then (2025-11-25, "Session Management"). The old one is kept
        // until there is another, so that requests meanwhile learn the same.
        if response.status == .notFound, isLegacy, revision != nil, used != nil {
            response.body.skipRest()
            throw ClientTransportFailure.sessionExpired
        }
        do {
            let place = StreamPlace(
                isResumable: isLegacy,
                revision: revision,
                streamLimit: request.method == "subscriptions/listen" ? nil : limits.streamBytes
            )
            return try await answer(in: response, place, handler)
        } catch ClientTransportFailure.refused(let status) where revision == nil && [400, 404, 405].contains(status) {
            return try await fallBack(request, handler, after: .refused(status: status))
        }
    }

    public func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        if let old { return try await old.channel.send(notification) }
        try await tell(.notification(notification), notification.serialized(), revision, notification.method)
    }

    public func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {
        if let old { return try await old.channel.send(response) }
        try await tell(.response(response), response.serialized(), revision, "response")
    }

    public func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws {
        if let old { return try await old.channel.receive(opened: opened, handler: handler) }
        try await listen(revision, opened, handler)
    }

    /// Takes down what a request carries.
    func note(_ authorization: String?) {
        if let lastAuthorization, lastAuthorization != authorization { authorizationChanges += 1 }
        lastAuthorization = .some(authorization)
    }

    /// Asks for another path of the same server, such as `/health`.
    public func get(_ target: String) async throws -> HTTPResponse {
        try await exchange(.GET, target, [:], nil, operation: "GET", isRepeatable: true)
            .collect(upTo: limits.streamBytes)
    }

    /// Ends the legacy session, if there is one, and closes all connections.
    public func close() async {
        await old?.stream.close()
        old = nil
        if let session { await end(session) }
        session = nil
        await connections.close()
    }
}

extension JSONRPCRequest {
    /// What a person or an authorization server would call it.
    var operation: String {
        switch params?["name"]?.string ?? params?["uri"]?.string {
        case let name?: "\(method) \(name)"
        case nil: method
        }
    }

    /// Whether nothing is lost if the server processes it twice. What a tool does, or a method that is not known here,
    /// may happen once only.
    var isRepeatable: Bool {
        let reading: Set = [
            "initialize", "server/discover", "ping", "completion/complete", "logging/setLevel", "resources/subscribe",
            "resources/unsubscribe", "subscriptions/listen", "tasks/get", "tasks/result", "tasks/cancel",
            "prompts/get", "resources/read",
        ]
        return reading.contains(method) || method.hasSuffix("/list")
    }
}
