import ArgumentParser
import Foundation
import Localization
import MCP
import NIOPosix

/// Makes the connections of one run of the program from its options.
struct ConnectionMaker {
    private let options: ConnectionOptions
    private let factory: TransportFactory
    private let handlers: ServerHandlers
    private let isOneOfMany: Bool

    /// - Parameter signIn: how a person may sign in. Default: not at all; tokens that are there are used.
    init(_ options: ConnectionOptions, terminal: Terminal, isOneOfMany: Bool, signIn: SignIn = SignIn()) throws {
        self.options = options
        self.isOneOfMany = isOneOfMany
        let isByAddress = options.servers == nil && options.server == nil
        factory = TransportFactory(
            trust: options.trust,
            token: isByAddress
                ? options.token ?? ProcessInfo.processInfo.environment["MCP_TOKEN"]
                // A token is for one server: the others of a file must not see it.
                : options.server.flatMap { _ in options.token },
            language: terminal.screen.language,
            signIn: signIn,
            warn: { terminal.screen.note(SafeText.line($0, limit: 500)) },
            group: MultiThreadedEventLoopGroup.singleton
        )
        let questioner = Questioner(terminal: terminal, given: options.givenAnswers)
        handlers = ServerHandlers(
            terminal: terminal,
            questioner: questioner,
            sampling: options.sampling.map {
                SamplingCommand(command: $0, terminal: terminal, questioner: questioner)
            },
            roots: options.rootList
        )
    }

    /// A connection that is opened by its first request.
    func connection(to server: ServerChoice.Named) throws -> ServerConnection {
        let made = try factory.make(server.place)
        let engine = ClientEngine(
            transport: made.transport,
            implementation: Implementation(name: "mcp-client", version: MCPClient.configuration.version),
            capabilities: ClientEngine.tasksCapability,
            handlers: handlers.handlers(for: server.name, isOneOfMany: isOneOfMany),
            revisions: Self.revisions(options.revisions, server.place)
        )
        return ServerConnection(
            name: server.name,
            place: Self.text(server.place),
            engine: engine,
            logLevel: options.chosenLogLevel,
            site: made.site,
            close: {
                await engine.sayFarewells()
                await made.close()
            }
        )
    }

    /// The old HTTP transport knows no modern revision.
    private static func revisions(_ chosen: [ProtocolRevision], _ place: ServersFile.Place) -> [ProtocolRevision] {
        guard case .legacySSE = place else { return chosen }
        return chosen.filter { !$0.isModern }
    }

    private static func text(_ place: ServersFile.Place) -> String {
        switch place {
        case .http(let url, _), .legacySSE(let url, _): url
        case .stdio(let command, let arguments, _, _): ([command] + arguments).joined(separator: " ")
        }
    }
}
