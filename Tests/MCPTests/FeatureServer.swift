import JSON
import Localization
import MCP
import Synchronization

/// A server that offers everything, with a clock and a key of its own.
struct FeatureServer {
    /// Unix time in milliseconds, set by hand.
    final class Clock: Sendable {
        private let time = Mutex<Int64>(1_790_000_000_000)
        var now: Int64 { time.withLock { $0 } }
        func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
    }

    /// Not cryptographic: the same bytes give the same code in every run, and others another one.
    static func code(_ bytes: [UInt8], key: UInt64 = 7) -> [UInt8] {
        var (left, right): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325 ^ key, 0x9e37_79b9_7f4a_7c15 &+ key)
        for byte in bytes {
            left = (left ^ UInt64(byte)) &* 0x100_0000_01b3
            right = (right &+ left) &* 0xff51_afd7_ed55_8ccd
            right ^= right >> 29
        }
        return [left, right].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    let clock = Clock()
    let changes = ChangeHub()
    let store: any TaskStore
    let tasks: TaskRunner
    let engine: ServerEngine
    let sessions: LegacySessions

    init(store: any TaskStore = InMemoryTaskStore(), hasSeal: Bool = true, pageSize: Int = 100) throws {
        let (clock, changes) = (clock, changes)
        let serial = Mutex(0)
        self.store = store
        tasks = TaskRunner(
            store: store,
            changes: changes,
            now: { clock.now },
            newIdentifier: {
                serial.withLock { serial in
                    serial += 1
                    return "task-\(serial)"
                }
            }
        )
        var configuration = ServerConfiguration(pageSize: pageSize)
        configuration.offersLogging = true
        configuration.changes = changes
        configuration.tasks = tasks
        if hasSeal { configuration.stateSeal = RequestStateSeal(now: { clock.now }) { Self.code($0) } }
        engine = try ServerEngine(
            implementation: Implementation(name: "features", version: "1.0"),
            tools: FeatureTools.all() + FixtureServer.tools(),
            prompts: FeatureCatalog.prompts(),
            resources: FeatureCatalog.resources(),
            configuration: configuration
        )
        let random = Mutex<UInt8>(0)
        sessions = LegacySessions(lifetime: 1_000, maximum: 3, changes: changes, now: { clock.now }) { count in
            let start = random.withLock { random in
                random += 1
                return random
            }
            return (0..<count).map { UInt8(truncatingIfNeeded: $0) &+ start }
        }
    }
}

enum FeatureTools {
    private static func text(_ text: String) -> LocalizedText { LocalizedText(es: text, en: text) }

    private static func tool(
        _ name: String,
        input: JSONValue = ["type": "object"],
        taskUse: ToolDefinition.TaskUse = .never,
        annotations: ToolAnnotations? = nil,
        _ handler: @escaping @Sendable (ToolCall) async throws -> ToolResult
    ) throws -> Tool {
        let definition = ToolDefinition(
            name: name,
            summary: text(name),
            inputSchema: input,
            annotations: annotations,
            taskUse: taskUse
        )
        return try Tool(definition, handler: handler)
    }

    static let nameForm = InputRequest.form(
        message: "What is your name?",
        schema: ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]]
    )
    static let capital = InputRequest.sampling([
        "messages": [["role": "user", "content": ["type": "text", "text": "Capital of Guatemala?"]]], "maxTokens": 100,
    ])

    static func all() throws -> [Tool] {
        [
            try tool("works") { call in
                await call.request.report(progress: 0, total: 100, message: "begins")
                await call.request.report(progress: 50, total: 100)
                await call.request.report(progress: 50, total: 100)
                await call.request.report(progress: 99.5, total: 100)
                await call.request.log(.debug, "detail")
                await call.request.log(.warning, ["low": true], logger: "stock")
                return .text("worked")
            },
            try tool("hello") { call in
                guard case .accepted(let form) = try call.request.answer(to: "user_name", nameForm) else {
                    return .text("Nobody.")
                }
                return .text("Hello, \(form["name"]?.string ?? "?")!")
            },
            try tool("steps") { call in
                guard case .accepted(let form) = try call.request.answer(to: "user_name", nameForm) else {
                    return .text("Nobody.")
                }
                let answer = try call.request.answer(to: "capital", capital)
                return .text("\(form["name"]?.string ?? "?"): \(answer.text ?? "?")")
            },
            try tool("all_at_once") { call in
                let answers = try call.request.answers(
                    to: [("user_name", nameForm), ("capital", capital), ("folders", .roots)],
                    state: ["round": 1]
                )
                guard case .roots(let roots)? = answers["folders"] else { return .error("no folders") }
                return .text("\(roots.count) \(call.request.state?.serializedString ?? "–")")
            },
            try tool("state_only") { call in
                guard call.request.state == nil else { return .text("state-ok") }
                throw InputRequired([], state: "kept")
            },
            try tool("protocol_error") { _ in
                throw JSONRPCErrorObject(code: .internalError, message: "broken on purpose")
            },
            try tool("region", input: mirroredSchema) { call in .text(JSONValue.object(call.arguments).serializedString)
            },
            try tool("slow", taskUse: .whenSupported, annotations: .readsOnly) { call in
                await call.request.report(progress: 1, message: "half way")
                return .text("slow is done")
            },
            try tool("asks_in_task", taskUse: .always) { call in
                guard case .accepted(let form) = try call.request.answer(to: "user_name", nameForm) else {
                    return .text("Nobody.")
                }
                return .text("Task for \(form["name"]?.string ?? "?")")
            },
            try tool("fails_in_task", taskUse: .always) { _ in
                throw JSONRPCErrorObject(code: .internalError, message: "broken in a task")
            },
            try tool("asks_then_works") { call in
                guard case .accepted(let form) = try call.request.answer(to: "user_name", nameForm) else {
                    return .text("Nobody.")
                }
                try call.request.continueAsTask()
                return .text("Worked for \(form["name"]?.string ?? "?")")
            },
            try tool("never_ends", taskUse: .whenSupported) { _ in
                try await Task.sleep(for: .seconds(3_600))
                return .text("never")
            },
        ]
    }

    static let mirroredSchema: JSONValue = [
        "type": "object",
        "properties": [
            "region": ["type": "string", "x-mcp-header": "Region"],
            "limits": [
                "type": "object",
                "properties": [
                    "most": ["type": "integer", "x-mcp-header": "Most"],
                    "all": ["type": "boolean", "x-mcp-header": "All"],
                ],
            ],
        ],
    ]
}

enum FeatureCatalog {
    private static func text(_ es: String, _ en: String) -> LocalizedText { LocalizedText(es: es, en: en) }

    static func prompts() -> [Prompt] {
        [
            Prompt(
                PromptDefinition(
                    name: "review",
                    title: text("Revisión", "Review"),
                    summary: text("Revisa un mes.", "Reviews a month."),
                    arguments: [
                        PromptArgument(
                            name: "month",
                            summary: text("El mes.", "The month."),
                            isRequired: true,
                            completions: { call in
                                Completion(["2026-01", "2026-02"].filter { $0.hasPrefix(call.value) })
                            }
                        ),
                        PromptArgument(name: "tone"),
                    ]
                ),
                handler: { call in
                    PromptResult(
                        summary: call.request.text(es: "Un mes", en: "A month"),
                        messages: [
                            .user("Month \(call.arguments["month"] ?? "?")"),
                            PromptMessage(
                                .assistant,
                                .resource(ResourceContents(uri: "test://a", mimeType: "text/plain", text: "A"))
                            ),
                        ]
                    )
                }
            ),
            Prompt(PromptDefinition(name: "personal")) { call in
                guard case .accepted(let form) = try call.request.answer(to: "user_context", FeatureTools.nameForm)
                else {
                    return PromptResult(messages: [])
                }
                return PromptResult(messages: [.user("For \(form["name"]?.string ?? "?")")])
            },
            Prompt(PromptDefinition(name: "broken")) { _ in throw FixtureServer.Secret() },
        ]
    }

    static func resources() throws -> ResourceCatalog {
        guard let template = URITemplate("test://template/{id}/data") else { throw FixtureServer.Secret() }
        return ResourceCatalog(
            fixed: [
                Resource(
                    ResourceDefinition(
                        uri: "test://static-text",
                        name: "static-text",
                        title: text("Texto", "Text"),
                        summary: text("Un texto.", "A text."),
                        mimeType: "text/plain",
                        size: 5,
                        annotations: Annotations(audience: [.user], priority: 0.5)
                    ),
                    read: { read in [ResourceContents(uri: read.uri, mimeType: "text/plain", text: "hello")] }
                ),
                Resource(
                    ResourceDefinition(uri: "test://static-binary", name: "static-binary", mimeType: "image/png"),
                    read: { read in [ResourceContents(uri: read.uri, mimeType: "image/png", blob: [1, 2, 3])] }
                ),
                Resource(
                    ResourceDefinition(uri: "test://broken", name: "broken"),
                    read: { _ in throw FixtureServer.Secret() }
                ),
            ],
            templates: [
                ResourceTemplate(
                    ResourceTemplateDefinition(template: template, name: "data", mimeType: "application/json"),
                    completions: ["id": { call in Completion((0..<250).map { "\(call.value)\($0)" }) }],
                    read: { read in
                        guard let id = read.variables["id"], id != "none" else { return nil }
                        return [
                            ResourceContents(uri: read.uri, mimeType: "application/json", text: #"{"id":"\#(id)"}"#)
                        ]
                    }
                )
            ],
            listed: { _ in
                [ResourceDefinition(uri: "test://template/7/data", name: "seven", mimeType: "application/json")]
            }
        )
    }
}
