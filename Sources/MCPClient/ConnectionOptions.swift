import ArgumentParser
import Commands
import Foundation
import Localization
import MCP
import MCPHTTP
import NIOCore
import NIOPosix
import OpenSSL

/// Which server, whom to trust, and what to speak.
struct ConnectionOptions: ParsableArguments {
    @Option(help: "The server's MCP endpoint.")
    var url = "https://localhost:8443/mcp"
    @Option(
        name: .customLong("ca"),
        help:
            "Trust the authorities of this PEM file, and no others. Default: the system's, and ./certs/ca.pem for servers on this machine."
    )
    var authorities: String?
    @Option(help: "Bearer token to show the server. Default: the environment's MCP_TOKEN.")
    var token: String?
    @Option(name: .customLong("protocol"), help: "auto, or one revision of the protocol, such as 2025-11-25.")
    var revision = "auto"
    @Option(help: "Speak only HTTP 1.1, or only 2. Default: what the server prefers.")
    var http: String?
    @Option(name: .customLong("keylog"), help: "Append the TLS secrets of this client to a file, for Wireshark.")
    var keyLog: String?
    @Flag(help: "Print JSON.")
    var json = false
    @OptionGroup var language: LanguageOption

    var console: Console { language.console }

    func validate() throws {
        guard revision == "auto" || ProtocolRevision(revision) != nil else {
            let known = ProtocolRevision.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--protocol is auto or one of: \(known)")
        }
        guard http.map({ ["1.1", "2"].contains($0) }) ?? true else { throw ValidationError("--http is 1.1 or 2") }
    }

    func address() throws -> ServerAddress { try ServerAddress(url: url) }

    /// A context for HTTPS to `address`.
    func context(for address: ServerAddress) throws -> TLSContext {
        var trust = TLSTrust(includesSystem: authorities == nil)
        let file = authorities ?? "./certs/ca.pem"
        if let data = FileManager.default.contents(atPath: file) {
            if authorities != nil || address.isLoopback {
                trust.authorities = try Certificate.chain(pem: Array(data))
            }
        } else if authorities != nil {
            throw ClientUsageError.unreadable(file)
        }
        var log: (@Sendable (String) -> Void)?
        if let keyLog {
            let file = try KeyLogFile(path: keyLog)
            log = { line in file.append(line) }
        }
        return try TLSContext(
            client: TLSClientConfiguration(
                trust: trust,
                minimumVersion: .tls12,
                applicationProtocols: http == "1.1" ? ["http/1.1"] : http == "2" ? ["h2"] : ["h2", "http/1.1"],
                keyLog: log
            )
        )
    }

    /// A client that is not connected yet.
    func makeClient(on group: any EventLoopGroup) throws -> Client {
        let address = try address()
        let transport = StreamableHTTPClient(
            address: address,
            context: address.isSecure ? try context(for: address) : nil,
            token: token ?? ProcessInfo.processInfo.environment["MCP_TOKEN"],
            language: language.language,
            on: group
        )
        let engine = ClientEngine(
            transport: transport,
            implementation: Implementation(name: "mcp-client", version: MCPClient.configuration.version),
            revisions: ProtocolRevision(revision).map { [$0] } ?? ProtocolRevision.allCases
        )
        return Client(engine: engine, transport: transport, address: address)
    }

    /// Runs `body` with a client, says what failed, and ends with the status that tells a script why.
    func withClient(_ body: (Client) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        do {
            let client = try makeClient(on: group)
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(client))
            } catch {
                outcome = .failure(error)
            }
            await client.transport.close()
            try outcome.get()
        } catch let status as ExitCode {
            throw status
        } catch {
            let failure = ClientFailureReport(error, url: url)
            throw console.fail(failure, status: failure.status)
        }
    }
}

/// A server to talk to.
struct Client: Sendable {
    let engine: ClientEngine
    let transport: StreamableHTTPClient
    let address: ServerAddress
}

enum ClientUsageError: LocalizedFailure {
    case unreadable(String)
    case badArgument(String)
    case badValue(name: String, expected: String)

    var message: LocalizedText {
        switch self {
        case .unreadable(let path):
            LocalizedText(es: "No se puede leer \(path).", en: "Cannot read \(path).")
        case .badArgument(let text):
            LocalizedText(
                es: "«\(text)» no tiene la forma clave=valor.",
                en: "'\(text)' is not of the form key=value."
            )
        case .badValue(let name, let expected):
            LocalizedText(
                es: "«\(name)» debe ser \(expected).",
                en: "'\(name)' must be \(expected)."
            )
        }
    }
}
