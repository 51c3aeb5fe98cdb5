/// Which connection an exchange may use: the bookkeeping of ``HTTPClientConnections`` without any network.
struct ConnectionPool<Connection: AnyObject & Sendable, Waiter: Sendable>: Sendable {
    enum Step {
        case use(Connection)
        /// Make one, then call ``connected(_:isHTTP2:_:)`` or ``connectionFailed(_:)``.
        case connect(generation: Int)
        /// Call ``wait(_:_:)``, and ask again afterwards.
        case wait(ticket: Int)
    }

    private let limit: Int
    /// Until the first connection has shown what the server speaks, a single one is made.
    private var maySpeakHTTP2: Bool
    private var shared: Connection?
    private(set) var idle: [Connection] = []
    private var busy: [ObjectIdentifier: Connection] = [:]
    private var connecting = 0
    private var waiting: [(ticket: Int, waiter: Waiter)] = []
    private var lastTicket = 0
    /// Tickets that were given out and not used yet.
    private var pending: Set<Int> = []
    /// Counts how often the pool was emptied, so that connections that were being made then are not kept.
    private var generation = 0
    /// The newest connection, open or not.
    private(set) var latest: Connection?

    init(limit: Int, maySpeakHTTP2: Bool) {
        self.limit = max(limit, 1)
        self.maySpeakHTTP2 = maySpeakHTTP2
    }

    mutating func acquire(isOpen: (Connection) -> Bool) -> Step {
        if let shared {
            if isOpen(shared) { return .use(shared) }
            self.shared = nil
        }
        while let connection = idle.popLast() {
            guard isOpen(connection) else { continue }
            busy[ObjectIdentifier(connection)] = connection
            return .use(connection)
        }
        if maySpeakHTTP2 ? connecting > 0 : busy.count + connecting >= limit {
            lastTicket += 1
            pending.insert(lastTicket)
            return .wait(ticket: lastTicket)
        }
        connecting += 1
        return .connect(generation: generation)
    }

    /// - Returns: whether to use the connection, and who is to ask again.
    mutating func connected(_ connection: Connection, isHTTP2: Bool, _ generation: Int) -> (Bool, [Waiter]) {
        guard generation == self.generation else { return (false, []) }
        connecting -= 1
        latest = connection
        maySpeakHTTP2 = isHTTP2
        if isHTTP2 {
            shared = connection
        } else {
            busy[ObjectIdentifier(connection)] = connection
        }
        return (true, takeWaiting())
    }

    /// - Returns: who waited for this very connection, and else who is to ask again.
    mutating func connectionFailed(_ generation: Int) -> (failed: [Waiter], retrying: [Waiter]) {
        guard generation == self.generation else { return ([], []) }
        connecting -= 1
        return maySpeakHTTP2 ? (takeWaiting(), []) : ([], takeWaiting(1))
    }

    /// Somebody who was told to ask again will not.
    mutating func passOn() -> [Waiter] {
        takeWaiting(1)
    }

    /// An exchange over HTTP/1.1 is over.
    mutating func release(_ connection: Connection, isOpen: Bool) -> [Waiter] {
        guard busy.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return [] }
        if isOpen { idle.append(connection) }
        return takeWaiting(1)
    }

    /// No further exchange must use the connection.
    mutating func retire(_ connection: Connection) -> [Waiter] {
        if shared === connection { shared = nil }
        idle.removeAll { $0 === connection }
        guard busy.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return [] }
        return takeWaiting(1)
    }

    /// - Returns: every connection there is, and everybody who waits.
    mutating func empty() -> ([Connection], [Waiter]) {
        let all = idle + busy.values + (shared.map { [$0] } ?? [])
        shared = nil
        idle = []
        busy = [:]
        connecting = 0
        generation += 1
        return (all, takeWaiting())
    }

    // MARK: Waiting

    /// - Returns: `false` when the wait is over before it has begun.
    mutating func wait(_ waiter: Waiter, _ ticket: Int) -> Bool {
        guard pending.remove(ticket) != nil else { return false }
        waiting.append((ticket, waiter))
        return true
    }

    /// - Returns: who waited with this ticket, if anybody still does.
    mutating func cancel(_ ticket: Int) -> Waiter? {
        pending.remove(ticket)
        guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiting.remove(at: place).waiter
    }

    private mutating func takeWaiting(_ count: Int = .max) -> [Waiter] {
        // Whoever is about to wait may have missed what happens now: it asks again.
        pending.removeAll()
        let taken = waiting.prefix(count).map(\.waiter)
        waiting.removeFirst(taken.count)
        return taken
    }
}
