import JSON
import Localization

/// What is wrong with one entry.
enum ServersFileEntryError: Error {
    case neither
    case both
    case unknownType(String)
    case wrongType(member: String)
    case badAddress(String)
    case missingVariable(String)

    func message(_ name: String) -> LocalizedText {
        let (es, en): (String, String) =
            switch self {
            case .neither: ("le falta «url» o «command»", "it lacks 'url' or 'command'")
            case .both:
                ("tiene «url» y «command»; solo puede tener uno", "it has 'url' and 'command'; only one is possible")
            case .unknownType(let type): ("el tipo «\(type)» no se conoce", "the type '\(type)' is not known")
            case .wrongType(let member):
                ("«\(member)» no tiene la forma esperada", "'\(member)' is not of the expected form")
            case .badAddress(let url): ("«\(url)» no es una dirección http", "'\(url)' is no http address")
            case .missingVariable(let variable):
                ("falta la variable de entorno \(variable)", "the environment variable \(variable) is missing")
            }
        return LocalizedText(es: "Servidor «\(name)»: \(es).", en: "Server '\(name)': \(en).")
    }
}

extension ServersFile.Place {
    init(_ entry: JSONValue, _ variable: @escaping (String) -> String?) throws(ServersFileEntryError) {
        let reader = EntryReader(entry: entry, variable: variable)
        let url = try reader.text("url", "serverUrl")
        let command = try reader.text("command")
        let type = try reader.text("type", "transport")
        switch (url, command, type) {
        case (_?, _?, _): throw .both
        case (let url?, nil, let type):
            let lowered = url.lowercased()
            guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else {
                throw .badAddress(String(url.prefix(200)))
            }
            switch type {
            case nil, "http", "streamable-http", "streamableHttp", "streamable_http":
                self = .http(url: url, headers: try reader.texts("headers"))
            case "sse": self = .legacySSE(url: url, headers: try reader.texts("headers"))
            case let other?: throw .unknownType(String(other.prefix(40)))
            }
        case (nil, let command?, nil), (nil, let command?, "stdio"?):
            guard !command.isEmpty else { throw .wrongType(member: "command") }
            self = .stdio(
                command: command,
                arguments: try reader.list("args"),
                environment: try reader.texts("env"),
                folder: try reader.text("cwd")
            )
        case (nil, _?, let other?): throw .unknownType(String(other.prefix(40)))
        case (nil, nil, _): throw .neither
        }
    }
}

/// Reads the members of an entry, with variables filled in.
private struct EntryReader {
    let entry: JSONValue
    let variable: (String) -> String?

    /// The first of several spellings of a member that is there.
    func text(_ members: String...) throws(ServersFileEntryError) -> String? {
        for member in members {
            if let value = entry[member], !value.isNull { return try expanded(value, member) }
        }
        return nil
    }

    func list(_ member: String) throws(ServersFileEntryError) -> [String] {
        guard let value = entry[member], !value.isNull else { return [] }
        guard let elements = value.array else { throw .wrongType(member: member) }
        var texts: [String] = []
        for element in elements { texts.append(try expanded(element, member)) }
        return texts
    }

    func texts(_ member: String) throws(ServersFileEntryError) -> [String: String] {
        guard let value = entry[member], !value.isNull else { return [:] }
        guard let object = value.object else { throw .wrongType(member: member) }
        var texts: [String: String] = [:]
        for (name, element) in object { texts[name] = try expanded(element, member) }
        return texts
    }

    private func expanded(_ value: JSONValue, _ member: String) throws(ServersFileEntryError) -> String {
        guard let text = value.string else { throw .wrongType(member: member) }
        var output = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            output += rest[..<dollar]
            let tail = rest[dollar...]
            guard tail.hasPrefix("${"), let end = tail.firstIndex(of: "}") else {
                output += "$"
                rest = tail.dropFirst()
                continue
            }
            let inside = tail[..<end].dropFirst(2)
            let name = inside.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            let otherwise = inside.dropFirst(name.count)
            if name.isEmpty || !otherwise.isEmpty && !otherwise.hasPrefix(":-") {
                output += tail[...end]
            } else if let value = variable(String(name)), !value.isEmpty {
                output += value
            } else if otherwise.isEmpty {
                throw .missingVariable(String(name))
            } else {
                output += otherwise.dropFirst(2)
            }
            rest = tail[end...].dropFirst()
        }
        return output + rest
    }
}
