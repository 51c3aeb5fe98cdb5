public import Localization

/// A client's transport to a server in the same process. Messages pass as bytes, as on a real wire.
public struct InMemoryTransport: ClientTransport {
    private let server: ServerEngine
    private let language: Language

    public var kind: ClientTransportKind { .channel }

    public init(server: ServerEngine, language: Language = .english) {
        self.server = server
        self.language = language
    }

    public func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        guard case .request(let received) = try JSONRPCMessage.parse(request.serialized()) else {
            throw ClientTransportFailure.noAnswer
        }
        let context = RequestContext(era: ProtocolEra(of: received, negotiated: revision), language: language)
        let answer = await server.serializedResponse(to: received, context: context)
        guard case .response(let response) = try JSONRPCMessage.parse(answer.bytes) else {
            throw ClientTransportFailure.noAnswer
        }
        return response
    }

    public func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        _ = server.receive(notification)
    }

    public func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {}

    public func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws {}
}
