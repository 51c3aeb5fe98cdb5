import OAuthClient

/// The identifier of a protected resource (RFC 8707 section 2).
public enum ResourceIdentifier {
    /// As identifiers are compared: scheme and host in lower case, no default port, no slash after the host alone. What
    /// is no web address stays as it is.
    public static func canonical(_ text: String) -> String {
        guard !text.contains("#"), let address = WebAddress(text) else { return text }
        return address.canonical
    }

    /// Whether a text can be the identifier of this server: an absolute URL without a fragment.
    public static func isValid(_ text: String) -> Bool {
        guard let address = WebAddress(text) else { return false }
        return !text.contains("#") && (address.isSecure || address.isLoopback)
    }

    /// Where the metadata of a resource are (RFC 9728 section 3.1).
    public static func metadataLocation(of resource: String) -> String? {
        WebAddress(resource).map { WellKnown.protectedResource($0)[0] }
    }
}
