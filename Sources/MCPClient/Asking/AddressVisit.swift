import Foundation
import JSON
import Localization
import MCP
import OAuthHTTP

/// A server's wish that the person visit a page. Nothing is opened before the person has seen the address and agreed.
struct AddressVisit: Sendable {
    let url: String
    let message: String
    let server: String

    /// - Returns: accepted when the person agrees to visit the page, whether or not a browser could be started.
    func ask(on terminal: Terminal) async -> ElicitationAnswer {
        let screen = terminal.screen
        for line in lines { screen.note(line) }
        guard terminal.hasPerson else {
            screen.note(
                LocalizedText(
                    es: "Sin terminal no se puede preguntar a nadie: se rechazó.",
                    en: "Without a terminal nobody can be asked: it was declined."
                )
            )
            return .decline
        }
        let prompt = LocalizedText(
            es: "¿Abrir esa página en el navegador? (sí/no) [no] > ",
            en: "Open that page in the browser? (yes/no) [no] > "
        )
        switch await terminal.editor.next(prompt: prompt(screen.language)) {
        case .end, .interrupted: return .cancel
        case .text(let typed):
            if typed.trimmed.lowercased() == "/cancel" || typed.trimmed.lowercased() == "/cancelar" { return .cancel }
            guard FieldText.flag(typed.trimmed) == true else { return .decline }
        }
        if !Browser.open(url) {
            screen.note(
                LocalizedText(
                    es: "No se encontró un navegador: abra la dirección usted.",
                    en: "No browser was found: open the address yourself."
                )
            )
        }
        return .accept([:])
    }

    /// Who asks, for what, and where it leads; the host by itself, as addresses are long to hide it.
    var lines: [LocalizedText] {
        let name = SafeText.line(server, limit: 100)
        let host = URLComponents(string: url)?.host ?? "?"
        var lines = [
            LocalizedText(
                es: "\n«\(name)» pide que visite una página:\n\(message)",
                en: "\n'\(name)' asks you to visit a page:\n\(message)"
            ),
            LocalizedText(es: "  Dirección: \(url)", en: "  Address: \(url)"),
            LocalizedText(es: "  Servidor de la página: \(host)", en: "  Host of the page: \(host)"),
        ]
        if host.lowercased().split(separator: ".").contains(where: { $0.hasPrefix("xn--") }) {
            lines.append(
                LocalizedText(
                    es: "  Cuidado: el nombre tiene letras que pueden parecerse a otras.",
                    en: "  Careful: the name has letters that may look like others."
                )
            )
        }
        if !url.lowercased().hasPrefix("https:") {
            lines.append(
                LocalizedText(
                    es: "  Cuidado: la página no usa HTTPS; otros pueden leer lo que escriba.",
                    en: "  Careful: the page does not use HTTPS; others can read what you type."
                )
            )
        }
        return lines
    }
}
