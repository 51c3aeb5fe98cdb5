/// How a server engine behaves beyond its tools.
public struct ServerConfiguration: Sendable {
    public enum CacheScope: String, Sendable {
        case `public`
        case `private`
    }

    /// The revisions offered. Default: all.
    public var revisions: [ProtocolRevision]
    /// Entries on one page of a list. Default: 100.
    public var pageSize: Int
    /// How long clients may keep lists and `server/discover`, in milliseconds (`ttlMs`). Default: 300,000.
    public var cacheLifetime: Int
    /// Who may keep them. Default: private, since texts depend on the reader's language.
    public var cacheScope: CacheScope
    /// Whether structured results are checked against the output schema of their tool before they leave, as servers
    /// must guarantee. Default: true. Costs about 0.1 µs a value.
    public var validatesOutput: Bool
    /// How long clients may keep what changes without notice: the contents of resources, and a list of resources that
    /// is made anew each time. In milliseconds. Default: 0.
    public var resourceCacheLifetime: Int
    /// Whether handlers send log messages to clients. Default: false.
    public var offersLogging: Bool
    /// Where changes are published that clients can listen for. Default: nowhere, and no change is announced.
    public var changes: ChangeHub?
    /// Protects what handlers keep between two rounds of a request. Default: none, and handlers cannot keep anything.
    public var stateSeal: RequestStateSeal?
    /// Runs tools that take long (`io.modelcontextprotocol/tasks`). Default: none, and every tool answers in its call.
    public var tasks: TaskRunner?
    /// Told of each request that is understood, before it is answered: its method and what it said of itself. Default:
    /// nobody.
    public var onRequest: (@Sendable (String, RequestMeta) -> Void)?
    /// Told when a handler fails in a way that its caller is not told in detail: the name of the tool, prompt or
    /// resource, the error, and what the request said of itself.
    public var onToolFailure: (@Sendable (String, any Error, RequestMeta) -> Void)?

    public init(
        revisions: [ProtocolRevision] = ProtocolRevision.allCases,
        pageSize: Int = 100,
        cacheLifetime: Int = 300_000,
        cacheScope: CacheScope = .private,
        validatesOutput: Bool = true,
        resourceCacheLifetime: Int = 0,
        offersLogging: Bool = false,
        changes: ChangeHub? = nil,
        stateSeal: RequestStateSeal? = nil,
        tasks: TaskRunner? = nil,
        onRequest: (@Sendable (String, RequestMeta) -> Void)? = nil,
        onToolFailure: (@Sendable (String, any Error, RequestMeta) -> Void)? = nil
    ) {
        self.revisions = revisions
        self.pageSize = max(pageSize, 1)
        self.cacheLifetime = max(cacheLifetime, 0)
        self.cacheScope = cacheScope
        self.validatesOutput = validatesOutput
        self.resourceCacheLifetime = max(resourceCacheLifetime, 0)
        self.offersLogging = offersLogging
        self.changes = changes
        self.stateSeal = stateSeal
        self.tasks = tasks
        self.onRequest = onRequest
        self.onToolFailure = onToolFailure
    }
}
