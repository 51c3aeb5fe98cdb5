import NIOCore
import NIOEmbedded

/// Stands where a socket is, at the head of an `EmbeddedChannel`: takes writes as fast as it is told to, knows half
/// closure, and keeps what left for the network.
final class SocketDouble: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What has left, a buffer a write, until somebody takes it.
    var sent: [ByteBuffer] = []
    /// How many bytes the peer will still take; `nil`: any number.
    var window: Int?
    /// The channel is writable while fewer bytes than this wait.
    var watermark = 65_536
    private(set) var outputIsShut = false
    private(set) var reads = 0
    private var pending = CircularBuffer<(ByteBuffer, EventLoopPromise<Void>?)>()
    private var pendingBytes = 0
    private var shutWhenSent = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !outputIsShut, !shutWhenSent else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        let buffer = unwrapOutboundIn(data)
        pending.append((buffer, promise))
        pendingBytes += buffer.readableBytes
        tellWritability(context)
    }

    func flush(context: ChannelHandlerContext) {
        send(context)
    }

    func read(context: ChannelHandlerContext) {
        reads += 1
        context.read()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .output:
            shutWhenSent = true
            if pending.isEmpty { outputIsShut = true }
            promise?.succeed()
        case .input:
            promise?.succeed()
        case .all:
            outputIsShut = true
            while let (_, promise) = pending.popFirst() { promise?.fail(ChannelError.ioOnClosedChannel) }
            context.close(mode: mode, promise: promise)
        }
    }

    /// The peer makes room for `count` more bytes.
    func open(_ count: Int?) {
        window = count
        if let context { send(context) }
    }

    private func send(_ context: ChannelHandlerContext) {
        while let (buffer, promise) = pending.first {
            if let window {
                guard window >= buffer.readableBytes else { break }
                self.window = window - buffer.readableBytes
            }
            pending.removeFirst()
            pendingBytes -= buffer.readableBytes
            sent.append(buffer)
            promise?.succeed()
        }
        if pending.isEmpty, shutWhenSent { outputIsShut = true }
        tellWritability(context)
    }

    private func tellWritability(_ context: ChannelHandlerContext) {
        guard let channel = context.channel as? EmbeddedChannel else { return }
        let isWritable = pendingBytes < watermark
        guard channel.isWritable != isWritable else { return }
        channel.isWritable = isWritable
        context.fireChannelWritabilityChanged()
    }
}
