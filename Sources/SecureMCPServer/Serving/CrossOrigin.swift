import HTTPTransport
import NIOHTTP1

/// Lets the web pages of named origins read our answers (Fetch standard, "CORS protocol"). Without `--allow-origin`
/// nobody's pages may.
struct CrossOrigin: Sendable {
    let guardian: RequestGuard

    /// Answers the question that a browser asks before it sends such a request; `nil` if this is none.
    func preflight(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.method == .OPTIONS, request.headers.contains(name: "access-control-request-method"),
            let origin = namedOrigin(of: request)
        else { return nil }
        return HTTPResponse(
            status: .noContent,
            headers: [
                "access-control-allow-origin": origin,
                "access-control-allow-methods": "GET, POST, DELETE",
                "access-control-allow-headers":
                    "accept, authorization, content-type, last-event-id, mcp-method, mcp-name, "
                    + "mcp-protocol-version, mcp-session-id",
                "access-control-max-age": "600",
                "vary": "origin",
            ]
        )
    }

    /// The response, with leave for the page to read it.
    func allowing(_ response: HTTPResponse, to request: HTTPRequest) -> HTTPResponse {
        guard let origin = namedOrigin(of: request), !response.headers.contains(name: "access-control-allow-origin")
        else { return response }
        var response = response
        response.headers.add(name: "access-control-allow-origin", value: origin)
        response.headers.add(name: "access-control-expose-headers", value: "mcp-session-id, www-authenticate")
        response.headers.add(name: "vary", value: "origin")
        return response
    }

    private func namedOrigin(of request: HTTPRequest) -> String? {
        guard guardian.namesOrigins else { return nil }
        return request.headers.first(name: "origin").flatMap { guardian.isNamed($0) ? $0 : nil }
    }
}
