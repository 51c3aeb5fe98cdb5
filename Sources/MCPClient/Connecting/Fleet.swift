import Localization
import MCP
import NIOPosix

/// The servers of one run of the program, each with a connection of its own that is made when it is needed.
struct Fleet: Sendable {
    let terminal: Terminal
    let json: Bool
    let connections: [ServerConnection]
    let trust: ServerTrust
    private let options: ConnectionOptions

    /// A server that cannot even be tried is reported and left out, unless it is the only one.
    init(_ options: ConnectionOptions, terminal: Terminal) throws {
        self.options = options
        self.terminal = terminal
        json = options.json
        trust = options.trust
        let (servers, problems) = try options.choice.servers()
        for problem in problems { terminal.screen.note(problem.message) }
        let maker = try ConnectionMaker(options, terminal: terminal, isOneOfMany: servers.count > 1)
        var connections: [ServerConnection] = []
        for (index, server) in servers.enumerated() {
            do {
                connections.append(try maker.connection(to: server))
            } catch {
                if connections.isEmpty, index + 1 == servers.count { throw error }
                terminal.screen.note(Self.failure(error, of: server.name))
            }
        }
        self.connections = connections
    }

    init(_ connections: [ServerConnection], options: ConnectionOptions, terminal: Terminal) {
        self.connections = connections
        self.options = options
        self.terminal = terminal
        json = options.json
        trust = options.trust
    }

    var screen: Screen { terminal.screen }
    var hasMany: Bool { connections.count > 1 }

    /// The same servers in the screen's language, which HTTP carries: those have new connections, and programs go on.
    ///
    /// - Returns: the new fleet, and the connections that it has no use for.
    func renewed() throws -> (fleet: Fleet, replaced: [ServerConnection]) {
        let maker = try ConnectionMaker(options, terminal: terminal, isOneOfMany: hasMany)
        let named = try options.choice.servers().servers
        var replaced: [ServerConnection] = []
        let connections = try connections.map { old in
            guard old.site != nil, let server = named.first(where: { $0.name == old.name }) else { return old }
            replaced.append(old)
            return try maker.connection(to: server)
        }
        return (Fleet(connections, options: options, terminal: terminal), replaced)
    }

    /// A further connection to a server, at which the person can sign in.
    func signedIn(to server: ServerConnection, _ signIn: SignIn) throws -> ServerConnection {
        let (servers, _) = try options.choice.servers()
        guard let named = servers.first(where: { $0.name == server.name }) else {
            throw ClientUsageError.unknownServer(server.name, known: servers.map(\.name))
        }
        return try ConnectionMaker(options, terminal: terminal, isOneOfMany: false, signIn: signIn)
            .connection(to: named)
    }

    /// The one server that a command is about.
    func single() throws -> ServerConnection {
        guard connections.count == 1, let only = connections.first else {
            throw ClientUsageError.severalServers(connections.map(\.name))
        }
        return only
    }

    func close() async {
        await withTaskGroup(of: Void.self) { group in
            for connection in connections { group.addTask { await connection.close() } }
        }
    }

    /// Does the same with every server, at the same time, and gives what worked in the order of the servers. What
    /// failed is reported; only when nothing worked is it thrown.
    func all<Value: Sendable>(
        _ work: @escaping @Sendable (ServerConnection) async throws -> Value
    ) async throws -> [(server: ServerConnection, value: Value)] {
        let results = await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
            for (index, connection) in connections.enumerated() {
                group.addTask {
                    do { return (index, .success(try await work(connection))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [Int: Result<Value, any Error>] = [:]
            for await (index, result) in group { results[index] = result }
            return results
        }
        var found: [(server: ServerConnection, value: Value)] = []
        var failures: [(ServerConnection, any Error)] = []
        for (index, connection) in connections.enumerated() {
            switch results[index] {
            case .success(let value)?: found.append((connection, value))
            case .failure(let error)?: failures.append((connection, error))
            case nil: break
            }
        }
        if found.isEmpty, let first = failures.first { throw first.1 }
        for (connection, error) in failures { screen.note(Self.failure(error, of: connection.name)) }
        return found
    }

    static func failure(_ error: any Error, of name: String) -> LocalizedText {
        let report = ClientFailureReport(error, place: name)
        let name = SafeText.line(name, limit: 80)
        return LocalizedText(es: "\(name): \(report.message.spanish)", en: "\(name): \(report.message.english)")
    }
}
