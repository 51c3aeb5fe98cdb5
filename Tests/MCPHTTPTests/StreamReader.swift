import HTTPTransport
import MCP
import NIOCore
import Synchronization

/// The reading end of a response that comes piece by piece, in memory.
final class StreamReader: HTTPResponseSink {
    private struct State {
        var head: HTTPResponse?
        var parser = EventStreamParser()
        var isGone = false
    }

    private let state = Mutex(State())
    private let arrived: AsyncStream<ServerSentEvent>.Continuation
    private let events: AsyncStream<ServerSentEvent>
    private let commented: AsyncStream<Void>.Continuation
    private let comments: AsyncStream<Void>

    init() {
        (events, arrived) = AsyncStream.makeStream()
        (comments, commented) = AsyncStream.makeStream()
    }

    var stream: HTTPResponseStream { HTTPResponseStream(self) }
    var head: HTTPResponse? { state.withLock { $0.head } }
    var hasBegun: Bool { head != nil }
    /// What the stream said last of when to come back.
    var retry: Duration? { state.withLock { $0.parser.retry } }

    /// Reads no more.
    func leave() { state.withLock { $0.isGone = true } }

    /// The next event; `nil` once ``end()`` was called.
    func next() async -> ServerSentEvent? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// Waits for a comment.
    func nextComment() async {
        var iterator = comments.makeAsyncIterator()
        await iterator.next()
    }

    /// Nothing more comes.
    func end() { arrived.finish() }

    func begin(_ head: HTTPResponse) async throws {
        state.withLock { $0.head = head }
        try await write(head.body)
    }

    func write(_ bytes: ByteBuffer) async throws {
        let events = try state.withLock { state in
            if state.isGone { throw HTTPResponseStreamError.peerIsGone }
            return try bytes.withUnsafeReadableBytes { try state.parser.parse($0) }
        }
        if Array(bytes.readableBytesView) == EventStreamFrame.keepAlive { commented.yield() }
        for event in events { arrived.yield(event) }
    }
}
