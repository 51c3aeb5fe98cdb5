import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOOpenSSL
import NIOTLS
import OpenSSL

extension HTTPClientConnection {
    static func http1(
        on channel: any Channel,
        _ tls: TLSConnection?,
        _ tlsHandler: NIOLoopBound<TLSHandler>?,
        _ responseLimit: Int
    ) throws -> HTTPClientConnection {
        let handler = ClientExchangeHandler(isStream: false)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
        try pipeline.addHandler(handler)
        let version = Version.http1(NIOLoopBound(handler, eventLoop: channel.eventLoop))
        return HTTPClientConnection(channel, version, tls, tlsHandler, responseLimit)
    }

    static func http2(
        on channel: any Channel,
        _ tls: TLSConnection?,
        _ tlsHandler: NIOLoopBound<TLSHandler>?,
        _ responseLimit: Int
    ) throws -> HTTPClientConnection {
        let multiplexer = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .client,
            connectionConfiguration: .init(),
            streamConfiguration: .init()
        ) { stream in
            // A server never opens streams: push is off (RFC 9113 section 8.4).
            stream.close()
        }
        let goodbye = GoodbyeHandler()
        try channel.pipeline.syncOperations.addHandler(goodbye)
        let ended = NIOLoopBound(goodbye, eventLoop: channel.eventLoop)
        return HTTPClientConnection(channel, .http2(multiplexer, ended), tls, tlsHandler, responseLimit)
    }
}

/// Closes an HTTP/2 connection whose server has said goodbye: it can answer nothing any more.
final class GoodbyeHandler: ChannelInboundHandler {
    typealias InboundIn = Any

    /// Why TLS ended, if it ended badly.
    private(set) var failure: TLSError?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? TLSError, failure == nil { failure = error }
        context.fireErrorCaught(error)
    }
}

/// Waits for the handshake and then sets up the agreed protocol.
final class ClientNegotiation: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let tls: TLSHandler
    private let responseLimit: Int
    private let ready: EventLoopPromise<HTTPClientConnection>

    init(_ tls: TLSHandler, _ responseLimit: Int, _ ready: EventLoopPromise<HTTPClientConnection>) {
        self.tls = tls
        self.responseLimit = responseLimit
        self.ready = ready
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? TLSUserEvent, case .handshakeCompleted(let negotiated) = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        let channel = context.channel
        let bound = NIOLoopBound(tls, eventLoop: context.eventLoop)
        do {
            let connection =
                negotiated == "h2"
                ? try HTTPClientConnection.http2(on: channel, tls.connection, bound, responseLimit)
                : try HTTPClientConnection.http1(on: channel, tls.connection, bound, responseLimit)
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            ready.succeed(connection)
        } catch {
            ready.fail(error)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ready.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ready.fail(HTTPClientError.closedEarly)
        context.fireChannelInactive()
    }
}
