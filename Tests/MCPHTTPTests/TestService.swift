import HTTPTransport
import JSON
import Localization
import MCP
import NIOCore
import NIOHTTP1
import Synchronization

@testable import MCPHTTP

/// An endpoint with tools that speak before they answer.
struct TestService {
    let changes = ChangeHub()
    let engine: ServerEngine
    let sessions: LegacySessions
    let endpoint: MCPEndpoint
    let quota: StreamQuota
    /// Reached by the tool `waits` once it has said something.
    let started = Signal()
    /// Reached by the tool `waits` when its task is cancelled.
    let cancelled = Signal()
    /// Lets the tools `waits` and `away` go on.
    let leave = Signal()

    init(quota: StreamQuota = StreamQuota(), keepAlive: Duration = .seconds(600)) throws {
        var configuration = ServerConfiguration()
        configuration.changes = changes
        configuration.offersLogging = true
        engine = try ServerEngine(
            implementation: Implementation(name: "test", version: "1"),
            tools: try Self.tools(started, cancelled, leave),
            configuration: configuration
        )
        let serial = Mutex<UInt8>(0)
        sessions = LegacySessions(changes: changes, now: { 0 }) { count in
            let start = serial.withLock { serial in
                serial += 1
                return serial
            }
            return [UInt8](repeating: start, count: count)
        }
        self.quota = quota
        endpoint = MCPEndpoint(
            engine: engine,
            sessions: sessions,
            quota: quota,
            keepAlive: keepAlive,
            retryDelay: 700
        )
    }

    private static func tools(_ started: Signal, _ cancelled: Signal, _ leave: Signal) throws -> [Tool] {
        func tool(_ name: String, _ handler: @escaping @Sendable (ToolCall) async throws -> ToolResult) throws -> Tool {
            let summary = LocalizedText(es: name, en: name)
            let definition = ToolDefinition(name: name, summary: summary, inputSchema: ["type": "object"])
            return try Tool(definition, handler: handler)
        }
        let form = InputRequest.form(
            message: "?",
            schema: ["type": "object", "properties": ["name": ["type": "string"]]]
        )
        return [
            try tool("quiet") { _ in .text("quiet") },
            try tool("reports") { call in
                await call.request.report(progress: 1)
                await call.request.report(progress: 2)
                return .text("reported")
            },
            try tool("waits") { call in
                await call.request.report(progress: 1)
                started.raise()
                await withTaskCancellationHandler {
                    await leave.wait()
                } onCancel: {
                    cancelled.raise()
                    leave.raise()
                }
                return .text("waited")
            },
            try tool("away") { call in
                await call.request.disconnect(retryAfter: 50)
                await leave.wait()
                await call.request.report(progress: 1)
                return .text("back")
            },
            try tool("asks") { call in
                guard case .accepted(let form) = try call.request.answer(to: "name", form) else { return .text("–") }
                return .text(form["name"]?.string ?? "?")
            },
        ]
    }

    // MARK: Requests

    static let modern = "2026-07-28"

    func post(
        _ body: JSONValue,
        to reader: StreamReader = StreamReader(),
        revision: String? = nil,
        session: String? = nil,
        caller: Caller = .anybody,
        _ more: [(String, String)] = []
    ) async -> HTTPResponse? {
        var headers: HTTPHeaders = [
            "content-type": "application/json", "accept": "application/json, text/event-stream",
        ]
        if let revision { headers.add(name: "mcp-protocol-version", value: revision) }
        if let session { headers.add(name: "mcp-session-id", value: session) }
        for (name, value) in more { headers.replaceOrAdd(name: name, value: value) }
        let bytes = ByteBuffer(bytes: body.serialized())
        let request = HTTPRequest(method: .POST, target: "/mcp", headers: headers, body: bytes)
        if let response = endpoint.immediateResponse(to: request, caller: caller) { return response }
        return await endpoint.respond(to: request, stream: reader.stream, caller: caller)
    }

    func modern(
        _ method: String,
        _ params: JSONObject = [:],
        to reader: StreamReader = StreamReader(),
        _ more: [(String, String)] = []
    ) async -> HTTPResponse? {
        var params = params
        params["_meta"] = [
            "io.modelcontextprotocol/protocolVersion": .string(Self.modern),
            "io.modelcontextprotocol/clientCapabilities": [:], "progressToken": "p",
        ]
        var headers = [("mcp-method", method)]
        if let name = params["name"]?.string { headers.append(("mcp-name", name)) }
        let message: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .object(params)]
        return await post(message, to: reader, revision: Self.modern, headers + more)
    }

    /// A session's identifier.
    func initialize(_ revision: String = "2025-11-25", caller: Caller = .anybody) async -> String? {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": [
                "protocolVersion": .string(revision), "capabilities": ["elicitation": [:]],
                "clientInfo": ["name": "t", "version": "1"],
            ],
        ]
        return await post(message, caller: caller)?.headers.first(name: "mcp-session-id")
    }

    static func call(_ tool: String, id: Int64 = 1) -> JSONValue {
        [
            "jsonrpc": "2.0", "id": .integer(id), "method": "tools/call",
            "params": ["name": .string(tool), "arguments": [:], "_meta": ["progressToken": "p"]],
        ]
    }

    func other(
        _ method: HTTPMethod,
        session: String?,
        to reader: StreamReader = StreamReader(),
        after event: String? = nil,
        revision: String = "2025-11-25",
        accept: String = "text/event-stream",
        caller: Caller = .anybody
    ) async -> HTTPResponse? {
        var headers: HTTPHeaders = ["accept": accept, "mcp-protocol-version": revision]
        if let session { headers.add(name: "mcp-session-id", value: session) }
        if let event { headers.add(name: "last-event-id", value: event) }
        let request = HTTPRequest(method: method, target: "/mcp", headers: headers)
        return await endpoint.respond(to: request, stream: reader.stream, caller: caller)
    }
}

/// Happens once.
final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func raise() {
        let waiting = state.withLock { state in
            state.isRaised = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isRaised = state.withLock { state in
                if !state.isRaised { state.waiting.append(continuation) }
                return state.isRaised
            }
            if isRaised { continuation.resume() }
        }
    }
}

extension ServerSentEvent {
    var json: JSONValue? { try? JSONValue(parsing: data) }
    var method: String? { json?["method"]?.string }
    /// The text of a tool's answer.
    var text: String? { json?["result"]?["content"]?.array?.first?["text"]?.string }
}

extension HTTPResponse {
    var json: JSONValue? { try? JSONValue(parsing: Array(body.readableBytesView)) }
    var text: String? { json?["result"]?["content"]?.array?.first?["text"]?.string }
}
