public import HTTPTransport
import JSON
public import Localization
public import MCP
import NIOCore
import NIOHTTP1

/// `/mcp`: the Streamable HTTP transport in front of a server engine, for both eras at one address.
///
/// A POST is answered with JSON, or with server-sent events as soon as a message leaves ahead of the answer. In the
/// modern era a client cancels a request by closing its stream. In the legacy era a request belongs to a session, goes on
/// when its stream breaks, and GET takes the stream up again.
public struct MCPEndpoint: Sendable {
    let engine: ServerEngine
    let sessions: LegacySessions?
    let language: Language
    let challenge: BearerChallenge
    let quota: StreamQuota
    let keepAlive: Duration
    let retryDelay: Int

    /// - Parameters:
    ///   - sessions: of legacy clients. Default: none are given, and GET and DELETE are refused.
    ///   - language: of callers that state none. Default: English.
    ///   - challenge: for callers who lack a scope.
    ///   - quota: of open streams. Default: one of its own.
    ///   - keepAlive: after so much silence a comment is sent on an open stream. Default: 15 s.
    ///   - retryDelay: how many milliseconds clients are told to wait before they take a broken stream up again.
    ///     Default: 1,000.
    public init(
        engine: ServerEngine,
        sessions: LegacySessions? = nil,
        language: Language = .english,
        challenge: BearerChallenge = BearerChallenge(),
        quota: StreamQuota = StreamQuota(),
        keepAlive: Duration = .seconds(15),
        retryDelay: Int = 1_000
    ) {
        self.engine = engine
        self.sessions = sessions
        self.language = language
        self.challenge = challenge
        self.quota = quota
        self.keepAlive = keepAlive
        self.retryDelay = retryDelay
    }

    /// Answers POST, GET and DELETE.
    public func respond(
        to request: HTTPRequest,
        stream: HTTPResponseStream,
        caller: Caller = .anybody
    ) async -> HTTPResponse? {
        switch request.method {
        case .GET, .HEAD: return await openStream(request, stream, caller)
        case .DELETE: return endSession(request, caller)
        default: break
        }
        switch admit(request, caller) {
        case .success(let admitted):
            let writer = writer(request, stream, caller)
            defer { writer.close() }
            return await answer(admitted, writer)
        case .failure(let refusal): return refusal.response
        }
    }

    /// Answers a POST at once; `nil` when its handler may suspend, or it is no POST of a request.
    public func immediateResponse(to request: HTTPRequest, caller: Caller = .anybody) -> HTTPResponse? {
        guard request.method == .POST else { return nil }
        switch admit(request, caller) {
        case .success(let admitted):
            guard case .request(let request) = admitted.message else { return nil }
            if let opened = open(admitted, request) { return opened }
            return engine.immediateResponse(to: request, context: admitted.context).map {
                respond($0, admitted.context)
            }
        case .failure(let refusal): return refusal.response
        }
    }

    /// A message that may be answered.
    struct Admitted {
        let message: JSONRPCMessage
        let context: RequestContext
        let media: StreamableHTTP.AcceptedMedia
        /// See ``HTTPRequest/peerName(_:)``; only where a session is about to be opened.
        let peer: String?

        var requestID: JSONRPCID? { if case .request(let request) = message { request.id } else { nil } }
    }

    struct Refusal: Error {
        let response: HTTPResponse

        init(_ response: HTTPResponse) {
            self.response = response
        }

        init(_ rejection: StreamableHTTP.Rejection) {
            response = .json(rejection.response.serialized(), status: rejection.status)
        }
    }

    /// Reads the message, and finds out which era and which session it belongs to.
    private func admit(_ request: HTTPRequest, _ caller: Caller) -> Result<Admitted, Refusal> {
        let fields = MCPFields(request.headers)
        let language = fields.language ?? language
        let header: StreamableHTTP.HeaderLookup = { fields[$0] ?? request.headers.joined($0) }
        do throws(StreamableHTTP.Rejection) {
            let media = try StreamableHTTP.checkMediaTypes(language: language, header: header)
            let parsed = request.body.withUnsafeReadableBytes { bytes in
                Result { () throws(JSONRPCFailure) in try JSONRPCMessage.parse(bytes) }
            }
            let message: JSONRPCMessage
            switch parsed {
            case .success(let parsed): message = parsed
            case .failure(let failure):
                return .failure(Refusal(.json(failure.response(in: language).serialized(), status: 400)))
            }
            var session: LegacySession?
            if let sessions, fields.hasSession {
                session = try StreamableHTTP.session(
                    for: message,
                    in: sessions,
                    principal: caller.principal,
                    language: language,
                    header: header
                )
            }
            let era = try engine.admit(message, negotiated: session?.revision, language: language, header: header)
            let context = RequestContext(
                era: era,
                language: language,
                principal: caller.principal,
                scopes: caller.scopes,
                session: session
            )
            let isHandshake = if case .request(let request) = message { request.method == "initialize" } else { false }
            let peer = isHandshake ? request.peerName(caller) : nil
            return .success(Admitted(message: message, context: context, media: media, peer: peer))
        } catch {
            return .failure(Refusal(error))
        }
    }

    func respond(_ response: SerializedResponse, _ context: RequestContext) -> HTTPResponse {
        let status = response.error.map { StreamableHTTP.status(of: $0, era: context.era) } ?? 200
        var answer = HTTPResponse.json(response.bytes, status: status)
        challenge.add(to: &answer, for: response.error, granted: context.scopes)
        return answer
    }

    func writer(_ request: HTTPRequest, _ stream: HTTPResponseStream, _ caller: Caller) -> EventStreamWriter {
        EventStreamWriter(stream, quota: quota, peer: request.peerName(caller), interval: keepAlive)
    }

    /// Too many streams are open.
    func noRoom(_ language: Language, id: JSONRPCID? = nil) -> HTTPResponse {
        let text = LocalizedText(
            es: "Hay demasiados canales abiertos. Cierre alguno o inténtelo más tarde.",
            en: "Too many streams are open. Close one, or try again later."
        )
        let error = JSONRPCErrorObject(code: .invalidRequest, message: text(language))
        var response = HTTPResponse.json(JSONRPCResponse(id: id, error: error).serialized(), status: 429)
        response.headers.add(name: "retry-after", value: "10")
        return response
    }
}

extension HTTPRequest {
    /// The first language that the caller prefers, if it is one of ours.
    var language: Language? { headers.first(name: "accept-language").flatMap { Language(accepted: $0) } }
}

extension HTTPResponse {
    private static let jsonHeaders: HTTPHeaders = ["content-type": "application/json"]

    static func json(_ bytes: [UInt8], status: Int) -> HTTPResponse {
        HTTPResponse(
            status: HTTPResponseStatus(statusCode: status),
            headers: jsonHeaders,
            body: ByteBuffer(bytes: bytes)
        )
    }
}
