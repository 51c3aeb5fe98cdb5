public import JSON
public import Localization

/// The servers of a client, as the usual JSON file lists them:
///
/// ```json
/// {"mcpServers": {
///     "shop": {"url": "https://localhost:8443/mcp", "headers": {"Authorization": "Bearer ${SHOP_TOKEN}"}},
///     "files": {"command": "mcp-files", "args": ["--root", "/srv"], "env": {"LANG": "es_GT.UTF-8"}}
/// }}
/// ```
///
/// `${NAME}` and `${NAME:-otherwise}` in any text stand for variables of the environment. Members that are not known
/// here are ignored, as every client has some of its own.
public struct ServersFile: Sendable, Hashable {
    public struct Server: Sendable, Hashable {
        public var name: String
        public var place: Place

        public init(name: String, place: Place) {
            self.name = name
            self.place = place
        }
    }

    public enum Place: Sendable, Hashable {
        case http(url: String, headers: [String: String])
        /// The transport of 2024-11-05, where the file insists on it.
        case legacySSE(url: String, headers: [String: String])
        /// A program to be started. `environment` comes on top of the client's own.
        case stdio(command: String, arguments: [String], environment: [String: String], folder: String?)
    }

    /// An entry that cannot be used; the others can.
    public struct Problem: LocalizedFailure, Hashable {
        public var server: String
        public var message: LocalizedText
    }

    /// More than anybody runs at once.
    public static let maximumServers = 100

    /// In the order of the file, without those that are disabled.
    public var servers: [Server] = []
    public var problems: [Problem] = []

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: of the file, at most 1 MiB.
    ///   - variable: looks up a variable of the environment.
    /// - Throws: ``ServersFileError`` when nothing of it can be used.
    public init(
        parsing bytes: [UInt8],
        variable: @escaping (String) -> String?
    ) throws(ServersFileError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: 1 << 20))
        } catch {
            throw .notJSON(error)
        }
        guard let entries = value["mcpServers"]?.object else { throw .noServers }
        guard entries.count <= Self.maximumServers else { throw .tooManyServers(entries.count) }
        for (name, entry) in entries where entry["disabled"] != true {
            do throws(ServersFileEntryError) {
                servers.append(Server(name: name, place: try Place(entry, variable)))
            } catch {
                problems.append(Problem(server: name, message: error.message(name)))
            }
        }
    }
}

/// Why a file of servers cannot be used.
public enum ServersFileError: LocalizedFailure, Hashable {
    case notJSON(JSONParsingError)
    case noServers
    case tooManyServers(Int)

    public var message: LocalizedText {
        switch self {
        case .notJSON(let error):
            LocalizedText(
                es: "El archivo de servidores no es JSON: \(error.message.spanish).",
                en: "The file of servers is no JSON: \(error.message.english)."
            )
        case .noServers:
            LocalizedText(
                es: "El archivo de servidores debe tener un objeto «mcpServers».",
                en: "The file of servers must have an object 'mcpServers'."
            )
        case .tooManyServers(let count):
            LocalizedText(
                es: "El archivo tiene \(count) servidores; el máximo es \(ServersFile.maximumServers).",
                en: "The file has \(count) servers; the maximum is \(ServersFile.maximumServers)."
            )
        }
    }
}
