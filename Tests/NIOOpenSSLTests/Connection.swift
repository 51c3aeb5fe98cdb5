import NIOCore
import NIOEmbedded
import NIOOpenSSL
import OpenSSL
import TestIdentities
import Testing

/// One side of a connection in memory.
final class Side {
    let channel: EmbeddedChannel
    let tls: TLSHandler
    let socket = SocketDouble()
    let end = Recorder()
    private var toldEnd = false

    init(_ tls: TLSHandler, on loop: EmbeddedEventLoop) throws {
        self.tls = tls
        channel = EmbeddedChannel(loop: loop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(socket)
        try pipeline.addHandler(tls)
        try pipeline.addHandler(end)
    }

    func activate() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    }

    /// What left for the network, in one buffer; `nil` if nothing did.
    func takeSent() -> ByteBuffer? {
        guard var all = socket.sent.first else { return nil }
        for next in socket.sent.dropFirst() { all.writeImmutableBuffer(next) }
        socket.sent = []
        return all
    }

    /// The network brings bytes. A closed channel takes none.
    func receive(_ buffer: ByteBuffer) {
        guard channel.isActive else { return }
        channel.pipeline.fireChannelRead(buffer)
        channel.pipeline.fireChannelReadComplete()
    }

    /// The network brings the end of the peer's bytes, once.
    func receiveEnd() {
        guard channel.isActive, !toldEnd else { return }
        toldEnd = true
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    func write(_ text: String, promise: EventLoopPromise<Void>? = nil) {
        channel.pipeline.write(ByteBuffer(string: text), promise: promise)
    }

    func send(_ text: String, promise: EventLoopPromise<Void>? = nil) {
        write(text, promise: promise)
        channel.pipeline.flush()
    }
}

/// A client and a server on one event loop, with a network between them that loses nothing.
final class Connection {
    let loop = EmbeddedEventLoop()
    let client: Side
    let server: Side

    init(
        client clientContext: TLSContext? = nil,
        server serverContext: TLSContext? = nil,
        authority: TestAuthority,
        host: String = "localhost",
        configuration: TLSHandler.Configuration = TLSHandler.Configuration()
    ) throws {
        let clientContext = try clientContext ?? authority.client { $0.applicationProtocols = ["h2"] }
        let serverContext = try serverContext ?? authority.server { $0.applicationProtocols = ["h2"] }
        client = try Side(TLSHandler(client: clientContext, host: host, configuration: configuration), on: loop)
        server = try Side(TLSHandler(server: serverContext, configuration: configuration), on: loop)
    }

    func activate() throws {
        try server.activate()
        try client.activate()
    }

    /// Carries bytes and ends in both directions until all is quiet.
    func run() {
        while true {
            loop.run()
            var isQuiet = true
            for (from, to) in [(client, server), (server, client)] {
                if let bytes = from.takeSent() {
                    isQuiet = false
                    to.receive(bytes)
                }
                if from.socket.outputIsShut { to.receiveEnd() }
            }
            if isQuiet { break }
        }
        loop.run()
    }

    /// The handshake done, and nothing on the way.
    static func established(
        authority: TestAuthority,
        server: TLSContext? = nil,
        configuration: TLSHandler.Configuration = TLSHandler.Configuration()
    ) throws -> Connection {
        let connection = try Connection(server: server, authority: authority, configuration: configuration)
        try connection.activate()
        connection.run()
        try #require(connection.client.end.handshakes == ["h2"])
        try #require(connection.server.end.handshakes == ["h2"])
        return connection
    }
}

/// Content types of the TLS records in some bytes (RFC 8446 section 5.1).
func records(in buffer: ByteBuffer) -> [(type: UInt8, length: Int)] {
    var buffer = buffer
    var found: [(UInt8, Int)] = []
    while let type = buffer.readInteger(as: UInt8.self), buffer.readInteger(as: UInt16.self) != nil,
        let length = buffer.readInteger(as: UInt16.self), buffer.readSlice(length: Int(length)) != nil
    {
        found.append((type, Int(length)))
    }
    return found
}

/// A promise whose outcome can be asked for without waiting. It fails the test if it is completed never.
final class Outcome {
    let promise: EventLoopPromise<Void>
    private(set) var result: Result<Void, any Error>?

    init(on loop: EmbeddedEventLoop) {
        promise = loop.makePromise()
        promise.futureResult.assumeIsolated().whenComplete { self.result = $0 }
    }

    var succeeded: Bool { if case .success = result { true } else { false } }
    var failed: Bool { if case .failure = result { true } else { false } }
}
