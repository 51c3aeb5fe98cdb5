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
import OpenSSL

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

    init(
        store: CommerceStore,
        language: Language,
        guardian: RequestGuard,
        tokens: AccessTokens?,
        logger: Logger
    ) throws {
        let status = ServerStatus(service: ServiceCard.service, version: ServiceCard.version) {
            Timestamp.now()
        }
        let tools = try BusinessTools.all(store: store, status: status) { Today.localDay() }
        var configuration = ServerConfiguration()
        configuration.onToolFailure = { tool, error in
            logger.error("a tool failed", metadata: ["tool": "\(tool)", "error": "\(error)"])
        }
        let engine = try ServerEngine(
            implementation: Implementation(
                name: "secure-mcp-server",
                version: ServiceCard.version,
                title: LocalizedText(es: "SecureMCP", en: "SecureMCP")
            ),
            instructions: LocalizedText(
                es:
                    "Cifras de ventas de un negocio. Sin período se responde con todos los datos; cada respuesta dice qué vista usó.",
                en:
                    "A business's sales figures. Without a period, all data are meant; every answer says which view it used."
            ),
            tools: tools,
            configuration: configuration
        )
        let endpoint = MCPEndpoint(engine: engine, language: language)
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
        router.on([.POST], "/mcp") { await endpoint.respond(to: $0) }
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

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        if let refusal = guardian.refusal(of: request) { return told(request, refusal) }
        // A browser asks without the token that it will send later.
        if let answer = crossOrigin.preflight(request) { return told(request, answer) }
        if let refusal = tokenRefusal(of: request) { return told(request, refusal) }
        return told(request, await router.respond(to: request))
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
