import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOOpenSSL
import NIOPosix
import NIOTLS
import OpenSSL
import Synchronization
public import TestIdentities

/// A server that says exactly what a test tells it to, piece by piece, over HTTP/1.1 or HTTP/2.
public final class ScriptedServer: Sendable {
    public typealias Script = @Sendable (ScriptedExchange) async throws -> Void

    public struct Security: Sendable {
        let authority: TestAuthority
        let protocols: [String]

        /// HTTPS with an identity for `localhost` and 127.0.0.1.
        public init(_ authority: TestAuthority, protocols: [String]) {
            self.authority = authority
            self.protocols = protocols
        }
    }

    private let channel: any Channel
    private let shared: Shared

    public var port: Int { channel.localAddress?.port ?? 0 }
    /// How many connections were accepted.
    public var connections: Int { shared.connections.withLock { $0 } }
    /// Every request so far.
    public var exchanges: [ScriptedExchange] { shared.exchanges.withLock { $0 } }

    private init(_ channel: any Channel, _ shared: Shared) {
        self.channel = channel
        self.shared = shared
    }

    private final class Shared: Sendable {
        let connections = Mutex(0)
        let exchanges = Mutex<[ScriptedExchange]>([])
    }

    /// Binds to a free port of the loopback address.
    public static func start(_ security: Security? = nil, script: @escaping Script) async throws -> ScriptedServer {
        let shared = Shared()
        let begin: @Sendable (ScriptedExchange) -> Void = { exchange in
            shared.exchanges.withLock { $0.append(exchange) }
            Task {
                do {
                    try await script(exchange)
                } catch {
                    exchange.abort()
                }
            }
        }
        let context = try security.map { security in
            try security.authority.server {
                $0.applicationProtocols = security.protocols
                $0.ticketKeys = TicketKeyRing()
            }
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                shared.connections.withLock { $0 += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    guard let context else { return try addHTTP1(to: pipeline, begin) }
                    try pipeline.addHandler(TLSHandler(server: context))
                    try pipeline.addHandler(
                        ApplicationProtocolNegotiationHandler { result, channel in
                            channel.eventLoop.makeCompletedFuture {
                                if case .negotiated("h2") = result {
                                    try addHTTP2(to: channel, begin)
                                } else {
                                    try addHTTP1(to: channel.pipeline.syncOperations, begin)
                                }
                            }
                        }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel, shared)
    }

    public func stop() async {
        try? await channel.close()
    }

    private static func addHTTP1(
        to pipeline: ChannelPipeline.SynchronousOperations,
        _ begin: @escaping @Sendable (ScriptedExchange) -> Void
    ) throws {
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
        try pipeline.addHandler(ScriptHandler(begin))
    }

    private static func addHTTP2(
        to channel: any Channel,
        _ begin: @escaping @Sendable (ScriptedExchange) -> Void
    ) throws {
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server,
            connectionConfiguration: .init(),
            streamConfiguration: .init()
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try pipeline.addHandler(ScriptHandler(begin))
            }
        }
    }
}
