import Synchronization

/// The sessions of a server, by their identifiers. They end when a client says so, or when nothing was heard of it for
/// a while.
public final class LegacySessions: Sendable {
    private struct Entry {
        let session: LegacySession
        var lastSeen: Int64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var subscription: Int?
    }

    private let lifetime: Int64
    private let maximum: Int
    private let limits: LegacySession.Limits
    private let now: @Sendable () -> Int64
    private let randomBytes: @Sendable (Int) -> [UInt8]
    private let changes: ChangeHub?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lifetime: milliseconds without a message after which a session ends. Default: 1 hour.
    ///   - maximum: of sessions at once; the one that was silent longest makes room. Default: 10,000.
    ///   - changes: what sessions are told of. Default: nothing.
    ///   - now: milliseconds of a clock that never goes back.
    ///   - randomBytes: so many bytes from a cryptographic generator.
    public init(
        lifetime: Int64 = 3_600_000,
        maximum: Int = 10_000,
        limits: LegacySession.Limits = LegacySession.Limits(),
        changes: ChangeHub? = nil,
        now: @escaping @Sendable () -> Int64,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.lifetime = lifetime
        self.maximum = max(maximum, 1)
        self.limits = limits
        self.changes = changes
        self.now = now
        self.randomBytes = randomBytes
        let subscription = changes?.subscribe { [weak self] news in
            if case .change(let change) = news { self?.announce(change) }
        }
        state.withLock { $0.subscription = subscription }
    }

    deinit {
        if let subscription = state.withLock({ $0.subscription }) { changes?.unsubscribe(subscription) }
    }

    /// A new session, before its handshake.
    public func open(principal: String? = nil) -> LegacySession {
        removeExpired()
        let id = Self.hexadecimal(randomBytes(16))
        let session = LegacySession(id: id, principal: principal, limits: limits)
        let time = now()
        let displaced = state.withLock { state -> LegacySession? in
            var displaced: LegacySession?
            if state.entries.count >= maximum,
                let oldest = state.entries.min(by: { $0.value.lastSeen < $1.value.lastSeen })
            {
                displaced = state.entries.removeValue(forKey: oldest.key)?.session
            }
            state.entries[id] = Entry(session: session, lastSeen: time)
            return displaced
        }
        displaced?.end()
        return session
    }

    /// The session of an identifier, whose time starts anew; `nil` when there is none, it expired, or it is somebody
    /// else's: a client is answered 404 in each case.
    public func session(_ id: String, principal: String? = nil) -> LegacySession? {
        let time = now()
        let (found, expired) = state.withLock { state -> (LegacySession?, LegacySession?) in
            guard var entry = state.entries[id], entry.session.principal == principal else { return (nil, nil) }
            if entry.lastSeen + lifetime <= time, !entry.session.isBusy {
                state.entries[id] = nil
                return (nil, entry.session)
            }
            entry.lastSeen = time
            state.entries[id] = entry
            return (entry.session, nil)
        }
        expired?.end()
        return found
    }

    /// Ends a session, as a DELETE asks.
    ///
    /// - Returns: false when there is none for this caller.
    @discardableResult public func end(_ id: String, principal: String? = nil) -> Bool {
        let session = state.withLock { state -> LegacySession? in
            guard state.entries[id]?.session.principal == principal else { return nil }
            return state.entries.removeValue(forKey: id)?.session
        }
        session?.end()
        return session != nil
    }

    /// Ends what expired. Call it now and then; opening a session does it too.
    public func removeExpired() {
        let time = now()
        let expired = state.withLock { state -> [LegacySession] in
            let old = state.entries.filter { $0.value.lastSeen + lifetime <= time && !$0.value.session.isBusy }
            for id in old.keys { state.entries[id] = nil }
            return old.values.map(\.session)
        }
        for session in expired { session.end() }
    }

    public func endAll() {
        let sessions = state.withLock { state in
            defer { state.entries = [:] }
            return state.entries.values.map(\.session)
        }
        for session in sessions { session.end() }
    }

    public var count: Int { state.withLock { $0.entries.count } }

    private func announce(_ change: Change) {
        for session in state.withLock({ $0.entries.values.map(\.session) }) { session.announce(change) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension LegacySession {
    /// Whether the client is waiting for something, so that silence does not mean that it is gone.
    fileprivate var isBusy: Bool { running.count > 0 || standalone.isBeingRead }
}
