import JSON
import JSONSchema
import Localization

/// What a request asks for, once it is understood.
enum Dispatch: Sendable {
    case reply(Reply)
    case run(Tool, ToolCall)
}

extension ServerEngine {
    /// Understands a request, without running any tool.
    func dispatch(_ request: JSONRPCRequest, context: RequestContext) -> Dispatch {
        do throws(JSONRPCErrorObject) {
            if request.method == "initialize", case .legacy = context.era {
                return .reply(try initialize(request, context))
            }
            let meta = try RequestMeta(of: request.params, context: context, supported: supportedRevisions)
            switch (request.method, context.era) {
            case ("server/discover", .modern):
                guard let result = preparedResults(meta.revision, context.language)?.discovery else { break }
                return .reply(.prepared(result))
            case ("ping", .legacy): return .reply(.result([:]))
            case ("tools/list", _): return .reply(try listTools(request, meta, context))
            case ("tools/call", _): return try callTool(request, meta, context)
            default: break
            }
            throw unknownMethod(request.method, context)
        } catch {
            return .reply(.error(error))
        }
    }

    // MARK: Lifecycle

    /// Legacy: agrees on the client's version when it is offered, else proposes the latest one that has a handshake.
    private func initialize(
        _ request: JSONRPCRequest,
        _ context: RequestContext
    ) throws(JSONRPCErrorObject) -> Reply {
        guard let requested = request.params?["protocolVersion"]?.string else {
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(
                    es: "initialize requiere «protocolVersion» (texto).",
                    en: "initialize requires 'protocolVersion' (a string)."
                ),
                context.language
            )
        }
        let offered = supportedRevisions.filter { !$0.isModern }
        guard let fallback = offered.first else {
            throw .unsupportedVersion(requested: requested, supported: supportedRevisions, context.language)
        }
        let agreed = ProtocolRevision(requested).flatMap { offered.contains($0) ? $0 : nil } ?? fallback
        guard let result = preparedResults(agreed, context.language)?.initialization else {
            throw unknownMethod(request.method, context)
        }
        return .prepared(result)
    }

    private func unknownMethod(_ method: String, _ context: RequestContext) -> JSONRPCErrorObject {
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

    // MARK: Tools

    private func listTools(
        _ request: JSONRPCRequest,
        _ meta: RequestMeta,
        _ context: RequestContext
    ) throws(JSONRPCErrorObject) -> Reply {
        guard let pages = preparedResults(meta.revision, context.language)?.toolPages else {
            throw .unsupportedVersion(
                requested: meta.revision.rawValue,
                supported: supportedRevisions,
                context.language
            )
        }
        var page = 0
        if let cursor = request.params?["cursor"], !cursor.isNull {
            guard let named = cursor.string.flatMap({ cursors.page(of: $0) }) else {
                throw JSONRPCErrorObject(
                    .invalidParams,
                    LocalizedText(
                        es: "El cursor no es válido o es de otra lista. Empiece de nuevo sin cursor.",
                        en: "The cursor is invalid or belongs to another list. Start again without a cursor."
                    ),
                    context.language
                )
            }
            page = named
        }
        return .prepared(pages[page])
    }

    private func callTool(
        _ request: JSONRPCRequest,
        _ meta: RequestMeta,
        _ context: RequestContext
    ) throws(JSONRPCErrorObject) -> Dispatch {
        guard let name = request.params?["name"]?.string else {
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(es: "tools/call requiere «name» (texto).", en: "tools/call requires 'name' (a string)."),
                context.language,
                stage: .admission
            )
        }
        let arguments: JSONObject
        switch request.params?["arguments"] {
        case .object(let object)?: arguments = object
        case nil: arguments = [:]
        default:
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(es: "«arguments» debe ser un objeto.", en: "'arguments' must be an object."),
                context.language,
                stage: .admission
            )
        }
        guard let tool = tool(named: name) else {
            throw protocolError(.unknownTool(name), context)
        }
        let call = ToolCall(
            name: name,
            arguments: arguments,
            language: context.language,
            meta: meta,
            requestID: request.id
        )
        let violations = tool.inputSchema.validate(.object(arguments))
        guard violations.isEmpty else {
            let failure = ToolCallFailure.invalidArguments(tool: name, violations)
            if meta.revision.reportsInvalidArgumentsAsToolErrors {
                return .reply(.tool(.error(failure.message(context.language)), call.revision, call.language))
            }
            throw protocolError(failure, context)
        }
        return .run(tool, call)
    }

    private func protocolError(_ failure: ToolCallFailure, _ context: RequestContext) -> JSONRPCErrorObject {
        JSONRPCErrorObject(.invalidParams, failure.message, context.language)
    }
}
