import JSON
import Localization
import MCP
import Testing

@Suite struct ClientEngineTests {
    private static let me = Implementation(name: "test-client", version: "1")

    private static func result(_ object: JSONObject) -> ScriptedServer.Answer {
        { JSONRPCResponse(id: $0.id, result: object) }
    }

    private static func error(_ code: Int, data: JSONValue? = nil) -> ScriptedServer.Answer {
        {
            JSONRPCResponse(
                id: $0.id,
                error: JSONRPCErrorObject(code: JSONRPCErrorCode(rawValue: code), message: "no", data: data)
            )
        }
    }

    private static func unsupported(_ supported: [JSONValue]) -> ScriptedServer.Answer {
        error(-32022, data: ["supported": .array(supported), "requested": "2026-07-28"])
    }

    private static let discovery = result([
        "resultType": "complete", "supportedVersions": ["2026-07-28", "2025-11-25"], "capabilities": ["tools": [:]],
        "ttlMs": 0, "cacheScope": "private",
    ])
    private static let handshake = result([
        "protocolVersion": "2025-06-18", "capabilities": [:], "serverInfo": ["name": "old", "version": "1"],
    ])

    // MARK: With a real server

    @Test(arguments: ProtocolRevision.allCases) func speaksEveryRevision(revision: ProtocolRevision) async throws {
        let server = try FixtureServer.engine(ServerConfiguration(revisions: [revision], pageSize: 2))
        let client = ClientEngine(
            transport: InMemoryTransport(server: server, language: .spanish),
            implementation: Self.me
        )
        let identity = try await client.connect()
        #expect(identity.revision == revision)
        #expect(identity.implementation?.name == "fixture")
        #expect(identity.instructions == "Pregunte por sumas.")
        #expect(try await client.listTools().map(\.name) == server.tools.map(\.name))
        let sum = try await client.callTool(named: "add", arguments: ["a": 2, "b": 3])
        #expect(sum.content == [.text(#"{"sum":5}"#)])
        #expect(try await client.callTool(named: "greet").content == [.text("Hola")])
        #expect(try await client.callTool(named: "refuses").isError)
        try await client.ping()
        await #expect(throws: ClientFailure.self) { try await client.callTool(named: "divide") }
    }

    @Test func readsEveryKindOfContent() async throws {
        let client = ClientEngine(
            transport: InMemoryTransport(server: try FixtureServer.engine()),
            implementation: Self.me
        )
        let content = try await client.callTool(named: "media").content
        #expect(content.count == 6)
        #expect(content[1] == .image([0x89, 0x50], mimeType: "image/png"))
        #expect(content[5] == .resource(ResourceContents(uri: "test://b", blob: [0, 255])))
    }

    // MARK: Which era

    /// No single answer means "legacy": everything that is not clearly modern does.
    static let legacySigns: [ScriptedServer.Answer] = [
        error(-32601), error(-32602), error(-32600), error(-32000), result([:]),
        { JSONRPCResponse(id: nil, error: JSONRPCErrorObject(code: .invalidRequest, message: "no session \($0.id)")) },
        { _ in JSONRPCResponse(id: "server-error", error: JSONRPCErrorObject(code: .invalidRequest, message: "no")) },
        { _ in throw ClientTransportFailure.refused(status: 400) },
        { _ in throw ClientTransportFailure.refused(status: 404) },
        { _ in throw ClientTransportFailure.noAnswer },
    ]

    @Test(arguments: legacySigns.indices) func fallsBackToTheHandshake(sign: Int) async throws {
        let server = ScriptedServer(["server/discover": [Self.legacySigns[sign]], "initialize": [Self.handshake]])
        let client = ClientEngine(transport: server, implementation: Self.me)
        #expect(try await client.connect().revision == .v2025_06_18)
        #expect(await server.sent == ["server/discover", "initialize", "notifications/initialized"])
        #expect(await server.revisions == [.v2026_07_28, nil, .v2025_06_18])
    }

    @Test(arguments: [401, 403, 429, 500, 503]) func neverTakesARefusedDoorForALegacyServer(status: Int) async throws {
        let server = ScriptedServer(["server/discover": [{ _ in throw ClientTransportFailure.refused(status: status) }]]
        )
        let client = ClientEngine(transport: server, implementation: Self.me)
        await #expect(throws: ClientTransportFailure.refused(status: status)) { try await client.connect() }
        #expect(await server.sent == ["server/discover"])
    }

    @Test(arguments: [-32020, -32021]) func neverTakesAModernErrorForALegacyServer(code: Int) async throws {
        let server = ScriptedServer(["server/discover": [Self.error(code)], "initialize": [Self.handshake]])
        let client = ClientEngine(transport: server, implementation: Self.me)
        await #expect(throws: ClientFailure.self) { try await client.connect() }
        #expect(await server.sent == ["server/discover"])
    }

    @Test func asksAgainWhenRefusedOnce() async throws {
        let server = ScriptedServer([
            "server/discover": [Self.unsupported(["2026-07-28"]), Self.discovery]
        ])
        let client = ClientEngine(transport: server, implementation: Self.me)
        #expect(try await client.connect().revision == .v2026_07_28)
        #expect(await server.sent == ["server/discover", "server/discover"])
    }

    @Test func goesBackToAVersionThatBothKnow() async throws {
        let server = ScriptedServer([
            "server/discover": [Self.unsupported(["2027-01-01", "2025-06-18"])], "initialize": [Self.handshake],
        ])
        let client = ClientEngine(transport: server, implementation: Self.me)
        #expect(try await client.connect().revision == .v2025_06_18)
    }

    @Test func saysSoWhenNothingIsShared() async throws {
        let server = ScriptedServer(["server/discover": [Self.unsupported(["2030-01-01"])]])
        let client = ClientEngine(transport: server, implementation: Self.me)
        await #expect(throws: ClientFailure.noCommonRevision(offered: ["2030-01-01"])) { try await client.connect() }

        let ancient = ScriptedServer([
            "initialize": [Self.result(["protocolVersion": "2023-01-01", "capabilities": [:]])]
        ])
        let other = ClientEngine(transport: ancient, implementation: Self.me)
        await #expect(throws: ClientFailure.noCommonRevision(offered: ["2023-01-01"])) { try await other.connect() }
    }

    @Test func aRefusedCallIsTriedAgainInANewAgreement() async throws {
        let server = ScriptedServer([
            "server/discover": [Self.discovery],
            "tools/list": [Self.unsupported(["2026-07-28"]), Self.result(["resultType": "complete", "tools": []])],
        ])
        let client = ClientEngine(transport: server, implementation: Self.me)
        #expect(try await client.listTools() == [])
        #expect(await server.sent == ["server/discover", "tools/list", "server/discover", "tools/list"])
    }

    @Test func callsThatArriveTogetherShareOneHandshake() async throws {
        let server = ScriptedServer(["server/discover": [Self.discovery], "tools/list": [Self.result(["tools": []])]])
        let client = ClientEngine(transport: server, implementation: Self.me)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = try await client.listTools() } }
            try await group.waitForAll()
        }
        #expect(await server.sent.count { $0 == "server/discover" } == 1)
    }

    @Test func aSilentServerOnAChannelIsLegacy() async throws {
        let server = ScriptedServer(["initialize": [Self.handshake]], hanging: ["server/discover"])
        // Time passes at once: the probe is given up without waiting.
        let impatient = ClientClock(now: { .zero }, sleep: { _ in })
        let client = ClientEngine(server, clock: impatient)
        #expect(try await client.connect().revision == .v2025_06_18)
    }

    @Test func anExpiredSessionIsReplacedOnce() async throws {
        let expired: ScriptedServer.Answer = { _ in throw ClientTransportFailure.sessionExpired }
        let server = Script.legacy(["tools/list": [expired, Self.result(["tools": []])]])
        #expect(try await ClientEngine(server).listTools() == [])
        #expect(await server.sent.count { $0 == "initialize" } == 2)

        let hopeless = Script.legacy(["tools/list": [expired]])
        await #expect(throws: ClientTransportFailure.sessionExpired) {
            try await ClientEngine(hopeless).listTools()
        }
        #expect(await hopeless.sent.count { $0 == "tools/list" } == 2)
    }

    @Test func oneWhoGivesUpDoesNotTakeTheHandshakeFromOthers() async throws {
        let server = Script.modern(["tools/list": [Self.result(["tools": []])]])
        let client = ClientEngine(server)
        let impatient = Task { try await client.connect() }
        impatient.cancel()
        #expect(try await client.listTools() == [])
        _ = await impatient.result
    }

    // MARK: Servers that break the protocol

    private func client(_ method: String, _ answers: ScriptedServer.Answer...) -> ClientEngine {
        ClientEngine(
            transport: ScriptedServer(["server/discover": [Self.discovery], method: answers]),
            implementation: Self.me
        )
    }

    @Test func endlessPagesEnd() async {
        let same = client("tools/list", Self.result(["tools": [], "nextCursor": "again"]))
        await #expect(throws: ClientFailure.self) { try await same.listTools() }
        let growing = client("tools/list") { request in
            JSONRPCResponse(id: request.id, result: ["tools": [], "nextCursor": .string("\(request.id)")])
        }
        await #expect(throws: ClientFailure.self) { try await growing.listTools() }
        let wrong = client("tools/list", Self.result(["tools": [], "nextCursor": 7]))
        await #expect(throws: ClientFailure.self) { try await wrong.listTools() }
    }

    @Test func anEmptyCursorIsACursor() async throws {
        let tool: JSONValue = ["name": "a", "inputSchema": ["type": "object"]]
        let pages = client(
            "tools/list",
            Self.result(["tools": [tool], "nextCursor": ""]),
            Self.result(["tools": [tool, ["name": 7], "x"]])
        )
        #expect(try await pages.listTools().count == 2)
    }

    @Test func strangeResultsAreRefused() async {
        let another = client("tools/call") { _ in JSONRPCResponse(id: 999, result: ["content": []]) }
        await #expect(throws: ClientFailure.self) { try await another.callTool(named: "a") }
        let unknown = client("tools/call", Self.result(["resultType": "later", "content": []]))
        await #expect(throws: ClientFailure.self) { try await unknown.callTool(named: "a") }
        let empty = client("tools/call", Self.result([:]))
        await #expect(throws: ClientFailure.self) { try await empty.callTool(named: "a") }
    }

    @Test func whatItCannotDecodeItKeeps() async throws {
        let odd: [JSONObject] = [
            ["type": "hologram", "x": 1], ["type": "image", "data": "%%%", "mimeType": "image/png"], ["type": "text"],
        ]
        let strange = client("tools/call", Self.result(["content": .array(odd.map { .object($0) })]))
        #expect(try await strange.callTool(named: "a").content == odd.map { .other($0) })
    }

    @Test func everyRequestSaysWhoAndWhat() async throws {
        let server = try FixtureServer.engine()
        let checking = CheckingTransport(inner: InMemoryTransport(server: server))
        let client = ClientEngine(transport: checking, implementation: Self.me, capabilities: ["sampling": [:]])
        _ = try await client.listTools()
        _ = try await client.callTool(named: "greet")
    }
}

/// Checks what a client sends against the official schema.
private struct CheckingTransport: ClientTransport {
    let inner: InMemoryTransport
    var kind: ClientTransportKind { .channel }

    func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        let meta = request.params?["_meta"]
        #expect(meta?["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
        #expect(meta?["io.modelcontextprotocol/clientInfo"]?["name"] == "test-client")
        #expect(meta?["io.modelcontextprotocol/clientCapabilities"] == ["sampling": [:]])
        let response = try await inner.send(request, revision: revision, headers: headers, handler: handler)
        if let schema = try OfficialSchema(.latest) {
            #expect(try schema.violations(request: request, response: response) == [])
        }
        return response
    }

    func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        Issue.record("a modern client notifies nothing")
    }

    func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {
        Issue.record("a modern client answers nothing")
    }

    func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws {
        Issue.record("a modern client reads nothing besides responses")
    }
}
