import Foundation
import MCPHTTP
import NIOCore
import OAuthClient
import OAuthHTTP
import OpenSSL

/// How the program gets authorized at servers that demand it (OAuth): with the tokens of earlier sign-ins, and by the
/// person only where ``authorize`` says how.
struct SignIn: Sendable {
    /// Where browsers come back to.
    var redirectURI: String?
    var clientID: String?
    var clientSecret: String?
    var scopes: [String] = []
    /// Lets a person authorize at an address. `nil`: nobody is asked.
    var authorize: (@Sendable (String) async throws -> String)?

    /// Where tokens are kept.
    static var credentialFile: String {
        (ServerChoice.userFile as NSString).deletingLastPathComponent + "/credentials.json"
    }

    /// - Returns: `nil` where no credentials may be sent.
    func client(
        for address: ServerAddress,
        context: TLSContext,
        on group: any EventLoopGroup
    ) throws -> OAuthClient? {
        guard address.isSecure || address.isLoopback else { return nil }
        var configuration = OAuthConfiguration(clientName: "mcp-client", scopes: scopes)
        if let redirectURI { configuration.redirectURI = redirectURI }
        if let clientID {
            configuration.preregistrations = [
                OAuthConfiguration.Preregistration(clientID: clientID, clientSecret: clientSecret)
            ]
        }
        configuration.allowsServerAsIssuer = true
        return try OAuthClient(
            url: (address.isSecure ? "https://" : "http://") + address.authority + address.path,
            configuration: configuration,
            environment: .network(context: context, on: group, authorize: authorize),
            store: CredentialFile(path: Self.credentialFile)
        )
    }
}
