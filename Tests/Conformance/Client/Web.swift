import Foundation
import HTTPTransport
import MCPHTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import OAuthClient
import OpenSSL

/// The world as the OAuth client sees it, where nobody sits in front of a browser: authorization servers of the suite
/// redirect at once.
struct Web: Sendable {
    let context: TLSContext

    var environment: OAuthEnvironment {
        OAuthEnvironment(
            fetch: { request in
                let headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
                let method = HTTPMethod(rawValue: request.method)
                let body = request.body.isEmpty ? nil : ByteBuffer(bytes: request.body)
                let response = try await send(method, request.url, headers, body)
                return OAuthResponse(status: Int(response.status.code), body: Array(response.body.readableBytesView))
            },
            sha256: { SHA256Digest.hash($0) },
            randomBytes: { RandomBytes.draw($0) },
            now: { Int(Date().timeIntervalSince1970) },
            authorize: { address in
                let response = try await send(.GET, address, [:], nil)
                guard let place = response.headers.first(name: "location") else { throw NoRedirection() }
                return place
            }
        )
    }

    /// The authorization server did not send its visitor back.
    struct NoRedirection: Error {}

    /// Follows no redirection.
    private func send(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: HTTPHeaders,
        _ body: ByteBuffer?
    ) async throws -> HTTPResponse {
        let address = try ServerAddress(url: url)
        let connections = HTTPClientConnections(
            host: address.host,
            port: address.port,
            authority: address.authority,
            context: address.isSecure ? context : nil,
            on: MultiThreadedEventLoopGroup.singleton
        )
        let outcome: Result<HTTPResponse, any Error>
        do {
            outcome = .success(
                try await connections.send(method, address.path, headers: headers, body: body, limit: 1 << 20)
            )
        } catch {
            outcome = .failure(error)
        }
        await connections.close()
        return try outcome.get()
    }
}
