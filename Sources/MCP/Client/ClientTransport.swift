public import Localization

/// What carries a client's messages to a server.
public protocol ClientTransport: Sendable {
    /// Sends a request and waits for its response.
    ///
    /// - Parameter revision: what the request speaks; `nil` for `initialize`, which has agreed on nothing yet.
    /// - Throws: ``ClientTransportFailure`` where the server answered without JSON-RPC; errors of the network as they
    ///   are. Cancelling the task cancels the request in the way of the transport.
    func send(_ request: JSONRPCRequest, revision: ProtocolRevision?) async throws -> JSONRPCResponse

    /// Sends a notification.
    func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws
}

/// An answer that is not JSON-RPC.
public enum ClientTransportFailure: LocalizedFailure, Hashable {
    /// An HTTP status with a body that is not JSON-RPC.
    case refused(status: Int)
    /// Nothing within the time allowed, or the stream ended first.
    case noAnswer

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
        }
    }

    /// Whether a server that knows only the legacy handshake may well answer a modern request so.
    var suggestsLegacyServer: Bool {
        switch self {
        // 401 and 403 ask for credentials, 429 for patience: none of them speaks of versions.
        case .refused(let status): (400..<500).contains(status) && ![401, 403, 429].contains(status)
        case .noAnswer: true
        }
    }
}
