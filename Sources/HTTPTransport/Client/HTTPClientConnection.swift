import Glibc
public import NIOCore
public import NIOHTTP1
import NIOHTTP2
public import NIOOpenSSL
import NIOPosix
import NIOTLS
public import OpenSSL

/// Why a request got no response.
public enum HTTPClientError: Error, Sendable {
    /// Nothing listens there, or the name is unknown, or nobody answered in time.
    case cannotConnect(host: String, port: Int, reason: String)
    /// TLS was refused by us or by the server.
    case tls(TLSError)
    /// The connection ended before the response was whole.
    case closedEarly
    /// The response did not come in time.
    case timedOut
    /// The response was larger than we take.
    case responseTooLarge(limit: Int)
    /// The server sent something that is no HTTP.
    case malformedResponse(String)
}

/// A connection to one server, over HTTP/2 where both sides agree on it and over HTTP/1.1 otherwise.
///
/// Requests sent at the same time share the connection: as streams of HTTP/2, one after the other on HTTP/1.1.
public final class HTTPClientConnection: Sendable {
    public enum Security: Sendable {
        /// HTTPS: the server's certificate must be for the host and lead to an authority that the context trusts.
        case tls(TLSContext, resuming: TLSResumption? = nil)
        case plain
    }

    private enum Version: Sendable {
        case http1(NIOLoopBound<ClientExchangeHandler>)
        case http2(NIOHTTP2Handler.StreamMultiplexer, NIOLoopBound<GoodbyeHandler>)
    }

    /// What the TLS handshake agreed on; `nil` for plain HTTP.
    public let tls: TLSConnection?
    private let channel: any Channel
    private let version: Version
    private let tlsHandler: NIOLoopBound<TLSHandler>?
    private let responseLimit: Int

    private init(
        _ channel: any Channel,
        _ version: Version,
        _ tls: TLSConnection?,
        _ handler: NIOLoopBound<TLSHandler>?,
        _ responseLimit: Int
    ) {
        self.channel = channel
        self.version = version
        self.tls = tls
        tlsHandler = handler
        self.responseLimit = responseLimit
    }

    /// Connects and completes the TLS handshake.
    ///
    /// - Parameters:
    ///   - host: a DNS name or a literal address.
    ///   - timeout: for the connection and, again, for the handshake. Default 10 s.
    ///   - responseLimit: bytes of the largest response body to take. Default 64 MiB.
    /// - Throws: ``HTTPClientError``.
    public static func connect(
        to host: String,
        port: Int,
        security: Security,
        timeout: TimeAmount = .seconds(10),
        responseLimit: Int = 64 << 20,
        on group: any EventLoopGroup
    ) async throws(HTTPClientError) -> HTTPClientConnection {
        do {
            let eventLoop = group.next()
            let ready = eventLoop.makePromise(of: HTTPClientConnection.self)
            let connected = ClientBootstrap(group: eventLoop)
                .connectTimeout(timeout)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard case .tls(let context, let resumption) = security else { return }
                        let handler = try TLSHandler(
                            client: context,
                            host: host,
                            resuming: resumption,
                            configuration: TLSHandler.Configuration(handshakeTimeout: timeout)
                        )
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(handler)
                        try pipeline.addHandler(ClientNegotiation(handler, responseLimit, ready))
                    }
                }
                .connect(host: host, port: port)
            if case .plain = security {
                connected.flatMapThrowing { try http1(on: $0, nil, nil, responseLimit) }.cascade(to: ready)
            } else {
                connected.cascadeFailure(to: ready)
            }
            return try await ready.futureResult.get()
        } catch let error as TLSError {
            throw .tls(error)
        } catch let error as HTTPClientError {
            throw error
        } catch let error as NIOConnectionError {
            throw .cannotConnect(host: host, port: port, reason: reason(error, host))
        } catch {
            throw .cannotConnect(host: host, port: port, reason: "\(error)")
        }
    }

    /// Whether requests go over HTTP/2.
    public var isHTTP2: Bool { if case .http2 = version { true } else { false } }

    /// Whether the connection can still take requests.
    public var isOpen: Bool { channel.isActive }

    /// Sends a request and waits for the whole response.
    ///
    /// - Parameters:
    ///   - target: such as `/mcp?x=1`.
    ///   - headers: besides `host` and `content-length`, which are added.
    ///   - authority: the value of `host` (RFC 9110 section 7.2), such as `localhost:8443`.
    ///   - timeout: from here to the end of the response. Default 60 s.
    /// - Throws: ``HTTPClientError``, or `CancellationError`.
    public func send(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil,
        authority: String,
        timeout: TimeAmount = .seconds(60)
    ) async throws -> HTTPResponse {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: headers)
        head.headers.replaceOrAdd(name: "host", value: authority)
        if let body { head.headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes)) }
        let request = ClientExchangeHandler.Request(head: head, body: body)
        let response = channel.eventLoop.makePromise(of: HTTPResponse.self)
        let stream: any Channel
        switch version {
        case .http1(let handler):
            stream = channel
            channel.eventLoop.execute { handler.value.send(request, response) }
        case .http2(let multiplexer, _):
            let opened = channel.eventLoop.makePromise(of: (any Channel).self)
            let limit = responseLimit
            multiplexer.createStreamChannel(promise: opened) { stream in
                stream.eventLoop.makeCompletedFuture {
                    let pipeline = stream.pipeline.syncOperations
                    try pipeline.addHandler(HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https))
                    let handler = ClientExchangeHandler(isStream: true, responseLimit: limit)
                    try pipeline.addHandler(handler)
                    handler.send(request, response)
                }
            }
            do {
                stream = try await opened.futureResult.get()
            } catch {
                response.fail(error)
                throw await reason(error)
            }
        }
        do {
            return try await received(response, on: stream, within: timeout)
        } catch {
            throw await reason(error)
        }
    }

    /// What to tell of a request that failed.
    ///
    /// TLS 1.3 may refuse a client's certificate after the handshake has succeeded on this side (RFC 8446
    /// section 4.4.2.4); an HTTP/2 stream only learns that it has ended.
    private func reason(_ error: any Error) async -> any Error {
        guard case .http2(_, let goodbye) = version, !(error is CancellationError) else { return error }
        let failure = try? await channel.eventLoop.submit { goodbye.value.failure }.get()
        if let failure = failure ?? nil { return HTTPClientError.tls(failure) }
        return error is HTTPClientError ? error : HTTPClientError.closedEarly
    }

    private func received(
        _ response: EventLoopPromise<HTTPResponse>,
        on stream: any Channel,
        within timeout: TimeAmount
    ) async throws -> HTTPResponse {
        let timer = channel.eventLoop.scheduleTask(in: timeout) {
            response.fail(HTTPClientError.timedOut)
            stream.close(promise: nil)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await response.futureResult.get()
        } onCancel: {
            // Over HTTP/1.1 there is no other way to call a request back than to hang up.
            response.fail(CancellationError())
            stream.close(promise: nil)
        }
    }

    /// A session of this connection that a later one can resume; `nil` while the server has sent no ticket.
    public func newestResumption() async -> TLSResumption? {
        guard let tlsHandler else { return nil }
        return try? await channel.eventLoop.submit { tlsHandler.value.newestResumption }.get()
    }

    /// Says goodbye (`close_notify`) and closes.
    public func close() async {
        try? await channel.close()
    }

    private static func reason(_ error: NIOConnectionError, _ host: String) -> String {
        guard let first = error.connectionErrors.first?.error else { return "the name \(host) is not known" }
        return (first as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(first)"
    }

    fileprivate static func http1(
        on channel: any Channel,
        _ tls: TLSConnection?,
        _ tlsHandler: NIOLoopBound<TLSHandler>?,
        _ responseLimit: Int
    ) throws -> HTTPClientConnection {
        let handler = ClientExchangeHandler(isStream: false, responseLimit: responseLimit)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
        try pipeline.addHandler(handler)
        let version = Version.http1(NIOLoopBound(handler, eventLoop: channel.eventLoop))
        return HTTPClientConnection(channel, version, tls, tlsHandler, responseLimit)
    }

    fileprivate static func http2(
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
private final class GoodbyeHandler: ChannelInboundHandler {
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
private final class ClientNegotiation: ChannelInboundHandler, RemovableChannelHandler {
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
