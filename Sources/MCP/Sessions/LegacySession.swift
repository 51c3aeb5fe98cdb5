public import JSON
import Synchronization

/// What a server remembers of one client of the legacy era, between `initialize` and the end.
public final class LegacySession: Sendable {
    /// Bounds of what one client can make the server keep.
    public struct Limits: Sendable {
        /// Default: 1,000.
        public var subscriptions = 1_000
        /// Open questions to the client. Default: 32.
        public var pendingRequests = 32
        /// Streams of requests that can be resumed, running or done. Default: 64.
        public var streams = 64
        /// Default: 256 messages…
        public var eventsPerStream = 256
        /// …and 4 MiB.
        public var bytesPerStream = 4 << 20
        /// What streams that are done may hold together. Default: 8 MiB.
        public var finishedBytes = 8 << 20

        public init() {}
    }

    /// Visible ASCII, not to be guessed.
    public let id: String
    /// Who opened it. Nobody else may use it.
    public let principal: String?
    /// What goes to the client outside of its requests: changes. Over HTTP, the stream that a GET opens.
    public let standalone: MessageStream
    /// The client's requests that are being answered.
    public let running = RunningRequests()

    private let limits: Limits
    private let pending: PendingRequests
    private let state = Mutex(State())

    private struct State {
        var revision: ProtocolRevision?
        var capabilities = JSONObject()
        var clientInfo: Implementation?
        var logLevel: LogLevel?
        var subscriptions: Set<String> = []
        var streams: [MessageStream] = []
        var openedStreams = 0
        var hasEnded = false
    }

    public init(id: String, principal: String? = nil, limits: Limits = Limits()) {
        self.id = id
        self.principal = principal
        self.limits = limits
        standalone = MessageStream(
            name: "g",
            maximumEvents: limits.eventsPerStream,
            maximumBytes: limits.bytesPerStream
        )
        pending = PendingRequests(maximum: limits.pendingRequests)
    }

    // MARK: The handshake

    /// Keeps what `initialize` agreed on.
    func negotiate(_ revision: ProtocolRevision, params: JSONObject?) {
        state.withLock { state in
            state.revision = revision
            state.capabilities = params?["capabilities"]?.object ?? [:]
            state.clientInfo = params?["clientInfo"].flatMap { Implementation($0) }
        }
    }

    /// `nil` before `initialize`.
    public var revision: ProtocolRevision? { state.withLock { $0.revision } }
    public var clientCapabilities: JSONObject { state.withLock { $0.capabilities } }
    public var clientInfo: Implementation? { state.withLock { $0.clientInfo } }
    public var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Ends the session: running requests are cancelled, questions get no answer, streams close.
    public func end() {
        let streams = state.withLock { state in
            state.hasEnded = true
            state.subscriptions = []
            defer { state.streams = [] }
            return state.streams
        }
        running.cancelAll()
        pending.close()
        for stream in streams { stream.finish() }
        standalone.finish()
    }

    /// The client will say nothing more: no question gets an answer, and nobody reads changes.
    func closeInput() {
        pending.close()
        standalone.finish()
    }

    // MARK: Log messages and subscriptions

    /// What `logging/setLevel` asked for; `nil` before.
    public internal(set) var logLevel: LogLevel? {
        get { state.withLock { $0.logLevel } }
        set { state.withLock { $0.logLevel = newValue } }
    }

    /// - Returns: false when the client watches too many resources.
    func subscribe(to uri: String) -> Bool {
        state.withLock { state in
            guard state.subscriptions.contains(uri) || state.subscriptions.count < limits.subscriptions else {
                return false
            }
            state.subscriptions.insert(uri)
            return true
        }
    }

    func unsubscribe(from uri: String) {
        state.withLock { _ = $0.subscriptions.remove(uri) }
    }

    public var subscriptions: Set<String> { state.withLock { $0.subscriptions } }

    /// Tells the client of a change, if it is concerned. A change that waits to be read is not told twice.
    func announce(_ change: Change) {
        switch change {
        case .tools, .prompts, .resources: break
        case .resource(let uri): guard subscriptions.contains(uri) else { return }
        case .task: return
        }
        // Nothing is sent before the handshake is complete.
        guard revision != nil else { return }
        standalone.append(change.notification().serialized(), unlessWaiting: true)
    }

    // MARK: Questions to the client

    /// Hands in a response that the client sent.
    ///
    /// - Returns: whether it answers a question of this session.
    @discardableResult public func receive(_ response: JSONRPCResponse) -> Bool {
        pending.receive(response)
    }

    func ask(
        _ request: InputRequest,
        revision: ProtocolRevision,
        through outgoing: any OutgoingMessages
    ) async throws -> JSONObject {
        let id = try pending.begin()
        let params = request.params(revision: revision, elicitation: "\(self.id.prefix(8))-\(id)")
        await outgoing.send(JSONRPCRequest(id: id, method: request.method, params: params).serialized())
        do {
            switch try await pending.answer(to: id).outcome {
            case .result(let result): return result
            case .error(let error): throw error
            }
        } catch let error as CancellationError {
            let params: JSONObject = ["requestId": id.json]
            await outgoing.send(JSONRPCNotification(method: "notifications/cancelled", params: params).serialized())
            throw error
        }
    }

    // MARK: Streams

    /// A stream for the messages and the answer of one request, which the client can resume.
    public func openStream() -> MessageStream {
        state.withLock { state in
            state.openedStreams += 1
            let stream = MessageStream(
                name: "r\(state.openedStreams)",
                maximumEvents: limits.eventsPerStream,
                maximumBytes: limits.bytesPerStream
            )
            var held = 0
            // The newest that are done are kept for clients that come back.
            for index in state.streams.indices.reversed() where state.streams[index].isFinished {
                held += state.streams[index].byteCount
                if held > limits.finishedBytes { state.streams.remove(at: index) }
            }
            if state.streams.count >= limits.streams {
                // The oldest that is done goes first; a running one only when all are running.
                state.streams.remove(at: state.streams.firstIndex { $0.isFinished } ?? 0)
            }
            if !state.hasEnded { state.streams.append(stream) } else { stream.finish() }
            return stream
        }
    }

    /// Lets go of a stream whose client has all of it, or never heard its name.
    public func forget(_ stream: MessageStream) {
        state.withLock { $0.streams.removeAll { $0 === stream } }
    }

    /// The stream that an event belongs to, and its place there; `nil` when it is unknown or forgotten.
    ///
    /// - Parameter lastEventID: the header `Last-Event-ID`.
    public func resume(after lastEventID: String) -> (stream: MessageStream, sequence: Int)? {
        let parts = lastEventID.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, lastEventID.utf8.count <= 40, let sequence = Int(parts[1]), sequence >= 0 else {
            return nil
        }
        let stream: MessageStream?
        if parts[0] == "g" {
            stream = hasEnded ? nil : standalone
        } else {
            stream = state.withLock { state in state.streams.first { $0.name.map { $0 == parts[0] } ?? false } }
        }
        guard let stream, sequence <= stream.last else { return nil }
        return (stream, sequence)
    }
}

extension MessageStream {
    /// The identifier of one of its events in a session; `nil` when the stream cannot be resumed.
    ///
    /// - Parameter sequence: 0 for the event before the first.
    public func eventID(_ sequence: Int) -> String? {
        name.map { "\($0)-\(sequence)" }
    }
}
