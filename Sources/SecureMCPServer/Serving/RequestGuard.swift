import Foundation
import HTTPTransport
import NIOHTTP1

/// Refuses requests that a web page of somebody else's sends through a browser on this machine.
///
/// A page can make its own name point to 127.0.0.1 (DNS rebinding) and then talk to a local server as if it were its
/// own. Such requests carry a foreign `Host` or `Origin`, so both must be known here, as the MCP transport demands.
struct RequestGuard: Sendable {
    /// Host names and literal addresses that this server goes by, in lower case, without ports.
    private let hosts: Set<String>
    /// Where everybody must show a token, a foreign name for this server does no harm: the page has no token.
    private let checksHost: Bool
    /// The names of the certificates in use, which a reload may change.
    private let certificateNames: @Sendable () -> Set<String>
    /// Origins of web pages that may call, besides those on our own hosts.
    private let origins: Set<String>

    init(
        hosts: [String],
        certificateNames: @escaping @Sendable () -> Set<String> = { [] },
        origins: [String] = [],
        checksHost: Bool = true
    ) {
        self.certificateNames = certificateNames
        self.checksHost = checksHost
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.origins = Set(origins.map { $0.lowercased() })
    }

    /// Why the request is refused; `nil` if it is welcome.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        // One pass for both: this is asked for every request.
        for (field, value) in request.headers {
            switch field.utf8.count {
            case 4 where checksHost && field.isFieldName("host"):
                if let refusal = refusal(ofHost: value) { return refusal }
            case 6 where field.isFieldName("origin"):
                if let refusal = refusal(ofOrigin: value) { return refusal }
            default: break
            }
        }
        return nil
    }

    private func refusal(ofHost host: String) -> HTTPResponse? {
        guard !isOurs(Self.name(ofAuthority: host[...])) else { return nil }
        return Refusal.response(
            HTTPResponseStatus(statusCode: 421, reasonPhrase: "Misdirected Request"),
            "this server does not go by the name '\(host.prefix(200))'",
            hint: "start it with --allow-host NAME if it should"
        )
    }

    private func refusal(ofOrigin origin: String) -> HTTPResponse? {
        guard !isAllowed(origin) else { return nil }
        return Refusal.response(
            .forbidden,
            "web pages of '\(origin.prefix(200))' may not call this server",
            hint: "start it with --allow-origin ORIGIN if they should"
        )
    }

    /// Whether any origin was named.
    var namesOrigins: Bool { !origins.isEmpty }

    /// Whether pages of this origin were named by the operator, and so may read our answers (CORS).
    func isNamed(_ origin: String) -> Bool { origins.contains(origin.lowercased()) }

    func isAllowed(_ origin: String) -> Bool {
        let origin = origin.lowercased()
        if origins.contains(origin) { return true }
        // Of our own hosts any scheme and port will do: what a developer's page on localhost has.
        guard let colon = origin.range(of: "://"), ["http", "https"].contains(origin[..<colon.lowerBound]) else {
            return false
        }
        return isOurs(Self.name(ofAuthority: origin[colon.upperBound...]))
    }

    private func isOurs(_ host: String) -> Bool {
        hosts.contains(host) || certificateNames().contains(host)
    }

    /// The host of `host[:port]` (RFC 3986 section 3.2), in lower case and without the brackets of an IPv6 address.
    private static func name(ofAuthority authority: Substring) -> String {
        // Bytes, not characters: this is asked for every request, and only ASCII separates here.
        let bytes = authority.utf8
        var name = authority
        var rest = bytes[bytes.endIndex...]
        if bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
            name = authority[bytes.index(after: bytes.startIndex)..<end]
            rest = bytes[bytes.index(after: end)...]
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            name = authority[..<colon]
            rest = bytes[colon...]
        }
        // Only a port may follow: `localhost:80@evil.example` is not localhost.
        let isPort = rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard rest.first ?? UInt8(ascii: ":") == UInt8(ascii: ":"), isPort else { return "" }
        let isLowercase = name.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        return isLowercase ? String(name) : name.lowercased()
    }
}
