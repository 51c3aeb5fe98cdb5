/// When and how a broken stream of a legacy server is taken up again (2025-11-25, Streamable HTTP, "Resumability and
/// Redelivery"). It decides; sleeping and connecting are the transport's.
///
/// ```
/// open ── closed ──▶ connect(after:lastEventID:) ── opened() ──▶ open
///   │                    │ failed() ──▶ connect, later each time
///   └── finished() ──▶ stop                         └──▶ stop
/// ```
public struct EventStreamResumption: Sendable, Hashable {
    public enum Step: Sendable, Hashable {
        /// A GET with `Last-Event-ID`, after waiting.
        case connect(after: Duration, lastEventID: String)
        case stop(Reason)
    }

    public enum Reason: Sendable, Hashable {
        /// The response has arrived.
        case finished
        /// The stream gave no identifier, so that nothing could take it up.
        case notResumable
        case tooManyAttempts
        /// The server wants to be left alone for longer than anybody waits.
        case delayTooLong(Duration)
        /// An HTTP status that another attempt would not change.
        case refused(status: Int)
    }

    /// Failures in a row after which nothing is tried any more. Default: 5.
    public var maximumAttempts: Int
    /// Before the first attempt, when the server does not say; doubles with each failure. Default: one second.
    public var initialDelay: Duration
    /// What doubling stops at, and the longest delay of a server that is borne. Default: five minutes.
    public var maximumDelay: Duration

    /// Of the last event that was read; empty for none.
    public private(set) var lastEventID = ""
    private var retry: Duration?
    private var failures = 0
    private var isFinished = false

    public init(
        maximumAttempts: Int = 5,
        initialDelay: Duration = .seconds(1),
        maximumDelay: Duration = .seconds(300)
    ) {
        self.maximumAttempts = maximumAttempts
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
    }

    /// Something was read: what the parser knows now. Only this shows that a connection is worth anything; one that
    /// closes before counts as a failure.
    public mutating func received(lastEventID: String, retry: Duration?) {
        if lastEventID != self.lastEventID { failures = 0 }
        self.lastEventID = lastEventID
        self.retry = retry ?? self.retry
    }

    /// The response has arrived.
    public mutating func finish() {
        isFinished = true
    }

    /// The stream closed, or an attempt to connect failed without an answer.
    public mutating func closed() -> Step {
        if isFinished { return .stop(.finished) }
        if lastEventID.isEmpty { return .stop(.notResumable) }
        if failures >= maximumAttempts { return .stop(.tooManyAttempts) }
        let base = retry ?? initialDelay
        if base > maximumDelay { return .stop(.delayTooLong(base)) }
        let delay = min(base * (1 << min(failures, 20)), maximumDelay)
        failures += 1
        // The server's own word is a minimum, also when doubling nothing.
        return .connect(after: max(delay, base), lastEventID: lastEventID)
    }

    /// An attempt to connect was answered with another status than 200.
    public mutating func refused(status: Int) -> Step {
        switch status {
        // The server or something before it is busy.
        case 408, 429, 500...599: closed()
        default: .stop(.refused(status: status))
        }
    }
}
