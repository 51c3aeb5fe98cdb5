import HTTPTransport
import Localization
import MCP
import NIOCore
import NIOHTTP1

// What a legacy client does with its session besides posting.
extension MCPEndpoint {
    /// GET: the stream of what happens outside of requests, or the rest of one that broke.
    func openStream(_ request: HTTPRequest, _ stream: HTTPResponseStream, _ caller: Caller) async -> HTTPResponse? {
        let language = request.language ?? language
        guard let sessions else { return Self.onlyPosts(language) }
        do throws(StreamableHTTP.Rejection) {
            let found = try StreamableHTTP.openStream(
                in: sessions,
                principal: caller.principal,
                language: language,
                header: { request.headers.joined($0) }
            )
            let writer = writer(request, stream, caller)
            defer { writer.close() }
            guard writer.reserve() else { return noRoom(language) }
            do {
                try await begin(writer, found.stream, at: found.sequence, found.session)
                try await writer.pass(found.stream, after: found.sequence)
            } catch {
                // The client is gone. What it has not read waits for it.
            }
            return nil
        } catch {
            return Self.told(Refusal(error).response)
        }
    }

    /// DELETE.
    func endSession(_ request: HTTPRequest, _ caller: Caller) -> HTTPResponse {
        let language = request.language ?? language
        guard let sessions else { return Self.onlyPosts(language) }
        do throws(StreamableHTTP.Rejection) {
            try StreamableHTTP.endSession(
                in: sessions,
                principal: caller.principal,
                language: language,
                header: { request.headers.joined($0) }
            )
            return HTTPResponse(status: .noContent)
        } catch {
            return Self.told(Refusal(error).response)
        }
    }

    private static func told(_ refusal: HTTPResponse) -> HTTPResponse {
        var response = refusal
        if response.status == .methodNotAllowed { response.headers.add(name: "allow", value: "POST") }
        return response
    }

    private static func onlyPosts(_ language: Language) -> HTTPResponse {
        let text = LocalizedText(es: "Aquí solo se atiende POST.", en: "Only POST is served here.")
        let error = JSONRPCErrorObject(code: .invalidRequest, message: text(language))
        return told(.json(JSONRPCResponse(id: nil, error: error).serialized(), status: 405))
    }
}
