/// How a server engine behaves beyond its tools.
public struct ServerConfiguration: Sendable {
    public enum CacheScope: String, Sendable {
        case `public`
        case `private`
    }

    /// The revisions offered. Default: all.
    public var revisions: [ProtocolRevision]
    /// Tools on one page of `tools/list`. Default: 100.
    public var pageSize: Int
    /// How long clients may keep lists and `server/discover`, in milliseconds (`ttlMs`). Default: 300,000.
    public var cacheLifetime: Int
    /// Who may keep them. Default: private, since texts depend on the reader's language.
    public var cacheScope: CacheScope
    /// Whether structured results are checked against the output schema of their tool before they leave, as servers
    /// must guarantee. Default: true. Costs about 0.1 µs a value.
    public var validatesOutput: Bool
    /// Told when a tool fails in a way that its caller is not told in detail: the tool's name and the error.
    public var onToolFailure: (@Sendable (String, any Error) -> Void)?

    public init(
        revisions: [ProtocolRevision] = ProtocolRevision.allCases,
        pageSize: Int = 100,
        cacheLifetime: Int = 300_000,
        cacheScope: CacheScope = .private,
        validatesOutput: Bool = true,
        onToolFailure: (@Sendable (String, any Error) -> Void)? = nil
    ) {
        self.revisions = revisions
        self.pageSize = max(pageSize, 1)
        self.cacheLifetime = max(cacheLifetime, 0)
        self.cacheScope = cacheScope
        self.validatesOutput = validatesOutput
        self.onToolFailure = onToolFailure
    }
}
