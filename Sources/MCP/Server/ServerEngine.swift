public import JSON
import JSONSchema
public import Localization
import Synchronization

/// A server of the Model Context Protocol without its transport: messages in, messages out.
///
/// It speaks both eras, legacy (`initialize` first) and modern (2026-07-28: every request stands alone). What it knows
/// of a client is in the request and its ``RequestContext``, so one engine serves every connection from any thread.
///
/// Three kinds of failure stay apart. A *transport* failure is not seen here. A *protocol* error (unknown method,
/// unknown tool, malformed request) is a JSON-RPC error. A *tool* error (invalid arguments from 2025-11-25 on, whatever
/// a handler throws, a cancelled call) is a result with `isError`, which a model can read and act upon. A thrown
/// ``LocalizedFailure`` is told to the caller in the caller's language; a thrown ``JSONRPCErrorObject`` is the answer;
/// any other error is told only to ``ServerConfiguration/onToolFailure``, since its text may hold what is nobody's
/// business.
public final class ServerEngine: Sendable {
    public let implementation: Implementation
    public let configuration: ServerConfiguration
    /// Newest first.
    public let supportedRevisions: [ProtocolRevision]

    private let instructions: LocalizedText?
    private let current: Mutex<Prepared>

    /// An offer and what is said of it.
    private final class Prepared: Sendable {
        let offer: ServerOffer
        /// By revision and language: see ``slot(_:_:)``.
        let results: [PreparedResults?]

        init(_ offer: ServerOffer, _ results: [PreparedResults?]) {
            self.offer = offer
            self.results = results
        }

        static func slot(_ revision: ProtocolRevision, _ language: Language) -> Int {
            revision.ordinal * 2 + (language == .spanish ? 0 : 1)
        }
    }

    /// - Parameters:
    ///   - instructions: how to use this server, for the model. Default: none.
    ///   - tools: listed in this order.
    ///   - prompts: listed in this order. Default: none.
    ///   - resources: Default: none.
    /// - Throws: ``ToolDefinitionError`` when two tools, prompts or resources have the same name.
    public init(
        implementation: Implementation,
        instructions: LocalizedText? = nil,
        tools: [Tool],
        prompts: [Prompt] = [],
        resources: ResourceCatalog = ResourceCatalog(),
        configuration: ServerConfiguration = ServerConfiguration()
    ) throws(ToolDefinitionError) {
        self.implementation = implementation
        self.instructions = instructions
        self.configuration = configuration
        supportedRevisions = Set(configuration.revisions).sorted(by: >)
        let offer = try ServerOffer(
            tools: tools,
            prompts: prompts,
            resources: resources,
            pageSize: configuration.pageSize
        )
        current = Mutex(
            Self.prepare(offer, implementation, instructions, configuration, supportedRevisions)
        )
    }

    public var tools: [Tool] { offer.tools }
    public var prompts: [Prompt] { offer.prompts }
    public var resources: ResourceCatalog { offer.resources }

    /// Offers other tools from now on, and tells clients that listen. Calls that are running go on.
    public func replaceTools(_ tools: [Tool]) throws(ToolDefinitionError) {
        try replace(tools: tools, prompts: prompts)
        configuration.changes?.publish(.tools)
    }

    /// Offers other prompts from now on, and tells clients that listen.
    public func replacePrompts(_ prompts: [Prompt]) throws(ToolDefinitionError) {
        try replace(tools: tools, prompts: prompts)
        configuration.changes?.publish(.prompts)
    }

    // MARK: Messages

    /// Answers a request.
    ///
    /// When the surrounding task is cancelled the answer is a tool error, which the transport drops: nobody waits for
    /// it.
    public func respond(to request: JSONRPCRequest, context: RequestContext) async -> JSONRPCResponse {
        switch await reply(to: request, context: context) {
        case .result(let object): JSONRPCResponse(id: request.id, result: object)
        case .completed(let completed): JSONRPCResponse(id: request.id, result: encode(completed))
        case .tool(let result, let revision, let language):
            JSONRPCResponse(id: request.id, result: encode(result, revision, language))
        case .prepared(let prepared): JSONRPCResponse(id: request.id, result: prepared.object)
        case .error(let error): JSONRPCResponse(id: request.id, error: error)
        }
    }

    /// Answers a request in bytes. What never changes was serialised when the engine was made.
    public func serializedResponse(
        to request: JSONRPCRequest,
        context: RequestContext
    ) async -> SerializedResponse {
        serialize(await reply(to: request, context: context), id: request.id)
    }

    /// Answers a request in bytes at once, or gives `nil` when its handler may suspend: then ask
    /// ``serializedResponse(to:context:)``. Lets an event loop answer without creating a task.
    public func immediateResponse(to request: JSONRPCRequest, context: RequestContext) -> SerializedResponse? {
        switch dispatch(request, context: context) {
        case .reply(let reply): serialize(reply, id: request.id)
        case .run(let tool, let call): immediateReply(tool, call).map { serialize($0, id: request.id) }
        case .perform: nil
        }
    }

    /// Bytes after which the rest of a batch is not answered any more.
    private static let maximumBatchAnswer = 16 << 20

    /// Answers a batch, which only revision 2025-03-26 has; `nil` when nothing in it wants an answer.
    ///
    /// Requests run one after another. Notifications in the batch have no effect here: read them with ``receive(_:)``.
    public func serializedResponse(
        toBatch batch: [Result<JSONRPCMessage, JSONRPCFailure>],
        context: RequestContext
    ) async -> [UInt8]? {
        var bytes: [UInt8] = []
        func append(_ response: [UInt8]) {
            bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ","))
            bytes.append(contentsOf: response)
        }
        for element in batch {
            switch element {
            case .success(.request(let request)) where request.method == "initialize":
                let error = JSONRPCErrorObject(
                    .invalidRequest,
                    LocalizedText(es: "initialize no puede ir en un lote.", en: "initialize cannot be in a batch."),
                    context.language
                )
                append(JSONRPCResponse(id: request.id, error: error).serialized())
            case .success(.request(let request)) where bytes.count > Self.maximumBatchAnswer:
                let error = JSONRPCErrorObject(
                    .invalidRequest,
                    LocalizedText(
                        es: "La respuesta del lote ya es demasiado grande: pida esto aparte.",
                        en: "The answer to this batch is too large already: ask for this on its own."
                    ),
                    context.language
                )
                append(JSONRPCResponse(id: request.id, error: error).serialized())
            case .success(.request(let request)):
                append(await serializedResponse(to: request, context: context).bytes)
            case .failure(let failure): append(failure.response(in: context.language).serialized())
            case .success(.notification), .success(.response), .success(.batch): break
            }
        }
        guard !bytes.isEmpty else { return nil }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    /// Reads a notification. Malformed and unknown ones are ignored, as the protocol asks.
    public func receive(_ notification: JSONRPCNotification) -> NotificationEffect {
        switch notification.method {
        case "notifications/initialized": return .initialized
        case "notifications/cancelled":
            guard let id = notification.params?["requestId"].flatMap({ JSONRPCID($0) }) else { return .ignore }
            return .cancel(id, reason: notification.params?["reason"]?.string)
        default: return .ignore
        }
    }

    // MARK: The plain verb

    /// Calls a tool outside of JSON-RPC, as plain HTTP routes do.
    ///
    /// - Returns: the result, which may be a tool error; or why the tool was never run.
    public func callTool(
        named name: String,
        arguments: JSONObject,
        context: RequestContext
    ) async -> Result<ToolResult, ToolCallFailure> {
        guard let tool = offer.tool(named: name) else { return .failure(.unknownTool(name)) }
        let required = tool.definition.requiredScopes(for: arguments)
        if lacking(required, context.scopes) {
            return .failure(.insufficientScope(tool: name, required: required))
        }
        let violations = tool.inputSchema.validate(.object(arguments))
        guard violations.isEmpty else { return .failure(.invalidArguments(tool: name, violations)) }
        let revision: ProtocolRevision =
            if case .legacy(let revision) = context.era { revision } else { .latest }
        let request = RunningRequest(
            id: nil,
            method: "tools/call",
            meta: RequestMeta(revision: revision),
            context: context
        )
        switch await run(tool, ToolCall(name: name, arguments: arguments, request: request)) {
        case .result(let result): return .success(result)
        case .error(let error):
            // A handler may find out from its arguments that its caller may not.
            if let required = error.requiredScopes {
                return .failure(.insufficientScope(tool: name, required: required))
            }
            return .success(.error(error.message))
        case .needsInput, .becomesTask:
            let text = LocalizedText(
                es: "«\(name)» necesita preguntar al cliente, y esta vía no lo permite.",
                en: "'\(name)' has to ask its client, and this way of calling cannot."
            )
            return .success(.error(text(context.language)))
        }
    }
}

// MARK: - The offer

extension ServerEngine {
    var offer: ServerOffer { current.withLock { $0 }.offer }

    func preparedResults(_ revision: ProtocolRevision, _ language: Language) -> PreparedResults? {
        current.withLock { $0 }.results[Prepared.slot(revision, language)]
    }

    private func replace(tools: [Tool], prompts: [Prompt]) throws(ToolDefinitionError) {
        let offer = try ServerOffer(
            tools: tools,
            prompts: prompts,
            resources: resources,
            pageSize: configuration.pageSize
        )
        let prepared = Self.prepare(offer, implementation, instructions, configuration, supportedRevisions)
        current.withLock { $0 = prepared }
    }

    private static func prepare(
        _ offer: ServerOffer,
        _ implementation: Implementation,
        _ instructions: LocalizedText?,
        _ configuration: ServerConfiguration,
        _ supported: [ProtocolRevision]
    ) -> Prepared {
        var results = [PreparedResults?](repeating: nil, count: ProtocolRevision.allCases.count * 2)
        for revision in supported {
            for language in Language.allCases {
                results[Prepared.slot(revision, language)] = PreparedResults(
                    revision: revision,
                    language: language,
                    implementation: implementation,
                    instructions: instructions,
                    offer: offer,
                    configuration: configuration,
                    supported: supported
                )
            }
        }
        return Prepared(offer, results)
    }
}
