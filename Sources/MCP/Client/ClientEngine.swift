public import JSON

/// A client of the Model Context Protocol without its transport.
///
/// It finds out the server's era by itself (2026-07-28, basic, "Versioning and Compatibility"): it asks
/// `server/discover` in the newest revision; a server that does not know it is legacy and gets `initialize`; one that
/// answers -32022 is asked again in a revision that both know. What was found holds until the server shows that it no
/// longer does.
public actor ClientEngine {
    let transport: any ClientTransport
    let implementation: Implementation
    let capabilities: JSONObject
    let handlers: ClientHandlers
    /// Newest first.
    let revisions: [ProtocolRevision]
    let clock: ClientClock

    var identity: ServerIdentity?
    var connecting: Task<ServerIdentity, any Error>?
    var lastID: Int64 = 0
    var logLevel: LogLevel?
    var cache = ResponseCache()
    /// Of the transport, when the cache was asked last.
    var authorizationChanges = 0
    /// What the last list of tools said of their headers.
    var parameterHeaders: [String: ParameterHeaders]?
    var rejectedTools: [String: ParameterHeaderError] = [:]
    var outputSchemas = OutputSchemas()
    /// Who waits for the progress of which request.
    var progress: [JSONRPCID: @Sendable (ProgressUpdate) async -> Void] = [:]
    var subscriptions: [JSONRPCID: Subscription] = [:]
    /// Reads what a legacy server says outside of requests, while anybody listens.
    var reader: Task<Void, Never>?
    /// Ends once the reader reads.
    var readerOpening: Task<Void, Never>?
    /// Notifications that are on their way although whoever caused them has left.
    var farewells: [Int: Task<Void, Never>] = [:]
    /// The requests of a legacy server that are being answered.
    var serving: [JSONRPCID: Task<Void, Never>] = [:]

    /// A server that never stops giving out pages is cut off here.
    public static let maximumPages = 1_000
    /// A server that never stops asking for input is cut off here.
    public static let maximumRounds = 20
    /// Requests of a legacy server that are answered at once; further ones are refused.
    public static let maximumServed = 32
    /// How long a legacy server's stream may take to open before everything else goes on without it: some send its head
    /// only with its first message.
    public static let openingTimeout = Duration.seconds(1)
    /// How long a server on a channel may stay silent before it counts as legacy.
    public static let probeTimeout = Duration.seconds(10)

    /// - Parameters:
    ///   - capabilities: what the client can do beyond what its handlers say, as the wire says it: extensions, for
    ///     example. Default: nothing.
    ///   - handlers: what the client does when the server asks. Default: nothing.
    ///   - revisions: what this client may speak. Default: all.
    public init(
        transport: any ClientTransport,
        implementation: Implementation,
        capabilities: JSONObject = [:],
        handlers: ClientHandlers = ClientHandlers(),
        revisions: [ProtocolRevision] = ProtocolRevision.allCases,
        clock: ClientClock = .continuous
    ) {
        self.transport = transport
        self.implementation = implementation
        self.handlers = handlers
        self.revisions = Set(revisions).sorted(by: >)
        self.clock = clock
        var all = handlers.capabilities
        for (name, value) in capabilities { all[name] = value }
        self.capabilities = all
    }

    /// Agrees on a revision with the server, once; later calls give what was agreed. Every other method does this
    /// first.
    @discardableResult
    public func connect() async throws -> ServerIdentity {
        while true {
            if let identity { return identity }
            // Calls that arrive together share one handshake.
            let task =
                connecting
                ?? Task {
                    defer { connecting = nil }
                    let found = try await negotiate()
                    identity = found
                    return found
                }
            connecting = task
            do {
                return try await withTaskCancellationHandler {
                    try await task.value
                } onCancel: {
                    task.cancel()
                }
            } catch is CancellationError where !Task.isCancelled {
                // Another caller gave up and took the handshake with it; this one has not.
                continue
            }
        }
    }

    /// Whether the server is there. Modern servers have no ping: they are asked `server/discover`, which costs as
    /// little.
    public func ping() async throws {
        let identity = try await connect()
        _ = try await call(identity.revision.isModern ? "server/discover" : "ping", [:])
    }

    /// Sends any request and gives its complete result. Input that the server wants on the way is given by the
    /// handlers.
    ///
    /// - Throws: ``ClientFailure``, or what the transport throws.
    public func call(
        _ method: String,
        _ params: JSONObject,
        options: RequestOptions = RequestOptions()
    ) async throws -> JSONObject {
        try await call(method, params, headers: [], options)
    }

    /// From which level on the server sends log messages to the handler; `nil` for none.
    ///
    /// A modern server is told with every request. A legacy server is told now, and cannot be told to stop: `nil`
    /// then asks for emergencies only.
    public func setLogLevel(_ level: LogLevel?) async throws {
        logLevel = level
        let identity = try await connect()
        guard !identity.revision.isModern, identity.capabilities["logging"] != nil else { return }
        _ = try await call("logging/setLevel", ["level": .string((level ?? .emergency).rawValue)])
    }

    /// Waits until the server was told of everything that was cancelled. To be called before the transport is closed.
    public func sayFarewells() async {
        for task in farewells.values { await task.value }
    }

    /// Forgets results that only the present caller may see. To be called when the credentials change.
    public func forgetPrivateResults() {
        cache.forgetPrivate()
    }
}
