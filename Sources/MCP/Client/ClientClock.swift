/// The time as a client sees it, handed in so that tests decide what time it is.
public struct ClientClock: Sendable {
    /// Time since some fixed moment; never goes back.
    public var now: @Sendable () -> Duration
    public var sleep: @Sendable (Duration) async throws -> Void

    public init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's clock, which also runs while the machine sleeps.
    public static var continuous: ClientClock {
        let clock = ContinuousClock()
        let start = clock.now
        return ClientClock(
            now: { start.duration(to: clock.now) },
            sleep: { try await clock.sleep(for: $0) }
        )
    }
}
