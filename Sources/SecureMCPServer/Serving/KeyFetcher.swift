import Authorization
import HTTPTransport
import MCPHTTP
import NIOCore
import NIOHTTP1
import OpenSSL

/// Asks issuers for their metadata and keys. Follows no redirects: the operator's address is the only one trusted.
struct KeyFetcher: Sendable {
    private static let timeout = TimeAmount.seconds(5)
    private static let limit = 256 << 10

    private let context: TLSContext
    private let group: any EventLoopGroup

    /// - Parameter authorities: trusted in place of the system's, if any are given.
    init(authorities: [Certificate]?, on group: any EventLoopGroup) throws {
        context = try TLSContext(
            client: TLSClientConfiguration(
                trust: TLSTrust(includesSystem: authorities == nil, authorities: authorities ?? []),
                minimumVersion: .tls12,
                applicationProtocols: ["http/1.1"]
            )
        )
        self.group = group
    }

    /// The body of a 200; `nil` for any other answer.
    func get(_ text: String) async throws -> [UInt8]? {
        let address = try ServerAddress(url: text)
        guard address.isSecure || address.isLoopback else { throw KeySourceError.insecure(text) }
        let response = try await HTTPClientConnection.send(
            .GET,
            address.path,
            headers: ["accept": "application/json", "user-agent": "secure-mcp-server/\(ServiceCard.version)"],
            to: address.host,
            port: address.port,
            authority: address.authority,
            security: address.isSecure ? .tls(context) : .plain,
            timeout: Self.timeout,
            responseLimit: Self.limit,
            on: group
        )
        return response.status == .ok ? Array(response.body.readableBytesView) : nil
    }
}
