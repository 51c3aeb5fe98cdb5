import ArgumentParser
import Commands
import Foundation
import Localization
import MCP
import NIOPosix

/// Which server, whom to trust, what to speak, and what to answer when the server asks.
struct ConnectionOptions: ParsableArguments, Sendable {
    @Option(help: "The server's MCP endpoint. Default: \(ServerChoice.defaultURL).")
    var url: String?
    @Option(
        help: """
            A JSON file with 'mcpServers', as other clients have it: url and headers, or command, args and env, for \
            each name; ${NAME} stands for a variable of the environment. Default, with --server only: \
            ~/.config/mcp/mcp.json.
            """
    )
    var servers: String?
    @Option(help: "Only this server of the file. Default: all of them.")
    var server: String?
    @Option(
        name: .customLong("ca"),
        help:
            "Trust the authorities of this PEM file, and no others. Default: the system's, and ./certs/ca.pem for servers on this machine."
    )
    var authorities: String?
    @Option(help: "Bearer token to show the server of --url. Default: the environment's MCP_TOKEN.")
    var token: String?
    @Option(name: .customLong("protocol"), help: "auto, or one revision of the protocol, such as 2025-11-25.")
    var revision = "auto"
    @Option(help: "Speak only HTTP 1.1, or only 2. Default: what the server prefers.")
    var http: String?
    @Option(name: .customLong("keylog"), help: "Append the TLS secrets of this client to a file, for Wireshark.")
    var keyLog: String?
    @Option(help: "Show log messages of the server from this level on (debug, info, notice, warning, error), or off.")
    var logLevel: String?
    @Option(name: .customLong("root"), help: "A folder that the server may know of. May be repeated.")
    var roots: [String] = []
    @Option(
        name: .customLong("answer"),
        help: "Answer a question of the server beforehand, as key=value. May be repeated."
    )
    var answers: [String] = []
    @Flag(help: "Accept forms of the server that their own defaults fill in.")
    var acceptDefaults = false
    @Option(
        help: """
            A command that answers for a model when the server asks for one (sampling): it reads the request as JSON \
            and writes the answer. Default: such requests are refused.
            """
    )
    var sampling: String?
    @Flag(help: "Print JSON.")
    var json = false
    @OptionGroup var language: LanguageOption

    /// The options without a value, which may stand before a subcommand too.
    static let flags: Set<String> = [
        "--json", "--accept-defaults", "--detach", "--force", "--no-browser", "--tools", "--prompts", "--resources",
    ]

    var choice: ServerChoice { ServerChoice(url: url, file: servers, name: server) }
    var trust: ServerTrust { ServerTrust(authorities: authorities, http: http, keyLog: keyLog) }
    var revisions: [ProtocolRevision] { ProtocolRevision(revision).map { [$0] } ?? ProtocolRevision.allCases }

    /// What the server is asked for; `nil` when the user did not say.
    var chosenLogLevel: LogLevel? { logLevel.flatMap { LogLevel(rawValue: $0) } }

    /// What is shown: warnings, unless the user wants it otherwise.
    var shownLogLevel: LogLevel? { logLevel == "off" ? nil : chosenLogLevel ?? .warning }

    func validate() throws {
        guard revision == "auto" || ProtocolRevision(revision) != nil else {
            let known = ProtocolRevision.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--protocol is auto or one of: \(known)")
        }
        guard http.map({ ["1.1", "2"].contains($0) }) ?? true else { throw ValidationError("--http is 1.1 or 2") }
        if let logLevel, logLevel != "off", LogLevel(rawValue: logLevel) == nil {
            let known = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--log-level is off or one of: \(known)")
        }
        if answers.contains(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
            throw ValidationError("--answer wants key=value")
        }
        for root in roots where !Self.isFolder(root) { throw ValidationError("--root: \(root) is no folder") }
    }

    var givenAnswers: GivenAnswers {
        let pairs = answers.compactMap { answer -> (name: String, text: String)? in
            guard let mark = answer.firstIndex(of: "=") else { return nil }
            return (String(answer[..<mark]), String(answer[answer.index(after: mark)...]))
        }
        return GivenAnswers(answers: pairs, acceptsDefaults: acceptDefaults)
    }

    var rootList: [Root] {
        roots.map { path in
            let url = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
            return Root(uri: url.absoluteString, name: url.lastPathComponent)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

extension ConnectionOptions {
    /// Runs `body` with the chosen servers, says what failed, and ends with the status that tells a script why.
    func withServers(_ body: @escaping @Sendable (Fleet) async throws -> Void) async throws {
        try await withFleet { fleet in
            try await fleet.terminal.interrupts.cancelling { try await body(fleet) }
        }
    }

    /// The same without Ctrl-C cancelling all of it.
    func withFleet(_ body: (Fleet) async throws -> Void) async throws {
        let terminal = Terminal(language: language.language)
        terminal.screen.logLevel = shownLogLevel
        do {
            let fleet = try Fleet(self, terminal: terminal)
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(fleet))
            } catch {
                outcome = .failure(error)
            }
            terminal.screen.show(progress: nil)
            await fleet.close()
            try outcome.get()
        } catch let status as ExitCode {
            throw status
        } catch is CancellationError {
            terminal.screen.note(LocalizedText(es: "Interrumpido.", en: "Interrupted."))
            throw ExitCode(Interrupts.status)
        } catch {
            let failure = ClientFailureReport(error, place: url ?? ServerChoice.defaultURL)
            throw terminal.screen.fail(failure, status: failure.status)
        }
    }

    /// The same for commands about one server.
    func withServer(_ body: @escaping @Sendable (Fleet, ServerConnection) async throws -> Void) async throws {
        try await withServers { fleet in try await body(fleet, try fleet.single()) }
    }
}
