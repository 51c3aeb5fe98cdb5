import NIOCore

/// The open connections of a listener: their number is limited, and they can be told to end.
///
/// While there are too many nothing is accepted; further ones wait in the kernel's queue until one closes.
final class AcceptedConnections: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private var open: [ObjectIdentifier: any Channel] = [:]
    private var wantsRead = false
    /// Kept when the last connection has ended; set once the listener is to end.
    private var ended: EventLoopPromise<Void>?

    init(limit: Int) {
        self.limit = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        let identifier = ObjectIdentifier(channel)
        open[identifier] = channel
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
            let (handler, context) = bound.value
            handler.closed(context, identifier)
        }
        context.fireChannelRead(data)
        if ended != nil { tellToEnd(channel) }
    }

    func read(context: ChannelHandlerContext) {
        if open.count < limit {
            context.read()
        } else {
            wantsRead = true
        }
    }

    /// Asks every connection to end once it has answered what it is answering. Only on the event loop.
    ///
    /// - Parameter promise: kept when all have ended.
    func end(_ promise: EventLoopPromise<Void>) {
        if let ended {
            ended.futureResult.cascade(to: promise)
            return
        }
        ended = promise
        open.values.forEach(tellToEnd)
        if open.isEmpty { promise.succeed() }
    }

    /// Closes all connections. Only on the event loop.
    func cutOff() {
        for channel in open.values { channel.close(promise: nil) }
    }

    private func tellToEnd(_ channel: any Channel) {
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    private func closed(_ context: ChannelHandlerContext, _ identifier: ObjectIdentifier) {
        open[identifier] = nil
        if let ended {
            if open.isEmpty { ended.succeed() }
        } else if wantsRead, open.count < limit {
            wantsRead = false
            context.read()
        }
    }
}
