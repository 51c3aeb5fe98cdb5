import ArgumentParser
import Foundation
import Localization
import MCP
import NIOPosix
import OAuthClient
import OAuthHTTP

struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign in at a server that demands it, in the browser (OAuth).",
        discussion: """
            The tokens are kept in \(SignIn.credentialFile), which only you can read; every other command uses them.
            """
    )

    @OptionGroup var connection: ConnectionOptions
    @Option(help: "The client's identifier, where the authorization server gave you one.")
    var clientID: String?
    @Option(help: "A scope to ask for, where the server does not say. May be repeated.")
    var scope: [String] = []
    @Option(help: "The port of this machine where the browser comes back to.")
    var callbackPort = 33_419
    @Flag(help: "Only print the address; open no browser.")
    var noBrowser = false

    func run() async throws {
        try await connection.withFleet { fleet in
            let server = try fleet.single()
            guard server.site != nil else { throw NoSite(name: server.name) }
            let screen = fleet.screen
            let loopback = try await listen(on: screen)
            let wasAsked = AskedOnce()
            let signIn = SignIn(
                redirectURI: loopback.redirectURI,
                clientID: clientID,
                clientSecret: ProcessInfo.processInfo.environment["MCP_CLIENT_SECRET"],
                scopes: scope,
                authorize: { address in
                    await wasAsked.mark()
                    return try await loopback.authorize(address)
                }
            )
            let outcome = await attempt {
                let authorized = try fleet.signedIn(to: server, signIn)
                let outcome = await attempt {
                    try await fleet.terminal.interrupts.cancelling {
                        try await authorized.engine.connect()
                        // Some servers let everybody discover them.
                        _ = try await authorized.engine.listTools()
                    }
                }
                await authorized.close()
                try outcome.get()
            }
            await loopback.close()
            try outcome.get()
            screen.say(
                await wasAsked.isMarked
                    ? LocalizedText(es: "Sesión iniciada.", en: "Signed in.")
                    : LocalizedText(
                        es: "No hizo falta: el servidor ya acepta sus peticiones.",
                        en: "There was no need: the server accepts your requests already."
                    )
            )
        }
    }

    private func listen(on screen: Screen) async throws -> LoopbackAuthorization {
        let opens = !noBrowser
        let show: @Sendable (String) -> Void = { address in
            let host = URLComponents(string: address)?.host ?? "?"
            screen.note(
                LocalizedText(
                    es:
                        "Autorice a mcp-client en \(host):\n  \(address)\nSe espera a que vuelva el navegador (5 minutos).",
                    en:
                        "Authorize mcp-client at \(host):\n  \(address)\nWaiting for the browser to come back (5 minutes)."
                )
            )
            if opens { Browser.open(address) }
        }
        let group = MultiThreadedEventLoopGroup.singleton
        let language = screen.language
        do {
            return try await .listen(port: callbackPort, language: language, on: group, openBrowser: show)
        } catch {
            // Somebody else has the port; most authorization servers take any (RFC 8252 section 7.3).
            return try await .listen(port: 0, language: language, on: group, openBrowser: show)
        }
    }

    private func attempt(_ work: () async throws -> Void) async -> Result<Void, any Error> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
}

/// Whether the person had to do something.
private actor AskedOnce {
    private(set) var isMarked = false

    func mark() { isMarked = true }
}

struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forget the tokens of a server.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServer { fleet, server in
            guard let site = server.site else { throw NoSite(name: server.name) }
            let client = try SignIn().client(
                for: site.address,
                context: try fleet.trust.context(for: site.address),
                on: MultiThreadedEventLoopGroup.singleton
            )
            try await client?.signOut()
            fleet.screen.say(LocalizedText(es: "Sesión cerrada.", en: "Signed out."))
        }
    }
}
