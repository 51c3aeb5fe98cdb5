import NIOCore
import NIOHTTP1
import OpenSSL

/// Sends requests and collects their responses, one at a time, on an HTTP/1.1 connection or an HTTP/2 stream.
final class ClientExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: ByteBuffer?
    }

    private struct Exchange {
        let request: Request
        let response: EventLoopPromise<HTTPResponse>
    }

    private let isStream: Bool
    private let responseLimit: Int
    private var context: ChannelHandlerContext?
    private var current: Exchange?
    private var waiting = CircularBuffer<Exchange>()
    private var partial: HTTPResponse?
    private var keepsAlive = true
    private var failure: (any Error)?

    init(isStream: Bool, responseLimit: Int) {
        self.isStream = isStream
        self.responseLimit = responseLimit
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

    /// Only on the event loop.
    func send(_ request: Request, _ response: EventLoopPromise<HTTPResponse>) {
        if let failure {
            response.fail(failure)
            return
        }
        waiting.append(Exchange(request: request, response: response))
        startNext()
    }

    private func startNext() {
        guard current == nil, let context, context.channel.isActive, let next = waiting.popFirst() else { return }
        current = next
        context.write(wrapOutboundOut(.head(next.request.head)), promise: nil)
        if let body = next.request.body, body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard head.status.code >= 200 else { return }
            keepsAlive = head.isKeepAlive
            partial = HTTPResponse(status: head.status, headers: head.headers)
        case .body(var bytes):
            guard var response = partial.take() else { return }
            guard response.body.readableBytes + bytes.readableBytes <= responseLimit else {
                fail(HTTPClientError.responseTooLarge(limit: responseLimit))
                context.close(promise: nil)
                return
            }
            response.body.writeBuffer(&bytes)
            partial = response
        case .end:
            guard let response = partial.take(), let exchange = current.take() else { return }
            exchange.response.succeed(response)
            if isStream { return }
            if keepsAlive {
                startNext()
            } else {
                context.close(promise: nil)
            }
        }
    }

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
        default: fail(error)
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPClientError.closedEarly)
        context.fireChannelInactive()
    }

    private func fail(_ error: any Error) {
        if failure == nil { failure = error }
        current.take()?.response.fail(error)
        while let exchange = waiting.popFirst() { exchange.response.fail(error) }
    }
}
