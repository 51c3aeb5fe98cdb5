import BusinessTools
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
    private let access: AccessControl
    private let logger: Logger

    /// Paths that anybody may ask for.
    private static let open: Set<String> = ["/", "/health", "/ready"]

    /// - Parameter sharesAddress: see ``BusinessEngine/init(store:folder:sharesAddress:logger:)``.
    init(
        store: CommerceStore,
        business: BusinessEngine,
        folder: DataFolder,
        language: Language,
        guardian: RequestGuard,
        access: AccessControl,
        sharesAddress: Bool = false,
        logger: Logger
    ) {
        let quota = sharesAddress ? StreamQuota(perPeer: 4_096) : StreamQuota()
        let engine = business.engine
        let endpoint = MCPEndpoint(
            engine: engine,
            sessions: business.sessions,
            language: language,
            challenge: access.challenge,
            quota: quota
        )
        let events = SSEEndpoint(endpoint: endpoint, sessions: business.sessions, postPath: "/messages")
        let routes = ToolRoutes(engine: engine, language: language, challenge: access.challenge)
        let card = ServiceCard(endpoints: Self.endpoints)
        var router = Router()
        router.on([.GET], "/") { request, _ in card.respond(to: request) }
        router.on([.GET], "/health") { _, _ in Health.response(ready: true) }
        router.on([.GET], "/ready") { _, _ in
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
        router.onStream([.POST, .GET, .DELETE], "/mcp") { await endpoint.respond(to: $0, stream: $2, caller: $1) }
        router.onStream([.GET], "/sse") { await events.open($0, stream: $2, caller: $1) }
        router.on([.POST], "/messages") { events.receive($0, caller: $1) }
        router.on([.GET], "/mcp/tools/list") { request, _ in routes.list(request) }
        router.on([.POST], "/mcp/tools/call") { await routes.call($0, caller: $1) }
        let files = FileDownloads(shelf: FileShelf(path: folder.reports), challenge: access.challenge)
        router.onFolder([.GET], FileDownloads.path) { await files.respond(to: $0, caller: $1, $2) }
        self.router = router
        self.endpoint = endpoint
        self.guardian = guardian
        crossOrigin = CrossOrigin(guardian: guardian)
        self.access = access
        self.logger = logger
    }

    /// What needs no waiting: a tool that does not suspend, answered without a task.
    func immediateResponse(to request: HTTPRequest) -> HTTPResponse? {
        guard request.target == "/mcp", request.method == .POST, guardian.refusal(of: request) == nil,
            case .admitted(let caller) = access.authentication.decide(request),
            let response = endpoint.immediateResponse(to: request, caller: caller)
        else { return nil }
        return told(request, response)
    }

    func respond(to request: HTTPRequest, _ stream: HTTPResponseStream) async -> HTTPResponse? {
        // For every page to read, so its origin is not asked for.
        if let metadata = access.metadata?.response(to: request) { return told(request, metadata) }
        if let refusal = guardian.refusal(of: request) { return told(request, refusal) }
        // A browser asks without the token that it will send later.
        if let answer = crossOrigin.preflight(request) { return told(request, answer) }
        switch await identify(request) {
        case .success(let caller):
            let told = stream.amended { self.told(request, $0) }
            return await router.respond(to: request, caller: caller, told).map { self.told(request, $0) }
        case .failure(let refusal): return told(request, refusal.response)
        }
    }

    private struct Unidentified: Error {
        let response: HTTPResponse
    }

    private func identify(_ request: HTTPRequest) async -> Result<Caller, Unidentified> {
        let path = request.path
        // Clients look for metadata before they have a token, and must learn that there are none.
        guard !Self.open.contains(String(path)), !path.hasPrefix("/.well-known/") else { return .success(.anybody) }
        var decision = access.authentication.decide(request)
        if case .undecided = decision { decision = await access.authentication.settle(request) }
        switch decision {
        case .admitted(let caller): return .success(caller)
        case .refused(let response): return .failure(Unidentified(response: response))
        case .undecided: return .failure(Unidentified(response: Refusal.response(.serviceUnavailable, "try again")))
        }
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
        .init(
            method: "GET",
            path: "/files/NAME",
            summary: LocalizedText(es: "un informe que se generó", en: "a report that was made")
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
