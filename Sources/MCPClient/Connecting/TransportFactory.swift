import HTTPTransport
import Localization
import MCP
import MCPHTTP
import MCPStdio
import NIOCore
import OAuthClient
import OpenSSL

/// Makes the transport that leads to a server: the one place that knows which transports there are.
struct TransportFactory: Sendable {
    struct Made: Sendable {
        let transport: any ClientTransport
        let site: ServerSite?
        let close: @Sendable () async -> Void
    }

    let trust: ServerTrust
    /// For servers that are given by their address; entries of a file have headers of their own.
    let token: String?
    let language: Language
    let signIn: SignIn
    /// Receives what a program writes that is no message.
    let warn: @Sendable (String) -> Void
    let group: any EventLoopGroup

    /// - Throws: `ServerAddressError`, or what reading the authorities throws.
    func make(_ place: ServersFile.Place) throws -> Made {
        switch place {
        // The HTTP client finds out by itself which of both transports a server speaks.
        case .http(let url, let headers), .legacySSE(let url, let headers): return try http(url, headers)
        case .stdio(let command, let arguments, let environment, let folder):
            let program = StdioProgram(
                command: command,
                arguments: arguments,
                environment: environment,
                folder: folder
            )
            let transport = StdioClientTransport(program, warn: warn)
            return Made(transport: transport, site: nil, close: { await transport.close() })
        }
    }

    private func http(_ url: String, _ headers: [String: String]) throws -> Made {
        let address = try ServerAddress(url: url)
        let context = try trust.context(for: address)
        let hasCredentials = token != nil || headers.keys.contains { $0.lowercased() == "authorization" }
        let transport = StreamableHTTPClient(
            address: address,
            context: address.isSecure ? context : nil,
            token: token,
            language: language,
            on: group,
            headers: headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
            oauth: hasCredentials ? nil : try signIn.client(for: address, context: context, on: group)
        )
        return Made(
            transport: transport,
            site: ServerSite(address: address, get: { try await transport.get($0) }),
            close: { await transport.close() }
        )
    }
}

/// A server has no HTTP side.
struct NoSite: LocalizedFailure {
    let name: String

    var message: LocalizedText {
        LocalizedText(
            es: "«\(name)» no es un servidor HTTP: no tiene archivos que descargar, TLS ni inicio de sesión.",
            en: "'\(name)' is no HTTP server: it has no files to download, no TLS and no sign-in."
        )
    }
}
