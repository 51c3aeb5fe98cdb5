/// An `http:` or `https:` URL taken apart (RFC 3986), without normalizing more than scheme and host.
public struct WebAddress: Sendable, Hashable {
    public let isSecure: Bool
    /// Lower-case; an IPv6 address in its brackets.
    public let host: String
    /// Without a default port.
    public let port: Int?
    /// As written; empty or with a leading slash.
    public let path: String
    /// Without its question mark; `nil` when there is none.
    public let query: String?

    /// `nil` for other schemes, user names, and characters that no URL has. A fragment is left out.
    public init?(_ text: String) {
        guard text.utf8.count <= 8_192, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) else {
            return nil
        }
        let withoutFragment = text.prefix { $0 != "#" }
        guard let colon = withoutFragment.firstIndex(of: ":") else { return nil }
        switch withoutFragment[..<colon].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: return nil
        }
        let rest = withoutFragment[colon...].dropFirst()
        guard rest.hasPrefix("//") else { return nil }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        let tail = rest.dropFirst(2 + authority.count)
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
            : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let hostEnd, hostEnd > authority.startIndex else { return nil }
        host = authority[..<hostEnd].lowercased()
        let portText = authority[hostEnd...]
        if portText.isEmpty || portText == ":" {
            port = nil
        } else {
            guard portText.hasPrefix(":"), let number = UInt16(portText.dropFirst()), number > 0 else { return nil }
            port = Int(number) == (isSecure ? 443 : 80) ? nil : Int(number)
        }
        path = String(tail.prefix { $0 != "?" })
        query = tail.firstIndex(of: "?").map { String(tail[$0...].dropFirst()) }
    }

    /// Scheme, host and port.
    package var origin: String {
        "\(isSecure ? "https" : "http")://\(host)" + (port.map { ":\($0)" } ?? "")
    }

    /// The path without trailing slashes; empty for the root.
    package var trimmedPath: String {
        var path = path[...]
        while path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }

    /// Without the slash that means nothing, as identifiers of resources are written.
    package var canonical: String {
        origin + (path == "/" ? "" : path) + (query.map { "?\($0)" } ?? "")
    }

    /// Whether it is on this machine.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]"
            || host.hasPrefix("127.") && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }

    /// Whether a path below or equal to this one's is meant, segment by segment.
    func covers(_ other: WebAddress) -> Bool {
        guard origin == other.origin, query == nil || query == other.query else { return false }
        return other.trimmedPath == trimmedPath || other.path.hasPrefix(trimmedPath + "/")
    }
}
