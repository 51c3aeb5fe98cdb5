import Foundation
import Synchronization

/// Where long work is done: on threads of its own, a few at once, so that neither connections nor other tasks wait for it.
/// Swift's tasks share as many threads as there are processors, and none of them may be kept.
public final class WorkPool: Sendable {
    private let turns: Turns

    /// - Parameters:
    ///   - threads: at once.
    ///   - mostWaiting: more are refused.
    ///   - refusal: what they are told.
    public init(threads: Int, mostWaiting: Int, refusal: any Error) {
        turns = Turns(mostAtOnce: threads, mostWaiting: mostWaiting, refusal: refusal)
    }

    /// Does some work when it is its turn. A caller who is cancelled leaves at once, and what the work gives is dropped; its
    /// thread is the pool's again when the work ends.
    ///
    /// - Parameter work: is told how to find out whether its caller has left.
    /// - Throws: the refusal, `CancellationError`, and what the work throws.
    public func run<Result: Sendable>(
        _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
    ) async throws -> Result {
        try await turns.take()
        let order = Order<Result>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                guard order.place(for: caller) else { return turns.giveBack() }
                Thread.detachNewThread { [turns] in
                    let result = Swift.Result { try work { order.isCancelled } }
                    turns.giveBack()
                    order.settle(result)
                }
            }
        } onCancel: {
            order.cancel()
        }
    }
}

/// Work that somebody waits for, or does no longer.
private final class Order<Result: Sendable>: Sendable {
    private let state = Mutex(State())

    private struct State {
        var caller: CheckedContinuation<Result, any Error>?
        var isCancelled = false
    }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// - Returns: false when the caller has left already, who is told so.
    func place(for caller: CheckedContinuation<Result, any Error>) -> Bool {
        let isWanted = state.withLock { state in
            if !state.isCancelled { state.caller = caller }
            return !state.isCancelled
        }
        if !isWanted { caller.resume(throwing: CancellationError()) }
        return isWanted
    }

    func cancel() {
        takeCaller { $0.isCancelled = true }?.resume(throwing: CancellationError())
    }

    func settle(_ result: Swift.Result<Result, any Error>) {
        takeCaller()?.resume(with: result)
    }

    private func takeCaller(_ change: (inout State) -> Void = { _ in }) -> CheckedContinuation<Result, any Error>? {
        state.withLock { state in
            change(&state)
            defer { state.caller = nil }
            return state.caller
        }
    }
}
