import JSON
import Localization
import MCP
import Synchronization
import Testing

/// What servers ask of clients: in results (modern), and in requests (legacy).
@Suite struct ClientInputTests {
    private static let handlers = ClientHandlers(
        elicit: { request in
            switch request {
            case .form: .accept(["name": "Alice"])
            case .url: .accept([:])
            }
        },
        sample: { request in
            SamplingAnswer(content: .text("Paris, \(request.messages.count), \(request.maxTokens)"), model: "m")
        },
        roots: { [Root(uri: "file:///work", name: "work"), Root(uri: "https://example.com")] }
    )

    private static let elicitation: JSONValue = [
        "method": "elicitation/create",
        "params": [
            "message": "Who?", "mode": "form",
            "requestedSchema": [
                "type": "object", "properties": ["name": ["type": "string"]], "required": ["name"],
            ],
        ],
    ]
    private static let sampling: JSONValue = [
        "method": "sampling/createMessage",
        "params": [
            "messages": [["role": "user", "content": ["type": "text", "text": "Capital?"]]], "maxTokens": 100,
        ],
    ]
    private static let roots: JSONValue = ["method": "roots/list"]

    private static func wants(_ requests: JSONObject?, state: String? = nil) -> ScriptedServer.Answer {
        var result: JSONObject = ["resultType": "input_required"]
        if let requests { result["inputRequests"] = .object(requests) }
        if let state { result["requestState"] = .string(state) }
        return Script.result(result)
    }

    private func server(_ method: String, _ answers: ScriptedServer.Answer...) -> ScriptedServer {
        Script.modern(["tools/list": [Script.complete(["tools": []])], method: answers])
    }

    // MARK: Modern

    @Test func everyKindIsAnsweredInOneRound() async throws {
        let server = server(
            "tools/call",
            Self.wants(
                ["user": Self.elicitation, "capital": Self.sampling, "roots": Self.roots],
                state: "{ \"n\": 1}"
            ),
            Script.text
        )
        let client = ClientEngine(server, handlers: Self.handlers)
        #expect(try await client.callTool(named: "t", arguments: ["a": 1]).content == [.text("done")])
        let calls = await server.requests("tools/call")
        #expect(calls.count == 2 && calls[0].id != calls[1].id)
        #expect(calls[0].params?["requestState"] == nil && calls[0].params?["inputResponses"] == nil)
        let retry = try #require(calls[1].params)
        #expect(retry["arguments"] == ["a": 1] && retry["name"] == "t")
        #expect(retry["requestState"] == "{ \"n\": 1}")
        #expect(
            retry["inputResponses"] == [
                "user": ["action": "accept", "content": ["name": "Alice"]],
                "capital": [
                    "role": "assistant", "content": ["type": "text", "text": "Paris, 1, 100"], "model": "m",
                    "stopReason": "endTurn",
                ],
                "roots": ["roots": [["uri": "file:///work", "name": "work"]]],
            ]
        )
        #expect(
            calls[0].params?["_meta"]?["io.modelcontextprotocol/clientCapabilities"] == [
                "elicitation": ["form": [:], "url": [:]], "sampling": [:], "roots": [:],
            ]
        )
        if let schema = try OfficialSchema(.latest) {
            let response = JSONRPCResponse(id: calls[1].id, result: ["resultType": "complete", "content": []])
            #expect(try schema.violations(request: calls[1], response: response) == [])
        }
    }

    @Test func eachRoundCarriesOnlyItsOwnAnswersAndState() async throws {
        let server = server(
            "tools/call",
            Self.wants(["step1": Self.elicitation], state: "one"),
            Self.wants(["step2": Self.elicitation]),
            Self.wants(nil, state: "three"),
            Script.text
        )
        _ = try await ClientEngine(server, handlers: Self.handlers).callTool(named: "t")
        let params = await server.requests("tools/call").map { $0.params ?? [:] }
        #expect(params.map { $0["requestState"]?.string } == [nil, "one", nil, "three"])
        #expect(params.map { $0["inputResponses"]?.object?.keys.sorted() } == [nil, ["step1"], ["step2"], nil])
    }

    @Test func otherRequestsCarryNothingOfIt() async throws {
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": []])],
            "prompts/get": [Self.wants(["user": Self.elicitation], state: "s"), Script.complete(["messages": []])],
            "resources/read": [Script.complete(["contents": []])],
        ])
        let client = ClientEngine(server, handlers: Self.handlers)
        _ = try await client.prompt(named: "p")
        _ = try await client.readResource("test://a")
        #expect(await server.requests("prompts/get").last?.params?["requestState"] == "s")
        #expect(await server.requests("resources/read").last?.params?["requestState"] == nil)
        #expect(await server.requests("resources/read").last?.params?["inputResponses"] == nil)
    }

    @Test func aServerThatNeverEndsIsLeft() async {
        let server = server("tools/call", Self.wants(["user": Self.elicitation]))
        await #expect(throws: ClientFailure.tooManyRounds(ClientEngine.maximumRounds)) {
            try await ClientEngine(server, handlers: Self.handlers).callTool(named: "t")
        }
        #expect(await server.requests("tools/call").count == ClientEngine.maximumRounds + 1)
    }

    @Test func whatWasNotOfferedIsNotGiven() async {
        let server = server("tools/call", Self.wants(["user": Self.elicitation]))
        await #expect(throws: ClientFailure.inputRequired) { try await ClientEngine(server).callTool(named: "t") }
        let unknown = self.server("tools/call", Self.wants(["x": ["method": "client/shell"]]))
        await #expect(throws: ClientFailure.inputRequired) {
            try await ClientEngine(unknown, handlers: Self.handlers).callTool(named: "t")
        }
    }

    static let broken: [ScriptedServer.Answer] = [
        wants(nil), wants(["x": [:]]), wants(["x": ["method": "elicitation/create", "params": [:]]]),
        wants(["x": ["method": "sampling/createMessage", "params": ["messages": []]]]),
        wants(["x": ["method": "elicitation/create", "params": ["mode": "voice", "message": "?"]]]),
        wants(["x": ["method": "elicitation/create", "params": ["mode": "url", "message": "?", "url": "file:///x"]]]),
        wants([
            "x": ["method": "elicitation/create", "params": ["mode": "url", "message": "?", "url": "javascript:1"]]
        ]),
        wants([
            "x": [
                "method": "sampling/createMessage", "params": ["messages": [], "maxTokens": 1, "tools": []],
            ]
        ]),
        Script.result(["resultType": "input_required", "requestState": 7]),
        Script.result(["resultType": "input_required", "inputRequests": []]),
    ]

    @Test(arguments: broken.indices) func brokenWishesAreRefused(index: Int) async {
        let server = server("tools/call", Self.broken[index])
        await #expect(throws: ClientFailure.self) {
            try await ClientEngine(server, handlers: Self.handlers).callTool(named: "t")
        }
        #expect(await server.requests("tools/call").count == 1)
    }

    @Test func onlySomeMethodsMayRequireInput() async {
        let server = Script.modern(["tools/list": [Self.wants(["user": Self.elicitation])]])
        await #expect(throws: ClientFailure.self) {
            try await ClientEngine(server, handlers: Self.handlers).listTools()
        }
    }

    @Test func anAddressIsShownAndAnsweredWithoutContent() async throws {
        let server = server(
            "tools/call",
            Self.wants([
                "page": [
                    "method": "elicitation/create",
                    "params": ["mode": "url", "message": "Key", "url": "https://example.com/key"],
                ]
            ]),
            Script.text
        )
        _ = try await ClientEngine(server, handlers: Self.handlers).callTool(named: "t")
        #expect(await server.requests("tools/call").last?.params?["inputResponses"] == ["page": ["action": "accept"]])
    }

    // MARK: Legacy

    private func legacy(_ request: JSONRPCRequest, handlers: ClientHandlers = handlers) async throws -> JSONRPCResponse?
    {
        let server = Script.legacy(
            ["tools/call": [Script.result(["content": []])]],
            messages: ["tools/call": { _ in [.request(request)] }]
        )
        _ = try await ClientEngine(server, handlers: handlers).callTool(named: "t")
        await server.waitFor("response")
        return await server.responses.first
    }

    @Test func requestsOfALegacyServerAreAnswered() async throws {
        let form = try await legacy(
            JSONRPCRequest(id: "e", method: "elicitation/create", params: Self.elicitation["params"]?.object)
        )
        #expect(form?.id == "e")
        #expect(form?.result == ["action": "accept", "content": ["name": "Alice"]])
        let sample = try await legacy(
            JSONRPCRequest(id: 1, method: "sampling/createMessage", params: Self.sampling["params"]?.object)
        )
        #expect(sample?.result?["model"] == "m")
        #expect(try await legacy(JSONRPCRequest(id: 2, method: "roots/list"))?.result?["roots"]?.array?.count == 1)
        #expect(try await legacy(JSONRPCRequest(id: 3, method: "ping"))?.result == [:])
    }

    @Test func whatALegacyServerMayNotAskIsRefused() async throws {
        let unknown = try await legacy(JSONRPCRequest(id: 1, method: "client/shell"))
        #expect(unknown?.error?.code == .methodNotFound)
        let undeclared = try await legacy(JSONRPCRequest(id: 1, method: "roots/list"), handlers: ClientHandlers())
        #expect(undeclared?.error?.code == .methodNotFound)
        let malformed = try await legacy(JSONRPCRequest(id: 1, method: "elicitation/create", params: [:]))
        #expect(malformed?.error?.code == .invalidParams)
        struct Secret: Error {}
        let failing = try await legacy(
            JSONRPCRequest(id: 1, method: "roots/list"),
            handlers: ClientHandlers(roots: { throw Secret() })
        )
        #expect(failing?.error?.code == .internalError)
        #expect(failing?.error?.message.contains("Secret") == false)
    }

    @Test func aLegacyServerCanTakeItsQuestionBack() async throws {
        let (asked, askedNow) = AsyncStream<Void>.makeStream()
        let (stopped, stoppedNow) = AsyncStream<Void>.makeStream()
        let handlers = ClientHandlers(roots: {
            askedNow.yield()
            defer { stoppedNow.yield() }
            try await Task.sleep(for: .seconds(3_600))
            return []
        })
        let server = Script.legacy(
            ["tools/call": [Script.result(["content": []])], "tools/list": [Script.result(["tools": []])]],
            messages: [
                "tools/call": { _ in [.request(JSONRPCRequest(id: "q", method: "roots/list"))] },
                "tools/list": { _ in [Script.notification("notifications/cancelled", ["requestId": "q"])] },
            ]
        )
        let client = ClientEngine(server, handlers: handlers)
        _ = try await client.callTool(named: "t")
        for await _ in asked { break }
        _ = try await client.listTools()
        for await _ in stopped { break }
        try await client.ping()
        #expect(await server.responses.isEmpty)
    }

    @Test func aModernServerGetsNoResponses() async throws {
        let warnings = Mutex<[ClientWarning]>([])
        let server = Script.modern(
            ["tools/list": [Script.complete(["tools": []])], "tools/call": [Script.text]],
            messages: ["tools/call": { _ in [.request(JSONRPCRequest(id: 1, method: "roots/list"))] }]
        )
        var handlers = Self.handlers
        handlers.warn = { warning in warnings.withLock { $0.append(warning) } }
        _ = try await ClientEngine(server, handlers: handlers).callTool(named: "t")
        #expect(await server.responses.isEmpty)
        #expect(warnings.withLock { $0 } == [.unexpectedRequest(method: "roots/list")])
    }
}
