import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization

@testable import HTTPTransport

/// Answers with whole responses only.
typealias WholeResponder = @Sendable (HTTPRequest) async -> HTTPResponse

/// The server's end of an HTTP/1.1 connection in memory: bytes in, bytes out, and a clock that goes when told to.
final class ServerConnection {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel
    let reads = ReadCounter()

    convenience init(limits: HTTPLimits = HTTPLimits(), responder: @escaping WholeResponder) throws {
        try self.init(limits: limits, streaming: { request, _ in await responder(request) })
    }

    init(limits: HTTPLimits = HTTPLimits(), streaming responder: @escaping HTTPResponder) throws {
        channel = EmbeddedChannel(loop: loop)
        let environment = ExchangeHandler.Environment(
            limits: limits,
            responder: responder,
            refusal: { status, reason in HTTPResponse(status: status, text: reason) },
            date: HTTPDate()
        )
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        try channel.pipeline.syncOperations.addHandler(reads)
        try ConnectionInitializer.addHTTP1(to: channel, environment, EventLoopExecutors(loop), HTTPPeer())
    }

    var isOpen: Bool { channel.isActive }

    /// Brings bytes. A closed connection takes none.
    func receive(_ text: String) {
        receive(ByteBuffer(string: text))
    }

    func receive(_ bytes: ByteBuffer) {
        guard channel.isActive else { return }
        channel.pipeline.fireChannelRead(bytes)
        channel.pipeline.fireChannelReadComplete()
    }

    /// The peer will send nothing more.
    func receiveEnd() {
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// What was sent since the last time.
    func takeSent() throws -> String {
        loop.run()
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    /// The status codes of the responses sent since the last time.
    func takeStatuses() throws -> [Int] {
        try takeSent().split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
    }

    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
        loop.run()
    }

    static func get(_ target: String, _ fields: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
    }
}

/// Counts the reads that get as far as the socket.
final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}

/// A responder that answers when it is told to.
final class Desk: Sendable {
    private struct State {
        var waiting: [(HTTPRequest, CheckedContinuation<HTTPResponse, Never>)] = []
        var cancelled: [String] = []
    }

    private let state = Mutex(State())

    /// The targets of the requests that wait for an answer.
    var waiting: [String] { state.withLock { $0.waiting.map(\.0.target) } }
    /// The targets of the requests whose tasks were cancelled while they waited.
    var cancelled: [String] { state.withLock { $0.cancelled } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting.append((request, continuation)) }
            }
        } onCancel: {
            state.withLock { $0.cancelled.append(request.target) }
        }
    }

    /// Answers the request that has waited longest with its own target.
    func answer(_ response: HTTPResponse? = nil) {
        let next = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        guard let (request, continuation) = next else { return }
        continuation.resume(returning: response ?? HTTPResponse(text: request.target))
    }
}
