import Foundation
public import Localization

/// Where a server is: a URL taken apart.
public struct ServerAddress: Sendable, Hashable {
    public let isSecure: Bool
    /// A DNS name or a literal address, without brackets.
    public let host: String
    public let port: Int
    /// With its query, such as `/mcp`.
    public let path: String

    /// Reads an `https:` or `http:` URL. Without a path it is `/mcp`.
    public init(url text: String) throws(ServerAddressError) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["https", "http"].contains(scheme), let host = url.host, !host.isEmpty,
            !host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }), (1...65_535).contains(url.port ?? 443)
        else { throw .malformed(text) }
        guard url.user == nil, url.password == nil else { throw .hasCredentials }
        isSecure = scheme == "https"
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = url.port ?? (isSecure ? 443 : 80)
        let query = url.percentEncodedQuery.map { "?\($0)" } ?? ""
        path =
            (url.percentEncodedPath.isEmpty || url.percentEncodedPath == "/" ? "/mcp" : url.percentEncodedPath) + query
    }

    /// The value of `Host` (RFC 9110 section 7.2).
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Whether the server is on this machine.
    public var isLoopback: Bool { Self.isLoopback(host: host) }

    /// Whether a host name or literal address stays on this machine (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
    public static func isLoopback(host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && !host.contains { !$0.isNumber && $0 != "." }
    }
}

public enum ServerAddressError: LocalizedFailure, Hashable {
    case malformed(String)
    case hasCredentials

    public var message: LocalizedText {
        switch self {
        case .malformed(let text):
            LocalizedText(
                es: "«\(text)» no es una dirección. Se espera algo como https://localhost:8443/mcp",
                en: "'\(text)' is no address. Expected something like https://localhost:8443/mcp"
            )
        case .hasCredentials:
            LocalizedText(
                es: "Una dirección no lleva usuario ni contraseña; use --token.",
                en: "An address holds no user or password; use --token."
            )
        }
    }
}
