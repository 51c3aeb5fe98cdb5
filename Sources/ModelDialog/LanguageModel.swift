/// A language model that somebody else runs, behind the chat API that many servers and services speak
/// (`POST …/chat/completions`).
public struct LanguageModel: Sendable {
    public let name: String
    /// For one question, all its rounds together.
    public let patience: Duration
    /// Sends the body of a request and gives the body of the response, before the deadline.
    ///
    /// It throws a ``ModelFailure``, or `CancellationError`.
    public let complete: @Sendable (_ body: [UInt8], _ deadline: ContinuousClock.Instant) async throws -> [UInt8]

    /// - Parameter patience: default 30 s.
    public init(
        name: String,
        patience: Duration = .seconds(30),
        complete: @escaping @Sendable (_ body: [UInt8], _ deadline: ContinuousClock.Instant) async throws -> [UInt8]
    ) {
        self.name = name
        self.patience = patience
        self.complete = complete
    }
}
