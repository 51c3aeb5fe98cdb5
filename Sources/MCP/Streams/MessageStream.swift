import Synchronization

/// Messages on their way to one reader, kept until they are read, or longer where the reader may come back for them.
///
/// Writers never wait. The stream is bounded: when it is full its oldest message is lost, so a reader who is slow or
/// gone costs a fixed amount of memory, and the newest message (the answer of a request) is always there.
public final class MessageStream: OutgoingMessages {
    public struct Event: Sendable, Hashable {
        public enum Content: Sendable, Hashable {
            /// A serialised JSON-RPC message.
            case message([UInt8])
            /// End the connection; the reader is to come back after so many milliseconds.
            case pause(retryAfter: Int)
        }

        /// From 1, without gaps unless messages were lost.
        public let sequence: Int
        public let content: Content
        /// Whether the stream was finished with it: the answer of a request.
        public let isLast: Bool

        init(sequence: Int, content: Content, isLast: Bool = false) {
            self.sequence = sequence
            self.content = content
            self.isLast = isLast
        }
    }

    public enum Delivery: Sendable, Hashable {
        case events([Event])
        /// Nothing more will come.
        case end
        /// Another reader took over, or this one was cancelled.
        case superseded
    }

    /// Tells the streams of a session apart; `nil` when nobody can come back for lost messages.
    public let name: String?
    private let maximumEvents: Int
    private let maximumBytes: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: of a stream that can be resumed. Default: none, and messages are forgotten when the next are asked for.
    ///   - maximumEvents: how many messages are kept. Default: 256.
    ///   - maximumBytes: how large they may be together. Default: 4 MiB. One message is always kept.
    public init(name: String? = nil, maximumEvents: Int = 256, maximumBytes: Int = 4 << 20) {
        self.name = name
        self.maximumEvents = max(maximumEvents, 1)
        self.maximumBytes = maximumBytes
    }

    // MARK: Writing

    public func send(_ message: [UInt8]) async {
        append(message)
    }

    public func pause(retryAfter milliseconds: Int) async {
        append(.pause(retryAfter: milliseconds), unlessWaiting: false)
    }

    /// - Parameter unlessWaiting: whether the same message, not read yet, makes this one superfluous. Default: false.
    public func append(_ message: [UInt8], unlessWaiting: Bool = false) {
        append(.message(message), unlessWaiting: unlessWaiting)
    }

    /// Ends the stream, with a last message if there is one.
    public func finish(_ last: [UInt8]? = nil) {
        let reader = state.withLock { state -> Reader? in
            guard !state.isFinished else { return nil }
            // In one step with the message: whoever reads it sees that nothing follows.
            state.isFinished = true
            if let last { add(.message(last), isLast: true, to: &state) }
            return state.takeReader()
        }
        reader?.resume()
    }

    private func append(_ content: Event.Content, unlessWaiting: Bool) {
        let reader = state.withLock { state -> Reader? in
            if state.isFinished { return nil }
            if unlessWaiting, state.events.contains(where: { $0.sequence > state.readUpTo && $0.content == content }) {
                return nil
            }
            add(content, isLast: false, to: &state)
            return state.takeReader()
        }
        reader?.resume()
    }

    private func add(_ content: Event.Content, isLast: Bool, to state: inout State) {
        state.last += 1
        state.events.append(Event(sequence: state.last, content: content, isLast: isLast))
        state.bytes += content.size
        while state.events.count > 1, state.events.count > maximumEvents || state.bytes > maximumBytes {
            state.bytes -= state.events.removeFirst().content.size
        }
    }

    // MARK: Reading

    /// Whether everything has been written. A reader may still have to fetch it.
    public var isFinished: Bool { state.withLock { $0.isFinished } }

    /// How large the messages are that are kept.
    var byteCount: Int { state.withLock { $0.bytes } }

    /// The sequence of the last message that was written.
    var last: Int { state.withLock { $0.last } }

    /// The last message that was read or is being read.
    public var position: Int { state.withLock { $0.readUpTo } }

    /// Whether somebody is waiting for messages.
    public var isBeingRead: Bool { state.withLock { $0.reader != nil } }

    /// The messages after one, as soon as there are any. One reader at a time: a new one ends the wait of the one before.
    ///
    /// - Parameter sequence: of the last message that the reader has; 0 for none.
    public func next(after sequence: Int) async -> Delivery {
        let ticket = state.withLock { state -> Int in
            state.tickets += 1
            return state.tickets
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> [Reader] in
                    var ready: [Reader] = []
                    if var before = state.reader {
                        before.delivery = .superseded
                        ready.append(before)
                        state.reader = nil
                    }
                    if name == nil { state.forget(upTo: sequence) }
                    state.readUpTo = max(state.readUpTo, sequence)
                    state.reader = Reader(ticket: ticket, after: sequence, continuation: continuation)
                    if state.cancelled.remove(ticket) != nil {
                        var reader = state.reader
                        reader?.delivery = .superseded
                        state.reader = nil
                        if let reader { ready.append(reader) }
                    } else if let reader = state.takeReader() {
                        ready.append(reader)
                    }
                    return ready
                }
                for reader in ready { reader.resume() }
            }
        } onCancel: {
            let reader = state.withLock { state -> Reader? in
                guard var reader = state.reader, reader.ticket == ticket else {
                    // Cancelled before the wait began; a wait that is over already takes no notice.
                    if ticket == state.tickets { state.cancelled = [ticket] }
                    return nil
                }
                reader.delivery = .superseded
                state.reader = nil
                return reader
            }
            reader?.resume()
        }
    }

    private struct Reader: Sendable {
        let ticket: Int
        let after: Int
        let continuation: CheckedContinuation<Delivery, Never>
        var delivery = Delivery.superseded

        func resume() { continuation.resume(returning: delivery) }
    }

    private struct State {
        var events: [Event] = []
        var bytes = 0
        var last = 0
        var readUpTo = 0
        var isFinished = false
        var reader: Reader?
        var tickets = 0
        var cancelled: Set<Int> = []

        mutating func forget(upTo sequence: Int) {
            while let first = events.first, first.sequence <= sequence {
                bytes -= first.content.size
                events.removeFirst()
            }
        }

        /// The reader with what it waits for, if that is there.
        mutating func takeReader() -> Reader? {
            guard var reader else { return nil }
            let waiting = events.drop { $0.sequence <= reader.after }
            if !waiting.isEmpty {
                reader.delivery = .events(Array(waiting))
                readUpTo = max(readUpTo, last)
            } else if isFinished {
                reader.delivery = .end
            } else {
                return nil
            }
            self.reader = nil
            return reader
        }
    }
}

extension MessageStream.Event.Content {
    fileprivate var size: Int {
        switch self {
        case .message(let bytes): bytes.count
        case .pause: 16
        }
    }
}
