import JSON
import Localization

// MARK: - A request until its result is complete

extension ClientEngine {
    func call(
        _ method: String,
        _ params: JSONObject,
        headers: StreamableHTTP.Headers,
        _ options: RequestOptions
    ) async throws -> JSONObject {
        try await conclude(method, params, headers, options).result
    }

    /// A result that may come from the cache.
    func cached(_ method: String, _ params: JSONObject, _ options: RequestOptions) async throws -> JSONObject {
        let changes = await transport.authorizationChanges
        if changes != authorizationChanges {
            authorizationChanges = changes
            cache.forgetPrivate()
        }
        if let fresh = cache.result(method, params, now: clock.now()) { return fresh }
        let generation = cache.generation
        let (result, isCacheable) = try await conclude(method, params, [], options)
        if isCacheable { cache.store(result, method, params, now: clock.now(), askedIn: generation) }
        return result
    }

    /// Asks until the result is complete. A result that took input depends on more than the request, and earlier
    /// revisions have no caching: neither is cacheable.
    private func conclude(
        _ method: String,
        _ params: JSONObject,
        _ headers: StreamableHTTP.Headers,
        _ options: RequestOptions
    ) async throws -> (result: JSONObject, isCacheable: Bool) {
        var current = params
        for round in 0...Self.maximumRounds {
            let (response, revision) = try await answer(method, current, headers, options)
            switch response.outcome {
            case .error(let error): throw ClientFailure.refused(error)
            case .result(let result):
                // Earlier revisions have no such member.
                switch result["resultType"] {
                case nil, "complete": return (result, round == 0 && revision.isModern)
                case "input_required" where revision.isModern:
                    if round == Self.maximumRounds { break }
                    current = try await retryParams(method, params, after: result, revision)
                case "task" where revision.isModern && method == "tools/call" && takesTasks: return (result, false)
                case let other?: throw ClientFailure.invalidResponse("unknown resultType \(other)")
                }
            }
        }
        throw ClientFailure.tooManyRounds(Self.maximumRounds)
    }

    /// One response, in a new agreement if the old one no longer holds.
    private func answer(
        _ method: String,
        _ params: JSONObject,
        _ headers: StreamableHTTP.Headers,
        _ options: RequestOptions
    ) async throws -> (JSONRPCResponse, ProtocolRevision) {
        let agreed = try await connect()
        do {
            let response = try await send(method, params, agreed.revision, headers: headers, options: options)
            let isOutdated = response.error?.code == .unsupportedProtocolVersion && agreed.revision.isModern
            guard isOutdated else { return (response, agreed.revision) }
            // The server was replaced by another version of itself.
        } catch ClientTransportFailure.sessionExpired where !agreed.revision.isModern {
            // A client must open a new session then (2025-11-25, "Session Management").
        }
        if identity == agreed { identity = nil }
        cache.forgetAll()
        let renewed = try await connect()
        return (
            try await send(method, params, renewed.revision, headers: headers, options: options), renewed.revision
        )
    }
}

// MARK: - Input that a server requires

extension ClientEngine {
    private static let methodsWithInput: Set<String> = ["tools/call", "prompts/get", "resources/read"]

    /// The parameters of the request that follows an `input_required` result: the original ones, the answers of this
    /// round, and the state exactly as it came (2026-07-28, "Multi Round-Trip Requests").
    private func retryParams(
        _ method: String,
        _ params: JSONObject,
        after result: JSONObject,
        _ revision: ProtocolRevision
    ) async throws -> JSONObject {
        guard Self.methodsWithInput.contains(method) else {
            throw ClientFailure.invalidResponse("\(method) must not require input")
        }
        let requests = result["inputRequests"]
        let state = result["requestState"]
        guard requests != nil || state != nil, requests == nil || requests?.object != nil,
            state == nil || state?.string != nil
        else { throw ClientFailure.invalidResponse("input_required without input requests or a state") }
        var retry = params
        if let requests = requests?.object {
            var responses = JSONObject()
            // One after the other: a person answers one question at a time.
            for (key, request) in requests {
                guard let wanted = request["method"]?.string else {
                    throw ClientFailure.invalidResponse("an input request without a method")
                }
                do {
                    responses[key] = .object(try await input(wanted, request["params"]?.object ?? [:], revision))
                } catch let failure as InputFailure {
                    throw failure.failure
                }
            }
            retry["inputResponses"] = .object(responses)
        }
        if let state { retry["requestState"] = state }
        return retry
    }

    /// What a server asks of the client, from the handlers.
    ///
    /// - Throws: ``InputFailure``, or what the handler throws.
    func input(_ method: String, _ params: JSONObject, _ revision: ProtocolRevision) async throws -> JSONObject {
        switch method {
        case "elicitation/create":
            guard let elicit = handlers.elicit else { throw unsupported(method) }
            return try await elicitation(params, elicit)
        case "sampling/createMessage":
            guard let sample = handlers.sample else { throw unsupported(method) }
            guard let request = SamplingRequest(params) else {
                throw InputFailure.malformed("sampling without messages or maxTokens")
            }
            // A client that did not declare tools must refuse them.
            if params["tools"] != nil || params["toolChoice"] != nil, capabilities["sampling"]?["tools"] == nil {
                throw InputFailure.malformed("sampling with tools, which this client did not offer")
            }
            return try await sample(request).json(revision: revision)
        case "roots/list":
            guard let roots = handlers.roots else { throw unsupported(method) }
            let list = try await roots().filter { $0.uri.hasPrefix("file://") }
            return ["roots": .array(list.map { .object($0.json) })]
        default: throw unsupported(method)
        }
    }

    private func unsupported(_ method: String) -> InputFailure {
        handlers.warn?(.unsupportedInput(method: method))
        return .unsupported
    }

    private func elicitation(
        _ params: JSONObject,
        _ elicit: @Sendable (ElicitationRequest) async throws -> ElicitationAnswer
    ) async throws -> JSONObject {
        let request = try ElicitationRequest(params)
        switch try await elicit(request) {
        case .decline: return ["action": "decline"]
        case .cancel: return ["action": "cancel"]
        case .accept(let values):
            guard case .form(let form) = request else { return ["action": "accept"] }
            let problems = form.problems(with: values)
            guard problems.isEmpty else { throw InputFailure.unfit(problems) }
            return ["action": "accept", "content": .object(form.completed(values))]
        }
    }
}

// MARK: - Messages

extension ClientEngine {
    func nextID() -> JSONRPCID {
        lastID += 1
        return .integer(lastID)
    }

    /// Sends one request and waits for its response.
    ///
    /// - Parameter id: of the request. Default: a new one.
    func send(
        _ method: String,
        _ params: JSONObject,
        _ revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers = [],
        options: RequestOptions = RequestOptions(),
        id given: JSONRPCID? = nil
    ) async throws -> JSONRPCResponse {
        let id = given ?? nextID()
        var params = params
        let meta = meta(of: params, id, revision, options)
        if !meta.isEmpty { params[MetaKey.meta] = .object(meta) }
        if let onProgress = options.onProgress { progress[id] = onProgress }
        defer { progress[id] = nil }
        let request = JSONRPCRequest(id: id, method: method, params: params.isEmpty ? nil : params)
        let handler: ServerMessageHandler = { [weak self] message in await self?.receive(message, revision) }
        let response: JSONRPCResponse
        do {
            response = try await within(options.timeout) { [transport] in
                try await transport.send(request, revision: revision, headers: headers, handler: handler)
            }
        } catch is TimeOver {
            tellCancelled(id, method, revision)
            throw ClientTransportFailure.noAnswer
        } catch {
            if Task.isCancelled { tellCancelled(id, method, revision) }
            throw error
        }
        // Some servers put an identifier of their own in errors about requests that they did not understand.
        guard response.id == id || response.error != nil else {
            throw ClientFailure.invalidResponse("the response is for another request")
        }
        return response
    }

    private func meta(
        of params: JSONObject,
        _ id: JSONRPCID,
        _ revision: ProtocolRevision?,
        _ options: RequestOptions
    ) -> JSONObject {
        var meta = params[MetaKey.meta]?.object ?? [:]
        for (name, value) in options.meta { meta[name] = value }
        // Unique among the requests under way, as the identifier is.
        if options.onProgress != nil { meta[MetaKey.progressToken] = id.json }
        guard let revision, revision.isModern else { return meta }
        meta[MetaKey.protocolVersion] = .string(revision.rawValue)
        meta[MetaKey.clientInfo] = .object(implementation.json(revision: revision, language: .english))
        meta[MetaKey.clientCapabilities] = .object(capabilities)
        if let logLevel, handlers.log != nil { meta[MetaKey.logLevel] = .string(logLevel.rawValue) }
        return meta
    }

    private func within(
        _ limit: Duration?,
        _ operation: @escaping @Sendable () async throws -> JSONRPCResponse
    ) async throws -> JSONRPCResponse {
        guard let limit else { return try await operation() }
        return try await withThrowingTaskGroup(of: JSONRPCResponse.self) { [clock] group in
            group.addTask { try await operation() }
            group.addTask {
                try await clock.sleep(limit)
                throw TimeOver()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw TimeOver() }
            return first
        }
    }

    private struct TimeOver: Error {}

    /// Says that a request is no longer wanted, where leaving its stream does not say so. `initialize` must not be
    /// cancelled, and a server that does not know the probe has not begun to work on it.
    private func tellCancelled(_ id: JSONRPCID, _ method: String, _ revision: ProtocolRevision?) {
        guard let revision, method != "server/discover" else { return }
        if revision.isModern, transport.kind == .streamableHTTP { return }
        let notification = JSONRPCNotification(method: "notifications/cancelled", params: ["requestId": id.json])
        // The caller is cancelled; its notification must not be.
        let number = (farewells.keys.max() ?? 0) + 1
        farewells[number] = Task {
            try? await transport.notify(notification, revision: revision)
            farewells[number] = nil
        }
    }
}
