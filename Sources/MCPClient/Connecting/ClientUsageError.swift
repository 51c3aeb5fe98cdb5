import Localization

/// What is wrong with how the program was called. The exit status is 2.
enum ClientUsageError: LocalizedFailure, Equatable {
    case unreadable(String)
    case unwritable(String, reason: String)
    case badArgument(String)
    /// The names of the JSON types that the value may have.
    case badValue(name: String, types: [String])
    case addressAndFile
    case unknownServer(String, known: [String])
    /// The command is about one server, and several are chosen.
    case severalServers([String])
    /// Several servers have something of this name.
    case ambiguous(String, servers: [String])
    case nobodyHas(String, servers: [String])
    case binaryForTerminal(type: String, bytes: Int)
    case severalPieces(Int)
    case fileExists(String)

    var message: LocalizedText {
        switch self {
        case .unreadable(let path):
            return LocalizedText(es: "No se puede leer \(path).", en: "Cannot read \(path).")
        case .unwritable(let path, let reason):
            return LocalizedText(es: "No se puede escribir \(path): \(reason).", en: "Cannot write \(path): \(reason).")
        case .badArgument(let text):
            return LocalizedText(
                es: "«\(text)» no tiene la forma clave=valor.",
                en: "'\(text)' is not of the form key=value."
            )
        case .badValue(let name, let types):
            let kinds = types.map(Self.kind)
            return LocalizedText(
                es: "«\(name)» debe ser \(kinds.map(\.spanish).joined(separator: " o ")).",
                en: "'\(name)' must be \(kinds.map(\.english).joined(separator: " or "))."
            )
        case .addressAndFile:
            return LocalizedText(
                es: "Indique --url, o bien --servers y --server; no ambos.",
                en: "Give --url, or else --servers and --server; not both."
            )
        case .unknownServer(let name, let known):
            let list = Self.list(known)
            return LocalizedText(
                es: "No hay un servidor «\(name)». Hay: \(list).",
                en: "There is no server '\(name)'. There are: \(list)."
            )
        case .severalServers(let names):
            let list = Self.list(names)
            return LocalizedText(
                es: "Elija un servidor con --server: \(list).",
                en: "Choose one server with --server: \(list)."
            )
        case .ambiguous(let name, let servers):
            let list = Self.list(servers.map { "\($0).\(name)" })
            return LocalizedText(
                es: "Varios servidores tienen «\(name)». Escriba uno de: \(list).",
                en: "Several servers have '\(name)'. Write one of: \(list)."
            )
        case .nobodyHas(let name, let servers):
            let list = Self.list(servers)
            return LocalizedText(
                es: "Ningún servidor tiene «\(name)». Se preguntó a: \(list).",
                en: "No server has '\(name)'. Asked were: \(list)."
            )
        case .binaryForTerminal(let type, let bytes):
            return LocalizedText(
                es: "Son \(bytes) bytes (\(type)), que una terminal no puede mostrar. Guárdelos con --output ARCHIVO.",
                en: "These are \(bytes) bytes (\(type)), which a terminal cannot show. Save them with --output FILE."
            )
        case .severalPieces(let count):
            return LocalizedText(
                es: "El recurso tiene \(count) partes, que no caben en un archivo. Véalas con --json.",
                en: "The resource has \(count) parts, which do not fit one file. See them with --json."
            )
        case .fileExists(let path):
            return LocalizedText(
                es: "\(path) ya existe. Use --force para reemplazarlo, o --output con otro nombre.",
                en: "\(path) exists already. Use --force to replace it, or --output with another name."
            )
        }
    }

    private static func kind(_ type: String) -> LocalizedText {
        switch type {
        case "integer": LocalizedText(es: "un número entero", en: "a whole number")
        case "number": LocalizedText(es: "un número", en: "a number")
        case "boolean": LocalizedText(es: "sí o no (true o false)", en: "yes or no (true or false)")
        case "object": LocalizedText(es: "un objeto JSON, como {\"clave\":1}", en: "a JSON object, such as {\"key\":1}")
        case "array": LocalizedText(es: "una lista JSON, como [1,2]", en: "a JSON list, such as [1,2]")
        case "null": LocalizedText(es: "null", en: "null")
        default: LocalizedText(es: type, en: type)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(20).map { SafeText.line($0, limit: 80) }.joined(separator: ", ")
    }
}
