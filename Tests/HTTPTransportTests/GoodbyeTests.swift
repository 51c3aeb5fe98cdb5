import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOOpenSSL
import OpenSSL
import TestIdentities
import Testing

@testable import HTTPTransport

/// A peer that says goodbye is let go at once, over both versions of HTTP: no clock has to go on for it.
@Suite struct GoodbyeTests {
    private let loop = EmbeddedEventLoop()
    private let client: EmbeddedChannel
    private let server: EmbeddedChannel

    init() throws {
        client = EmbeddedChannel(loop: loop)
        server = EmbeddedChannel(loop: loop)
    }

    private func connect(_ applicationProtocol: String, responder: @escaping WholeResponder) throws {
        let authority = try TestAuthority()
        let context = try authority.server { $0.applicationProtocols = ["h2", "http/1.1"] }
        let initializer = ConnectionInitializer(
            environment: ExchangeHandler.Environment(
                limits: HTTPLimits(),
                responder: { request, _ in await responder(request) },
                refusal: { status, reason in HTTPResponse(status: status, text: reason) },
                date: HTTPDate()
            ),
            tls: { context },
            executors: EventLoopExecutors(loop)
        )
        try initializer.initialize(server)
        let handler = try TLSHandler(
            client: authority.client { $0.applicationProtocols = [applicationProtocol] },
            host: "localhost"
        )
        try client.pipeline.syncOperations.addHandler(handler)
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        server.connect(to: address, promise: nil)
        client.connect(to: address, promise: nil)
        try carry()
        try #require(handler.connection?.applicationProtocol == applicationProtocol)
    }

    /// Carries bytes both ways until all is quiet.
    private func carry() throws {
        while true {
            loop.run()
            let up = try client.readOutbound(as: ByteBuffer.self)
            if let up, server.isActive { server.pipeline.fireChannelRead(up) }
            let down = try server.readOutbound(as: ByteBuffer.self)
            if let down, client.isActive { client.pipeline.fireChannelRead(down) }
            if up == nil, down == nil { return }
        }
    }

    @Test(arguments: ["h2", "http/1.1"])
    func anIdlePeerIsLetGo(_ applicationProtocol: String) throws {
        try connect(applicationProtocol) { _ in HTTPResponse() }
        client.close(promise: nil)
        try carry()
        #expect(!server.isActive)
        // The server's own goodbye came back, or the client would still wait for it.
        #expect(!client.isActive)
    }

    @Test(arguments: ["h2", "http/1.1"])
    func quiescingSaysGoodbyeToAnIdlePeer(_ applicationProtocol: String) throws {
        try connect(applicationProtocol) { _ in HTTPResponse() }
        server.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        try carry()
        client.close(promise: nil)
        try carry()
        #expect(!server.isActive && !client.isActive)
    }
}
