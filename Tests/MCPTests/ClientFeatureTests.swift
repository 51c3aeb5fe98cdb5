import JSON
import Localization
import MCP
import Testing

@Suite struct ClientFeatureTests {
    // MARK: Tools

    @Test(
        arguments: [
            (["total": 7], nil), (["total": "7"], "total"), ([:], "total"),
        ] as [(JSONValue, String?)]
    )
    func structuredContentIsJudgedByTheSchemaThatWasListed(content: JSONValue, complaint: String?) async throws {
        let schema: JSONValue = [
            "type": "object", "properties": ["total": ["type": "integer"]], "required": ["total"],
        ]
        let server = Script.modern([
            "tools/list": [
                Script.complete(["tools": [["name": "t", "inputSchema": [:], "outputSchema": schema]]])
            ],
            "tools/call": [Script.complete(["content": [], "structuredContent": content])],
        ])
        let (warnings, heard) = AsyncStream<ClientWarning>.makeStream()
        let client = ClientEngine(server, handlers: ClientHandlers(warn: { heard.yield($0) }))
        _ = try await client.listTools()
        #expect(try await client.callTool(named: "t").structuredContent == content)
        heard.finish()
        var told: [ClientWarning] = []
        for await warning in warnings { told.append(warning) }
        #expect(told.count == (complaint == nil ? 0 : 1))
        if let complaint { #expect(told.first?.message.english.contains(complaint) == true) }
    }

    @Test(arguments: [["$ref": "https://example.com/schema.json"], ["type": 7], "no schema"] as [JSONValue])
    func anOutputSchemaThatCannotBeUsedJudgesNothing(schema: JSONValue) async throws {
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": [["name": "t", "inputSchema": [:], "outputSchema": schema]]])],
            "tools/call": [Script.complete(["content": [], "structuredContent": 1])],
        ])
        let client = ClientEngine(
            server,
            handlers: ClientHandlers(warn: { Issue.record("\($0.message.english)") })
        )
        _ = try await client.listTools()
        #expect(try await client.callTool(named: "t").structuredContent == 1)
    }

    // MARK: Resources, prompts, completion

    @Test func readsResources() async throws {
        let server = Script.modern([
            "resources/list": [
                Script.complete(["resources": [["uri": "test://a", "name": "a", "size": 3]], "nextCursor": "2"]),
                Script.complete(["resources": [["uri": "test://b", "name": "b"], ["name": "no address"]]]),
            ],
            "resources/templates/list": [
                Script.complete(["resourceTemplates": [["uriTemplate": "test://{id}", "name": "t"]]])
            ],
            "resources/read": [
                Script.complete([
                    "contents": [["uri": "test://a", "text": "A"], ["uri": "test://a/b", "blob": "AAE="]]
                ]),
                Script.complete(["contents": [["uri": "test://a"]]]),
            ],
        ])
        let client = ClientEngine(server)
        let resources = try await client.listResources()
        #expect(resources.map(\.uri) == ["test://a", "test://b"] && resources[0].size == 3)
        #expect(try await client.listResourceTemplates().map(\.uriTemplate) == ["test://{id}"])
        #expect(
            try await client.readResource("test://a") == [
                ResourceContents(uri: "test://a", text: "A"), ResourceContents(uri: "test://a/b", blob: [0, 1]),
            ]
        )
        await #expect(throws: ClientFailure.self) { try await client.readResource("test://a") }
        #expect(await server.requests("resources/list").last?.params?["cursor"] == "2")
    }

    @Test func getsPromptsAndCompletions() async throws {
        let server = Script.modern([
            "prompts/list": [
                Script.complete([
                    "prompts": [["name": "p", "arguments": [["name": "month", "required": true], ["x": 1]]]]
                ])
            ],
            "prompts/get": [
                Script.complete([
                    "description": "d",
                    "messages": [["role": "user", "content": ["type": "text", "text": "Hi"]]],
                ]),
                Script.complete(["messages": [["role": "system", "content": [:]]]]),
            ],
            "completion/complete": [
                Script.complete(["completion": ["values": ["May", 7, "March"], "total": 5, "hasMore": true]])
            ],
        ])
        let client = ClientEngine(server)
        let prompt = try #require(try await client.listPrompts().first)
        #expect(prompt.arguments.map(\.name) == ["month"] && prompt.arguments[0].isRequired)
        let contents = try await client.prompt(named: "p", arguments: ["month": "May"])
        #expect(contents.messages.map(\.content) == [.text("Hi")] && contents.summary == "d")
        #expect(await server.requests("prompts/get").first?.params?["arguments"] == ["month": "May"])
        await #expect(throws: ClientFailure.self) { try await client.prompt(named: "p") }
        let completion = try await client.complete(.prompt("p"), argument: "month", value: "M", known: ["year": "2026"])
        #expect(completion.values == ["May", "March"] && completion.total == 5 && completion.hasMore)
        let params = try #require(await server.requests("completion/complete").first?.params)
        #expect(params["ref"] == ["type": "ref/prompt", "name": "p"])
        #expect(params["context"] == ["arguments": ["year": "2026"]])
    }

    // MARK: Progress, logs, cancellation

    @Test func progressReachesItsRequestOnly() async throws {
        let server = Script.modern(
            ["tools/list": [Script.complete(["tools": []])], "tools/call": [Script.text]],
            messages: [
                "tools/call": { request in
                    let token = request.params?["_meta"]?["progressToken"] ?? .null
                    return [
                        Script.notification("notifications/progress", ["progressToken": token, "progress": 0]),
                        Script.notification("notifications/progress", ["progressToken": "other", "progress": 7]),
                        Script.notification("notifications/progress", ["progressToken": token, "progress": "x"]),
                        Script.notification(
                            "notifications/progress",
                            ["progressToken": token, "progress": 50.5, "total": 100, "message": "half"]
                        ),
                    ]
                }
            ]
        )
        let updates = Record<ProgressUpdate>()
        let client = ClientEngine(server)
        _ = try await client.callTool(named: "t", options: RequestOptions(onProgress: { await updates.add($0) }))
        #expect(
            await updates.elements == [
                ProgressUpdate(progress: 0), ProgressUpdate(progress: 50.5, total: 100, message: "half"),
            ]
        )
        _ = try await client.callTool(named: "t")
        #expect(await server.requests("tools/call").last?.params?["_meta"]?["progressToken"] == nil)
    }

    @Test func logLevelsAreSaidInTheWayOfTheEra() async throws {
        let message = Script.notification("notifications/message", ["level": "info", "data": "hello", "logger": "db"])
        let logs = Record<LogMessage>()
        let handlers = ClientHandlers(log: { await logs.add($0) })
        let modern = Script.modern(
            ["tools/list": [Script.complete(["tools": []])]],
            messages: ["tools/list": { _ in [message, Script.notification("notifications/message", [:])] }]
        )
        let client = ClientEngine(modern, handlers: handlers)
        try await client.setLogLevel(.info)
        _ = try await client.listTools()
        #expect(await modern.sent == ["server/discover", "tools/list"])
        #expect(await modern.requests.last?.params?["_meta"]?["io.modelcontextprotocol/logLevel"] == "info")
        #expect(await logs.elements == [LogMessage(level: .info, logger: "db", data: "hello")])
        try await client.setLogLevel(nil)
        _ = try await client.listTools()
        #expect(await modern.requests.last?.params?["_meta"]?["io.modelcontextprotocol/logLevel"] == nil)

        let legacy = Script.legacy(["logging/setLevel": [Script.result([:])]])
        try await ClientEngine(legacy, handlers: handlers).setLogLevel(.warning)
        #expect(await legacy.requests("logging/setLevel").first?.params?["level"] == "warning")
    }

    /// Whether giving up a call is told in a message of its own.
    @Test(arguments: [
        (ClientTransportKind.streamableHTTP, true, false), (.channel, true, true), (.streamableHTTP, false, true),
    ]) func cancellationIsSaidInTheWayOfTheTransport(
        kind: ClientTransportKind,
        isModern: Bool,
        isTold: Bool
    ) async throws {
        let server =
            isModern
            ? Script.modern(["tools/list": [Script.complete(["tools": []])]], kind: kind, hanging: ["tools/call"])
            : Script.legacy([:], hanging: ["tools/call"])
        let client = ClientEngine(server)
        let call = Task { try await client.callTool(named: "t") }
        await server.waitFor("tools/call")
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        if isTold {
            await server.waitFor("notifications/cancelled")
            let id = try #require(await server.requests("tools/call").first?.id)
            #expect(await server.notifications.last?.params?["requestId"] == id.json)
        } else {
            // Anything told would have been told before the next request.
            try await client.ping()
            #expect(await !server.sent.contains("notifications/cancelled"))
        }
    }

    @Test func requestsThatTakeTooLongAreGivenUp() async throws {
        let server = Script.modern([:], kind: .channel, hanging: ["slow"])
        let client = ClientEngine(
            server,
            clock: ClientClock(
                now: { .zero },
                sleep: { limit in
                    // The probe is given its time; the slow request is not.
                    if limit == ClientEngine.probeTimeout { try await Task.sleep(for: .seconds(3_600)) }
                }
            )
        )
        await #expect(throws: ClientTransportFailure.noAnswer) {
            try await client.call("slow", [:], options: RequestOptions(timeout: .seconds(5)))
        }
        await server.waitFor("notifications/cancelled")
    }

    // MARK: The official schema

    /// Every request that a client can send, as each era's schema wants it.
    @Test(.enabled(if: SharedFolder.path != nil), arguments: [ProtocolRevision.latest, .latestLegacy])
    func everyRequestIsValid(revision: ProtocolRevision) async throws {
        let definitions = [
            "initialize": "InitializeRequest", "server/discover": "DiscoverRequest", "tools/list": "ListToolsRequest",
            "tools/call": "CallToolRequest", "resources/list": "ListResourcesRequest",
            "resources/templates/list": "ListResourceTemplatesRequest", "resources/read": "ReadResourceRequest",
            "prompts/list": "ListPromptsRequest", "prompts/get": "GetPromptRequest",
            "completion/complete": "CompleteRequest", "logging/setLevel": "SetLevelRequest", "ping": "PingRequest",
            "subscriptions/listen": "SubscriptionsListenRequest", "resources/subscribe": "SubscribeRequest",
        ]
        let schema = try #require(try OfficialSchema(revision))
        let server = revision.isModern ? Script.modern([:]) : Script.legacy([:])
        let client = ClientEngine(
            server,
            handlers: ClientHandlers(
                elicit: { _ in .cancel },
                sample: { _ in SamplingAnswer(content: .text(""), model: "") },
                roots: { [] },
                log: { _ in }
            )
        )
        let options = RequestOptions(onProgress: { _ in }, meta: ["traceparent": "00-0-0-01"])
        // Every one is refused; what counts is how it was asked.
        try? await client.setLogLevel(.info)
        _ = try? await client.listTools(options: options)
        _ = try? await client.callTool(named: "t", arguments: ["a": 1], options: options)
        _ = try? await client.listResources(options: options)
        _ = try? await client.listResourceTemplates()
        _ = try? await client.readResource("test://a", options: options)
        _ = try? await client.listPrompts()
        _ = try? await client.prompt(named: "p", arguments: ["a": "b"], options: options)
        _ = try? await client.complete(.resourceTemplate("test://{id}"), argument: "id", value: "", known: ["a": "b"])
        try? await client.ping()
        let filter = SubscriptionFilter(tools: true, prompts: true, resources: true, resourceURIs: ["test://a"])
        do { for try await _ in client.changes(filter) { break } } catch {}
        let requests = await server.requests.filter { revision.isModern || $0.method != "server/discover" }
        #expect(Set(requests.map(\.method)).count >= (revision.isModern ? 10 : 11))
        for request in requests {
            let definition = try #require(definitions[request.method])
            #expect(try schema.violations(.object(request.json), definition) == [])
        }
    }
}
