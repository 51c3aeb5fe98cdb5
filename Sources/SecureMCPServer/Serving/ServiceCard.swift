import Foundation
import HTTPTransport
import JSON
import Localization
import NIOCore
import NIOHTTP1
import NIOOpenSSL

/// What the server says of itself at `/`: JSON for programs, a page for people.
struct ServiceCard: Sendable {
    static let service = "SecureMCP"
    static let version = "0.1.0"

    struct Endpoint: Sendable {
        let method: String
        let path: String
        let summary: LocalizedText
    }

    let endpoints: [Endpoint]

    func respond(to request: HTTPRequest) -> HTTPResponse {
        let accept = request.headers.first(name: "accept") ?? ""
        guard accept.contains("text/html") else {
            return HTTPResponse(
                headers: ["content-type": "application/json", "vary": "accept"],
                body: ByteBuffer(bytes: json.serialized())
            )
        }
        let language = Language(locale: request.headers.first(name: "accept-language")) ?? .english
        return HTTPResponse(
            headers: [
                "content-type": "text/html; charset=utf-8", "vary": "accept, accept-language",
                "content-language": language.rawValue, "x-content-type-options": "nosniff",
                "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            ],
            body: ByteBuffer(string: page(language, request))
        )
    }

    var json: JSONValue {
        [
            "service": .string(Self.service),
            "version": .string(Self.version),
            "status": "ok",
            "timestamp": .string(Timestamp.now()),
            "endpoints": .object(
                endpoints.reduce(into: JSONObject()) { $0["\($1.method) \($1.path)"] = .string($1.summary.english) }
            ),
        ]
    }

    private func page(_ language: Language, _ request: HTTPRequest) -> String {
        let say = { (text: LocalizedText) in Self.escape(text(language)) }
        let rows = endpoints.map {
            "<tr><td><code>\($0.method)</code></td><td><code>\(Self.escape($0.path))</code></td><td>\(say($0.summary))</td></tr>"
        }
        let connection = request.peer.tls.map { tls in
            let facts = [
                tls.version.replacingOccurrences(of: "TLSv", with: "TLS "), tls.cipherSuite, tls.keyExchangeGroup ?? "",
                tls.applicationProtocol == "h2" ? "HTTP/2" : "HTTP/1.1",
            ]
            return facts.filter { !$0.isEmpty }.map(Self.escape).joined(separator: " · ")
        }
        let title = say(
            LocalizedText(
                es: "Las ventas de un negocio para asistentes de IA, por HTTPS",
                en: "A business's sales for AI assistants, over HTTPS"
            )
        )
        let yours = say(LocalizedText(es: "Su conexión", en: "Your connection"))
        let plain = say(LocalizedText(es: "sin cifrar", en: "not encrypted"))
        let routes = say(LocalizedText(es: "Rutas", en: "Endpoints"))
        let connect = say(LocalizedText(es: "Conectarse", en: "Connect"))
        return """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>SecureMCP</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --soft: #888 }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem }
            h1 { font-size: 1.9rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
            p { margin: .25rem 0 } .soft { color: var(--soft) }
            table { border-collapse: collapse; width: 100% }
            td { border-top: 1px solid var(--line); padding: .45rem .75rem .45rem 0; vertical-align: top }
            code, pre { font: .92em ui-monospace, monospace }
            pre { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; overflow-x: auto }
            </style>
            <h1>SecureMCP <span class="soft">\(Self.version)</span></h1>
            <p>\(title)</p>
            <h2>\(yours)</h2>
            <p><code>\(connection ?? plain)</code></p>
            <h2>\(routes)</h2>
            <table>\(rows.joined())</table>
            <h2>\(connect)</h2>
            <pre>mcp-client tools
            mcp-client call sales_summary</pre>
            </html>

            """
    }

    private static func escape(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}
