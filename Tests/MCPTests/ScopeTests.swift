import JSON
import Localization
import MCP
import Testing

/// What callers may do, and what they are told who may not.
@Suite(.timeLimit(.minutes(5))) struct ScopeTests {
    private static let reading: Set<String> = ["sales:read"]

    private static let meta: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": ["extensions": ["io.modelcontextprotocol/tasks": [:]]],
    ]

    private let changes = ChangeHub()
    private let tasks: TaskRunner
    private let store = InMemoryTaskStore()
    private let engine: ServerEngine

    init() throws {
        let text = LocalizedText(es: "x", en: "x")
        tasks = TaskRunner(store: store, now: { 0 }, newIdentifier: { "task-1" })
        var configuration = ServerConfiguration()
        configuration.changes = changes
        configuration.tasks = tasks
        let template = try #require(URITemplate("shop://months/{month}"))
        engine = try ServerEngine(
            implementation: Implementation(name: "scopes", version: "1"),
            tools: [
                Tool(
                    ToolDefinition(name: "figures", summary: text, requiredScopes: Self.reading),
                    immediate: { _ in .text("42") }
                ),
                Tool(ToolDefinition(name: "open", summary: text), immediate: { _ in .text("open") }),
                Tool(
                    ToolDefinition(
                        name: "work",
                        summary: text,
                        taskUse: .always,
                        requiredScopes: ["sales:read", "jobs"]
                    ),
                    handler: { call in
                        try call.request.require(["jobs:late"])
                        return .text(call.request.scopes?.sorted().joined(separator: " ") ?? "everything")
                    }
                ),
                Tool(
                    ToolDefinition(
                        name: "either",
                        summary: text,
                        inputSchema: ["type": "object"],
                        taskUse: .whenSupported,
                        requiredScopes: Self.reading,
                        scopesOfArguments: { $0["of"] == "stock" ? ["stock:read"] : [] }
                    ),
                    handler: { _ in .text("42") }
                ),
                Tool(
                    ToolDefinition(name: "decides", summary: text),
                    immediate: { call in
                        try call.request.require(["reports:write"])
                        return .text("written")
                    }
                ),
            ],
            prompts: [
                Prompt(
                    PromptDefinition(
                        name: "review",
                        arguments: [PromptArgument(name: "month", completions: { _ in Completion(["2026-01"]) })],
                        requiredScopes: Self.reading
                    ),
                    handler: { _ in PromptResult(messages: []) }
                )
            ],
            resources: ResourceCatalog(
                fixed: [
                    Resource(ResourceDefinition(uri: "shop://sums", name: "sums", requiredScopes: Self.reading)) {
                        [ResourceContents(uri: $0.uri, mimeType: nil, text: "1")]
                    },
                    Resource(ResourceDefinition(uri: "shop://hours", name: "hours")) {
                        [ResourceContents(uri: $0.uri, mimeType: nil, text: "9 to 5")]
                    },
                ],
                templates: [
                    ResourceTemplate(
                        ResourceTemplateDefinition(template: template, name: "m", requiredScopes: ["months"]),
                        completions: ["month": { _ in Completion(["2026-01"]) }]
                    ) { [ResourceContents(uri: $0.uri, mimeType: nil, text: "m")] }
                ]
            ),
            configuration: configuration
        )
    }

    private func send(_ method: String, _ params: JSONObject, scopes: Set<String>?) async -> JSONRPCResponse {
        var params = params
        params["_meta"] = Self.meta
        let context = RequestContext(era: .modern, principal: "ana", scopes: scopes, outgoing: Nowhere())
        return await engine.respond(to: JSONRPCRequest(id: 1, method: method, params: params), context: context)
    }

    private struct Nowhere: OutgoingMessages {
        func send(_ message: [UInt8]) async {}
    }

    private func required(_ response: JSONRPCResponse) -> Set<String>? {
        guard let error = response.error, error.code == .insufficientScope,
            StreamableHTTP.status(of: error, era: .modern) == 403,
            StreamableHTTP.status(of: error, era: .legacy(.latestLegacy)) == 403
        else { return nil }
        return error.requiredScopes
    }

    @Test(
        arguments: [
            ("tools/call", ["name": "figures"], ["sales:read"]),
            ("tools/call", ["name": "work"], ["jobs", "sales:read"]),
            ("tools/call", ["name": "decides"], ["reports:write"]),
            ("prompts/get", ["name": "review"], ["sales:read"]),
            ("resources/read", ["uri": "shop://sums"], ["sales:read"]),
            ("resources/read", ["uri": "shop://months/2026-01"], ["months"]),
            (
                "subscriptions/listen",
                ["notifications": ["resourceSubscriptions": ["shop://sums", "shop://hours", "shop://months/1"]]],
                ["months", "sales:read"]
            ),
            (
                "completion/complete",
                ["ref": ["type": "ref/prompt", "name": "review"], "argument": ["name": "month", "value": ""]],
                ["sales:read"]
            ),
            (
                "completion/complete",
                [
                    "ref": ["type": "ref/resource", "uri": "shop://months/{month}"],
                    "argument": ["name": "month", "value": ""],
                ],
                ["months"]
            ),
        ] as [(String, JSONObject, Set<String>)]
    )
    func whoLacksAScopeIsToldAllThatIsNeeded(_ method: String, _ params: JSONObject, _ needed: Set<String>) async {
        for scopes: Set<String> in [[], ["other"], ["sales:rea"], ["sales:read:more"], ["Sales"]] {
            #expect(required(await send(method, params, scopes: scopes)) == needed)
        }
    }

    @Test func whoHasItOrABroaderOneOrEverythingMay() async {
        for scopes: Set<String>? in [["sales:read"], ["sales"], ["x", "sales:read"], nil] {
            #expect(await send("tools/call", ["name": "figures"], scopes: scopes).result != nil)
            #expect(await send("prompts/get", ["name": "review"], scopes: scopes).result != nil)
            #expect(await send("resources/read", ["uri": "shop://sums"], scopes: scopes).result != nil)
        }
        for scopes: Set<String>? in [[], nil] {
            #expect(await send("tools/call", ["name": "open"], scopes: scopes).result != nil)
            #expect(await send("resources/read", ["uri": "shop://hours"], scopes: scopes).result != nil)
        }
    }

    /// Nobody is asked at first to let a client change things.
    @Test func whatOnlyReadsIsAskedForAtFirst() throws {
        let text = LocalizedText(es: "x", en: "x")
        let tools = try [("reads", ToolAnnotations.readsOnly), ("writes", nil)].map { name, annotations in
            try Tool(
                ToolDefinition(name: name, summary: text, annotations: annotations, requiredScopes: [name]),
                immediate: { _ in .text("") }
            )
        }
        let implementation = Implementation(name: "basic", version: "1")
        #expect(try ServerEngine(implementation: implementation, tools: tools).basicScopes == ["reads"])
        #expect(engine.basicScopes == ["sales:read", "months"])
    }

    @Test func listsAreForEverybody() async {
        let tools = await send("tools/list", [:], scopes: []).result?["tools"]?.array
        #expect(tools?.count == 5)
        #expect(await send("prompts/list", [:], scopes: []).result?["prompts"]?.array?.count == 1)
        #expect(await send("resources/list", [:], scopes: []).result?["resources"]?.array?.count == 2)
        #expect(await send("resources/templates/list", [:], scopes: []).result?["resourceTemplates"] != nil)
        #expect(await send("tools/call", ["name": "nothing"], scopes: []).error?.code == .invalidParams)
    }

    /// What comes and goes tells of the data by its names alone.
    @Test(arguments: [(nil, 2), (["sales"], 2), ([], 1)] as [(Set<String>?, Int)])
    func resourcesThatComeAndGoAreListedForWhomTheyConcern(_ scopes: Set<String>?, _ count: Int) async throws {
        let engine = try ServerEngine(
            implementation: Implementation(name: "s", version: "1"),
            tools: [],
            resources: ResourceCatalog(
                listed: { _ in
                    [
                        ResourceDefinition(uri: "shop://2024-05", name: "may", requiredScopes: Self.reading),
                        ResourceDefinition(uri: "shop://open", name: "open"),
                    ]
                }
            )
        )
        let request = JSONRPCRequest(id: 1, method: "resources/list", params: ["_meta": Self.meta])
        let context = RequestContext(era: .modern, scopes: scopes)
        let listed = await engine.respond(to: request, context: context).result?["resources"]?.array
        #expect(listed?.count == count)
    }

    @Test func aSessionCannotWatchWhatItsCallerMayNotRead() async throws {
        let sessions = LegacySessions(changes: changes, now: { 0 }) { Array(repeating: 1, count: $0) }
        let handshake = JSONRPCRequest(
            id: 1,
            method: "initialize",
            params: [
                "protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "c", "version": "1"],
            ]
        )
        let ana = RequestContext(era: .legacy(.latestLegacy), principal: "ana")
        let session = try #require(engine.open(handshake, in: sessions, context: ana).session)
        for (scopes, isRefused): (Set<String>?, Bool) in [([], true), (["sales"], false), (nil, false)] {
            let context = RequestContext(
                era: .legacy(.latestLegacy),
                principal: "ana",
                scopes: scopes,
                session: session
            )
            let request = JSONRPCRequest(id: 1, method: "resources/subscribe", params: ["uri": "shop://sums"])
            #expect((required(await engine.respond(to: request, context: context)) != nil) == isRefused)
        }
    }

    /// On a channel that many requests share, each message may do what its own sender may.
    @Test func aSharedChannelGivesNoRightsAway() throws {
        let conversation = DuplexConversation(engine: engine, outgoing: Nowhere())
        let call = JSONRPCRequest(id: 1, method: "tools/call", params: ["name": "figures", "_meta": Self.meta])
        for (scopes, isRefused): (Set<String>?, Bool) in [(["sales"], false), ([], true), (nil, false)] {
            guard case .send(let bytes) = conversation.accept(call.serialized(), scopes: scopes) else {
                Issue.record("not answered at once")
                return
            }
            let code = try JSONValue(parsing: bytes)["error"]?["code"]?.int
            #expect(code == (isRefused ? 403 : nil))
        }
    }

    /// A task works with what its caller might do, and shows its result to who might call its tool.
    @Test func aTaskKeepsItsScopes() async throws {
        let made = await send("tools/call", ["name": "work"], scopes: ["sales", "jobs"])
        #expect(made.result?["taskId"] == "task-1")
        while await store.task(id: "task-1")?.status != .completed { try? await Task.sleep(for: .milliseconds(1)) }
        let record = try #require(await store.task(id: "task-1"))
        #expect(record.scopes == ["sales", "jobs"])
        #expect(TaskRecord(stored: record.stored)?.scopes == ["sales", "jobs"])
        let seen = await send("tasks/get", ["taskId": "task-1"], scopes: ["sales", "jobs"])
        #expect(seen.result?["result"]?["content"]?.array?.first?["text"] == "jobs sales")
        for method in ["tasks/get", "tasks/cancel"] {
            let refused = await send(method, ["taskId": "task-1"], scopes: ["sales"])
            #expect(required(refused) == ["jobs", "sales:read"])
        }
    }

    @Test func argumentsMayNeedMoreAndSoDoesTheirResult() async throws {
        let both: Set<String> = ["sales:read", "stock:read"]
        func call(_ of: JSONValue, _ scopes: Set<String>) async -> JSONRPCResponse {
            await send("tools/call", ["name": "either", "arguments": ["of": of]], scopes: scopes)
        }
        #expect(required(await call("stock", Self.reading)) == both)
        #expect(required(await call("stock", ["stock"])) == both)
        #expect(await call("stock", both).result?["taskId"] == "task-1")
        #expect(required(await send("tasks/get", ["taskId": "task-1"], scopes: Self.reading)) == both)
        #expect(await send("tasks/get", ["taskId": "task-1"], scopes: both).result?["taskId"] == "task-1")
        let plain = await engine.callTool(
            named: "either",
            arguments: ["of": "stock"],
            context: RequestContext(era: .modern, scopes: Self.reading)
        )
        #expect(plain == .failure(.insufficientScope(tool: "either", required: both)))
        #expect(await call("sales", Self.reading).result?["taskId"] == "task-1")
        #expect(await send("tasks/get", ["taskId": "task-1"], scopes: Self.reading).result?["taskId"] == "task-1")
    }

    @Test func thePlainVerbAsksTheSame() async {
        for (scopes, isRefused): (Set<String>?, Bool) in [([], true), (["sales:read"], false), (nil, false)] {
            let context = RequestContext(era: .modern, scopes: scopes)
            let decided = await engine.callTool(named: "decides", arguments: [:], context: context)
            #expect((try? decided.get()) == (scopes == nil ? .text("written") : nil))
            let outcome = await engine.callTool(named: "figures", arguments: [:], context: context)
            let refusal = Result<ToolResult, ToolCallFailure>.failure(
                .insufficientScope(tool: "figures", required: Self.reading)
            )
            #expect((outcome == refusal) == isRefused)
        }
    }
}
