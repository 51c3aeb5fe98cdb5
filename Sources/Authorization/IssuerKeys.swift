import Synchronization

/// The keys of one issuer, as they were when they were last fetched.
///
/// Tokens decide when keys are fetched anew (an unknown `kid` may mean that the issuer has changed them), so anybody
/// could make this server fetch all the time: fetches are at least ``Policy/interval`` apart, and one at a time. An issuer
/// that cannot be reached keeps the keys that it had.
public final class IssuerKeys: Sendable {
    public struct Policy: Sendable {
        /// Seconds from one fetch to the next, at least. Default: 30.
        public var interval: Double = 30
        /// The same while no keys have been seen yet. Default: 5.
        public var firstInterval: Double = 5
        /// Seconds after which keys are fetched anew in the background, so that those that the issuer withdrew come to
        /// an end. Default: 1 hour.
        public var maximumAge: Double = 3_600

        public init() {}
    }

    private struct State {
        var keys: KeySet?
        /// Rises with each new set of keys.
        var generation = 0
        var fetchedAt = 0.0
        var triedAt: Double?
        var fetching: Task<Void, Never>?
    }

    /// Compared exactly with the `iss` of tokens (RFC 9207 section 2.4).
    public let issuer: String
    private let policy: Policy
    private let fetch: @Sendable () async throws -> KeySet
    private let now: @Sendable () -> Double
    private let report: @Sendable (any Error) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - now: seconds of a clock.
    ///   - report: told when a fetch fails.
    ///   - fetch: reads the keys from where the operator said, never from where a token says.
    public init(
        issuer: String,
        policy: Policy = Policy(),
        now: @escaping @Sendable () -> Double,
        report: @escaping @Sendable (any Error) -> Void = { _ in },
        fetch: @escaping @Sendable () async throws -> KeySet
    ) {
        self.issuer = issuer
        self.policy = policy
        self.now = now
        self.report = report
        self.fetch = fetch
    }

    /// What is known now, without waiting. Begins a fetch in the background when that is old.
    var current: (keys: KeySet?, generation: Int) {
        let time = now()
        let (keys, generation, isOld) = state.withLock {
            ($0.keys, $0.generation, $0.keys != nil && time - $0.fetchedAt > policy.maximumAge && mayFetch($0, time))
        }
        if isOld { _ = begin() }
        return (keys, generation)
    }

    /// Whether a fetch may begin, or is under way.
    var mayRefresh: Bool {
        let time = now()
        return state.withLock { $0.fetching != nil || mayFetch($0, time) }
    }

    /// Fetches the keys, unless that was done a moment ago. Calls at the same time share one fetch.
    public func refresh() async {
        await begin()?.value
    }

    private func mayFetch(_ state: State, _ time: Double) -> Bool {
        guard let before = state.triedAt else { return true }
        return time - before >= (state.keys == nil ? policy.firstInterval : policy.interval)
    }

    private func begin() -> Task<Void, Never>? {
        let time = now()
        return state.withLock { state in
            if let fetching = state.fetching { return fetching }
            guard mayFetch(state, time) else { return nil }
            state.triedAt = time
            let task = Task { await self.complete() }
            state.fetching = task
            return task
        }
    }

    private func complete() async {
        let outcome: Result<KeySet, any Error>
        do {
            outcome = .success(try await fetch())
        } catch {
            outcome = .failure(error)
        }
        let time = now()
        state.withLock { state in
            state.fetching = nil
            guard case .success(let keys) = outcome else { return }
            state.keys = keys
            state.generation += 1
            state.fetchedAt = time
        }
        if case .failure(let error) = outcome { report(error) }
    }
}
