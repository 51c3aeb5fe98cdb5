public import HTTPTransport
import Localization
public import MCP
import NIOCore
import NIOHTTP1
import Synchronization

/// The transport of 2024-11-05, HTTP with server-sent events: `GET /sse` opens a stream that says where to post, and
/// everything that the server says comes on it. A session lives as long as its stream.
public final class SSEEndpoint: Sendable {
    /// Posts of one client whose work is not done; more are answered 429.
    private static let maximumWork = 64

    private final class Client: Sendable {
        let conversation: DuplexConversation
        let work = Mutex(0)

        init(_ conversation: DuplexConversation) {
            self.conversation = conversation
        }

        func beginWork() -> Bool {
            work.withLock { work in
                guard work < SSEEndpoint.maximumWork else { return false }
                work += 1
                return true
            }
        }

        func endWork() { work.withLock { $0 -= 1 } }
    }

    private let endpoint: MCPEndpoint
    private let sessions: LegacySessions
    private let postPath: String
    private let clients = Mutex<[String: Client]>([:])

    /// - Parameters:
    ///   - endpoint: of the same engine; its language, limits and intervals are those of this one too.
    ///   - postPath: where ``receive(_:caller:)`` is served.
    public init(endpoint: MCPEndpoint, sessions: LegacySessions, postPath: String) {
        self.endpoint = endpoint
        self.sessions = sessions
        self.postPath = postPath
    }

    /// GET: opens the stream. Its first event is `endpoint`.
    public func open(
        _ request: HTTPRequest,
        stream: HTTPResponseStream,
        caller: Caller = .anybody
    ) async -> HTTPResponse? {
        let language = request.language ?? endpoint.language
        let writer = endpoint.writer(request, stream, caller)
        defer { writer.close() }
        guard writer.reserve() else { return endpoint.noRoom(language) }
        let session = sessions.open(principal: caller.principal, peer: request.peerName(caller))
        let conversation = DuplexConversation(
            engine: endpoint.engine,
            session: session,
            language: language,
            principal: caller.principal,
            outgoing: session.standalone
        )
        clients.withLock { $0[session.id] = Client(conversation) }
        defer {
            clients.withLock { $0[session.id] = nil }
            sessions.end(session.id, principal: caller.principal)
        }
        do {
            try await writer.write(HTTPWithSSE.opening(path: postPath, session: session))
            try await writer.pass(session.standalone, after: 0, isNamed: true)
        } catch {
            // The client is gone, and its session with it.
        }
        return nil
    }

    /// POST: takes in a message of the session that the query names. What there is to say comes on its stream.
    public func receive(_ request: HTTPRequest, caller: Caller = .anybody) -> HTTPResponse {
        let language = request.language ?? endpoint.language
        let query = request.target.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        guard let session = HTTPWithSSE.session(query: query, in: sessions, principal: caller.principal),
            let client = clients.withLock({ $0[session.id] })
        else {
            let text = LocalizedText(
                es: "La sesión no existe o terminó con su canal. Abra otro con GET.",
                en: "The session does not exist, or ended with its stream. Open another one with GET."
            )
            return refusal(404, text, language)
        }
        do throws(StreamableHTTP.Rejection) {
            // The client of this transport reads no answer here, so it need not accept any.
            _ = try StreamableHTTP.checkMediaTypes(language: language) {
                $0 == "accept" ? nil : request.headers.joined($0)
            }
        } catch {
            return .json(error.response.serialized(), status: error.status)
        }
        guard client.beginWork() else {
            let text = LocalizedText(es: "Hay demasiadas peticiones a la vez.", en: "Too many requests at once.")
            return refusal(429, text, language)
        }
        switch client.conversation.accept(Array(request.body.readableBytesView), scopes: caller.scopes) {
        case .nothing: client.endWork()
        case .send(let message):
            client.endWork()
            session.standalone.append(message)
        case .run(let work):
            Task {
                await work()
                client.endWork()
            }
        }
        return HTTPResponse(status: .accepted)
    }

    private func refusal(_ status: Int, _ text: LocalizedText, _ language: Language) -> HTTPResponse {
        let error = JSONRPCErrorObject(code: .invalidRequest, message: text(language))
        return .json(JSONRPCResponse(id: nil, error: error).serialized(), status: status)
    }
}
