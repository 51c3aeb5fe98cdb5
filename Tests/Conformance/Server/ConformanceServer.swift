import ArgumentParser
import Foundation
import HTTPTransport
import MCP
import MCPHTTP
import NIOCore
import NIOPosix
import UnixSignals

/// A server with the fixtures that the protocol's conformance suite calls, on the product's own libraries.
@main
struct ConformanceServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance-server",
        abstract: "Serve the fixtures of the MCP conformance suite at /mcp until told to stop.",
        discussion: """
            For tests on this machine: nobody has to identify themselves.

            Example:
              conformance-server --listen 127.0.0.1:0 --http 127.0.0.1:3001
            """
    )

    @Option(help: "HOST:PORT to serve HTTPS on; port 0 picks one.")
    var listen: [ListenAddress] = []
    @Option(help: "HOST:PORT to serve plain HTTP on; port 0 picks one.")
    var http: [ListenAddress] = []
    @Option(help: "Folder for ca.pem, the authority of the certificate that is made. Default: a temporary one.")
    var certs: String?
    @Option(help: "Certificate chain in PEM, in place of one that is made; with --key.")
    var cert: String?
    @Option(help: "Private key in PEM for --cert.")
    var key: String?

    func validate() throws {
        guard !listen.isEmpty || !http.isEmpty else {
            throw ValidationError("nothing to listen on: --listen or --http")
        }
        guard (cert == nil) == (key == nil) else { throw ValidationError("--cert and --key go together") }
        if let exposed = (listen + http).first(where: { !$0.isLoopback }) {
            throw ValidationError("\(exposed.host) is not on loopback, and the fixtures are for this machine only")
        }
    }

    func run() async throws {
        let fixture = try FixtureEngine()
        let responder = FixtureResponder(fixture)
        var listeners: [HTTPServer.Listener] = []
        if !listen.isEmpty {
            let identity =
                if let cert, let key {
                    try TestCertificate.identity(certificate: cert, key: key)
                } else {
                    try TestCertificate.made(in: certs)
                }
            let context = try TestCertificate.context(identity)
            listeners += listen.map { $0.listener(.tls { context }, responder) }
        }
        listeners += http.map { $0.listener(.plain, responder) }

        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let server = try await HTTPServer.start(listeners, on: group)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        for (index, address) in server.addresses.enumerated() {
            let scheme = index < listen.count ? "https" : "http"
            let host = address.ipAddress.map { $0.contains(":") ? "[\($0)]" : $0 } ?? "?"
            FileHandle.standardError.write(Data("listening \(scheme)://\(host):\(address.port ?? 0)\n".utf8))
        }
        for await _ in signals { break }
        fixture.changes.close()
        fixture.sessions.endAll()
        await server.shutdown(drain: .seconds(2))
        Self.exit()
    }
}

/// `HOST:PORT`, with an IPv6 address in brackets.
struct ListenAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else {
            return nil
        }
        let host = argument[..<colon]
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
        self.port = Int(port)
    }

    var isLoopback: Bool { ServerAddress.isLoopback(host: host) }

    func listener(_ security: HTTPServer.Listener.Security, _ responder: FixtureResponder) -> HTTPServer.Listener {
        HTTPServer.Listener(host: host, port: port, security: security) { await responder.respond(to: $0, stream: $1) }
    }
}
