import NIOCore
import NIOHTTP1
import NIOPosix
import OpenSSL
import TestIdentities

@testable import HTTPTransport

/// A server on a free port of the loopback address, and clients of it.
struct LiveServer {
    let server: HTTPServer
    let port: Int
    private let authority: TestAuthority

    /// Binds and serves. Without `tls` the listener is plain.
    static func start(
        tls: Bool = true,
        configuration: HTTPServer.Configuration = HTTPServer.Configuration(),
        responder: @escaping WholeResponder
    ) async throws -> LiveServer {
        try await start(tls: tls, configuration: configuration, streaming: { request, _ in await responder(request) })
    }

    static func start(
        tls: Bool = true,
        configuration: HTTPServer.Configuration = HTTPServer.Configuration(),
        streaming responder: @escaping HTTPResponder
    ) async throws -> LiveServer {
        let authority = try TestAuthority()
        let context = try authority.server {
            $0.applicationProtocols = ["h2", "http/1.1"]
            $0.ticketKeys = TicketKeyRing()
        }
        let listener = HTTPServer.Listener(
            host: "127.0.0.1",
            port: 0,
            security: tls ? .tls { context } : .plain,
            responder: responder
        )
        let server = try await HTTPServer.start(
            [listener],
            configuration: configuration,
            on: .singletonMultiThreadedEventLoopGroup
        )
        return LiveServer(server: server, port: server.addresses[0].port ?? 0, authority: authority)
    }

    func clientContext(_ protocols: [String]) throws -> TLSContext {
        try authority.client { $0.applicationProtocols = protocols }
    }

    /// - Parameter protocols: none for plain HTTP.
    func connect(
        _ protocols: [String] = ["h2"],
        responseLimit: Int = 64 << 20
    ) async throws -> HTTPClientConnection {
        try await HTTPClientConnection.connect(
            to: "127.0.0.1",
            port: port,
            security: protocols.isEmpty ? .plain : .tls(clientContext(protocols)),
            responseLimit: responseLimit,
            on: .singletonMultiThreadedEventLoopGroup
        )
    }

    func stop() async {
        await server.shutdown(drain: .milliseconds(100))
    }
}

/// Lets something wait until something else has happened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}
