import JSON
import Localization

/// Runs calls that take long and keeps what becomes of them: the extension `io.modelcontextprotocol/tasks` (SEP-2663).
///
/// Clients poll (`tasks/get`), answer questions (`tasks/update`) and cancel (`tasks/cancel`); who listens for a task is
/// told of each status. One runner serves one ``ServerEngine``, and one store belongs to one runner.
public actor TaskRunner {
    public static let extensionName = "io.modelcontextprotocol/tasks"

    public struct Policy: Sendable {
        /// Milliseconds from a task's creation until it is forgotten; `nil`: never. Default: 1 day.
        public var lifetime: Int64? = 86_400_000
        /// Milliseconds that clients should wait between two polls. Default: 1,000.
        public var pollInterval = 1_000
        /// Tasks at work at once; more are refused. Default: 64.
        public var maximumRunning = 64
        /// Tasks kept at once, of all principals; more are refused. Default: 10,000.
        public var maximumKept = 10_000
        /// Tasks kept at once of one principal; more are refused. Default: 1,000.
        public var maximumKeptOfOne = 1_000

        public init() {}
    }

    /// Runs a tool for a task, with what the client has answered so far.
    typealias Work =
        @Sendable (TaskRecord, _ onProgress: @escaping @Sendable (String) async -> Void) async ->
        HandlerOutcome

    nonisolated let policy: Policy
    private let store: any TaskStore
    private let changes: ChangeHub?
    private let now: @Sendable () -> Int64
    private let newIdentifier: @Sendable () -> String
    private var running: [String: Task<Void, Never>] = [:]
    private let turn = Turn()

    /// - Parameters:
    ///   - changes: where a new status is published. Default: nowhere.
    ///   - now: milliseconds of Unix time.
    ///   - newIdentifier: a text of at least 128 random bits.
    public init(
        store: any TaskStore,
        policy: Policy = Policy(),
        changes: ChangeHub? = nil,
        now: @escaping @Sendable () -> Int64,
        newIdentifier: @escaping @Sendable () -> String
    ) {
        self.store = store
        self.policy = policy
        self.changes = changes
        self.now = now
        self.newIdentifier = newIdentifier
    }

    // MARK: The life of a task

    enum Refusal: Error {
        case tooMany
    }

    /// Makes a task and starts its work. It is in the store when this returns.
    func start(_ call: ToolCall, work: @escaping Work) async throws -> TaskRecord {
        guard running.count < policy.maximumRunning else { throw Refusal.tooMany }
        let record = TaskRecord(id: newIdentifier(), call: call, createdAt: now(), lifetime: policy.lifetime)
        // Reserved before the first suspension, so that many calls at once cannot pass the limit together.
        running[record.id] = Task {}
        do {
            if try await !hasRoom(for: record.principal) {
                try await removeExpired()
                guard try await hasRoom(for: record.principal) else { throw Refusal.tooMany }
            }
            try await store.save(record)
        } catch {
            running[record.id] = nil
            throw error
        }
        run(record, work)
        return record
    }

    private func hasRoom(for principal: String?) async throws -> Bool {
        guard try await store.count() < policy.maximumKept else { return false }
        return try await store.count(of: principal) < policy.maximumKeptOfOne
    }

    /// A task of this principal; `nil` when it is unknown, expired or somebody else's.
    func task(_ id: String, of principal: String?) async throws -> TaskRecord? {
        guard id.utf8.count <= 256, let record = try await store.task(id: id), record.principal == principal else {
            return nil
        }
        guard !record.isExpired(at: now()) else {
            running.removeValue(forKey: id)?.cancel()
            try await store.remove(id: id)
            return nil
        }
        return record
    }

    /// Hands in answers. Those to unknown or settled questions are ignored; the work goes on when none is open.
    ///
    /// - Returns: false when there is no such task.
    func update(_ id: String, of principal: String?, responses: JSONObject, work: @escaping Work) async throws -> Bool {
        await turn.begin()
        defer { turn.end() }
        guard var record = try await task(id, of: principal) else { return false }
        guard record.status == .inputRequired else { return true }
        var isNew = false
        for (key, value) in responses where record.questions[key] != nil && value.object != nil {
            record.answers[record.asked[key] ?? key] = value
            record.questions[key] = nil
            isNew = true
        }
        guard isNew else { return true }
        if record.questions.isEmpty { record.status = .working }
        try await save(&record)
        if record.status == .working { run(record, work) }
        return true
    }

    /// Stops a task, unless it is done.
    ///
    /// - Returns: false when there is no such task.
    func cancel(_ id: String, of principal: String?) async throws -> Bool {
        await turn.begin()
        defer { turn.end() }
        guard var record = try await task(id, of: principal) else { return false }
        guard !record.status.isFinal else { return true }
        running.removeValue(forKey: id)?.cancel()
        record.status = .cancelled
        record.questions = [:]
        try await save(&record)
        return true
    }

    /// Takes up what was at work when the process ended: work that may be done twice starts again, other work has failed.
    ///
    /// - Parameter isRepeatable: by the name of a tool.
    func recover(isRepeatable: @Sendable (String) -> Bool, work: @escaping Work) async throws {
        for var record in try await store.unfinished() where record.status == .working && running[record.id] == nil {
            if isRepeatable(record.tool), running.count < policy.maximumRunning {
                run(record, work)
                continue
            }
            let text = LocalizedText(
                es: "El servidor se reinició antes de que la tarea terminara.",
                en: "The server restarted before the task was done."
            )
            record.status = .failed
            record.statusMessage = text(record.language)
            record.error = JSONRPCErrorObject(.internalError, text, record.language)
            try await save(&record)
        }
    }

    /// Forgets what expired.
    public func removeExpired() async throws {
        for id in try await store.expired(at: now()) {
            running.removeValue(forKey: id)?.cancel()
            try await store.remove(id: id)
        }
    }

    /// Stops all work. Tasks stay as they are in the store.
    public func stop() {
        for task in running.values { task.cancel() }
        running = [:]
    }

    // MARK: Work

    private func run(_ record: TaskRecord, _ work: @escaping Work) {
        let id = record.id
        // Detached: the work must not hold up this actor.
        running[id] = Task.detached { [weak self] in
            let outcome = await work(record) { [weak self] message in
                await self?.tell(id, message)
            }
            guard !Task.isCancelled else { return }
            await self?.settle(id, outcome)
        }
    }

    private func tell(_ id: String, _ message: String) async {
        await turn.begin()
        defer { turn.end() }
        guard running[id] != nil, var record = try? await store.task(id: id), record.status == .working else { return }
        record.statusMessage = message
        try? await save(&record)
    }

    private func settle(_ id: String, _ outcome: HandlerOutcome) async {
        await turn.begin()
        defer { turn.end() }
        guard running.removeValue(forKey: id) != nil, var record = try? await store.task(id: id),
            record.status == .working
        else { return }
        switch outcome {
        case .complete(let result):
            record.status = .completed
            record.statusMessage = nil
            record.result = result
        case .failed(let error): record.fail(error)
        case .needsInput(let required):
            if let missing = ClientFeatures(record.clientCapabilities).missing(for: required.requests.map(\.request)) {
                record.fail(.missingCapabilities(missing, record.language))
            } else {
                record.ask(required)
            }
        }
        try? await save(&record)
    }

    private func save(_ record: inout TaskRecord) async throws {
        record.updatedAt = now()
        try await store.save(record)
        changes?.publish(.task(id: record.id, record.json(pollInterval: policy.pollInterval, detailed: true)))
    }
}

extension TaskRecord {
    fileprivate mutating func fail(_ error: JSONRPCErrorObject) {
        status = .failed
        statusMessage = error.message
        self.error = error
    }

    fileprivate mutating func ask(_ required: InputRequired) {
        status = .inputRequired
        state = required.state
        questions = [:]
        for (key, request) in required.requests {
            // A name that was used means the question that it meant then.
            var name = key
            var round = 2
            while asked[name] != nil {
                name = "\(key)-\(round)"
                round += 1
            }
            asked[name] = key
            questions[name] = .object(request.json(revision: .latest))
        }
    }
}
