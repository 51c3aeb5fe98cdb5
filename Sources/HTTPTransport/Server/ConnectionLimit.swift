import NIOCore

/// Stops accepting while too many connections are open; further ones wait in the kernel's queue until one closes.
final class ConnectionLimit: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private var open: [ObjectIdentifier: any Channel] = [:]
    private var wantsRead = false

    init(_ limit: Int) {
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
    }

    func read(context: ChannelHandlerContext) {
        if open.count < limit {
            context.read()
        } else {
            wantsRead = true
        }
    }

    /// Closes all connections. Only on the event loop.
    func cutOff() {
        for channel in open.values { channel.close(promise: nil) }
    }

    private func closed(_ context: ChannelHandlerContext, _ identifier: ObjectIdentifier) {
        open[identifier] = nil
        if wantsRead, open.count < limit {
            wantsRead = false
            context.read()
        }
    }
}
