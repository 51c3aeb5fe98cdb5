import Localization

/// The answer to a request of a legacy session.
public enum LegacyAnswer: Sendable {
    /// There already.
    case immediate(SerializedResponse)
    /// In the making: messages, and at last the answer. When the first delivery is the answer alone and the stream is
    /// finished, it can travel as plain JSON; otherwise the stream is one of server-sent events.
    case stream(MessageStream)
}

extension ServerEngine {
    /// Starts a request of a session. It goes on when its connection breaks, since that is no cancellation in the legacy
    /// era: the client comes back for its stream (``LegacySession/resume(after:)``), cancels with a notification
    /// (``receive(_:in:)``), or its session ends.
    ///
    /// - Parameters:
    ///   - context: its session and stream are set here.
    ///   - sendsMessages: whether the client takes messages ahead of the answer. Default: true.
    public func start(
        _ request: JSONRPCRequest,
        in session: LegacySession,
        context: RequestContext,
        sendsMessages: Bool = true
    ) -> LegacyAnswer {
        var context = context
        context.session = session
        switch session.running.begin(request.id) {
        case .admitted: break
        case .duplicate, .tooMany:
            return .immediate(serialize(.error(tooManyAtOnce(context)), id: request.id))
        }
        if let response = immediateResponse(to: request, context: context) {
            session.running.finish(request.id)
            return .immediate(response)
        }
        let stream = session.openStream()
        if sendsMessages { context.outgoing = stream }
        let task = Task { [self, context] in
            let response = await serializedResponse(to: request, context: context)
            // A cancelled request is not answered; its stream ends all the same.
            stream.finish(session.running.finish(request.id) ? response.bytes : nil)
        }
        session.running.onCancel(request.id) { task.cancel() }
        return .stream(stream)
    }

    /// Starts a batch of a session (2025-03-26), with the same rules.
    ///
    /// - Returns: `nil` when nothing in it wants an answer: it is done.
    public func start(
        batch: [Result<JSONRPCMessage, JSONRPCFailure>],
        in session: LegacySession,
        context: RequestContext,
        sendsMessages: Bool = true
    ) -> MessageStream? {
        var context = context
        context.session = session
        var wantsAnswer = false
        for element in batch {
            switch element {
            case .success(.notification(let notification)): receive(notification, in: session)
            case .success(.response(let response)): session.receive(response)
            case .success(.request), .failure: wantsAnswer = true
            case .success(.batch): break
            }
        }
        guard wantsAnswer else { return nil }
        let stream = session.openStream()
        if sendsMessages { context.outgoing = stream }
        // Counted and ended like a request; its name is one that no client gives.
        let id = JSONRPCID.string("batch \(stream.name ?? "")")
        guard session.running.begin(id) == .admitted else {
            stream.finish(JSONRPCResponse(id: nil, error: tooManyAtOnce(context)).serialized())
            return stream
        }
        let task = Task { [self, context] in
            let responses = await serializedResponse(toBatch: batch, context: context)
            session.running.finish(id)
            stream.finish(responses)
        }
        session.running.onCancel(id) { task.cancel() }
        return stream
    }

    private func tooManyAtOnce(_ context: RequestContext) -> JSONRPCErrorObject {
        JSONRPCErrorObject(
            .invalidRequest,
            LocalizedText(
                es: "Ya hay una petición con este «id», o hay demasiadas a la vez.",
                en: "A request with this 'id' is running, or there are too many at once."
            ),
            context.language,
            stage: .admission
        )
    }

    /// Does what a client's notification asks for.
    public func receive(_ notification: JSONRPCNotification, in session: LegacySession) {
        if case .cancel(let id, _) = receive(notification) { session.running.cancel(id) }
    }
}
