import HTTPTransport
import MCPHTTP
import NIOHTTP1

/// Everything that the fixture server answers over HTTP: `/mcp`, for programs of this machine.
struct FixtureResponder: Sendable {
    private let endpoint: MCPEndpoint

    init(_ fixture: FixtureEngine) {
        endpoint = MCPEndpoint(engine: fixture.engine, sessions: fixture.sessions)
    }

    func respond(to request: HTTPRequest, stream: HTTPResponseStream) async -> HTTPResponse? {
        guard request.path == "/mcp" else { return HTTPResponse(status: .notFound, text: "MCP is at /mcp.\n") }
        // Somebody's web page that made its own name point to this machine (DNS rebinding).
        guard isLocal(request.headers.first(name: "host")), isLocal(request.headers.first(name: "origin")) else {
            return HTTPResponse(status: .forbidden, text: "Only for programs and pages of this machine.\n")
        }
        return await endpoint.respond(to: request, stream: stream)
    }

    /// Whether the `Host` or `Origin` of a request names this machine; true when there is none.
    private func isLocal(_ field: String?) -> Bool {
        guard let field else { return true }
        let authority = field.firstRange(of: "://").map { field[$0.upperBound...] } ?? field[...]
        let host =
            authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return ServerAddress.isLoopback(host: host.lowercased())
    }
}
