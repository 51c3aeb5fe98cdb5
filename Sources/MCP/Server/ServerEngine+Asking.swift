import JSON
import Localization

/// What came of one run of a handler.
enum HandlerOutcome: Sendable {
    /// The result, without what all results have in common.
    case complete(JSONObject)
    case failed(JSONRPCErrorObject)
    case needsInput(InputRequired)
}

/// A request whose handler may have to run several times.
struct HandlerRound: Sendable {
    var request: RunningRequest
    /// The tool's or prompt's name, or the resource's URI.
    let target: String
    let arguments: JSONObject
    var number = 0
}

extension ServerEngine {
    /// A legacy client is asked this often at most for one request.
    private static let maximumRounds = 32

    /// A request as its handler sees it, with what the client answered in earlier rounds.
    ///
    /// - Parameters:
    ///   - target: the tool's or prompt's name, or the resource's URI.
    ///   - arguments: what the client's state is bound to, besides the target.
    func running(
        _ asked: Asked,
        target: String,
        arguments: JSONObject
    ) throws(JSONRPCErrorObject) -> RunningRequest {
        var contents = RequestStateSeal.Contents(state: nil, answers: [:])
        if asked.meta.revision.isModern {
            switch asked.params?["requestState"] {
            case nil, .null?: break
            case .string(let text)?:
                do throws(RequestStateFailure) {
                    guard let seal = configuration.stateSeal else { throw .notAuthentic }
                    contents = try seal.open(text, for: origin(asked, target, arguments))
                } catch {
                    throw asked.invalid(
                        es: error.message.spanish,
                        en: error.message.english,
                        data: ["reason": .string(error.rawValue)]
                    )
                }
            default:
                throw asked.invalid(
                    es: "«requestState» debe ser un texto.",
                    en: "'requestState' must be a string.",
                    stage: .admission
                )
            }
            if let responses = asked.params?["inputResponses"], !responses.isNull {
                for (key, value) in try asked.object("inputResponses") { contents.answers[key] = value }
            }
        }
        var request = RunningRequest(
            id: asked.request.id,
            method: asked.request.method,
            meta: asked.meta,
            context: asked.context,
            logThreshold: logThreshold(asked),
            inputResponses: contents.answers,
            state: contents.state,
            remembersAnswers: !asked.meta.revision.isModern || configuration.stateSeal != nil
        )
        request.mayBecomeTask =
            configuration.tasks != nil && asked.meta.revision.isModern && asked.request.method == "tools/call"
            && request.client.supports(extension: TaskRunner.extensionName)
        return request
    }

    /// A request of a method whose handlers ask nothing.
    func running(_ asked: Asked) -> RunningRequest {
        RunningRequest(
            id: asked.request.id,
            method: asked.request.method,
            meta: asked.meta,
            context: asked.context,
            logThreshold: logThreshold(asked)
        )
    }

    private func logThreshold(_ asked: Asked) -> LogLevel? {
        guard configuration.offersLogging else { return nil }
        return asked.meta.revision.isModern ? asked.meta.logLevel : asked.context.session?.logLevel ?? .info
    }

    /// Says what to do after a run of a handler: answer; or, when a legacy client was asked in between, run it again.
    ///
    /// - Returns: `nil`: run the handler again, with the request as it is now.
    func settle(_ outcome: HandlerOutcome, _ round: inout HandlerRound) async -> Reply? {
        let request = round.request
        switch outcome {
        case .complete(let body): return completed(body, for: request, cache: cacheHint(request))
        case .failed(let error): return .error(error)
        case .needsInput(let required) where request.revision.isModern:
            return inputRequired(required, request, target: round.target, arguments: round.arguments)
        case .needsInput(let required):
            round.number += 1
            guard round.number < Self.maximumRounds else {
                let text = LocalizedText(
                    es: "El cliente no respondió lo que se le preguntó.",
                    en: "The client did not answer what it was asked."
                )
                return refusal(text(request.language), request)
            }
            // Nothing is asked unless all of it can be.
            if let missing = request.client.missing(for: required.requests.map(\.request)) {
                return refusal(JSONRPCErrorObject.missingCapabilities(missing, request.language).message, request)
            }
            do {
                for (key, question) in required.requests {
                    round.request.inputResponses[key] = .object(try await request.ask(question))
                }
                round.request.state = required.state
                return nil
            } catch {
                return refused(error, request)
            }
        }
    }

    private func cacheHint(_ request: RunningRequest) -> CacheHint? {
        guard request.method == "resources/read" else { return nil }
        // What depends on answers must not be kept (2026-07-28, "Caching").
        let isPlain = request.inputResponses.isEmpty && request.state == nil
        return CacheHint(lifetime: isPlain ? configuration.resourceCacheLifetime : 0, scope: .private)
    }

    /// The interim result that asks a modern client.
    func inputRequired(
        _ required: InputRequired,
        _ request: RunningRequest,
        target: String,
        arguments: JSONObject
    ) -> Reply {
        if let missing = request.client.missing(for: required.requests.map(\.request)) {
            return .error(.missingCapabilities(missing, request.language))
        }
        var object: JSONObject = ["resultType": "input_required"]
        if !required.requests.isEmpty {
            let members = required.requests.map { (key, question) in
                (key: key, value: JSONValue.object(question.json(revision: request.revision)))
            }
            guard let requests = JSONObject(members: members) else {
                return internalError(MisusedInput.repeatedKey, target, request)
            }
            object["inputRequests"] = .object(requests)
        }
        // Only well-formed answers are worth keeping.
        let answers = JSONObject(members: request.inputResponses.filter { $0.value.object != nil }) ?? [:]
        if required.state != nil || request.remembersAnswers && !answers.isEmpty {
            guard let seal = configuration.stateSeal else {
                return internalError(MisusedInput.stateWithoutSeal, target, request)
            }
            let origin = RequestStateSeal.Origin(
                method: request.method,
                target: target,
                arguments: arguments,
                principal: request.principal
            )
            guard let state = seal.seal(.init(state: required.state, answers: answers), for: origin) else {
                return internalError(MisusedInput.stateTooLong, target, request)
            }
            object["requestState"] = .string(state)
        } else if required.requests.isEmpty {
            return internalError(MisusedInput.nothingAsked, target, request)
        }
        if let meta = preparedResults(request.revision, request.language)?.resultMeta {
            object[MetaKey.meta] = .object(meta)
        }
        return .result(object)
    }

    private func origin(_ asked: Asked, _ target: String, _ arguments: JSONObject) -> RequestStateSeal.Origin {
        RequestStateSeal.Origin(
            method: asked.request.method,
            target: target,
            arguments: arguments,
            principal: asked.context.principal
        )
    }

    // MARK: Failures

    /// A legacy client that could not or would not answer.
    private func refused(_ error: any Error, _ request: RunningRequest) -> Reply {
        switch error {
        case let error as JSONRPCErrorObject where error.code == .missingClientCapability:
            return refusal(error.message, request)
        case let error as JSONRPCErrorObject:
            return refusal(
                request.text(
                    es: "El cliente respondió con un error: \(error.message.prefix(500))",
                    en: "The client answered with an error: \(error.message.prefix(500))"
                ),
                request
            )
        case let failure as any LocalizedFailure: return refusal(failure.message(request.language), request)
        default:
            return refusal(request.text(es: "La petición se canceló.", en: "The request was cancelled."), request)
        }
    }

    private func refusal(_ text: String, _ request: RunningRequest) -> Reply {
        request.method == "tools/call"
            ? completed(
                ToolResult.error(text).json(revision: request.revision, language: request.language),
                for: request
            )
            : .error(JSONRPCErrorObject(code: .internalError, message: text))
    }

    /// What a caller is told of an error whose text is nobody's business.
    func internalError(_ error: any Error, _ name: String, _ request: RunningRequest) -> Reply {
        .error(internalErrorObject(error, name, request))
    }

    func internalErrorObject(_ error: any Error, _ name: String, _ request: RunningRequest) -> JSONRPCErrorObject {
        configuration.onToolFailure?(name, error, request.meta)
        return JSONRPCErrorObject(
            .internalError,
            LocalizedText(
                es: "Error interno del servidor. El administrador tiene los detalles.",
                en: "Internal error of the server. Its operator has the details."
            ),
            request.language
        )
    }

    /// What became of a handler that threw, where errors are JSON-RPC errors.
    func outcome(of error: any Error, _ name: String, _ request: RunningRequest) -> HandlerOutcome {
        switch error {
        case let required as InputRequired: .needsInput(required)
        case let error as JSONRPCErrorObject: .failed(error)
        case let failure as any LocalizedFailure:
            .failed(JSONRPCErrorObject(.invalidParams, failure.message, request.language))
        default: .failed(internalErrorObject(error, name, request))
        }
    }
}

/// A handler asks its client in a way that cannot work. The fault is the handler's author's.
enum MisusedInput: String, Error, CustomStringConvertible {
    case repeatedKey = "two questions have the same key"
    case stateWithoutSeal = "the handler keeps a state and the server has no RequestStateSeal"
    case stateTooLong = "the state is too long"
    case nothingAsked = "neither questions nor a state"

    var description: String { rawValue }
}
