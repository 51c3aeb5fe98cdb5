import JSON

extension ClientEngine {
    /// Takes in what a server says besides responses.
    ///
    /// - Parameter revision: of the request on whose stream it came; `nil` while `initialize` is under way.
    func receive(_ message: ServerMessage, _ revision: ProtocolRevision?) async {
        switch message {
        case .notification(let notification): await take(notification, revision)
        case .request(let request): serve(request, revision)
        }
    }

    private func take(_ notification: JSONRPCNotification, _ revision: ProtocolRevision?) async {
        let params = notification.params ?? [:]
        switch notification.method {
        case "notifications/progress":
            guard let token = params[MetaKey.progressToken].flatMap({ JSONRPCID($0) }),
                let onProgress = progress[token], let update = ProgressUpdate(params)
            else { return }
            await onProgress(update)
        case "notifications/message":
            guard let message = LogMessage(params) else { return }
            await handlers.log?(message)
        case "notifications/cancelled":
            guard let id = params["requestId"].flatMap({ JSONRPCID($0) }) else { return }
            serving[id]?.cancel()
            // A modern server takes a subscription down in this way.
            subscriptions[id]?.continuation.finish()
        case "notifications/subscriptions/acknowledged":
            guard let id = subscriptionID(params) else { return }
            acknowledge(id, SubscriptionFilter(params["notifications"] ?? [:]))
        default:
            guard let change = ServerChange(notification) else { return }
            forget(change)
            publish(change, to: subscriptionID(params), method: notification.method, revision)
        }
    }

    private func subscriptionID(_ params: JSONObject) -> JSONRPCID? {
        params[MetaKey.meta]?[MetaKey.subscriptionID].flatMap { JSONRPCID($0) }
    }

    /// A change makes results stale, however fresh they are.
    private func forget(_ change: ServerChange) {
        switch change {
        case .tools: cache.forget("tools/list")
        case .prompts: cache.forget("prompts/list")
        case .resources:
            cache.forget("resources/list")
            cache.forget("resources/templates/list")
        case .resource(let uri): cache.forget("resources/read", uri: uri)
        }
    }

    // MARK: Requests of a legacy server

    private func serve(_ request: JSONRPCRequest, _ revision: ProtocolRevision?) {
        // A modern client sends no responses, so there is no way to answer.
        if let revision, revision.isModern {
            handlers.warn?(.unexpectedRequest(method: request.method))
            return
        }
        guard serving[request.id] == nil, serving.count < Self.maximumServed else {
            let error = JSONRPCErrorObject(code: .internalError, message: "Too many requests at once.")
            Task { [transport] in
                try? await transport.respond(JSONRPCResponse(id: request.id, error: error), revision: revision)
            }
            return
        }
        // Apart from the stream that it came on: a person may take a while, and progress and pings go on.
        serving[request.id] = Task {
            let response = await response(to: request, revision ?? .latestLegacy)
            let isWanted = !Task.isCancelled
            serving[request.id] = nil
            if isWanted { try? await transport.respond(response, revision: revision) }
        }
    }

    private func response(to request: JSONRPCRequest, _ revision: ProtocolRevision) async -> JSONRPCResponse {
        if request.method == "ping" { return JSONRPCResponse(id: request.id, result: [:]) }
        do {
            let result = try await input(request.method, request.params ?? [:], revision)
            return JSONRPCResponse(id: request.id, result: result)
        } catch let failure as InputFailure {
            return JSONRPCResponse(id: request.id, error: failure.error)
        } catch let error as JSONRPCErrorObject {
            return JSONRPCResponse(id: request.id, error: error)
        } catch {
            // What failed inside the client is none of the server's business.
            let error = JSONRPCErrorObject(code: .internalError, message: "The client could not answer.")
            return JSONRPCResponse(id: request.id, error: error)
        }
    }
}
