/// Who sends a request, as the application established it before MCP saw anything.
public struct Caller: Sendable, Hashable {
    /// Sessions, tasks and sealed states belong to it. `nil`: nobody in particular.
    public var principal: String?
    /// What the caller may do (RFC 6749 section 3.3). `nil`: everything.
    public var scopes: Set<String>?

    public init(principal: String? = nil, scopes: Set<String>? = nil) {
        self.principal = principal
        self.scopes = scopes
    }

    /// Nobody in particular, who may do everything: a server that asks for no authentication.
    public static let anybody = Caller()
}
