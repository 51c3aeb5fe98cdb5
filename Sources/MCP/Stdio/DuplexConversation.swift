import JSON
public import Localization
import Synchronization

/// One client on a channel that carries everything both ways, such as standard input and output: requests of both eras,
/// their messages and answers, changes, and the server's own questions.
public final class DuplexConversation: Sendable {
    /// What to do about a message. Whoever reads the channel does it.
    public enum Step: Sendable {
        case nothing
        /// Send this now.
        case send([UInt8])
        /// Run this beside what else is running. It sends what it has to say.
        case run(@Sendable () async -> Void)
    }

    private let engine: ServerEngine
    /// What is remembered of the client, should it be a legacy one.
    public let session: LegacySession
    private let language: Language
    private let principal: String?
    private let outgoing: any OutgoingMessages
    /// Requests that last until somebody ends them.
    private let listening = Mutex<Set<JSONRPCID>>([])

    /// - Parameter outgoing: writes to the channel, one message at a time.
    public init(
        engine: ServerEngine,
        session: LegacySession = LegacySession(id: "-"),
        language: Language = .english,
        principal: String? = nil,
        outgoing: any OutgoingMessages
    ) {
        self.engine = engine
        self.session = session
        self.language = language
        self.principal = principal
        self.outgoing = outgoing
    }

    /// Serves a channel until its input ends. Requests that are running then are still answered; subscriptions end, and
    /// nobody is asked any more. Cancel the surrounding task to stop at once.
    ///
    /// - Parameter lines: see ``LineSplitter``.
    public func serve<Lines: AsyncSequence>(_ lines: Lines) async throws where Lines.Element == LineSplitter.Line {
        let changes = engine.configuration.changes
        let token = changes?.subscribe { [session] news in
            if case .change(let change) = news { session.announce(change) }
        }
        defer { if let token { changes?.unsubscribe(token) } }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [self] in await pump() }
            for try await line in lines {
                switch accept(line) {
                case .nothing: break
                case .send(let bytes): await outgoing.send(bytes)
                case .run(let work): group.addTask { await work() }
                }
            }
            session.closeInput()
            for id in listening.withLock({ $0 }) { session.running.cancel(id) }
        }
        end()
    }

    /// The client is gone.
    public func end() {
        session.end()
    }

    /// Takes in one line.
    public func accept(_ line: LineSplitter.Line) -> Step {
        switch line {
        case .message(let bytes): return accept(bytes)
        case .tooLong:
            let text = LocalizedText(es: "El mensaje es demasiado largo.", en: "The message is too long.")
            let failure = JSONRPCFailure(id: nil, code: .invalidRequest, message: text)
            return .send(failure.response(in: language).serialized())
        }
    }

    /// Takes in one message. Its effect on the conversation (the handshake, a cancellation, an answer) is there when this
    /// returns, so call it for one message after another.
    ///
    /// - Parameter scopes: what the sender may do; each message may come with a proof of its own. Default: everything.
    public func accept(_ bytes: [UInt8], scopes: Set<String>? = nil) -> Step {
        let message: JSONRPCMessage
        do throws(JSONRPCFailure) {
            message = try JSONRPCMessage.parse(bytes)
        } catch {
            return .send(error.response(in: language).serialized())
        }
        switch message {
        case .request(let request): return accept(request, scopes)
        case .notification(let notification):
            if case .cancel(let id, _) = engine.receive(notification) { session.running.cancel(id) }
            return .nothing
        case .response(let response):
            session.receive(response)
            return .nothing
        case .batch(let batch): return accept(batch, scopes)
        }
    }

    private func accept(_ request: JSONRPCRequest, _ scopes: Set<String>?) -> Step {
        let context = context(ProtocolEra(of: request, negotiated: session.revision), scopes)
        switch session.running.begin(request.id) {
        case .admitted: break
        case .duplicate:
            return refuse(request, es: "Ya hay una petición con este «id».", en: "A request with this 'id' is running.")
        case .tooMany:
            return refuse(request, es: "Hay demasiadas peticiones a la vez.", en: "Too many requests at once.")
        }
        if let response = engine.immediateResponse(to: request, context: context) {
            session.running.finish(request.id)
            return .send(response.bytes)
        }
        let isListening = request.method == "subscriptions/listen"
        if isListening { listening.withLock { _ = $0.insert(request.id) } }
        return .run { [self] in
            defer { if isListening { listening.withLock { _ = $0.remove(request.id) } } }
            await cancellable(request.id) { [self] in
                await engine.serializedResponse(to: request, context: context).bytes
            }
        }
    }

    private func accept(_ batch: [Result<JSONRPCMessage, JSONRPCFailure>], _ scopes: Set<String>?) -> Step {
        guard let revision = session.revision, revision.allowsBatches else {
            let text = LocalizedText(
                es: "Envíe un mensaje por línea: aquí no se admiten lotes.",
                en: "Send one message a line: there are no batches here."
            )
            return .send(
                JSONRPCFailure(id: nil, code: .invalidRequest, message: text).response(in: language).serialized()
            )
        }
        for case .success(let message) in batch {
            switch message {
            case .notification(let notification):
                if case .cancel(let id, _) = engine.receive(notification) { session.running.cancel(id) }
            case .response(let response): session.receive(response)
            case .request, .batch: break
            }
        }
        let context = context(.legacy(revision), scopes)
        return .run { [self] in
            if let bytes = await engine.serializedResponse(toBatch: batch, context: context) {
                await outgoing.send(bytes)
            }
        }
    }

    /// Runs a request so that the client can cancel it, and sends its answer unless it did.
    private func cancellable(_ id: JSONRPCID, _ work: @escaping @Sendable () async -> [UInt8]) async {
        let task = Task { await work() }
        session.running.onCancel(id) { task.cancel() }
        let bytes = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if session.running.finish(id) { await outgoing.send(bytes) }
    }

    /// Passes on what is told outside of requests.
    private func pump() async {
        var read = 0
        while case .events(let events) = await session.standalone.next(after: read) {
            for event in events {
                read = event.sequence
                if case .message(let message) = event.content { await outgoing.send(message) }
            }
        }
    }

    private func context(_ era: ProtocolEra, _ scopes: Set<String>?) -> RequestContext {
        RequestContext(
            era: era,
            language: language,
            principal: principal,
            scopes: scopes,
            session: session,
            outgoing: outgoing
        )
    }

    private func refuse(_ request: JSONRPCRequest, es: String, en: String) -> Step {
        let error = JSONRPCErrorObject(.invalidRequest, LocalizedText(es: es, en: en), language)
        return .send(JSONRPCResponse(id: request.id, error: error).serialized())
    }
}
