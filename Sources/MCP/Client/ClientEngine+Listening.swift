import JSON

extension ClientEngine {
    /// A subscription that is open.
    struct Subscription: Sendable {
        let filter: SubscriptionFilter
        let continuation: AsyncThrowingStream<SubscriptionEvent, any Error>.Continuation
        var isAcknowledged = false
    }

    /// Events that wait for a slow reader at most; older ones are dropped, as later ones say the same again.
    public static let maximumWaitingEvents = 256

    /// Reports changes at the server until the loop over the sequence ends, which ends the subscription.
    ///
    /// A modern server is asked `subscriptions/listen`. With a legacy one, its stream of unrelated messages is read,
    /// and single resources are subscribed. The sequence ends when the server closes it in order, and throws when the
    /// connection breaks: listening again is up to the caller, who then reads anew what may have changed meanwhile.
    public nonisolated func changes(
        _ filter: SubscriptionFilter
    ) -> AsyncThrowingStream<SubscriptionEvent, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(Self.maximumWaitingEvents)) { continuation in
            let task = Task {
                do {
                    try await listen(filter, continuation)
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func listen(
        _ filter: SubscriptionFilter,
        _ continuation: AsyncThrowingStream<SubscriptionEvent, any Error>.Continuation
    ) async throws {
        let identity = try await connect()
        let id = nextID()
        subscriptions[id] = Subscription(filter: filter, continuation: continuation)
        defer { subscriptions[id] = nil }
        guard identity.revision.isModern else {
            return try await listenToLegacy(filter, id, identity.revision)
        }
        let response = try await send(
            "subscriptions/listen",
            ["notifications": .object(filter.json)],
            identity.revision,
            id: id
        )
        if let error = response.error { throw ClientFailure.refused(error) }
        if subscriptions[id]?.isAcknowledged == false {
            throw ClientFailure.invalidResponse("subscriptions/listen ended without an acknowledgement")
        }
    }

    private func listenToLegacy(
        _ filter: SubscriptionFilter,
        _ id: JSONRPCID,
        _ revision: ProtocolRevision
    ) async throws {
        for uri in filter.resourceURIs {
            _ = try await call("resources/subscribe", ["uri": .string(uri)])
        }
        await readUnrelated(revision)
        acknowledge(id)
        // Until the listener leaves, or the reader finishes its sequence.
        let (waiting, end) = AsyncStream<Void>.makeStream()
        for await _ in waiting {}
        end.finish()
        unsubscribe(filter)
        let isLast = subscriptions.keys.allSatisfy { $0 == id }
        if isLast, !canBeAsked {
            reader?.cancel()
            reader = nil
        }
    }

    /// Whether a legacy server may have something to ask.
    private var canBeAsked: Bool { !handlers.capabilities.isEmpty }

    /// Begins to read what a new legacy session says outside of requests, if the client can be asked anything: servers
    /// put their questions there too, even while a call waits for the answer.
    func attend(_ revision: ProtocolRevision) async {
        guard canBeAsked else { return }
        // One that read the session before this one hears nothing any more.
        reader?.cancel()
        reader = nil
        await readUnrelated(revision)
    }

    /// All listeners share one reader of the legacy server's stream. Returns when it reads: what a server says before
    /// that is lost.
    private func readUnrelated(_ revision: ProtocolRevision) async {
        if reader == nil { openReader(revision) }
        await readerOpening?.value
    }

    private func openReader(_ revision: ProtocolRevision) {
        let (waiting, opened) = AsyncStream<Void>.makeStream()
        readerOpening = Task { [clock] in
            let patience = Task {
                try? await clock.sleep(Self.openingTimeout)
                opened.finish()
            }
            for await _ in waiting {}
            patience.cancel()
        }
        let handler: ServerMessageHandler = { [weak self] message in await self?.receive(message, revision) }
        reader = Task { [weak self, transport] in
            var failure: (any Error)?
            do {
                try await transport.receive(revision: revision, opened: { opened.finish() }, handler: handler)
            } catch {
                failure = error
            }
            opened.finish()
            if !Task.isCancelled { await self?.readerEnded(failure) }
        }
    }

    private func readerEnded(_ failure: (any Error)?) {
        reader = nil
        for subscription in subscriptions.values { subscription.continuation.finish(throwing: failure) }
    }

    /// The listener may be cancelled; its last messages must not be.
    private func unsubscribe(_ filter: SubscriptionFilter) {
        for uri in filter.resourceURIs {
            let isStillWanted = subscriptions.values.count { $0.filter.resourceURIs.contains(uri) } > 1
            if isStillWanted { continue }
            Task { _ = try? await call("resources/unsubscribe", ["uri": .string(uri)]) }
        }
    }

    /// - Parameter filter: what the server says that it honours. Default: all that was asked for.
    func acknowledge(_ id: JSONRPCID, _ filter: SubscriptionFilter? = nil) {
        guard let subscription = subscriptions[id], !subscription.isAcknowledged else { return }
        subscriptions[id]?.isAcknowledged = true
        subscription.continuation.yield(.acknowledged(filter ?? subscription.filter))
    }

    /// Hands a change to whom it concerns: in the modern era to the subscription that it names, before to all.
    func publish(
        _ change: ServerChange,
        to id: JSONRPCID?,
        method: String,
        _ revision: ProtocolRevision?
    ) {
        if let revision, revision.isModern {
            guard let id, let subscription = subscriptions[id], subscription.isAcknowledged,
                subscription.filter.accepts(change)
            else {
                handlers.warn?(.unexpectedNotification(method: method))
                return
            }
            subscription.continuation.yield(.changed(change))
            return
        }
        for (id, subscription) in subscriptions where subscription.filter.accepts(change) {
            // The stream may say it before its opening is noticed.
            acknowledge(id)
            subscription.continuation.yield(.changed(change))
        }
    }
}
