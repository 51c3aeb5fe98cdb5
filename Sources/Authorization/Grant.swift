/// What somebody is allowed who has shown who they are.
public struct Grant: Sendable, Hashable {
    /// Who they are, unique among everything that this server accepts: it begins with the kind of proof, or with the
    /// issuer of the token.
    public var principal: String
    /// What they may do (RFC 6749 section 3.3); `nil`: everything.
    public var scopes: Set<String>?

    public init(principal: String, scopes: Set<String>?) {
        self.principal = principal
        self.scopes = scopes
    }
}
