import Synchronization

/// The sessions of a server, by their identifiers. They end when a client says so, or when nothing was heard of it for
/// a while.
public final class LegacySessions: Sendable {
    private struct Entry {
        let session: LegacySession
        let peer: String?
        var lastSeen: Int64
    }

    private struct State {
        private(set) var entries: [String: Entry] = [:]
        /// How many each peer has.
        private var perPeer: [String: Int] = [:]
        var subscription: Int?

        mutating func insert(_ session: LegacySession, _ peer: String?, at time: Int64) {
            entries[session.id] = Entry(session: session, peer: peer, lastSeen: time)
            if let peer { perPeer[peer, default: 0] += 1 }
        }

        mutating func touch(_ id: String, at time: Int64) {
            entries[id]?.lastSeen = time
        }

        @discardableResult mutating func remove(_ id: String) -> LegacySession? {
            guard let entry = entries.removeValue(forKey: id) else { return nil }
            if let peer = entry.peer, let count = perPeer[peer] { perPeer[peer] = count > 1 ? count - 1 : nil }
            return entry.session
        }

        /// Removes the session that was silent longest, if another one would be too many.
        mutating func makeRoom(for peer: String?, _ maximum: Int, _ maximumPerPeer: Int) -> LegacySession? {
            let isTooMany = peer.map { perPeer[$0, default: 0] >= maximumPerPeer } ?? false
            guard isTooMany || entries.count >= maximum else { return nil }
            let candidates = isTooMany ? entries.filter { $0.value.peer == peer } : entries
            return candidates.min { $0.value.lastSeen < $1.value.lastSeen }.flatMap { remove($0.key) }
        }
    }

    private let lifetime: Int64
    private let maximum: Int
    private let maximumPerPeer: Int
    private let limits: LegacySession.Limits
    private let now: @Sendable () -> Int64
    private let randomBytes: @Sendable (Int) -> [UInt8]
    private let changes: ChangeHub?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lifetime: milliseconds without a message after which a session ends. Default: 1 hour.
    ///   - maximum: of sessions at once; the one that was silent longest makes room. Default: 10,000.
    ///   - maximumPerPeer: of sessions of one peer; its own oldest makes room. Default: 1,000.
    ///   - changes: what sessions are told of. Default: nothing.
    ///   - now: milliseconds of a clock that never goes back.
    ///   - randomBytes: so many bytes from a cryptographic generator.
    public init(
        lifetime: Int64 = 3_600_000,
        maximum: Int = 10_000,
        maximumPerPeer: Int = 1_000,
        limits: LegacySession.Limits = LegacySession.Limits(),
        changes: ChangeHub? = nil,
        now: @escaping @Sendable () -> Int64,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.lifetime = lifetime
        self.maximum = max(maximum, 1)
        self.maximumPerPeer = max(maximumPerPeer, 1)
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
    ///
    /// - Parameter peer: where the client is, as far as the transport knows; nobody takes the room of others by opening
    ///   many. Default: unknown, and not limited by itself.
    public func open(principal: String? = nil, peer: String? = nil) -> LegacySession {
        removeExpired()
        let id = Self.hexadecimal(randomBytes(16))
        let session = LegacySession(id: id, principal: principal, limits: limits)
        let time = now()
        let displaced = state.withLock { state -> LegacySession? in
            let displaced = state.makeRoom(for: peer, maximum, maximumPerPeer)
            state.insert(session, peer, at: time)
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
            guard let entry = state.entries[id], entry.session.principal == principal else { return (nil, nil) }
            if entry.lastSeen + lifetime <= time, !entry.session.isBusy {
                state.remove(id)
                return (nil, entry.session)
            }
            state.touch(id, at: time)
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
            return state.remove(id)
        }
        session?.end()
        return session != nil
    }

    /// Ends what expired. Call it now and then; opening a session does it too.
    public func removeExpired() {
        let time = now()
        let expired = state.withLock { state -> [LegacySession] in
            let old = state.entries.filter { $0.value.lastSeen + lifetime <= time && !$0.value.session.isBusy }
            for id in old.keys { state.remove(id) }
            return old.values.map(\.session)
        }
        for session in expired { session.end() }
    }

    public func endAll() {
        let sessions = state.withLock { state in
            state.entries.keys.compactMap { state.remove($0) }
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
