import JSON
import JSONSchema
import Localization

/// What a request asks for, once it is understood.
enum Dispatch: Sendable {
    case reply(Reply)
    case run(Tool, ToolCall)
    case perform(@Sendable () async -> Reply)
}

/// A request with everything that a method needs to know of it.
struct Asked: Sendable {
    let request: JSONRPCRequest
    let meta: RequestMeta
    let context: RequestContext

    var params: JSONObject? { request.params }
    var language: Language { context.language }

    func invalid(
        es: String,
        en: String,
        data: JSONValue? = nil,
        stage: JSONRPCErrorObject.Stage = .method
    ) -> JSONRPCErrorObject {
        JSONRPCErrorObject(.invalidParams, LocalizedText(es: es, en: en), language, data: data, stage: stage)
    }

    /// A parameter that must be a text.
    func text(_ name: String) throws(JSONRPCErrorObject) -> String {
        guard let text = params?[name]?.string else {
            throw invalid(
                es: "\(request.method) requiere «\(name)» (texto).",
                en: "\(request.method) requires '\(name)' (a string).",
                stage: .admission
            )
        }
        return text
    }

    /// An object that may be left out.
    func object(_ name: String) throws(JSONRPCErrorObject) -> JSONObject {
        switch params?[name] {
        case .object(let object)?: return object
        case nil: return [:]
        default:
            throw invalid(
                es: "«\(name)» debe ser un objeto.",
                en: "'\(name)' must be an object.",
                stage: .admission
            )
        }
    }
}

extension ServerEngine {
    /// Understands a request, without running any handler.
    func dispatch(_ request: JSONRPCRequest, context: RequestContext) -> Dispatch {
        do throws(JSONRPCErrorObject) {
            if case .legacy = context.era {
                if request.method == "initialize" { return .reply(try initialize(request, context)) }
                if let session = context.session, session.revision == nil, request.method != "ping" {
                    throw JSONRPCErrorObject(
                        .invalidRequest,
                        LocalizedText(
                            es: "La sesión no está iniciada: envíe initialize primero.",
                            en: "The session has not started: send initialize first."
                        ),
                        context.language
                    )
                }
            }
            let meta = try RequestMeta(of: request.params, context: context, supported: supportedRevisions)
            configuration.onRequest?(request.method, meta)
            let asked = Asked(request: request, meta: meta, context: context)
            // What nearly every request is, before it is compared with everything else that it might be.
            if request.method == "tools/call" { return try callTool(asked) }
            if let dispatch = try meta.revision.isModern ? modern(asked) : legacy(asked) { return dispatch }
            if let dispatch = try common(asked) { return dispatch }
            throw unknownMethod(request.method, context)
        } catch {
            return .reply(.error(error))
        }
    }

    /// Methods of every revision; `nil` when there is no such method here.
    private func common(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch? {
        let offer = offer
        switch asked.request.method {
        case "tools/list": return .reply(try page(asked, \.toolPages, offer.toolCursors))
        case "prompts/list" where !offer.prompts.isEmpty:
            return .reply(try page(asked, \.promptPages, offer.promptCursors))
        case "prompts/get" where !offer.prompts.isEmpty: return try getPrompt(asked)
        case "resources/list" where !offer.resources.isEmpty: return try listResources(asked)
        case "resources/templates/list" where !offer.resources.isEmpty:
            return .reply(try page(asked, \.templatePages, offer.templateCursors))
        case "resources/read" where !offer.resources.isEmpty: return try readResource(asked)
        case "completion/complete" where offer.hasCompletions: return try complete(asked)
        default: return nil
        }
    }

    private func modern(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch? {
        switch asked.request.method {
        case "server/discover":
            return preparedResults(asked.meta.revision, asked.language)?.discovery.map { .reply(.prepared($0)) }
        case "subscriptions/listen" where configuration.changes != nil: return try listen(asked)
        case "tasks/get", "tasks/update", "tasks/cancel": return try serveTask(asked)
        default: return nil
        }
    }

    private func legacy(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch? {
        switch asked.request.method {
        case "ping": return .reply(.result([:]))
        case "logging/setLevel" where configuration.offersLogging: return .reply(try setLogLevel(asked))
        case "resources/subscribe" where configuration.changes != nil && !resources.isEmpty:
            return .reply(try subscribe(asked))
        case "resources/unsubscribe" where configuration.changes != nil && !resources.isEmpty:
            return .reply(try unsubscribe(asked))
        default: return nil
        }
    }

    func unknownMethod(_ method: String, _ context: RequestContext) -> JSONRPCErrorObject {
        let shown = method.prefix(80)
        // A legacy client cannot fall forward: the versions in this text may be all that its user gets to see.
        if method == "initialize" {
            let list = supportedRevisions.map(\.rawValue).joined(separator: ", ")
            return JSONRPCErrorObject(
                .methodNotFound,
                LocalizedText(
                    es: "initialize no existe en la revisión \(ProtocolRevision.latest). Se admiten: \(list).",
                    en: "initialize does not exist in revision \(ProtocolRevision.latest). Supported: \(list)."
                ),
                context.language,
                data: ["supported": .array(supportedRevisions.map { .string($0.rawValue) })]
            )
        }
        return JSONRPCErrorObject(
            .methodNotFound,
            LocalizedText(es: "El método «\(shown)» no existe.", en: "Method not found: \(shown)"),
            context.language
        )
    }

    // MARK: Lists

    /// A page of a list that was prepared.
    private func page(
        _ asked: Asked,
        _ list: KeyPath<PreparedResults, [PreparedResult]>,
        _ cursors: PageCursors
    ) throws(JSONRPCErrorObject) -> Reply {
        guard let pages = preparedResults(asked.meta.revision, asked.language)?[keyPath: list] else {
            throw .unsupportedVersion(
                requested: asked.meta.revision.rawValue,
                supported: supportedRevisions,
                asked.language
            )
        }
        var page = 0
        if let cursor = asked.params?["cursor"], !cursor.isNull {
            guard let named = cursor.string.flatMap({ cursors.page(of: $0) }), pages.indices.contains(named) else {
                throw asked.invalidCursor
            }
            page = named
        }
        return .prepared(pages[page])
    }

    // MARK: Tools

    private func callTool(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        let name = try asked.text("name")
        let arguments = try asked.object("arguments")
        guard let tool = offer.tool(named: name) else {
            throw protocolError(.unknownTool(name), asked.context)
        }
        try require(tool.definition.requiredScopes(for: arguments), asked.context)
        let request = try running(asked, target: name, arguments: arguments)
        let call = ToolCall(name: name, arguments: arguments, request: request)
        let violations = tool.inputSchema.validate(.object(arguments))
        guard violations.isEmpty else {
            let failure = ToolCallFailure.invalidArguments(tool: name, violations)
            if asked.meta.revision.reportsInvalidArgumentsAsToolErrors {
                return .reply(.tool(.error(failure.message(asked.language)), asked.meta.revision, asked.language))
            }
            throw protocolError(failure, asked.context)
        }
        if let tasks = configuration.tasks, try becomesTask(tool, call) {
            return .perform { [self] in await startTask(tool, call, tasks) }
        }
        return .run(tool, call)
    }

    private func protocolError(_ failure: ToolCallFailure, _ context: RequestContext) -> JSONRPCErrorObject {
        JSONRPCErrorObject(.invalidParams, failure.message, context.language)
    }
}

extension Asked {
    var invalidCursor: JSONRPCErrorObject {
        invalid(
            es: "El cursor no es válido o es de otra lista. Empiece de nuevo sin cursor.",
            en: "The cursor is invalid or belongs to another list. Start again without a cursor."
        )
    }
}
