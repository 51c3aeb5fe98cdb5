import Synchronization

/// Lets so many work at once. Others wait in line; whoever waits longest goes next.
public final class Turns: Sendable {
    private let mostAtOnce: Int
    private let mostWaiting: Int
    private let patience: Duration?
    private let refusal: any Error
    private let state = Mutex(State())

    private struct State {
        var working = 0
        var waiting: [(id: Int, turn: CheckedContinuation<Void, any Error>)] = []
        var next = 0
    }

    /// - Parameters:
    ///   - mostWaiting: more are refused. Default: no limit.
    ///   - patience: whoever waits longer is refused. Default: no limit.
    ///   - refusal: what they are told.
    public init(mostAtOnce: Int, mostWaiting: Int = .max, patience: Duration? = nil, refusal: any Error) {
        self.mostAtOnce = mostAtOnce
        self.mostWaiting = mostWaiting
        self.patience = patience
        self.refusal = refusal
    }

    /// Does some work when it is its turn. While it waits for that, cancellation ends it.
    ///
    /// - Throws: the refusal, `CancellationError`, and what the work throws.
    public func run<Result>(_ work: () async throws -> Result) async throws -> Result {
        try await take()
        defer { giveBack() }
        return try await work()
    }

    /// Waits for a turn, which the caller gives back.
    func take() async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.working < mostAtOnce {
                        state.working += 1
                        return .success(())
                    }
                    if state.waiting.count >= mostWaiting { return .failure(refusal) }
                    state.waiting.append((id, turn))
                    return nil
                }
                if let answer { return turn.resume(with: answer) }
                guard let patience else { return }
                Task { [weak self] in
                    try await Task.sleep(for: patience)
                    if let self { sendAway(id, refusal) }
                }
            }
        } onCancel: {
            sendAway(id, CancellationError())
        }
    }

    /// Hands the turn to whoever waits longest.
    func giveBack() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.working -= 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.waiting.removeFirst().turn
        }
        next?.resume()
    }

    /// Nothing happens where it waits no longer.
    private func sendAway(_ id: Int, _ reason: any Error) {
        let turn = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).turn }
        }
        turn?.resume(throwing: reason)
    }
}
