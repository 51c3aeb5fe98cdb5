public import JSON
import JSONSchema
public import Localization

/// A server of the Model Context Protocol without its transport: messages in, messages out.
///
/// It speaks both eras, legacy (`initialize` first) and modern (2026-07-28: every request stands alone), keeps no state
/// and never changes, so one engine serves every connection from any thread.
///
/// Three kinds of failure stay apart. A *transport* failure is not seen here. A *protocol* error (unknown method,
/// unknown tool, malformed request) is a JSON-RPC error. A *tool* error (invalid arguments from 2025-11-25 on, whatever
/// a handler throws, a cancelled call) is a result with `isError`, which a model can read and act upon. A thrown
/// ``LocalizedFailure`` is told to the caller in the caller's language; any other error is told only to
/// ``ServerConfiguration/onToolFailure``, since its text may hold what is nobody's business.
public final class ServerEngine: Sendable {
    public let implementation: Implementation
    public let tools: [Tool]
    public let configuration: ServerConfiguration
    /// Newest first.
    public let supportedRevisions: [ProtocolRevision]

    let cursors: PageCursors
    private let toolsByName: [String: Tool]
    /// By revision and language: see ``slot(_:_:)``.
    private let prepared: [PreparedResults?]

    private static func slot(_ revision: ProtocolRevision, _ language: Language) -> Int {
        revision.ordinal * 2 + (language == .spanish ? 0 : 1)
    }

    /// - Parameters:
    ///   - instructions: how to use this server, for the model. Default: none.
    ///   - tools: listed in this order.
    /// - Throws: ``ToolDefinitionError`` when two tools have the same name.
    public init(
        implementation: Implementation,
        instructions: LocalizedText? = nil,
        tools: [Tool],
        configuration: ServerConfiguration = ServerConfiguration()
    ) throws(ToolDefinitionError) {
        self.implementation = implementation
        self.tools = tools
        self.configuration = configuration
        supportedRevisions = Set(configuration.revisions).sorted(by: >)

        var byName: [String: Tool] = [:]
        for tool in tools {
            guard byName.updateValue(tool, forKey: tool.name) == nil else {
                throw ToolDefinitionError(tool: tool.name, reason: .duplicateName)
            }
        }
        toolsByName = byName
        cursors = PageCursors(names: tools.map(\.name), pageSize: configuration.pageSize)

        var prepared = [PreparedResults?](repeating: nil, count: ProtocolRevision.allCases.count * 2)
        for revision in supportedRevisions {
            for language in Language.allCases {
                prepared[Self.slot(revision, language)] = PreparedResults(
                    revision: revision,
                    language: language,
                    implementation: implementation,
                    instructions: instructions,
                    tools: tools,
                    configuration: configuration,
                    supported: supportedRevisions,
                    cursors: cursors
                )
            }
        }
        self.prepared = prepared
    }

    // MARK: Messages

    /// Answers a request.
    ///
    /// When the surrounding task is cancelled the answer is a tool error, which the transport drops: nobody waits for
    /// it.
    public func respond(to request: JSONRPCRequest, context: RequestContext) async -> JSONRPCResponse {
        switch await reply(to: request, context: context) {
        case .result(let object): JSONRPCResponse(id: request.id, result: object)
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

    /// Answers a request in bytes at once, or gives `nil` when its tool may suspend: then ask
    /// ``serializedResponse(to:context:)``. Lets an event loop answer without creating a task.
    public func immediateResponse(to request: JSONRPCRequest, context: RequestContext) -> SerializedResponse? {
        switch dispatch(request, context: context) {
        case .reply(let reply): serialize(reply, id: request.id)
        case .run(let tool, let call):
            if case .immediate(let handler) = tool.handler {
                serialize(
                    .tool(runImmediately(handler, tool, call), call.revision, call.language),
                    id: request.id
                )
            } else {
                nil
            }
        }
    }

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
        guard let tool = toolsByName[name] else { return .failure(.unknownTool(name)) }
        let violations = tool.inputSchema.validate(.object(arguments))
        guard violations.isEmpty else { return .failure(.invalidArguments(tool: name, violations)) }
        let revision: ProtocolRevision =
            if case .legacy(let revision) = context.era { revision } else { .latest }
        let call = ToolCall(
            name: name,
            arguments: arguments,
            language: context.language,
            meta: RequestMeta(revision: revision)
        )
        return .success(await run(tool, call))
    }

    func tool(named name: String) -> Tool? { toolsByName[name] }

    func preparedResults(_ revision: ProtocolRevision, _ language: Language) -> PreparedResults? {
        prepared[Self.slot(revision, language)]
    }
}

// MARK: - Responses

/// What a method answers, before it is a message.
enum Reply: Sendable {
    case result(JSONObject)
    case tool(ToolResult, ProtocolRevision, Language)
    case prepared(PreparedResult)
    case error(JSONRPCErrorObject)
}

extension ServerEngine {
    private func reply(to request: JSONRPCRequest, context: RequestContext) async -> Reply {
        switch dispatch(request, context: context) {
        case .reply(let reply): reply
        case .run(let tool, let call): .tool(await run(tool, call), call.revision, call.language)
        }
    }

    private func serialize(_ reply: Reply, id: JSONRPCID) -> SerializedResponse {
        var bytes: [UInt8] = []
        var failure: JSONRPCErrorObject?
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: #"{"jsonrpc":"2.0","id":"#.utf8)
        if case .integer(let number) = id {
            bytes.append(contentsOf: String(number).utf8)
        } else {
            id.json.write(to: &bytes)
        }
        switch reply {
        case .result(let object):
            bytes.append(contentsOf: #","result":"#.utf8)
            object.write(to: &bytes)
        case .tool(let result, let revision, let language):
            bytes.append(contentsOf: #","result":"#.utf8)
            write(result, revision, language, to: &bytes)
        case .prepared(let prepared):
            bytes.append(contentsOf: #","result":"#.utf8)
            bytes.append(contentsOf: prepared.bytes)
        case .error(let error):
            bytes.append(contentsOf: #","error":"#.utf8)
            error.json.write(to: &bytes)
            failure = error
        }
        bytes.append(UInt8(ascii: "}"))
        return SerializedResponse(bytes: bytes, error: failure)
    }

    /// A tool's result as the revision of its call wants it.
    private func encode(_ result: ToolResult, _ revision: ProtocolRevision, _ language: Language) -> JSONObject {
        let body = result.json(revision: revision, language: language)
        guard revision.isModern, let prepared = preparedResults(revision, language) else { return body }
        var object: JSONObject = ["resultType": "complete"]
        for (key, value) in body where key != MetaKey.meta { object[key] = value }
        var meta = prepared.resultMeta
        for (key, value) in result.meta { meta[key] = value }
        object[MetaKey.meta] = .object(meta)
        return object
    }

    /// The same in bytes, with what never changes copied instead of built.
    private func write(
        _ result: ToolResult,
        _ revision: ProtocolRevision,
        _ language: Language,
        to bytes: inout [UInt8]
    ) {
        guard revision.isModern, result.meta.isEmpty,
            let prepared = preparedResults(revision, language)
        else {
            encode(result, revision, language).write(to: &bytes)
            return
        }
        bytes.append(contentsOf: #"{"resultType":"complete""#.utf8)
        if case .text(let text, nil)? = result.content.first, result.content.count == 1 {
            // What nearly every tool answers, without a tree of values in between.
            bytes.append(contentsOf: #","content":[{"type":"text","text":"#.utf8)
            JSONValue.string(text).write(to: &bytes)
            bytes.append(contentsOf: "}]".utf8)
            if let structuredContent = result.structuredContent {
                bytes.append(contentsOf: #","structuredContent":"#.utf8)
                structuredContent.write(to: &bytes)
            }
            if result.isError { bytes.append(contentsOf: #","isError":true"#.utf8) }
        } else {
            // The body's own braces give way to the members before and after it; there always is content.
            let start = bytes.count
            result.json(revision: revision, language: language).write(to: &bytes)
            bytes[start] = UInt8(ascii: ",")
            bytes.removeLast()
        }
        bytes.append(contentsOf: prepared.resultMetaMember)
    }
}
