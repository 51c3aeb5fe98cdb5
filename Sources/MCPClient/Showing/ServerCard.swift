import JSON
import Localization
import MCP

/// What a server says of itself.
struct ServerCard {
    let server: ServerConnection
    let identity: ServerIdentity

    /// "SecureMCP 0.1.0", in one line.
    func name(_ language: Language) -> String {
        let implementation = identity.implementation
        let name = implementation?.title?(language) ?? implementation?.name ?? server.name
        return SafeText.line([name, implementation?.version ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
    }

    func lines(_ language: Language) -> [String] {
        let era =
            identity.revision.isModern
            ? LocalizedText(es: "moderna, sin sesión", en: "modern, without a session")
            : LocalizedText(es: "con sesión (initialize)", en: "with a session (initialize)")
        let summary = identity.implementation?.summary?(language)
        let offers = offers.isEmpty ? "-" : offers.joined(separator: ", ")
        var lines = [
            row(LocalizedText(es: "Servidor", en: "Server"), name(language), language),
            row(LocalizedText(es: "Lugar", en: "Place"), SafeText.line(server.place, limit: 1_000), language),
            row(
                LocalizedText(es: "Protocolo", en: "Protocol"),
                "\(identity.revision.rawValue) (\(era(language)))",
                language
            ),
            row(LocalizedText(es: "Ofrece", en: "Offers"), offers, language),
        ]
        if let summary { lines.insert("  " + SafeText.line(summary, limit: 600), at: 1) }
        if let instructions = identity.instructions {
            lines.append(LocalizedText(es: "Instrucciones:", en: "Instructions:")(language))
            lines += SafeText.block(instructions).split(separator: "\n", omittingEmptySubsequences: false)
                .map { "  " + $0 }
        }
        return lines
    }

    var json: JSONObject {
        var object: JSONObject = ["name": .string(server.name), "place": .string(server.place)]
        if let implementation = identity.implementation {
            object["serverInfo"] = .object(implementation.json(revision: .latest, language: .english))
        }
        object["protocolVersion"] = .string(identity.revision.rawValue)
        object["era"] = identity.revision.isModern ? "modern" : "legacy"
        object["capabilities"] = .object(identity.capabilities)
        if let instructions = identity.instructions { object["instructions"] = .string(instructions) }
        return object
    }

    /// The capabilities with what they can do besides: "resources (subscribe, listChanged)".
    private var offers: [String] {
        identity.capabilities.flatMap { name, value -> [String] in
            let members = value.object ?? [:]
            if name == "extensions" || name == "experimental" {
                return members.keys.map { SafeText.line($0, limit: 80) }
            }
            let details = members.filter { $0.value == true }.map { SafeText.line($0.key, limit: 40) }
            let name = SafeText.line(name, limit: 60)
            return [details.isEmpty ? name : "\(name) (\(details.joined(separator: ", ")))"]
        }
    }

    private func row(_ title: LocalizedText, _ value: String, _ language: Language) -> String {
        let title = title(language) + ":"
        return title + String(repeating: " ", count: max(12 - title.count, 1)) + value
    }
}
