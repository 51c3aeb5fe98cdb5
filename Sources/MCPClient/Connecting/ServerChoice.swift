import Foundation
import Localization
import MCP
import MCPHTTP

/// Which servers the command line names: one by its address, or those of a servers file.
struct ServerChoice: Sendable {
    static let defaultURL = "https://localhost:8443/mcp"

    var url: String?
    var file: String?
    var name: String?

    struct Named: Sendable {
        let name: String
        let place: ServersFile.Place
    }

    /// The user's own servers file. A file in the current folder counts only when it is named: it may come from anybody
    /// and start any program.
    static var userFile: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (configuration ?? home + "/.config") + "/mcp/mcp.json"
    }

    /// - Returns: the servers, and what is wrong with entries that are left out.
    /// - Throws: ``ClientUsageError``, ``ServersFileError``.
    func servers() throws -> (servers: [Named], problems: [ServersFile.Problem]) {
        guard file != nil || name != nil else {
            let url = url ?? Self.defaultURL
            let name = (try? ServerAddress(url: url))?.authority ?? url
            return ([Named(name: name, place: .http(url: url, headers: [:]))], [])
        }
        if url != nil { throw ClientUsageError.addressAndFile }
        let path = file ?? Self.userFile
        guard let data = FileManager.default.contents(atPath: path) else { throw ClientUsageError.unreadable(path) }
        let environment = ProcessInfo.processInfo.environment
        let list = try ServersFile(parsing: Array(data), variable: { environment[$0] })
        let all = list.servers.map { Named(name: $0.name, place: $0.place) }
        guard let name else {
            if all.isEmpty, let problem = list.problems.first { throw problem }
            if all.isEmpty { throw ServersFileError.noServers }
            return (all, list.problems)
        }
        guard let chosen = all.first(where: { $0.name == name }) else {
            if let problem = list.problems.first(where: { $0.server == name }) { throw problem }
            throw ClientUsageError.unknownServer(name, known: all.map(\.name))
        }
        return ([chosen], [])
    }
}
