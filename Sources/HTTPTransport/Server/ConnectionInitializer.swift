import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOOpenSSL
import NIOTLS
import OpenSSL

/// Builds the handlers of an accepted connection.
struct ConnectionInitializer: Sendable {
    let environment: ExchangeHandler.Environment
    /// Asked for every connection, so that new certificates take effect at once. `nil`: plain HTTP.
    let tls: (@Sendable () -> TLSContext)?
    let executors: EventLoopExecutors

    func initialize(_ channel: any Channel) throws {
        // Here and not through the bootstrap, which makes a chain of futures of them.
        if let options = channel.syncOptions {
            try options.setOption(.allowRemoteHalfClosure, value: true)
            // A connection keeps its buffer while it is idle; most requests fit in one of this size, and it grows.
            try options.setOption(.recvAllocator, value: Self.receiveBuffers)
        }
        let pipeline = channel.pipeline.syncOperations
        guard let tls else {
            try Self.addHTTP1(to: channel, environment, executors, HTTPPeer(address: channel.remoteAddress))
            return
        }
        let environment = environment
        let handler = try TLSHandler(
            server: tls(),
            configuration: TLSHandler.Configuration(
                handshakeTimeout: environment.limits.handshakeTime,
                plainHTTPReply: {
                    let text = "this port speaks HTTPS: use https:// in place of http://"
                    return ResponseBytes.of(
                        environment.refusal(.badRequest, text),
                        hasBody: true,
                        isClosing: true,
                        date: environment.date.now(),
                        allocator: ByteBufferAllocator()
                    ).first
                }
            )
        )
        try pipeline.addHandler(handler)
        try pipeline.addHandler(ProtocolNegotiation(initializer: self, tls: handler))
    }

    private static var receiveBuffers: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 1_024, maximum: 65_536)
    }

    static func addHTTP1(
        to channel: any Channel,
        _ environment: ExchangeHandler.Environment,
        _ executors: EventLoopExecutors,
        _ peer: HTTPPeer
    ) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = environment.limits.headerBytes
        limits.maxHeaderFieldSize = environment.limits.headerBytes
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)))
        try pipeline.addHandler(
            ExchangeHandler(
                environment: environment,
                executor: executors[channel.eventLoop],
                peer: peer,
                isStream: false
            )
        )
    }

    static func addHTTP2(
        to channel: any Channel,
        _ environment: ExchangeHandler.Environment,
        _ executors: EventLoopExecutors,
        _ peer: HTTPPeer
    ) throws {
        let limits = environment.limits
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.concurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.headerBytes),
            HTTP2Setting(parameter: .enableConnectProtocol, value: 0),
        ]
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.outboundBufferSizeHighWatermark = 1 << 18
        stream.outboundBufferSizeLowWatermark = 1 << 16
        let end = HTTP2End(report: environment.report, firstRequestTime: limits.requestTime)
        let opened = NIOLoopBound(end, eventLoop: channel.eventLoop)
        let management = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(
                maxIdleTime: limits.idleTime,
                maxAge: nil,
                maxGraceTime: limits.idleTime,
                keepalive: nil
            )
        )
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server,
            connectionConfiguration: connection,
            streamConfiguration: stream,
            streamDelegate: management.http2StreamDelegate
        ) { streamChannel in
            streamChannel.eventLoop.makeCompletedFuture {
                opened.value.sawRequest()
                let pipeline = streamChannel.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try pipeline.addHandler(
                    ExchangeHandler(
                        environment: environment,
                        executor: executors[streamChannel.eventLoop],
                        peer: peer,
                        isStream: true
                    )
                )
            }
        }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(management)
        // The connection was active before the handler came: its timers have to be told.
        management.channelActive(context: try pipeline.context(handler: management))
        try pipeline.addHandler(end)
    }
}

/// Waits for the handshake and then puts the handlers of the agreed protocol (RFC 7301) in its own place.
private final class ProtocolNegotiation: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let initializer: ConnectionInitializer
    private let tls: TLSHandler
    private var isQuiescing = false

    init(initializer: ConnectionInitializer, tls: TLSHandler) {
        self.initializer = initializer
        self.tls = tls
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as TLSUserEvent:
            guard case .handshakeCompleted(let negotiated) = event else { return }
            complete(context, negotiated)
        case is ChannelShouldQuiesceEvent:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func complete(_ context: ChannelHandlerContext, _ negotiated: String?) {
        let channel = context.channel
        let peer = HTTPPeer(address: channel.remoteAddress, tls: tls.connection)
        do {
            if negotiated == "h2" {
                try ConnectionInitializer.addHTTP2(to: channel, initializer.environment, initializer.executors, peer)
            } else {
                try ConnectionInitializer.addHTTP1(to: channel, initializer.environment, initializer.executors, peer)
            }
            channel.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        initializer.environment.report(error, context.channel.remoteAddress)
    }
}

/// One task executor for every event loop of a group.
struct EventLoopExecutors: Sendable {
    private let executors: [ObjectIdentifier: EventLoopTaskExecutor]

    init(_ group: any EventLoopGroup) {
        executors = Dictionary(
            uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), EventLoopTaskExecutor($0)) }
        )
    }

    subscript(_ eventLoop: any EventLoop) -> EventLoopTaskExecutor {
        executors[ObjectIdentifier(eventLoop)] ?? EventLoopTaskExecutor(eventLoop)
    }
}
