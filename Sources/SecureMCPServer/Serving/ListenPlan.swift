import Commands
import Foundation
import HTTPTransport
import Localization
import NIOCore
import NIOHTTP1
import Synchronization

/// Which addresses are listened on and what is spoken there.
struct ListenPlan: Sendable, CustomStringConvertible {
    let https: [ListenAddress]
    let plain: [ListenAddress]
    let redirects: [ListenAddress]
    /// Where redirects lead: known once the first HTTPS listener has its port.
    let redirectPort = BoundPort()
    private let behindProxy: Bool

    var all: [ListenAddress] { https + plain + redirects }
    var description: String { all.map(\.text).joined(separator: ", ") }

    init(_ options: Serve, environment: [String: String]) throws {
        let port = environment["PORT"].flatMap { Int($0) }.flatMap { (0...65_535).contains($0) ? $0 : nil }
        behindProxy = options.behindProxy
        redirects = options.redirectHTTP
        if options.behindProxy {
            plain = options.http.isEmpty ? [ListenAddress(host: "0.0.0.0", port: port ?? 8080)] : options.http
            https = options.listen
        } else {
            plain = options.http
            // A client on standard input and output needs no listener.
            let isAlone = options.stdio && options.http.isEmpty && redirects.isEmpty
            let usual = isAlone ? [] : [ListenAddress(host: "127.0.0.1", port: port ?? 8443)]
            https = options.listen.isEmpty ? usual : options.listen
            if let exposed = options.http.first(where: { !$0.isLoopback }) {
                throw ServeFailure.plainBeyondLoopback(exposed.text)
            }
        }
    }

    /// Nothing that others can reach is served to callers who have not identified themselves.
    func checkExposure(isAuthenticated: Bool, noAuth: Bool) throws {
        guard !isAuthenticated, let exposed = (https + plain).first(where: { !$0.isLoopback }) else { return }
        throw noAuth ? ServeFailure.noAuthBeyondLoopback(exposed.text) : ServeFailure.openToTheNetwork(exposed.text)
    }

    /// The URL by which clients call, where the options leave no doubt about it.
    func resource(names: [String]) -> String? {
        guard let first = https.first, first.port != 0 else { return nil }
        return origin(names: names, port: first.port).map { $0 + "/mcp" }
    }

    /// The origin of that URL.
    ///
    /// - Parameter port: of the first HTTPS listener.
    func origin(names: [String], port: Int?) -> String? {
        guard !behindProxy, let first = https.first, let port else { return nil }
        var host = names.first ?? (first.isLoopback ? "localhost" : first.host)
        guard !["0.0.0.0", "::"].contains(host) else { return nil }
        if host.contains(":") { host = "[\(host)]" }
        return "https://\(host.lowercased())\(port == 443 ? "" : ":\(port)")"
    }

    func listeners(_ application: Application, _ context: ReloadingContext?) -> [HTTPServer.Listener] {
        var listeners: [HTTPServer.Listener] = []
        if let context {
            listeners += https.map { address in
                HTTPServer.Listener(
                    host: address.host,
                    port: address.port,
                    security: .tls { context.current },
                    immediate: application.immediateResponse,
                    responder: application.respond
                )
            }
        }
        listeners += plain.map {
            HTTPServer.Listener(
                host: $0.host,
                port: $0.port,
                security: .plain,
                immediate: application.immediateResponse,
                responder: application.respond
            )
        }
        listeners += redirects.map {
            HTTPServer.Listener(host: $0.host, port: $0.port, security: .plain) { [redirectPort] request, _ in
                Self.redirect(request, toPort: redirectPort.value)
            }
        }
        return listeners
    }

    /// One line a listener on standard error, for people and for scripts that wait for it.
    func announce(_ addresses: [SocketAddress]) {
        for (index, address) in addresses.enumerated() {
            let scheme = index < https.count ? "https" : "http"
            FileHandle.standardError.write(Data("listening \(scheme)://\(address.urlAuthority)\n".utf8))
        }
    }

    /// 308 keeps method and body (RFC 9110 section 15.4.9).
    private static func redirect(_ request: HTTPRequest, toPort port: Int) -> HTTPResponse {
        let authority = request.headers.first(name: "host") ?? "localhost"
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let suffix = port == 443 ? "" : ":\(port)"
        guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "[]:.-_".contains($0)) }) else {
            return Refusal.response(.badRequest, "the Host field is malformed")
        }
        return HTTPResponse(
            status: .permanentRedirect,
            headers: ["location": "https://\(host)\(suffix)\(request.target.hasPrefix("/") ? request.target : "/")"]
        )
    }
}

/// Where clients find this server, as far as it knows.
final class KnownOrigin: Sendable {
    private let origin = Mutex<String?>(nil)

    var value: String? { origin.withLock { $0 } }

    func set(_ origin: String?) {
        self.origin.withLock { $0 = origin }
    }
}

/// A port that is known only after binding.
final class BoundPort: Sendable {
    private let port = Mutex(443)

    var value: Int { port.withLock { $0 } }

    func set(_ port: Int?) {
        if let port { self.port.withLock { $0 = port } }
    }
}
