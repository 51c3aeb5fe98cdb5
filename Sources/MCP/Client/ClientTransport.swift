public import Localization

/// What carries a client's messages to a server.
///
/// A transport reports everything that is not the response to `handler`, one message after another: it waits for the
/// handler before it reads on, which keeps their order and holds back a server that floods. The engine finds out by
/// itself which request or subscription a message belongs to, so that a transport with a single channel need not.
public protocol ClientTransport: Sendable {
    var kind: ClientTransportKind { get }

    /// Grows whenever requests begin to carry another authorization: what one caller may see is not for the next
    /// (2026-07-28, Caching, `cacheScope`). Default: 0, for transports without authorization.
    var authorizationChanges: Int { get async }

    /// Sends a request and waits for its response.
    ///
    /// - Parameters:
    ///   - revision: what the request speaks; `nil` for `initialize`, which has agreed on nothing yet.
    ///   - headers: further headers by lower-case name, for transports that have headers. Those that every message
    ///     carries are the transport's own task (``StreamableHTTP/headers(for:revision:)``).
    ///   - handler: receives what the server says before the response, on the stream of this request.
    /// - Throws: ``ClientTransportFailure`` where the server answered without JSON-RPC; errors of the network as they
    ///   are. Cancelling the task leaves the request: over HTTP its response stream is closed.
    func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse

    /// Sends a notification.
    func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws

    /// Answers a request of a legacy server.
    func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws

    /// Reads what the server says outside of any request until it ends: the GET stream of a legacy HTTP session, or
    /// the messages of a shared channel that belong to no pending request. At most one call runs at a time.
    ///
    /// - Parameter opened: called once nothing more that the server says can be missed.
    /// - Throws: ``ClientTransportFailure/refused(status:)`` with 405 when the server offers no such stream.
    func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws
}

extension ClientTransport {
    public var authorizationChanges: Int { 0 }
}

/// What a server sends besides responses.
public enum ServerMessage: Sendable, Hashable {
    case notification(JSONRPCNotification)
    /// Only of legacy servers.
    case request(JSONRPCRequest)
}

public typealias ServerMessageHandler = @Sendable (ServerMessage) async -> Void

/// What differs between transports as the protocol sees them.
public enum ClientTransportKind: Sendable, Hashable {
    /// Tool parameters are mirrored into headers, and in the modern era leaving a response stream cancels its request.
    case streamableHTTP
    /// One channel for everything, such as standard input and output: no headers, and cancelling is said in a message.
    case channel
}

/// An answer that is not JSON-RPC.
public enum ClientTransportFailure: LocalizedFailure, Hashable {
    /// An HTTP status with a body that is not JSON-RPC.
    case refused(status: Int)
    /// Nothing within the time allowed, or the stream ended first.
    case noAnswer
    /// The legacy session is gone: 404 to a request that carried its identifier. The engine opens another one.
    case sessionExpired

    public var message: LocalizedText {
        switch self {
        case .refused(let status):
            LocalizedText(
                es: "El servidor rechazó la petición (HTTP \(status)) sin decir por qué.",
                en: "The server refused the request (HTTP \(status)) without saying why."
            )
        case .noAnswer:
            LocalizedText(
                es: "El servidor no respondió a tiempo.",
                en: "The server did not answer in time."
            )
        case .sessionExpired:
            LocalizedText(
                es: "El servidor cerró la sesión. Vuelva a intentarlo.",
                en: "The server closed the session. Try again."
            )
        }
    }

    /// Whether a server that knows only the legacy handshake may well answer a modern request so.
    var suggestsLegacyServer: Bool {
        switch self {
        // 401 and 403 ask for credentials, 429 for patience: none of them speaks of versions.
        case .refused(let status): (400..<500).contains(status) && ![401, 403, 429].contains(status)
        case .noAnswer: true
        case .sessionExpired: false
        }
    }
}
