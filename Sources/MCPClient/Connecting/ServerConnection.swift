import HTTPTransport
import MCP
import MCPHTTP

/// A server to talk to.
struct ServerConnection: Sendable {
    /// The name in the servers file, or the host.
    let name: String
    /// What a person recognizes it by: an address or a command.
    let place: String
    let engine: ClientEngine
    /// What the server is asked to log; `nil` leaves it to the server.
    let logLevel: LogLevel?
    /// `nil` for a program on this machine.
    let site: ServerSite?
    let close: @Sendable () async -> Void

    /// Connects, and says which log messages are wanted.
    @discardableResult
    func open() async throws -> ServerIdentity {
        let identity = try await engine.connect()
        // A modern server sends none unless it is asked with the request itself, which costs nothing.
        if let level = logLevel ?? (identity.revision.isModern ? .warning : nil) { try await engine.setLogLevel(level) }
        return identity
    }
}

/// The HTTP side of a server, beyond its MCP endpoint.
struct ServerSite: Sendable {
    let address: ServerAddress
    /// Asks for another path with the same credentials.
    let get: @Sendable (_ target: String) async throws -> HTTPResponse
}
