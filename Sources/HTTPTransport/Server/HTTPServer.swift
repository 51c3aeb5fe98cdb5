public import NIOCore
public import NIOHTTP1
import NIOPosix
public import OpenSSL

/// Listens on sockets and hands requests to a responder.
public final class HTTPServer: Sendable {
    /// One address to listen on.
    public struct Listener: Sendable {
        public enum Security: Sendable {
            /// HTTPS. The closure is asked for every connection, so that a renewed certificate takes effect at once.
            case tls(@Sendable () -> TLSContext)
            case plain
        }

        public let host: String
        /// 0 lets the system choose one.
        public let port: Int
        public let security: Security
        public let immediate: ImmediateHTTPResponder
        public let responder: HTTPResponder

        /// - Parameter immediate: asked first. Default: answers nothing.
        public init(
            host: String,
            port: Int,
            security: Security,
            immediate: @escaping ImmediateHTTPResponder = { _ in nil },
            responder: @escaping HTTPResponder
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.immediate = immediate
            self.responder = responder
        }
    }

    public struct Configuration: Sendable {
        public var limits = HTTPLimits()
        /// What to answer to a request that never reaches a responder (RFC 9110 sections 15.5 and 15.6).
        public var refusal: @Sendable (HTTPResponseStatus, String) -> HTTPResponse = { status, reason in
            HTTPResponse(status: status, text: reason + "\n")
        }
        /// Learns of connections that failed, with the peer's address.
        public var report: @Sendable (any Error, SocketAddress?) -> Void = { _, _ in }

        public init() {}
    }

    private struct Bound: Sendable {
        let channel: any Channel
        let connections: NIOLoopBound<AcceptedConnections>
    }

    private let bound: [Bound]
    private let group: any EventLoopGroup

    /// The addresses listened on, in the order of the listeners, with the ports that the system chose.
    public var addresses: [SocketAddress] { bound.compactMap(\.channel.localAddress) }

    private init(bound: [Bound], group: any EventLoopGroup) {
        self.bound = bound
        self.group = group
    }

    /// Binds all listeners, or none.
    ///
    /// - Throws: what the system said, such as `EADDRINUSE`, as `IOError` or `SocketAddressError`.
    public static func start(
        _ listeners: [Listener],
        configuration: Configuration = Configuration(),
        on group: any EventLoopGroup
    ) async throws -> HTTPServer {
        let executors = EventLoopExecutors(group)
        let date = HTTPDate()
        var bound: [Bound] = []
        do {
            for listener in listeners {
                let environment = ExchangeHandler.Environment(
                    limits: configuration.limits,
                    immediate: listener.immediate,
                    responder: listener.responder,
                    refusal: configuration.refusal,
                    date: date,
                    report: configuration.report
                )
                let tls: (@Sendable () -> TLSContext)? =
                    switch listener.security {
                    case .tls(let context): context
                    case .plain: nil
                    }
                let initializer = ConnectionInitializer(
                    environment: environment,
                    tls: tls,
                    executors: executors
                )
                bound.append(try await bind(listener, initializer, on: group))
            }
        } catch {
            for one in bound { try? await one.channel.close() }
            throw error
        }
        return HTTPServer(bound: bound, group: group)
    }

    private static func bind(
        _ listener: Listener,
        _ initializer: ConnectionInitializer,
        on group: any EventLoopGroup
    ) async throws -> Bound {
        let limits = initializer.environment.limits
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Accepted sockets inherit both of these, which saves two system calls for each.
            .serverChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // A peer that stops acknowledging is given up by the kernel (RFC 5482).
            .serverChannelOption(.tcpOption(.init(rawValue: 18)), value: Int(limits.idleTime.nanoseconds / 1_000_000))
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptedConnections(limit: limits.connections))
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try initializer.initialize(channel) }
            }
            .bind(host: listener.host, port: listener.port)
            .get()
        let connections = try await channel.pipeline.handler(type: AcceptedConnections.self).map {
            NIOLoopBound($0, eventLoop: channel.eventLoop)
        }.get()
        return Bound(channel: channel, connections: connections)
    }

    /// Stops accepting, lets the requests at hand finish for at most `drain`, then closes what is left.
    ///
    /// - Returns: whether everything ended by itself.
    @discardableResult
    public func shutdown(drain: TimeAmount = .seconds(10)) async -> Bool {
        let eventLoop = group.next()
        let finished = eventLoop.makePromise(of: Bool.self)
        let each = bound.map { one in
            let promise = one.channel.eventLoop.makePromise(of: Void.self)
            one.channel.close().whenComplete { _ in one.connections.value.end(promise) }
            return promise.futureResult
        }
        EventLoopFuture.andAllComplete(each, on: eventLoop).whenComplete { _ in finished.succeed(true) }
        let timer = eventLoop.scheduleTask(in: drain) { finished.succeed(false) }
        let ended = (try? await finished.futureResult.get()) ?? false
        timer.cancel()
        if !ended {
            for one in bound { one.channel.eventLoop.execute { one.connections.value.cutOff() } }
        }
        return ended
    }
}
