import Foundation
import JSON
import Localization
import MCPHTTP
import NIOPosix
import OAuthClient
import OAuthHTTP
import OpenSSL

/// The way to the server of a scenario.
struct Connection {
    let transport: StreamableHTTPClient

    /// - Throws: ``ServerAddressError``, ``OAuthFailure``, or why the authorities of `MCP_CONFORMANCE_CA` cannot be
    ///   trusted.
    init(_ assignment: Assignment) throws {
        let address = try ServerAddress(url: assignment.url)
        let context = try Self.context()
        let group = MultiThreadedEventLoopGroup.singleton
        transport = StreamableHTTPClient(
            address: address,
            context: context,
            language: .english,
            on: group,
            oauth: try OAuthClient(
                url: assignment.url,
                configuration: assignment.authorization,
                environment: .network(
                    context: context,
                    on: group,
                    // Authorization servers of the suite redirect at once: nobody sits in front of a browser.
                    authorize: OAuthEnvironment.followingRedirect(context: context, on: group)
                )
            )
        )
    }

    /// Trusts the system's authorities, and those of the PEM file named by `MCP_CONFORMANCE_CA`.
    private static func context() throws -> TLSContext {
        var trust = TLSTrust(includesSystem: true)
        if let path = ProcessInfo.processInfo.environment["MCP_CONFORMANCE_CA"] {
            trust.authorities = try Certificate.chain(pem: Array(Data(contentsOf: URL(fileURLWithPath: path))))
        }
        return try TLSContext(
            client: TLSClientConfiguration(trust: trust, applicationProtocols: ["h2", "http/1.1"])
        )
    }
}

extension Assignment {
    /// Who the client is to the authorization servers of the suite.
    var authorization: OAuthConfiguration {
        var configuration = OAuthConfiguration(
            grant: scenario.hasPrefix("auth/client-credentials") ? .clientCredentials : .authorizationCode,
            clientName: "conformance-client",
            redirectURI: "http://localhost:3000/callback",
            clientMetadataURL: "https://conformance-test.local/client-metadata.json",
            allowsServerAsIssuer: true
        )
        if let identifier = context["client_id"]?.string {
            configuration.preregistrations = [
                .init(clientID: identifier, clientSecret: context["client_secret"]?.string)
            ]
        }
        return configuration
    }
}
