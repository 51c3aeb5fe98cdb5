public import HTTPTransport
import JSON
public import Localization
public import MCP
import NIOCore
import NIOHTTP1

/// `POST /mcp`: the Streamable HTTP transport in front of a server engine, for both eras at one address.
public struct MCPEndpoint: Sendable {
    private let engine: ServerEngine
    private let language: Language

    /// - Parameter language: of callers that state none. Default: English.
    public init(engine: ServerEngine, language: Language = .english) {
        self.engine = engine
        self.language = language
    }

    /// Answers a POST.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        switch admit(request) {
        case .success(let (message, context)): await answer(message, context)
        case .failure(let refusal): refusal.response
        }
    }

    /// Answers a POST at once; `nil` when its tool may suspend, or the message is anything but a request.
    public func immediateResponse(to request: HTTPRequest) -> HTTPResponse? {
        switch admit(request) {
        case .success((.request(let request), let context)):
            engine.immediateResponse(to: request, context: context).map { respond($0, context) }
        case .success: nil
        case .failure(let refusal): refusal.response
        }
    }

    private struct Refusal: Error {
        let response: HTTPResponse
    }

    /// Reads the message and finds out which era it belongs to.
    private func admit(_ request: HTTPRequest) -> Result<(JSONRPCMessage, RequestContext), Refusal> {
        let fields = MCPFields(request.headers)
        let language = fields.language ?? language
        let header: StreamableHTTP.HeaderLookup = { fields[$0] ?? request.headers.joined($0) }
        do throws(StreamableHTTP.Rejection) {
            _ = try StreamableHTTP.checkMediaTypes(language: language, header: header)
            let parsed = request.body.withUnsafeReadableBytes { bytes in
                Result { () throws(JSONRPCFailure) in try JSONRPCMessage.parse(bytes) }
            }
            let message: JSONRPCMessage
            switch parsed {
            case .success(let parsed): message = parsed
            case .failure(let failure):
                return .failure(Refusal(response: .json(failure.response(in: language).serialized(), status: 400)))
            }
            let era = try StreamableHTTP.admit(
                message,
                supported: engine.supportedRevisions,
                language: language,
                header: header
            )
            return .success((message, RequestContext(era: era, language: language)))
        } catch {
            return .failure(Refusal(response: .json(error.response.serialized(), status: error.status)))
        }
    }

    private func respond(_ response: SerializedResponse, _ context: RequestContext) -> HTTPResponse {
        .json(response.bytes, status: response.error.map { StreamableHTTP.status(of: $0, era: context.era) } ?? 200)
    }

    private func answer(_ message: JSONRPCMessage, _ context: RequestContext) async -> HTTPResponse {
        switch message {
        case .request(let request):
            return respond(await engine.serializedResponse(to: request, context: context), context)
        case .notification(let notification):
            _ = engine.receive(notification)
            return HTTPResponse(status: .accepted)
        case .response:
            // Nobody here has asked the client anything.
            return HTTPResponse(status: .accepted)
        case .batch(let elements):
            guard let responses = await engine.serializedResponse(toBatch: elements, context: context) else {
                return HTTPResponse(status: .accepted)
            }
            return .json(responses, status: 200)
        }
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
