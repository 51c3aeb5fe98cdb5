import HTTPTransport
import Localization
import MCP
import NIOCore
import NIOHTTP1

// What becomes of a POST.
extension MCPEndpoint {
    func answer(_ admitted: Admitted, _ writer: EventStreamWriter) async -> HTTPResponse? {
        let context = admitted.context
        switch admitted.message {
        case .request(let request):
            if let opened = open(admitted, request) { return opened }
            if let session = context.session { return await answer(request, in: session, admitted, writer) }
            return await answer(request, admitted, writer)
        case .notification(let notification):
            if let session = context.session { engine.receive(notification, in: session) }
            return HTTPResponse(status: .accepted)
        case .response(let response):
            context.session?.receive(response)
            return HTTPResponse(status: .accepted)
        case .batch(let batch):
            guard let session = context.session else { return await answer(batch, context) }
            let messages = engine.start(
                batch: batch,
                in: session,
                context: context,
                sendsMessages: admitted.media.eventStream
            )
            guard let messages else { return HTTPResponse(status: .accepted) }
            return await deliver(messages, admitted, writer)
        }
    }

    /// Answers the `initialize` of a client that gets a session; `nil` when the message is something else.
    func open(_ admitted: Admitted, _ request: JSONRPCRequest) -> HTTPResponse? {
        guard let sessions, request.method == "initialize", case .legacy = admitted.context.era else { return nil }
        let (answer, session) = engine.open(request, in: sessions, peer: admitted.peer, context: admitted.context)
        var response = respond(answer, admitted.context)
        if let session { response.headers.add(name: StreamableHTTP.sessionHeader, value: session.id) }
        return response
    }

    /// Answers a request that stands alone. It ends with its connection.
    private func answer(
        _ request: JSONRPCRequest,
        _ admitted: Admitted,
        _ writer: EventStreamWriter
    ) async -> HTTPResponse? {
        var context = admitted.context
        // A legacy client without a session is not told anything ahead of its answer.
        if case .modern = context.era, admitted.media.eventStream { context.outgoing = writer }
        if request.method == "subscriptions/listen", context.outgoing != nil, !writer.reserve() {
            return noRoom(context.language, id: request.id)
        }
        let response = await engine.serializedResponse(to: request, context: context)
        guard writer.hasBegun else { return respond(response, context) }
        await writer.send(response.bytes)
        return nil
    }

    /// Answers a request of a session. It goes on when its connection breaks.
    private func answer(
        _ request: JSONRPCRequest,
        in session: LegacySession,
        _ admitted: Admitted,
        _ writer: EventStreamWriter
    ) async -> HTTPResponse? {
        let answer = engine.start(
            request,
            in: session,
            context: admitted.context,
            sendsMessages: admitted.media.eventStream
        )
        switch answer {
        case .immediate(let response): return respond(response, admitted.context)
        case .stream(let messages): return await deliver(messages, admitted, writer)
        }
    }

    private func answer(
        _ batch: [Result<JSONRPCMessage, JSONRPCFailure>],
        _ context: RequestContext
    ) async -> HTTPResponse {
        guard let responses = await engine.serializedResponse(toBatch: batch, context: context) else {
            return HTTPResponse(status: .accepted)
        }
        return .json(responses, status: 200)
    }

    /// Answers with JSON when the answer comes first, else with the stream that it comes on.
    private func deliver(
        _ messages: MessageStream,
        _ admitted: Admitted,
        _ writer: EventStreamWriter
    ) async -> HTTPResponse? {
        let first = await messages.next(after: 0)
        switch first {
        case .events(let events):
            if events.count == 1, events[0].isLast, case .message(let answer) = events[0].content {
                admitted.context.session?.forget(messages)
                return .json(answer, status: 200)
            }
        // Cancelled, and never answered.
        case .end:
            admitted.context.session?.forget(messages)
            return HTTPResponse(status: .accepted)
        case .superseded: return nil
        }
        do {
            try await begin(writer, messages, at: 0, admitted.context.session)
            try await writer.pass(messages, after: 0, first: first)
        } catch {
            // The client comes back for the rest, or it does not.
        }
        return writer.hasBegun ? nil : noRoom(admitted.context.language, id: admitted.requestID)
    }

    /// Begins a stream that can be resumed. From 2025-11-25 on its first event gives it a name before there is anything
    /// to say, so that no break comes too early.
    func begin(
        _ writer: EventStreamWriter,
        _ messages: MessageStream,
        at sequence: Int,
        _ session: LegacySession?
    ) async throws {
        if let revision = session?.revision, revision >= .v2025_11_25, let id = messages.eventID(sequence) {
            try await writer.write(EventStreamFrame.prime(id: id, retryAfter: retryDelay))
        } else {
            try await writer.write(EventStreamFrame.keepAlive)
        }
    }
}
