import JSON

/// The two ways of speaking the protocol.
public enum ProtocolEra: Sendable, Hashable {
    /// `initialize` first; what was negotiated holds for the session.
    case legacy(ProtocolRevision)
    /// Every request says its own version in `_meta`.
    case modern

    /// The era of a request on a transport that has no headers, such as standard input and output.
    ///
    /// - Parameter negotiated: what `initialize` agreed on, if it happened.
    public init(of request: JSONRPCRequest, negotiated: ProtocolRevision?) {
        if request.params?[MetaKey.meta]?[MetaKey.protocolVersion] != nil || request.method == "server/discover" {
            self = .modern
        } else {
            self = .legacy(negotiated ?? .latestLegacy)
        }
    }
}

/// The names inside `_meta` that the protocol reserves (2026-07-28, basic, "General fields").
public enum MetaKey {
    public static let meta = "_meta"
    public static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    public static let clientInfo = "io.modelcontextprotocol/clientInfo"
    public static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    public static let logLevel = "io.modelcontextprotocol/logLevel"
    public static let serverInfo = "io.modelcontextprotocol/serverInfo"
    public static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    public static let progressToken = "progressToken"
}
