import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import HTTPTransport

/// Streams over real sockets, in both versions of HTTP.
@Suite(.timeLimit(.minutes(5))) struct LiveStreamTests {
    private static let protocols: [[String]] = [["h2"], ["http/1.1"], []]

    @Test(arguments: protocols)
    func manyPiecesArriveInOrder(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(
            tls: !protocols.isEmpty,
            streaming: { request, stream in
                do {
                    try await stream.begin(HTTPResponse(body: ByteBuffer(string: "0,")))
                    for number in 1..<2_000 { try await stream.write(ByteBuffer(string: "\(number),")) }
                } catch {
                    #expect(request.method == .HEAD)
                }
                return nil
            }
        )
        let client = try await live.connect(protocols)
        for _ in 0..<2 {
            let response = try await client.send(.GET, "/", authority: "localhost")
            #expect(String(buffer: response.body) == (0..<2_000).map { "\($0)," }.joined())
        }
        let empty = try await client.send(.HEAD, "/", authority: "localhost")
        #expect(empty.status == .ok && empty.body.readableBytes == 0)
        await client.close()
        await live.stop()
    }

    /// Whoever reads slowly holds a bounded part of what is written to them.
    @Test(arguments: protocols)
    func largePiecesAreWaitedFor(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(
            tls: !protocols.isEmpty,
            streaming: { _, stream in
                do {
                    try await stream.begin(HTTPResponse())
                    for byte in UInt8(0)..<24 { try await stream.write(ByteBuffer(repeating: byte, count: 1 << 20)) }
                } catch {
                    Issue.record(error)
                }
                return nil
            }
        )
        let client = try await live.connect(protocols)
        var body = try await client.send(.GET, "/", authority: "localhost").body
        for byte in UInt8(0)..<24 {
            #expect(body.readSlice(length: 1 << 20) == ByteBuffer(repeating: byte, count: 1 << 20))
        }
        #expect(body.readableBytes == 0)
        await client.close()
        await live.stop()
    }

    /// What one endless writer has written.
    private final class Tally: Sendable {
        let pieces = Mutex(0)
        let writer = Mutex<Task<Void, any Error>?>(nil)

        func begin(_ stream: HTTPResponseStream) -> Task<Void, any Error> {
            let task = Task {
                try await stream.begin(HTTPResponse())
                let piece = ByteBuffer(repeating: 7, count: 1 << 20)
                while true {
                    try await stream.write(piece)
                    pieces.withLock { $0 += 1 }
                }
            }
            writer.withLock { $0 = task }
            return task
        }

        /// Waits until the writer has written something and comes no further.
        func stall() async throws {
            var before = -1
            while pieces.withLock({ $0 }) != before || before < 1 {
                before = pieces.withLock { $0 }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// A client that never reads: the writer comes to a stop, and the end of the connection wakes it, or its own.
    @Test(arguments: [true, false])
    func aWriterStopsAtAReaderThatDoesNotRead(_ isCancelledFromWithin: Bool) async throws {
        let tally = Tally()
        let live = try await LiveServer.start(
            tls: false,
            streaming: { _, stream in
                try? await tally.begin(stream).value
                return nil
            }
        )
        let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: live.port).get()
        try await client.writeAndFlush(ByteBuffer(string: ServerConnection.get("/")))
        try await tally.stall()
        #expect(tally.pieces.withLock { $0 } < 64)
        let writer = try #require(tally.writer.withLock { $0 })
        if isCancelledFromWithin {
            writer.cancel()
            await #expect(throws: CancellationError.self) { try await writer.value }
        }
        try await client.close()
        await #expect(throws: (any Error).self) { try await writer.value }
        await live.stop()
    }

    @Test(arguments: protocols)
    func aReaderThatGoesAwayCancels(_ protocols: [String]) async throws {
        let begun = Gate()
        let cancelled = Gate()
        let live = try await LiveServer.start(
            tls: !protocols.isEmpty,
            streaming: { _, stream in
                try? await stream.begin(HTTPResponse())
                await begun.open()
                await withTaskCancellationHandler {
                    await cancelled.wait()
                } onCancel: {
                    Task { await cancelled.open() }
                }
                await #expect(throws: HTTPResponseStreamError.peerIsGone) {
                    try await stream.write(ByteBuffer(string: "a"))
                }
                return nil
            }
        )
        let client = try await live.connect(protocols)
        let request = Task { try await client.send(.GET, "/", authority: "localhost") }
        await begun.wait()
        request.cancel()
        await client.close()
        await cancelled.wait()
        await #expect(throws: (any Error).self) { _ = try await request.value }
        await live.stop()
    }

    @Test(arguments: protocols)
    func stoppingWaitsForStreamsUpToATime(_ protocols: [String]) async throws {
        let begun = Gate()
        let leave = Gate()
        let live = try await LiveServer.start(
            tls: !protocols.isEmpty,
            streaming: { request, stream in
                try? await stream.begin(HTTPResponse())
                await begun.open()
                await leave.wait()
                try? await stream.write(ByteBuffer(string: "bye"))
                return nil
            }
        )
        let client = try await live.connect(protocols)
        let response = Task { try await client.send(.GET, "/", authority: "localhost") }
        await begun.wait()
        async let ended = live.server.shutdown(drain: .seconds(30))
        await leave.open()
        #expect(String(buffer: try await response.value.body) == "bye")
        await client.close()
        #expect(await ended)
    }
}
