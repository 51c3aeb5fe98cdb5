import ArgumentParser
import Foundation
import HTTPTransport
import JSON
import Localization
import MCPHTTP
import NIOCore
import NIOHTTP1
import NIOOpenSSL
import NIOPosix
import OpenSSL

struct TLSReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls",
        abstract: "Report on the handshake with a server and on its certificate."
    )

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "HOST:PORT. Default: the server of --url.")
    var target: String?

    func run() async throws {
        try await connection.withServer { [target] fleet, server in
            guard let site = server.site else { throw NoSite(name: server.name) }
            let address = try target.map { try ServerAddress(url: "https://\($0)/") } ?? site.address
            let context = try fleet.trust.context(for: address)
            let first = try await Self.connect(address, context, nil)
            guard let tls = first.connection.tls else { return }
            // The tickets of TLS 1.3 come after the handshake: one exchange makes sure that they are here.
            _ = try? await first.connection.send(.HEAD, "/", authority: address.authority, timeout: .seconds(5))
            let ticket = await first.connection.newestResumption()
            await first.connection.close()
            var isResumed: Bool?
            if let ticket, let second = try? await Self.connect(address, context, ticket) {
                isResumed = second.connection.tls?.isResumed
                await second.connection.close()
            }
            let report = HandshakeReport(
                address: address,
                tls: tls,
                duration: first.duration,
                resumption: isResumed.map { $0 ? .resumed : .declined } ?? .noTicket,
                ticketLifetime: ticket?.lifetime
            )
            report.print(to: fleet.screen, asJSON: fleet.json)
        }
    }

    private static func connect(
        _ address: ServerAddress,
        _ context: TLSContext,
        _ resumption: TLSResumption?
    ) async throws -> (connection: HTTPClientConnection, duration: Duration) {
        let clock = ContinuousClock()
        let start = clock.now
        let made = try await HTTPClientConnection.connect(
            to: address.host,
            port: address.port,
            security: .tls(context, resuming: resumption),
            on: MultiThreadedEventLoopGroup.singleton
        )
        return (made, clock.now - start)
    }
}
