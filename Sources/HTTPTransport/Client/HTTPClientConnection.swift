import Glibc
public import NIOCore
public import NIOHTTP1
import NIOHTTP2
public import NIOOpenSSL
import NIOPosix
import NIOTLS
public import OpenSSL

/// A connection to one server, over HTTP/2 where both sides agree on it and over HTTP/1.1 otherwise.
///
/// Requests sent at the same time share the connection: as streams of HTTP/2, one after the other on HTTP/1.1.
public final class HTTPClientConnection: Sendable {
    public enum Security: Sendable {
        /// HTTPS: the server's certificate must be for the host and lead to an authority that the context trusts.
        case tls(TLSContext, resuming: TLSResumption? = nil)
        case plain
    }

    enum Version: Sendable {
        case http1(NIOLoopBound<ClientExchangeHandler>)
        case http2(NIOHTTP2Handler.StreamMultiplexer, NIOLoopBound<GoodbyeHandler>)
    }

    /// What the TLS handshake agreed on; `nil` for plain HTTP.
    public let tls: TLSConnection?
    private let channel: any Channel
    private let version: Version
    private let tlsHandler: NIOLoopBound<TLSHandler>?
    private let responseLimit: Int

    init(
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
                // A stream of events has no timeout: the system finds out when the other machine is gone.
                .channelOption(.socketOption(.so_keepalive), value: 1)
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
        let head = Self.head(method, target, headers, body, authority)
        do {
            let response = try await exchange(head, body, headTimeout: timeout, totalTimeout: timeout)
            return try await response.collect(upTo: responseLimit)
        } catch let error as UnprocessedRequest {
            throw error.told
        } catch {
            throw await reason(error)
        }
    }

    /// Sends a request and waits for the head of the response. Its body may go on for as long as it likes.
    ///
    /// - Parameters: as of ``send(_:_:headers:body:authority:timeout:)``.
    ///   - headTimeout: from here to the head of the response. Default 60 s.
    /// - Throws: ``HTTPClientError``, or `CancellationError`.
    public func open(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil,
        authority: String,
        headTimeout: TimeAmount = .seconds(60)
    ) async throws -> HTTPStreamedResponse {
        let head = Self.head(method, target, headers, body, authority)
        do {
            return try await exchange(head, body, headTimeout: headTimeout)
        } catch let error as UnprocessedRequest {
            throw error.told
        }
    }

    static func head(
        _ method: HTTPMethod,
        _ target: String,
        _ headers: HTTPHeaders,
        _ body: ByteBuffer?,
        _ authority: String
    ) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: headers)
        head.headers.replaceOrAdd(name: "host", value: authority)
        if let body { head.headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes)) }
        return head
    }

    /// - Parameter finished: see ``ClientExchange/finished``.
    /// - Throws: ``UnprocessedRequest``, ``HTTPClientError``, or `CancellationError`.
    func exchange(
        _ head: HTTPRequestHead,
        _ body: ByteBuffer?,
        headTimeout: TimeAmount,
        totalTimeout: TimeAmount? = nil,
        finished: @escaping @Sendable (Bool) -> Void = { _ in }
    ) async throws -> HTTPStreamedResponse {
        let exchange = ClientExchange(
            head,
            body: body,
            headTimeout: headTimeout,
            totalTimeout: totalTimeout,
            response: channel.eventLoop.makePromise(of: ClientExchange.Delivery.self),
            finished: finished
        )
        let leave: @Sendable () -> Void
        switch version {
        case .http1(let handler):
            let eventLoop = channel.eventLoop
            eventLoop.execute { handler.value.send(exchange, on: eventLoop) }
            leave = { eventLoop.execute { handler.value.leave(exchange, CancellationError()) } }
        case .http2(let multiplexer, _):
            let stream = try await openStream(of: multiplexer, exchange)
            leave = { stream.close(promise: nil) }
        }
        do {
            let delivery = try await withTaskCancellationHandler {
                try await exchange.response.futureResult.get()
            } onCancel: {
                exchange.response.fail(CancellationError())
                leave()
            }
            guard let response = delivery.take() else { throw CancellationError() }
            return response
        } catch {
            throw await reason(error)
        }
    }

    private func openStream(
        of multiplexer: NIOHTTP2Handler.StreamMultiplexer,
        _ exchange: ClientExchange
    ) async throws -> any Channel {
        let opened = channel.eventLoop.makePromise(of: (any Channel).self)
        multiplexer.createStreamChannel(promise: opened) { stream in
            stream.eventLoop.makeCompletedFuture {
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https))
                let handler = ClientExchangeHandler(isStream: true)
                try pipeline.addHandler(handler)
                handler.send(exchange, on: stream.eventLoop)
            }
        }
        do {
            return try await opened.futureResult.get()
        } catch {
            exchange.response.fail(error)
            throw UnprocessedRequest(reason: await reason(error))
        }
    }

    /// What to tell of a request that failed.
    ///
    /// TLS 1.3 may refuse a client's certificate after the handshake has succeeded on this side (RFC 8446
    /// section 4.4.2.4); an HTTP/2 stream only learns that it has ended.
    private func reason(_ error: any Error) async -> any Error {
        guard case .http2(_, let goodbye) = version, !(error is CancellationError), !(error is UnprocessedRequest)
        else {
            return error
        }
        let failure = try? await channel.eventLoop.submit { goodbye.value.failure }.get()
        if let failure = failure ?? nil { return HTTPClientError.tls(failure) }
        return error is HTTPClientError ? error : HTTPClientError.closedEarly
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
}
