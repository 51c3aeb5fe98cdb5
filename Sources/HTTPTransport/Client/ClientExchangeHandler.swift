import NIOCore
import NIOHTTP1
import NIOHTTP2
import OpenSSL

/// Sends requests and passes on their responses, one at a time, on an HTTP/1.1 connection or an HTTP/2 stream.
final class ClientExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private struct Running {
        let exchange: ClientExchange
        var timers: [Scheduled<Void>] = []
        /// `nil` until the head of the response has come.
        var source: HTTPResponseBody.Producer.Source?
        /// Bytes that may still be read away, once nobody needs the rest.
        var skippable: Int?

        func cancelTimers() {
            for timer in timers { timer.cancel() }
        }

        /// Tells whoever waits.
        func fail(_ error: any Error) {
            cancelTimers()
            exchange.finished(false)
            if let source {
                source.finish((error as? UnprocessedRequest)?.told ?? error)
            } else {
                exchange.response.fail(error)
            }
        }
    }

    private let isStream: Bool
    private var context: ChannelHandlerContext?
    private var current: Running?
    private var waiting: [Running] = []
    private var keepsAlive = true
    /// The reader of the body has enough for now.
    private var isPaused = false
    private var isReadWanted = false
    private var failure: (any Error)?

    private static let skippableBytes = 64 << 10
    private static let skippingTime = TimeAmount.seconds(10)

    init(isStream: Bool) {
        self.isStream = isStream
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        startNext()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        startNext()
        context.fireChannelActive()
    }

    // MARK: Only on the event loop

    func send(_ exchange: ClientExchange, on eventLoop: any EventLoop) {
        if let failure {
            exchange.finished(false)
            exchange.response.fail(UnprocessedRequest(reason: failure))
            return
        }
        let timed = eventLoop.assumeIsolated()
        var timers = [timed.scheduleTask(in: exchange.headTimeout) { self.miss(exchange, isHead: true) }]
        if let total = exchange.totalTimeout {
            timers.append(timed.scheduleTask(in: total) { self.miss(exchange, isHead: false) })
        }
        waiting.append(Running(exchange: exchange, timers: timers))
        startNext()
    }

    /// Gives up an exchange, unless it is over. Over HTTP/1.1 there is no other way to call a request back than to hang
    /// up.
    func leave(_ exchange: ClientExchange, _ error: any Error) {
        if let place = waiting.firstIndex(where: { $0.exchange === exchange }) {
            waiting.remove(at: place).fail(error)
        } else if current?.exchange === exchange {
            current.take()?.fail(error)
            fail(HTTPClientError.closedEarly)
            context?.close(promise: nil)
        }
    }

    /// The reader of the body wants more.
    func resume(_ exchange: ClientExchange) {
        guard current?.exchange === exchange else { return }
        unpause()
    }

    /// Nobody reads the body any more.
    func readerLeft(_ exchange: ClientExchange) {
        if current?.exchange === exchange, current?.skippable != nil { return }
        leave(exchange, CancellationError())
    }

    /// Reads the rest away, if it is short.
    func skipRest(_ exchange: ClientExchange) {
        guard let context, current?.exchange === exchange, current?.skippable == nil else { return }
        current?.skippable = Self.skippableBytes
        current?.timers.append(
            context.eventLoop.assumeIsolated().scheduleTask(in: Self.skippingTime) {
                self.leave(exchange, CancellationError())
            }
        )
        unpause()
    }

    private func miss(_ exchange: ClientExchange, isHead: Bool) {
        if isHead, current?.exchange === exchange, current?.source != nil { return }
        leave(exchange, HTTPClientError.timedOut)
    }

    private func startNext() {
        guard current == nil, let context, context.channel.isActive, !waiting.isEmpty else { return }
        let next = waiting.removeFirst()
        current = next
        context.write(wrapOutboundOut(.head(next.exchange.head)), promise: nil)
        if let body = next.exchange.body, body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    // MARK: Reading

    func read(context: ChannelHandlerContext) {
        if isPaused {
            isReadWanted = true
        } else {
            context.read()
        }
    }

    private func unpause() {
        isPaused = false
        guard isReadWanted else { return }
        isReadWanted = false
        context?.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard head.status.code >= 200, let exchange = current?.exchange else { return }
            keepsAlive = head.isKeepAlive
            let reader = ClientBodyReader(self, exchange, on: context.eventLoop)
            let made = HTTPResponseBody.Producer.makeSequence(
                backPressureStrategy: HTTPResponseBody.watermarks,
                finishOnDeinit: true,
                delegate: reader
            )
            current?.source = made.source
            exchange.response.succeed(
                ClientExchange.Delivery(
                    HTTPStreamedResponse(
                        status: head.status,
                        headers: head.headers,
                        body: HTTPResponseBody(producer: made.sequence, reader: reader)
                    )
                )
            )
        case .body(let bytes):
            guard let running = current, let source = running.source, bytes.readableBytes > 0 else { return }
            if let left = running.skippable {
                current?.skippable = left - bytes.readableBytes
                if left < bytes.readableBytes { leave(running.exchange, CancellationError()) }
                return
            }
            if case .stopProducing = source.yield(bytes) { isPaused = true }
        case .end:
            guard let done = current.take() else { return }
            done.cancelTimers()
            done.exchange.finished(keepsAlive)
            done.source?.finish()
            unpause()
            if isStream { return }
            if keepsAlive {
                startNext()
            } else {
                context.close(promise: nil)
            }
        }
    }

    // MARK: Ending

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as TLSError: fail(HTTPClientError.tls(error))
        case let error as HTTPParserError: fail(HTTPClientError.malformedResponse("\(error)"))
        // Also of streams that the server's GOAWAY left out.
        case let error as NIOHTTP2Errors.StreamClosed where error.errorCode == .refusedStream:
            fail(UnprocessedRequest(reason: error))
        // A reset by the peer, of the connection or of the stream.
        default: fail(HTTPClientError.closedEarly)
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPClientError.closedEarly)
        context.fireChannelInactive()
    }

    private func fail(_ error: any Error) {
        if failure == nil { failure = error }
        current.take()?.fail(error)
        // They were never sent.
        for one in waiting { one.fail(UnprocessedRequest(reason: error)) }
        waiting = []
    }
}
