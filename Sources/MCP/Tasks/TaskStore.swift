/// Where tasks are kept. A database keeps them across restarts.
public protocol TaskStore: Sendable {
    /// Inserts or replaces a task. When this returns, ``task(id:)`` finds it, also after a crash where the store can.
    func save(_ task: TaskRecord) async throws
    func task(id: String) async throws -> TaskRecord?
    func remove(id: String) async throws
    /// How many tasks there are.
    func count() async throws -> Int
    /// Every task, in any order.
    func all() async throws -> [TaskRecord]
}

/// Keeps tasks as long as the process lives.
public actor InMemoryTaskStore: TaskStore {
    private var tasks: [String: TaskRecord] = [:]

    public init() {}

    public func save(_ task: TaskRecord) { tasks[task.id] = task }
    public func task(id: String) -> TaskRecord? { tasks[id] }
    public func remove(id: String) { tasks[id] = nil }
    public func count() -> Int { tasks.count }
    public func all() -> [TaskRecord] { Array(tasks.values) }
}
