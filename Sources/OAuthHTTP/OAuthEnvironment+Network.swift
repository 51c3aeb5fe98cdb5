import HTTPTransport
public import NIOCore
import NIOHTTP1
public import OAuthClient
public import OpenSSL

extension OAuthEnvironment {
    /// The real world: requests over the network, and OpenSSL's digests and random numbers.
    ///
    /// Plain HTTP goes to this machine only. Redirections are not followed, answers are at most 1 MiB and come within
    /// 30 s.
    ///
    /// - Parameters:
    ///   - context: for HTTPS to authorization servers and to the server's metadata.
    ///   - authorize: how a person authorizes, such as ``LoopbackAuthorization``. `nil`: nobody is there.
    public static func network(
        context: TLSContext,
        on group: any EventLoopGroup,
        authorize: (@Sendable (String) async throws -> String)? = nil
    ) -> OAuthEnvironment {
        let fetcher = OAuthFetcher(context: context, group: group)
        return OAuthEnvironment(
            fetch: { try await fetcher.fetch($0) },
            sha256: { SHA256Digest.hash($0) },
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            },
            now: { currentTime() },
            authorize: authorize
        )
    }

    /// Authorizes without a person, for tests: asks for the address and takes the redirection for the browser's last
    /// stop.
    public static func followingRedirect(
        context: TLSContext,
        on group: any EventLoopGroup
    ) -> @Sendable (String) async throws -> String {
        let fetcher = OAuthFetcher(context: context, group: group)
        return { address in
            let response = try await fetcher.exchange(.GET, address, [:], nil)
            guard (300..<400).contains(response.status.code),
                let location = response.headers.first(name: "location")
            else { throw OAuthFailure.denied(error: "HTTP \(response.status.code)", description: "") }
            return location
        }
    }
}

/// Sends the OAuth client's requests, each on a connection of its own: there are few, to many servers.
struct OAuthFetcher: Sendable {
    let context: TLSContext
    let group: any EventLoopGroup

    static let responseBytes = 1 << 20
    static let timeout = TimeAmount.seconds(30)

    func fetch(_ request: OAuthRequest) async throws -> OAuthResponse {
        var headers = HTTPHeaders()
        for (name, value) in request.headers { headers.add(name: name, value: value) }
        let response = try await exchange(
            HTTPMethod(rawValue: request.method),
            request.url,
            headers,
            request.body.isEmpty ? nil : ByteBuffer(bytes: request.body)
        )
        return OAuthResponse(status: Int(response.status.code), body: Array(response.body.readableBytesView))
    }

    func exchange(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: HTTPHeaders,
        _ body: ByteBuffer?
    ) async throws -> HTTPResponse {
        guard let address = WebAddress(url), address.isSecure || address.isLoopback else {
            throw OAuthFailure.insecureAddress(url)
        }
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        return try await HTTPClientConnection.send(
            method,
            (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?\($0)" } ?? ""),
            headers: headers,
            body: body,
            to: host,
            port: address.port ?? (address.isSecure ? 443 : 80),
            authority: address.host + (address.port.map { ":\($0)" } ?? ""),
            security: address.isSecure ? .tls(context) : .plain,
            timeout: Self.timeout,
            responseLimit: Self.responseBytes,
            on: group
        )
    }
}
