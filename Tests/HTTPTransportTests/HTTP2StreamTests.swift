import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import HTTPTransport

/// One stream of an HTTP/2 connection, seen as the frames that go in and come out.
@Suite struct HTTP2StreamTests {
    private let loop = EmbeddedEventLoop()

    private func stream(
        _ change: (inout HTTPLimits) -> Void = { _ in },
        responder: @escaping WholeResponder
    ) throws -> EmbeddedChannel {
        try stream(change, streaming: { request, _ in await responder(request) })
    }

    private func stream(
        _ change: (inout HTTPLimits) -> Void = { _ in },
        streaming responder: @escaping HTTPResponder
    ) throws -> EmbeddedChannel {
        var limits = HTTPLimits()
        change(&limits)
        let environment = ExchangeHandler.Environment(
            limits: limits,
            responder: responder,
            refusal: { status, reason in HTTPResponse(status: status, text: reason) },
            date: HTTPDate()
        )
        let channel = EmbeddedChannel(loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
        try pipeline.addHandler(
            ExchangeHandler(
                environment: environment,
                executor: EventLoopExecutors(loop)[loop],
                peer: HTTPPeer(),
                isStream: true
            )
        )
        return channel
    }

    private func receive(_ channel: EmbeddedChannel, _ payload: HTTP2Frame.FramePayload) {
        channel.pipeline.fireChannelRead(payload)
        channel.pipeline.fireChannelReadComplete()
    }

    private func headers(endStream: Bool) -> HTTP2Frame.FramePayload {
        let fields = [(":method", "POST"), (":path", "/a"), (":scheme", "https"), (":authority", "localhost")]
        return .headers(.init(headers: HPACKHeaders(fields), endStream: endStream))
    }

    private func data(_ text: String, endStream: Bool) -> HTTP2Frame.FramePayload {
        .data(.init(data: .byteBuffer(ByteBuffer(string: text)), endStream: endStream))
    }

    /// The frames sent, in words: `headers 200`, `data abc`, `end`, `reset`.
    private func sent(_ channel: EmbeddedChannel) throws -> [String] {
        loop.run()
        var words: [String] = []
        while let payload = try channel.readOutbound(as: HTTP2Frame.FramePayload.self) {
            switch payload {
            case .headers(let headers):
                words.append("headers " + (headers.headers.first(name: ":status") ?? "?"))
                if headers.endStream { words.append("end") }
            case .data(let data):
                if case .byteBuffer(let buffer) = data.data, buffer.readableBytes > 0 {
                    words.append("data " + String(buffer: buffer))
                }
                if data.endStream { words.append("end") }
            case .rstStream(let code):
                words.append(code == .noError ? "reset" : "reset \(code)")
            default:
                words.append("other")
            }
        }
        return words
    }

    @Test func aRequestGetsItsResponse() throws {
        let channel = try stream { HTTPResponse(text: $0.target + String(buffer: $0.body)) }
        receive(channel, headers(endStream: false))
        receive(channel, data("bc", endStream: true))
        #expect(try sent(channel) == ["headers 200", "data /abc", "end"])
    }

    /// A stream that stayed half open would keep its connection from ever being idle.
    @Test func aRefusedRequestIsAnsweredAndReset() throws {
        let channel = try stream({ $0.bodyBytes = 3 }) { _ in HTTPResponse() }
        receive(channel, headers(endStream: false))
        receive(channel, data("abcd", endStream: false))
        let frames = try sent(channel)
        #expect(frames.first == "headers 413")
        #expect(frames.last == "end")
        // There is time to read that before the reset.
        receive(channel, data("more", endStream: false))
        loop.advanceTime(by: .milliseconds(1_999))
        #expect(try sent(channel).isEmpty)
        loop.advanceTime(by: .milliseconds(1))
        #expect(try sent(channel) == ["reset"])
    }

    @Test func aRefusedRequestThatEndsByItselfIsNotReset() throws {
        let channel = try stream({ $0.bodyBytes = 3 }) { _ in HTTPResponse() }
        receive(channel, headers(endStream: false))
        receive(channel, data("abcd", endStream: true))
        #expect(try sent(channel).first == "headers 413")
        channel.close(promise: nil)
        loop.advanceTime(by: .seconds(10))
        #expect(try sent(channel).isEmpty)
    }

    @Test func aRequestThatDripsIsAnsweredAndReset() throws {
        let channel = try stream { _ in HTTPResponse() }
        receive(channel, headers(endStream: false))
        for _ in 0..<19 {
            loop.advanceTime(by: .seconds(1))
            receive(channel, data("x", endStream: false))
        }
        #expect(try sent(channel).isEmpty)
        loop.advanceTime(by: .seconds(1))
        let frames = try sent(channel)
        #expect(frames.first == "headers 408")
        #expect(frames.last == "end")
        loop.advanceTime(by: .seconds(2))
        #expect(try sent(channel) == ["reset"])
    }

    @Test func anAnswerMayTakeItsTime() throws {
        let desk = Desk()
        let channel = try stream { await desk.respond(to: $0) }
        receive(channel, headers(endStream: true))
        loop.advanceTime(by: .hours(1))
        #expect(try sent(channel).isEmpty)
        desk.answer()
        #expect(try sent(channel) == ["headers 200", "data /a", "end"])
    }

    @Test func aStreamThatIsResetCancelsItsRequest() throws {
        let desk = Desk()
        let channel = try stream { await desk.respond(to: $0) }
        receive(channel, headers(endStream: true))
        channel.close(promise: nil)
        #expect(desk.cancelled == ["/a"])
        desk.answer()
        loop.run()
    }

    @Test func aResponseMayComePieceByPiece() throws {
        let desk = StreamDesk()
        let channel = try stream(streaming: { await desk.respond(to: $0, $1) })
        receive(channel, headers(endStream: true))
        desk.tell(.begin(HTTPResponse(body: ByteBuffer(string: "a"))), .write("b"))
        #expect(try sent(channel) == ["headers 200", "data a", "data b"])
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        desk.tell(.write("c"), .write("d"))
        #expect(try sent(channel) == ["data c"])
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try sent(channel) == ["data d"])
        loop.advanceTime(by: .hours(1))
        desk.tell(.end)
        #expect(try sent(channel) == ["end"])
    }

    @Test func aStreamThatIsResetCancelsItsResponder() throws {
        let desk = StreamDesk()
        let channel = try stream(streaming: { await desk.respond(to: $0, $1) })
        receive(channel, headers(endStream: true))
        desk.tell(.begin(HTTPResponse()))
        #expect(try sent(channel) == ["headers 200"])
        channel.close(promise: nil)
        #expect(desk.isCancelled)
        desk.tell(.write("a"), .end)
        loop.run()
        #expect(desk.outcomes == ["sent", "peerIsGone"])
    }

    @Test func aReaderThatOpensNoWindowIsReset() throws {
        let desk = StreamDesk()
        let channel = try stream({ $0.idleTime = .seconds(30) }, streaming: { await desk.respond(to: $0, $1) })
        receive(channel, headers(endStream: true))
        desk.tell(.begin(HTTPResponse()))
        #expect(try sent(channel) == ["headers 200"])
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        desk.tell(.write("a"))
        #expect(try sent(channel) == ["data a"])
        loop.advanceTime(by: .seconds(31))
        #expect(!channel.isActive && desk.isCancelled)
    }
}
