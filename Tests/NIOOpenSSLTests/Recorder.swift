import NIOCore
import NIOTLS
import OpenSSL

/// The end of a pipeline: writes down what arrives, and does what a test wants done at that moment.
final class Recorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private(set) var received = ByteBuffer()
    private(set) var errors: [any Error] = []
    private(set) var handshakes: [String?] = []
    private(set) var inputClosed = 0
    private(set) var inactive = 0
    var onHandshake: (ChannelHandlerContext) -> Void = { _ in }
    var onRead: (ChannelHandlerContext, ByteBuffer) -> Void = { _, _ in }
    var onError: (ChannelHandlerContext) -> Void = { _ in }
    var onInactive: (ChannelHandlerContext) -> Void = { _ in }

    var text: String { String(buffer: received) }
    var tlsErrors: [TLSError] { errors.compactMap { $0 as? TLSError } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        onRead(context, buffer)
        received.writeBuffer(&buffer)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as TLSUserEvent:
            guard case .handshakeCompleted(let negotiated) = event else { return }
            handshakes.append(negotiated)
            onHandshake(context)
        case let event as ChannelEvent where event == .inputClosed:
            inputClosed += 1
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        errors.append(error)
        onError(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        inactive += 1
        onInactive(context)
    }
}
