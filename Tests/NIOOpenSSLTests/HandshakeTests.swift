import NIOCore
import NIOEmbedded
import NIOOpenSSL
import OpenSSL
import TestIdentities
import Testing

@Suite struct HandshakeTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    @Test func theHandshakeIsToldWithItsProtocol() throws {
        let connection = try Connection.established(authority: authority)
        #expect(connection.client.tls.connection?.version == "TLSv1.3")
        #expect(connection.server.tls.connection?.serverName == "localhost")
        #expect(connection.server.tls.connection?.applicationProtocol == "h2")
        #expect(connection.client.end.errors.isEmpty && connection.server.end.errors.isEmpty)
    }

    @Test func handlersAddedToAnActiveChannelBeginToo() throws {
        let connection = try Connection(authority: authority)
        try connection.server.activate()
        let late = EmbeddedChannel(loop: connection.loop)
        try late.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        try late.pipeline.syncOperations.addHandler(TLSHandler(client: authority.client(), host: "localhost"))
        let hello = try #require(try late.readOutbound(as: ByteBuffer.self))
        #expect(records(in: hello).first?.type == 22)
        _ = try? late.finish()
    }

    @Test func whatIsWrittenBeforeTheHandshakeFollowsIt() throws {
        let connection = try Connection(authority: authority)
        let outcome = Outcome(on: connection.loop)
        try connection.activate()
        connection.client.send("early", promise: outcome.promise)
        #expect(outcome.result == nil)
        connection.run()
        #expect(outcome.succeeded)
        #expect(connection.server.end.text == "early")
    }

    @Test func writingWhenTheHandshakeIsToldIsAllowed() throws {
        let connection = try Connection(authority: authority)
        for side in [connection.client, connection.server] {
            side.end.onHandshake = { $0.writeAndFlush(NIOAny(ByteBuffer(string: "hello")), promise: nil) }
        }
        try connection.activate()
        connection.run()
        #expect(connection.client.end.text == "hello")
        #expect(connection.server.end.text == "hello")
    }

    /// The client's first bytes come with its Finished; closing at that very moment must not make nonsense of them.
    @Test func closingWhenTheHandshakeIsToldIsClean() throws {
        let connection = try Connection(authority: authority)
        let outcome = Outcome(on: connection.loop)
        connection.server.end.onHandshake = { $0.close(promise: outcome.promise) }
        try connection.activate()
        connection.client.end.onHandshake = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(string: "request")), promise: nil)
            context.close(promise: nil)
        }
        connection.server.receive(try #require(connection.client.takeSent()))
        connection.client.receive(try #require(connection.server.takeSent()))
        connection.server.receive(try #require(connection.client.takeSent()))
        // The client's close_notify came in the same piece, so nothing is left to wait for.
        #expect(outcome.succeeded)
        #expect(!connection.server.channel.isActive)
        connection.run()
        #expect(connection.server.end.errors.isEmpty)
        #expect(connection.client.end.errors.isEmpty)
        #expect(connection.server.end.text.isEmpty)
    }

    @Test func aHandshakeThatTakesTooLongIsGivenUp() throws {
        let connection = try Connection(authority: authority)
        try connection.server.activate()
        connection.loop.advanceTime(by: .seconds(9))
        #expect(connection.server.channel.isActive)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(!connection.server.channel.isActive)
        #expect(connection.server.end.tlsErrors.map(\.fault) == [.timedOut])
        #expect(connection.server.end.inactive == 1)
    }

    @Test func bytesOneByOneDoNotProlongTheHandshake() throws {
        let connection = try Connection(authority: authority)
        try connection.activate()
        var hello = try #require(connection.client.takeSent())
        for _ in 0..<11 {
            let byte = hello.readSlice(length: 1)
            connection.server.receive(try #require(byte))
            connection.loop.advanceTime(by: .seconds(1))
        }
        #expect(!connection.server.channel.isActive)
    }

    @Test func theTimerEndsWithTheHandshake() throws {
        let connection = try Connection.established(authority: authority)
        connection.loop.advanceTime(by: .hours(1))
        #expect(connection.client.channel.isActive && connection.server.channel.isActive)
        #expect(connection.client.end.errors.isEmpty && connection.server.end.errors.isEmpty)
    }

    @Test func aRefusedCertificateIsToldToTheServerBeforeClosing() throws {
        let stranger = try TestAuthority("Stranger")
        let connection = try Connection(client: stranger.client(), authority: authority)
        let outcome = Outcome(on: connection.loop)
        try connection.activate()
        connection.client.send("secret", promise: outcome.promise)
        connection.run()
        #expect(connection.client.end.tlsErrors.first?.verification?.isUnknownAuthority == true)
        #expect(connection.client.end.tlsErrors.count == 1)
        #expect(connection.server.end.tlsErrors.first?.receivedAlert == .unknownCA)
        #expect(connection.server.end.handshakes.isEmpty)
        #expect(outcome.failed)
        #expect(connection.server.end.text.isEmpty)
    }

    @Test func afterAFailureTheSocketLingersAndThenCloses() throws {
        let connection = try Connection(authority: authority)
        try connection.server.activate()
        connection.server.receive(ByteBuffer(bytes: [22, 3, 1, 0, 5, 99, 0, 0, 1, 0]))
        // The alert is out, our direction is shut, and the peer has time to read it.
        #expect(connection.server.takeSent().map { records(in: $0).map(\.type) } == [21])
        #expect(connection.server.socket.outputIsShut)
        #expect(connection.server.channel.isActive)
        #expect(connection.server.end.tlsErrors.map(\.fault) == [.peerMisbehaved])
        connection.server.receive(ByteBuffer(repeating: 7, count: 1_000))
        #expect(connection.server.end.tlsErrors.count == 1)
        connection.loop.advanceTime(by: .seconds(2))
        #expect(!connection.server.channel.isActive)
    }

    @Test func aLingeringSocketClosesWhenThePeerDoes() throws {
        let connection = try Connection(authority: authority)
        try connection.server.activate()
        connection.server.receive(ByteBuffer(bytes: [22, 3, 1, 0, 5, 99, 0, 0, 1, 0]))
        connection.server.receiveEnd()
        #expect(!connection.server.channel.isActive)
        #expect(connection.server.end.tlsErrors.count == 1)
    }

    @Test func plainHTTPGetsAClearReply() throws {
        let configuration = TLSHandler.Configuration(plainHTTPReply: {
            ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n")
        })
        let connection = try Connection(authority: authority, configuration: configuration)
        try connection.server.activate()
        connection.server.receive(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        #expect(connection.server.takeSent().map { String(buffer: $0) } == "HTTP/1.1 400 Bad Request\r\n")
        #expect(connection.server.end.tlsErrors.count == 1)
        #expect(connection.server.end.text.isEmpty)
        connection.server.receive(ByteBuffer(string: "GET /"))
        #expect(connection.server.takeSent() == nil)
        connection.server.receiveEnd()
        #expect(!connection.server.channel.isActive)
    }

    @Test func aClientGivesNoClearReply() throws {
        let configuration = TLSHandler.Configuration(plainHTTPReply: { ByteBuffer(string: "no") })
        let connection = try Connection(authority: authority, configuration: configuration)
        try connection.client.activate()
        _ = connection.client.takeSent()
        connection.client.receive(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"))
        #expect(connection.client.end.tlsErrors.count == 1)
        #expect(connection.client.takeSent().map { String(buffer: $0) } != "no")
    }

    @Test func anEndDuringTheHandshakeIsATruncation() throws {
        let connection = try Connection(authority: authority)
        try connection.activate()
        let outcome = Outcome(on: connection.loop)
        connection.client.send("x", promise: outcome.promise)
        connection.client.receiveEnd()
        #expect(connection.client.end.tlsErrors.map(\.fault) == [.truncated])
        #expect(!connection.client.channel.isActive)
        connection.loop.run()
        #expect(outcome.failed)
    }
}
