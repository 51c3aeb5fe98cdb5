import NIOCore
import NIOHTTP1
import Synchronization

/// The way of one exchange's response to its connection, for a task on any thread.
final class ConnectionSink: HTTPResponseSink {
    enum Piece: Sendable {
        case head(HTTPResponse, method: HTTPMethod, usesChunks: Bool)
        case body(ByteBuffer)
    }

    private struct State {
        var hasBegun = false
        var pieces = 0
    }

    private let connection: NIOLoopBound<(ExchangeHandler, ChannelHandlerContext)>
    private let eventLoop: any EventLoop
    private let exchange: Int
    private let method: HTTPMethod
    private let usesChunks: Bool
    private let state = Mutex(State())

    /// - Parameter exchange: its number on the connection. Another exchange takes no pieces of this one.
    init(
        _ connection: NIOLoopBound<(ExchangeHandler, ChannelHandlerContext)>,
        exchange: Int,
        method: HTTPMethod,
        usesChunks: Bool
    ) {
        self.connection = connection
        eventLoop = connection.eventLoop
        self.exchange = exchange
        self.method = method
        self.usesChunks = usesChunks
    }

    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    func begin(_ head: HTTPResponse) async throws {
        state.withLock { $0.hasBegun = true }
        try await send(.head(head, method: method, usesChunks: usesChunks))
    }

    func write(_ bytes: ByteBuffer) async throws {
        try await send(.body(bytes))
    }

    private func send(_ piece: Piece) async throws {
        let number = state.withLock { state in
            state.pieces += 1
            return state.pieces
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                onEventLoop { $0.send(piece, number, of: self.exchange, $1, continuation) }
                // Cancelled before there was anything to wake up.
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func cancel(_ number: Int) {
        // Never inline: it must not overtake the piece.
        eventLoop.execute { [connection] in
            connection.value.0.waits.removeValue(forKey: number)?.resume(throwing: CancellationError())
        }
    }

    private func onEventLoop(_ work: @escaping @Sendable (ExchangeHandler, ChannelHandlerContext) -> Void) {
        if eventLoop.inEventLoop {
            work(connection.value.0, connection.value.1)
        } else {
            eventLoop.execute { [connection] in work(connection.value.0, connection.value.1) }
        }
    }
}
