/// Where tasks are kept. A database keeps them across restarts.
public protocol TaskStore: Sendable {
    /// Inserts or replaces a task. When this returns, ``task(id:)`` finds it, also after a crash where the store can.
    func save(_ task: TaskRecord) async throws
    func task(id: String) async throws -> TaskRecord?
    func remove(id: String) async throws
    /// How many tasks there are.
    func count() async throws -> Int
    /// How many tasks there are of one principal.
    func count(of principal: String?) async throws -> Int
    /// The tasks that are not done, in any order.
    func unfinished() async throws -> [TaskRecord]
    /// The tasks that have expired.
    ///
    /// - Parameter time: milliseconds of Unix time.
    func expired(at time: Int64) async throws -> [String]
}

/// Keeps tasks as long as the process lives.
public actor InMemoryTaskStore: TaskStore {
    private var tasks: [String: TaskRecord] = [:]

    public init() {}

    public func save(_ task: TaskRecord) { tasks[task.id] = task }
    public func task(id: String) -> TaskRecord? { tasks[id] }
    public func remove(id: String) { tasks[id] = nil }
    public func count() -> Int { tasks.count }
    public func count(of principal: String?) -> Int { tasks.values.count { $0.principal == principal } }
    public func unfinished() -> [TaskRecord] { tasks.values.filter { !$0.status.isFinal } }
    public func expired(at time: Int64) -> [String] { tasks.values.filter { $0.isExpired(at: time) }.map(\.id) }
}
