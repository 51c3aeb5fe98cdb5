import JSON
import JSONSchema
import Localization
import MCP
import Testing

@Suite struct ServerEngineTests {
    private let modern = RequestContext(era: .modern, language: .spanish)

    @Test func thePlainVerbTellsFailuresApart() async throws {
        let engine = try FixtureServer.engine()
        let sum = try await engine.callTool(named: "add", arguments: ["a": 2, "b": 3], context: modern).get()
        #expect(sum.structuredContent == ["sum": 5])
        await #expect(throws: ToolCallFailure.unknownTool("none")) {
            try await engine.callTool(named: "none", arguments: [:], context: modern).get()
        }
        let outcome = await engine.callTool(named: "add", arguments: ["a": "x"], context: modern)
        guard case .failure(.invalidArguments(let tool, let violations)) = outcome else {
            Issue.record("the arguments are invalid")
            return
        }
        #expect(tool == "add")
        #expect(violations.map(\.instancePath) == ["", "/a"])
        let refused = try await engine.callTool(named: "refuses", arguments: [:], context: modern).get()
        #expect(refused == .error("No queda ninguno en bodega."))
    }

    @Test func onlyTheOperatorLearnsOfInternalFailures() async throws {
        let (failures, log) = AsyncStream.makeStream(of: String.self)
        var configuration = ServerConfiguration()
        configuration.onToolFailure = { name, error, _ in log.yield("\(name): \(error)") }
        let engine = try FixtureServer.engine(configuration)
        for name in ["crashes", "lies", "refuses"] {
            let result = try await engine.callTool(named: name, arguments: [:], context: modern).get()
            #expect(result.isError)
            #expect(!"\(result.content)".contains("Secret"))
        }
        log.finish()
        var seen: [String] = []
        for await failure in failures { seen.append(failure) }
        #expect(seen.count == 2)
        #expect(seen.first == "crashes: Secret()")
        #expect(seen.last?.contains("output schema") == true || seen.last?.contains("breaks") == true)
    }

    @Test func outputIsNotCheckedWhenNotAsked() async throws {
        let engine = try FixtureServer.engine(ServerConfiguration(validatesOutput: false))
        #expect(try await engine.callTool(named: "lies", arguments: [:], context: modern).get().isError == false)
    }

    @Test func aCancelledCallEndsAsAToolError() async throws {
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let waiting = try Tool(
            ToolDefinition(name: "waits", summary: LocalizedText(es: "Espera.", en: "Waits.")),
            handler: { _ in
                starting.yield()
                try await Task.sleep(for: .seconds(3_600))
                return .text("never")
            }
        )
        let engine = try ServerEngine(implementation: Implementation(name: "s", version: "1"), tools: [waiting])
        let call = Task { await engine.callTool(named: "waits", arguments: [:], context: modern) }
        for await _ in started { break }
        call.cancel()
        #expect(try await call.value.get().isError)
    }

    @Test func aToolThatNeverSuspendsNeedsNoTask() throws {
        let engine = try FixtureServer.engine()
        let meta: JSONValue = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        func immediate(_ name: JSONValue) -> SerializedResponse? {
            let request = JSONRPCRequest(id: "x", method: "tools/call", params: ["name": name, "_meta": meta])
            return engine.immediateResponse(to: request, context: modern)
        }
        #expect(immediate("names") != nil)
        #expect(immediate("greet") == nil)
        #expect(immediate("none")?.error?.code == .invalidParams)
    }

    @Test func notificationsSayWhatToDo() throws {
        let engine = try FixtureServer.engine()
        func effect(_ method: String, _ params: JSONObject? = nil) -> NotificationEffect {
            engine.receive(JSONRPCNotification(method: method, params: params))
        }
        #expect(effect("notifications/initialized") == .initialized)
        #expect(effect("notifications/cancelled", ["requestId": 7]) == .cancel(7, reason: nil))
        #expect(effect("notifications/cancelled", ["requestId": "7", "reason": "r"]) == .cancel("7", reason: "r"))
        #expect(effect("notifications/cancelled", ["requestId": 1.5]) == .ignore)
        #expect(effect("notifications/cancelled") == .ignore)
        #expect(effect("anything") == .ignore)
    }

    @Test func aModernOnlyServerNamesItsVersionsToLegacyClients() async throws {
        let engine = try FixtureServer.engine(ServerConfiguration(revisions: [.v2026_07_28]))
        let request = JSONRPCRequest(id: 1, method: "initialize", params: ["protocolVersion": "2025-11-25"])
        let response = await engine.respond(to: request, context: RequestContext(era: .legacy(.latestLegacy)))
        #expect(response.error?.code == .unsupportedProtocolVersion)
        #expect(response.error?.data?["supported"] == ["2026-07-28"])
    }

    @Test func aRevisionThatIsNotOfferedIsNotServed() async throws {
        let engine = try FixtureServer.engine(ServerConfiguration(revisions: [.v2026_07_28]))
        let request = JSONRPCRequest(id: 1, method: "tools/list")
        let response = await engine.respond(to: request, context: RequestContext(era: .legacy(.v2025_06_18)))
        #expect(response.error?.code == .unsupportedProtocolVersion)
    }

    @Test func otherToolsAreAnnounced() async throws {
        let server = try FeatureServer()
        let output = MessageStream()
        let meta = try JSONValue(parsing: Conversation.meta)
        let context = RequestContext(era: .modern, outgoing: output)
        let listen = JSONRPCRequest(
            id: 1,
            method: "subscriptions/listen",
            params: ["_meta": meta, "notifications": ["toolsListChanged": true]]
        )
        let listening = Task { await server.engine.respond(to: listen, context: context) }
        guard case .events = await output.next(after: 0) else {
            Issue.record("no acknowledgement")
            return
        }
        try server.engine.replaceTools(FixtureServer.tools())
        guard case .events(let events) = await output.next(after: 1) else {
            Issue.record("no change")
            return
        }
        #expect(events.count == 1)
        let list = JSONRPCRequest(id: 2, method: "tools/list", params: ["_meta": meta])
        let listed = await server.engine.respond(to: list, context: context)
        #expect(listed.result?["tools"]?.array?.count == 7)
        listening.cancel()
        _ = await listening.value
        #expect(server.changes.subscriberCount == 1)
    }

    @Test func pagesOfResourcesContinueAfterTheLast() async throws {
        let server = try FeatureServer(pageSize: 3)
        let meta = try JSONValue(parsing: Conversation.meta)
        func page(_ cursor: JSONValue?) async -> JSONRPCResponse {
            var params: JSONObject = ["_meta": meta]
            params["cursor"] = cursor
            let request = JSONRPCRequest(id: 1, method: "resources/list", params: params)
            return await server.engine.respond(to: request, context: RequestContext(era: .modern))
        }
        let first = await page(nil)
        #expect(first.result?["resources"]?.array?.count == 3)
        let second = await page(first.result?["nextCursor"])
        #expect(second.result?["resources"]?.array?.map { $0["name"] } == ["seven"])
        #expect(second.result?["nextCursor"] == nil)
        for cursor: JSONValue in ["", "x", "YWZ0ZXIgZ29uZQ==", 7] {
            #expect(await page(cursor).error?.code == .invalidParams)
        }
    }

    @Test func withoutToolsThereIsNoToolsCapability() async throws {
        let engine = try ServerEngine(implementation: Implementation(name: "s", version: "1"), tools: [])
        let client = ClientEngine(
            transport: InMemoryTransport(server: engine),
            implementation: Implementation(name: "c", version: "1")
        )
        #expect(try await client.connect().capabilities == [:])
    }
}

@Suite struct ToolDefinitionTests {
    private func definition(
        _ name: String,
        input: JSONValue = ["type": "object"],
        output: JSONValue? = nil,
        arguments: [String: LocalizedText] = [:]
    ) -> ToolDefinition {
        ToolDefinition(
            name: name,
            summary: LocalizedText(es: "–", en: "–"),
            inputSchema: input,
            arguments: arguments,
            outputSchema: output
        )
    }

    private func reason(_ definition: ToolDefinition) -> ToolDefinitionError.Reason? {
        do {
            _ = try Tool(definition, immediate: { _ in .text("") })
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func badDefinitionsAreRefused() {
        #expect(reason(definition("ok_1.x-Y")) == nil)
        #expect(reason(definition("")) == .name)
        #expect(reason(definition("with space")) == .name)
        #expect(reason(definition("año")) == .name)
        #expect(reason(definition(String(repeating: "x", count: 129))) == .name)
        #expect(reason(definition("t", input: [:])) == .inputSchemaIsNotForObjects)
        #expect(reason(definition("t", input: true)) == .inputSchemaIsNotForObjects)
        #expect(
            reason(definition("t", arguments: ["x": LocalizedText(es: "", en: "")])) == .describesUnknownArgument("x")
        )
        for schema: JSONValue in [["type": "object", "minProperties": -1], ["type": "object", "$ref": "http://x/"]] {
            guard case .schema = reason(definition("t", input: schema)) else {
                Issue.record("\(schema) is malformed")
                continue
            }
        }
        guard case .schema = reason(definition("t", output: ["type": "thing"])) else {
            Issue.record("the output schema is malformed")
            return
        }
    }

    @Test func twoToolsCannotShareAName() throws {
        let tool = try Tool(definition("t"), immediate: { _ in .text("") })
        let error = #expect(throws: ToolDefinitionError.self) {
            try ServerEngine(implementation: Implementation(name: "s", version: "1"), tools: [tool, tool])
        }
        #expect(error?.reason == .duplicateName)
    }
}

@Suite struct HostileMessageTests {
    /// Whatever arrives, there is an answer or a reason, and every answer is JSON.
    @Test func damagedMessagesAreAnswered() async throws {
        let engine = try FixtureServer.engine()
        let text = """
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":3},\
            "_meta":\(Conversation.meta)}}
            """
        let original = Array(text.utf8)
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var answered = 0
        for _ in 0..<5_000 {
            var bytes = original
            for _ in 0...random(2) { bytes[random(bytes.count)] = UInt8(random(256)) }
            let response: [UInt8]
            do {
                guard case .request(let request) = try JSONRPCMessage.parse(bytes) else { continue }
                let context = RequestContext(era: .modern)
                response = await engine.serializedResponse(to: request, context: context).bytes
                answered += 1
            } catch {
                response = error.response(in: .spanish).serialized()
            }
            _ = try JSONValue(parsing: response)
        }
        #expect(answered > 100)
    }

    @Test func damagedMessagesOfEveryMethodAreAnswered() async throws {
        let server = try FeatureServer()
        let calls = [
            #""tools/call","params":{"name":"steps","arguments":{},"inputResponses":{"user_name":{"action":"accept","content":{"name":"E"}}},"#,
            #""tools/call","params":{"name":"state_only","requestState":"eyJhIjoxfQ==.QUJD","#,
            #""prompts/get","params":{"name":"review","arguments":{"month":"2026-01"},"#,
            #""resources/read","params":{"uri":"test://template/a%20b/data","#,
            #""resources/list","params":{"cursor":"YWZ0ZXIgdGVzdDovL2Jyb2tlbg==","#,
            #""completion/complete","params":{"ref":{"type":"ref/prompt","name":"review"},"argument":{"name":"month","value":"2"},"#,
            #""subscriptions/listen","params":{"notifications":{"toolsListChanged":true,"resourceSubscriptions":["a"]},"#,
            #""tasks/update","params":{"taskId":"task-1","inputResponses":{"a":{"action":"accept"}},"#,
        ]
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var answered = 0
        for call in calls {
            let text = #"{"jsonrpc":"2.0","id":7,"method":\#(call)"_meta":\#(Conversation.everything)}}"#
            for round in 0..<300 {
                var bytes = Array(text.utf8)
                if round > 0 { for _ in 0...random(2) { bytes[random(bytes.count)] = UInt8(random(256)) } }
                guard case .request(let request)? = try? JSONRPCMessage.parse(bytes) else { continue }
                for era in [ProtocolEra.modern, .legacy(.v2025_11_25)] {
                    let context = RequestContext(era: era)
                    _ = try JSONValue(
                        parsing: await server.engine.serializedResponse(to: request, context: context).bytes
                    )
                    answered += 1
                }
            }
        }
        #expect(answered > 500)
    }

    @Test func largeBatchesAreRefused() throws {
        let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
        let batch = "[" + [String](repeating: ping, count: JSONRPCMessage.maximumBatch + 1).joined(separator: ",") + "]"
        #expect(throws: JSONRPCFailure.self) { try JSONRPCMessage.parse(Array(batch.utf8)) }
    }

    @Test func deepMessagesAreRefused() {
        let deep = #"{"jsonrpc":"2.0","id":1,"method":"x","params":"# + String(repeating: "[", count: 100_000)
        let failure = #expect(throws: JSONRPCFailure.self) { try JSONRPCMessage.parse(Array(deep.utf8)) }
        #expect(failure?.code == .parseError)
    }
}
