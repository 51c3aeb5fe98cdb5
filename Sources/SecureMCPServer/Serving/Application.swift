import Commerce
import Foundation
import HTTPTransport
import JSON
import Localization
import Logging
import MCP
import MCPHTTP
import NIOCore
import NIOHTTP1

/// The product behind the transport: who answers which path, and under which conditions.
struct Application: Sendable {
    private let router: Router
    private let endpoint: MCPEndpoint
    private let guardian: RequestGuard
    private let crossOrigin: CrossOrigin
    let tokens: AccessTokens?
    private let logger: Logger

    /// Paths that anybody may ask for.
    private static let open: Set<String> = ["/", "/health", "/ready"]

    /// - Parameter sharesAddress: see ``BusinessEngine/init(store:folder:sharesAddress:logger:)``.
    init(
        store: CommerceStore,
        business: BusinessEngine,
        language: Language,
        guardian: RequestGuard,
        tokens: AccessTokens?,
        sharesAddress: Bool = false,
        logger: Logger
    ) throws {
        let quota = sharesAddress ? StreamQuota(perPeer: 4_096) : StreamQuota()
        let engine = business.engine
        let endpoint = MCPEndpoint(engine: engine, sessions: business.sessions, language: language, quota: quota)
        let events = SSEEndpoint(endpoint: endpoint, sessions: business.sessions, postPath: "/messages")
        let routes = ToolRoutes(engine: engine, language: language)
        let card = ServiceCard(endpoints: Self.endpoints)
        var router = Router()
        router.on([.GET], "/") { card.respond(to: $0) }
        router.on([.GET], "/health") { _ in Health.response(ready: true) }
        router.on([.GET], "/ready") { _ in
            // No data yet is an answer too; a store that cannot be asked is none.
            let answers: Bool
            do {
                _ = try await store.dataPeriod()
                answers = true
            } catch {
                answers = false
            }
            return Health.response(ready: answers)
        }
        router.onStream([.POST, .GET, .DELETE], "/mcp") { await endpoint.respond(to: $0, stream: $1) }
        router.onStream([.GET], "/sse") { await events.open($0, stream: $1) }
        router.on([.POST], "/messages") { events.receive($0) }
        router.on([.GET], "/mcp/tools/list") { routes.list($0) }
        router.on([.POST], "/mcp/tools/call") { await routes.call($0) }
        self.router = router
        self.endpoint = endpoint
        self.guardian = guardian
        crossOrigin = CrossOrigin(guardian: guardian)
        self.tokens = tokens
        self.logger = logger
    }

    /// What needs no waiting: a tool that does not suspend, answered without a task.
    func immediateResponse(to request: HTTPRequest) -> HTTPResponse? {
        guard request.target == "/mcp", request.method == .POST, guardian.refusal(of: request) == nil,
            tokenRefusal(of: request) == nil, let response = endpoint.immediateResponse(to: request)
        else { return nil }
        return told(request, response)
    }

    func respond(to request: HTTPRequest, _ stream: HTTPResponseStream) async -> HTTPResponse? {
        if let refusal = guardian.refusal(of: request) { return told(request, refusal) }
        // A browser asks without the token that it will send later.
        if let answer = crossOrigin.preflight(request) { return told(request, answer) }
        if let refusal = tokenRefusal(of: request) { return told(request, refusal) }
        let told = stream.amended { self.told(request, $0) }
        return await router.respond(to: request, told).map { self.told(request, $0) }
    }

    private func tokenRefusal(of request: HTTPRequest) -> HTTPResponse? {
        guard let tokens, !Self.open.contains(String(request.path)) else { return nil }
        return tokens.refusal(of: request)
    }

    /// Every response passes here last.
    private func told(_ request: HTTPRequest, _ response: HTTPResponse) -> HTTPResponse {
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.path)", "status": "\(response.status.code)",
                "peer": "\(request.peer.address?.urlAuthority ?? "?")",
            ]
        )
        return crossOrigin.allowing(response, to: request)
    }

    private static let endpoints: [ServiceCard.Endpoint] = [
        .init(method: "GET", path: "/", summary: LocalizedText(es: "esta tarjeta", en: "this card")),
        .init(
            method: "GET",
            path: "/health",
            summary: LocalizedText(es: "si el servidor vive", en: "whether the server is alive")
        ),
        .init(
            method: "GET",
            path: "/ready",
            summary: LocalizedText(es: "si puede responder con datos", en: "whether it can answer with data")
        ),
        .init(
            method: "POST",
            path: "/mcp",
            summary: LocalizedText(
                es: "Model Context Protocol (Streamable HTTP)",
                en: "Model Context Protocol (Streamable HTTP)"
            )
        ),
        .init(
            method: "GET",
            path: "/mcp",
            summary: LocalizedText(
                es: "avisos de una sesión, o el resto de un canal roto (revisiones anteriores)",
                en: "a session's notices, or the rest of a broken stream (earlier revisions)"
            )
        ),
        .init(
            method: "DELETE",
            path: "/mcp",
            summary: LocalizedText(
                es: "termina una sesión (revisiones anteriores)",
                en: "ends a session (earlier revisions)"
            )
        ),
        .init(
            method: "GET",
            path: "/sse",
            summary: LocalizedText(
                es: "Model Context Protocol de 2024-11-05 (HTTP con SSE)",
                en: "Model Context Protocol of 2024-11-05 (HTTP with SSE)"
            )
        ),
        .init(
            method: "POST",
            path: "/messages",
            summary: LocalizedText(es: "mensajes de un canal de /sse", en: "messages of a stream of /sse")
        ),
        .init(
            method: "GET",
            path: "/mcp/tools/list",
            summary: LocalizedText(es: "las herramientas, sin protocolo", en: "the tools, without the protocol")
        ),
        .init(
            method: "POST",
            path: "/mcp/tools/call",
            summary: LocalizedText(
                es: "llama a una herramienta: {\"id\",\"name\",\"arguments\"}",
                en: "calls a tool: {\"id\",\"name\",\"arguments\"}"
            )
        ),
    ]
}

/// `GET /health` and `GET /ready`.
enum Health {
    static func response(ready: Bool) -> HTTPResponse {
        let body: JSONObject = [
            "status": ready ? "ok" : "unavailable", "service": .string(ServiceCard.service),
            "version": .string(ServiceCard.version), "timestamp": .string(Timestamp.now()),
        ]
        return HTTPResponse(
            status: ready ? .ok : .serviceUnavailable,
            headers: ["content-type": "application/json", "cache-control": "no-store"],
            body: ByteBuffer(bytes: JSONValue.object(body).serialized())
        )
    }
}

/// The calendar day where the shop is.
enum Today {
    static func localDay() -> CalendarDay {
        let parts = Calendar.current.dateComponents([.year, .month, .day], from: Date())
        guard let day = CalendarDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) else {
            preconditionFailure("the system's clock gives no date")
        }
        return day
    }
}
