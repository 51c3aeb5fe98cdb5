import NIOCore
import NIOHTTP2

/// The end of an HTTP/2 connection's pipeline: decides what ends the connection as a whole.
final class HTTP2End: ChannelInboundHandler {
    typealias InboundIn = Any

    private let report: @Sendable (any Error, SocketAddress?) -> Void
    private let firstRequestTime: TimeAmount
    private var alarm: NIOScheduledCallback?

    /// - Parameter firstRequestTime: how long the preface and the first request may take (RFC 9113 section 3.4).
    init(report: @escaping @Sendable (any Error, SocketAddress?) -> Void, firstRequestTime: TimeAmount) {
        self.report = report
        self.firstRequestTime = firstRequestTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let late = TooLate(channel: context.channel)
        alarm = try? loop.assumeIsolated().scheduleCallback(at: loop.now + firstRequestTime, handler: late)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        sawRequest()
    }

    /// A request has begun: from here on the idle time counts.
    func sawRequest() {
        alarm?.cancel()
        alarm = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A peer that closed its side can neither open the flow-control window nor acknowledge anything any more, so
        // there is nothing to wait for.
        if let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        report(error, context.channel.remoteAddress)
        // What concerns one stream leaves the others alone; after anything else the connection ends (RFC 9113
        // section 5.4). The GOAWAY is already written.
        if !(error is NIOHTTP2Errors.StreamError) { context.close(promise: nil) }
    }

    private struct TooLate: NIOScheduledCallbackHandler {
        let channel: any Channel

        func handleScheduledCallback(eventLoop: some EventLoop) {
            channel.close(promise: nil)
        }
    }
}
