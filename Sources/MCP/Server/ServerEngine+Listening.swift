import JSON
import Localization

extension ServerEngine {
    /// `subscriptions/listen`: a request that is answered when the server stops, and until then tells of changes. The
    /// client ends it by cancelling.
    func listen(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        guard let changes = configuration.changes else { throw unknownMethod(asked.request.method, asked.context) }
        let wanted = try ChangeFilter(asked.params, asked.language)
        if !wanted.taskIDs.isEmpty { try requireTasks(asked) }
        // Asked once for all of them: a client that is told of one scope after the other asks its user as often.
        try require(
            wanted.resourceURIs.reduce(into: []) { $0.formUnion(resources.requiredScopes(for: $1)) },
            asked.context
        )
        return .perform { [self] in
            // Only now: whoever asks for an answer at once has no stream yet.
            guard let outgoing = asked.context.outgoing else {
                return .error(
                    JSONRPCErrorObject(
                        .invalidRequest,
                        LocalizedText(
                            es: "subscriptions/listen necesita un canal por el que avisar: acepte text/event-stream.",
                            en: "subscriptions/listen needs a stream to tell of changes: accept text/event-stream."
                        ),
                        asked.language
                    )
                )
            }
            let filter = await honoured(wanted, asked)
            let meta: JSONObject = [MetaKey.subscriptionID: asked.request.id.json]
            let stream = MessageStream(maximumEvents: 3 + filter.resourceURIs.count + 4 * filter.taskIDs.count)
            // Subscribed before the acknowledgement leaves, so that no change falls between the two.
            let token = changes.subscribe { news in
                switch news {
                case .change(let change):
                    guard filter.wants(change) else { return }
                    stream.append(change.notification(meta: meta).serialized(), unlessWaiting: true)
                case .closed: stream.finish()
                }
            }
            guard let token else {
                return .error(
                    JSONRPCErrorObject(
                        .internalError,
                        LocalizedText(
                            es: "El servidor atiende ya demasiadas suscripciones. Inténtelo más tarde.",
                            en: "The server serves too many subscriptions already. Try again later."
                        ),
                        asked.language
                    )
                )
            }
            defer { changes.unsubscribe(token) }
            let acknowledgement = JSONRPCNotification(
                method: "notifications/subscriptions/acknowledged",
                params: [MetaKey.meta: .object(meta), "notifications": .object(filter.json)]
            )
            await outgoing.send(acknowledgement.serialized())
            var read = 0
            while case .events(let events) = await stream.next(after: read) {
                for event in events {
                    read = event.sequence
                    if case .message(let message) = event.content { await outgoing.send(message) }
                }
            }
            return completed([MetaKey.meta: .object(meta)], for: running(asked))
        }
    }

    /// What this server can tell of.
    private func honoured(_ wanted: ChangeFilter, _ asked: Asked) async -> ChangeFilter {
        let offer = offer
        var filter = wanted
        filter.tools = wanted.tools && !offer.tools.isEmpty
        filter.prompts = wanted.prompts && !offer.prompts.isEmpty
        filter.resources = wanted.resources && !offer.resources.isEmpty
        if offer.resources.isEmpty { filter.resourceURIs = [] }
        filter.taskIDs = []
        for id in wanted.taskIDs {
            guard let task = try? await configuration.tasks?.task(id, of: asked.context.principal),
                !lacking(scopes(of: task), asked.context.scopes)
            else { continue }
            filter.taskIDs.append(id)
        }
        return filter
    }
}
