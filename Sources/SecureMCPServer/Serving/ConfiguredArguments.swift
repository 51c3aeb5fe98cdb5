import Configuration
import Foundation
import Localization
import SystemPackage

/// What the environment, a `.env` file and a configuration file say, as command-line arguments.
///
/// An option `--min-tls` is the variable `SECURE_MCP_MIN_TLS` and the member `min_tls` of the JSON file. The command
/// line wins over the environment, that over `.env`, that over the file. Turning all of them into arguments leaves one
/// place that reads, checks and explains options.
struct ConfiguredArguments {
    private enum Shape {
        case value
        /// Several values: separated by commas in a variable, an array in the file.
        case list
        case flag
    }

    private static let options: [String: [(name: String, shape: Shape)]] = [
        "serve": [
            ("listen", .list), ("data", .value), ("certs", .value), ("cert", .list), ("key", .list),
            ("client-ca", .value), ("min-tls", .value), ("http", .list), ("behind-proxy", .flag),
            ("redirect-http", .list), ("token-file", .value), ("no-auth", .flag), ("allow-host", .list),
            ("oauth-issuer", .list), ("jwks", .list), ("resource", .value), ("oauth-audience", .list),
            ("oauth-algorithm", .list), ("oauth-ca", .value), ("client-scopes", .value), ("allow-origin", .list),
            ("lab", .flag), ("watch-documents", .list), ("keylog", .value), ("threads", .value), ("drain", .value),
            ("report-days", .value),
            ("log-level", .value), ("log-format", .value), ("lang", .value),
        ],
        "ingest": [("data", .value), ("currency", .value), ("lang", .value)],
        "report": [("data", .value), ("lang", .value)],
        "certs": [("certs", .value), ("lang", .value)],
    ]

    /// The arguments to add for a command, given those of the command line.
    static func additional(to arguments: [String]) async throws -> [String] {
        guard let command = arguments.first, let options = options[command] else { return [] }
        let reader = try await reader(file: value(of: "config", in: arguments))
        var added: [String] = []
        for (name, shape) in options where !isGiven(name, in: arguments) {
            let key = ConfigKey([name.replacingOccurrences(of: "-", with: "_")])
            switch shape {
            case .value:
                if let value = reader.string(forKey: key) ?? reader.int(forKey: key).map(String.init) {
                    added += ["--\(name)", value]
                }
            case .list:
                let values = reader.stringArray(forKey: key) ?? reader.string(forKey: key).map { [$0] } ?? []
                for value in values where !value.isEmpty { added += ["--\(name)", value] }
            case .flag:
                if reader.bool(forKey: key) ?? false { added.append("--\(name)") }
            }
        }
        return added
    }

    /// - Parameter file: the configuration file named on the command line.
    static func reader(file: String? = nil) async throws -> ConfigReader {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider().prefixKeys(with: "secure_mcp"),
            try await EnvironmentVariablesProvider(environmentFilePath: ".env", allowMissing: true)
                .prefixKeys(with: "secure_mcp"),
        ]
        if let path = file ?? ProcessInfo.processInfo.environment["SECURE_MCP_CONFIG"] {
            do {
                providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(path)))
            } catch {
                throw ConfigurationFailure(path: path, reason: "\(error)")
            }
        }
        return ConfigReader(providers: providers)
    }

    private static func isGiven(_ name: String, in arguments: [String]) -> Bool {
        arguments.contains { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") }
    }

    private static func value(of name: String, in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument.hasPrefix("--\(name)=") { return String(argument.dropFirst(name.count + 3)) }
            if argument == "--\(name)", index + 1 < arguments.count { return arguments[index + 1] }
        }
        return nil
    }
}

/// A configuration file that cannot be read.
struct ConfigurationFailure: LocalizedFailure {
    let path: String
    let reason: String

    var message: LocalizedText {
        LocalizedText(
            es: """
                No se puede leer la configuración \(path): \(reason) \
                Se espera un objeto JSON, como {"listen": ["127.0.0.1:8443"]}.
                """,
            en: """
                Cannot read the configuration \(path): \(reason) \
                Expected a JSON object, such as {"listen": ["127.0.0.1:8443"]}.
                """
        )
    }
}
