import HTTPTransport
import MCP
import NIOCore
import NIOHTTP1
import Synchronization

/// Server-sent events on their way to one client. The response begins with the first of them, so a writer that is never
/// written to costs nothing and leaves the answer to be plain JSON.
final class EventStreamWriter: OutgoingMessages {
    private struct State {
        var hasBegun = false
        var hasRoom = false
        var isQuiet = true
        var keepAlive: Task<Void, Never>?
    }

    private let response: HTTPResponseStream
    private let quota: StreamQuota
    private let peer: String
    private let interval: Duration
    private let turn = Turn()
    private let state = Mutex(State())

    /// - Parameter interval: of silence, after which a comment shows that the stream is alive.
    init(_ response: HTTPResponseStream, quota: StreamQuota, peer: String, interval: Duration) {
        self.response = response
        self.quota = quota
        self.peer = peer
        self.interval = interval
    }

    /// Whether the answer is a stream now.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Takes up room among the open streams. Writing does it too.
    ///
    /// - Returns: false when there is none.
    func reserve() -> Bool {
        if state.withLock({ $0.hasRoom }) { return true }
        guard quota.open(peer) else { return false }
        state.withLock { $0.hasRoom = true }
        return true
    }

    /// Sends some events. One writer after another; suspends while the client reads slowly.
    ///
    /// - Throws: when nobody reads them, or there is no room for another stream.
    func write(_ frames: [UInt8]) async throws {
        await turn.begin()
        defer { turn.end() }
        if hasBegun {
            state.withLock { $0.isQuiet = false }
            try await response.write(ByteBuffer(bytes: frames))
        } else {
            guard reserve() else { throw HTTPResponseStreamError.over }
            state.withLock { $0.hasBegun = true }
            try await response.begin(HTTPResponse(headers: Self.headers, body: ByteBuffer(bytes: frames)))
            let keepAlive = Task { [weak self, interval] in
                while (try? await Task.sleep(for: interval)) != nil {
                    guard let self, await self.showLife() else { return }
                }
            }
            state.withLock { $0.keepAlive = keepAlive }
        }
    }

    func send(_ message: [UInt8]) async {
        try? await write(EventStreamFrame.message(message))
    }

    /// Nothing more will be written.
    func close() {
        let (keepAlive, hadRoom) = state.withLock { state in
            defer {
                state.keepAlive = nil
                state.hasRoom = false
            }
            return (state.keepAlive, state.hasRoom)
        }
        keepAlive?.cancel()
        if hadRoom { quota.close(peer) }
    }

    private func showLife() async -> Bool {
        let wasQuiet = state.withLock { state in
            defer { state.isQuiet = true }
            return state.isQuiet
        }
        guard wasQuiet else { return true }
        do {
            try await write(EventStreamFrame.keepAlive)
            state.withLock { $0.isQuiet = true }
            return true
        } catch {
            return false
        }
    }

    /// A proxy between us and the client must neither keep events back nor change them.
    private static let headers: HTTPHeaders = [
        "content-type": "text/event-stream", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no",
    ]
}
