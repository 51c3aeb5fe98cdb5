import Foundation
public import Localization
import Synchronization

/// Where reports are made: on threads of its own, a few at once, so that neither connections nor other questions wait for
/// a long table to be drawn.
public final class RenderingPool: Sendable {
    private let mostRunning: Int
    private let mostWaiting: Int
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var waiting: [(id: Int, turn: CheckedContinuation<Void, any Error>)] = []
        var next = 0
    }

    /// - Parameters:
    ///   - mostRunning: at once. Default: 2.
    ///   - mostWaiting: more are refused. Default: 16.
    public init(mostRunning: Int = 2, mostWaiting: Int = 16) {
        self.mostRunning = mostRunning
        self.mostWaiting = mostWaiting
    }

    /// Does some work when it is its turn, on a thread of its own: what takes long must not keep the few threads that Swift's
    /// tasks share. While it waits for its turn, cancellation ends it.
    ///
    /// - Parameter work: is told how to find out whether the caller's task was cancelled.
    /// - Throws: ``RenderingPoolFailure/full``, `CancellationError`, and what the work throws.
    public func run<Result: Sendable>(
        _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
    ) async throws -> Result {
        try await takeTurn()
        defer { endTurn() }
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { done in
                Thread.detachNewThread {
                    done.resume(with: Swift.Result { try work { cancellation.isWanted } })
                }
            }
        } onCancel: {
            cancellation.want()
        }
    }

    private func takeTurn() async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let failure: (any Error)?? = state.withLock { state in
                    if Task.isCancelled { return .some(CancellationError()) }
                    if state.running < mostRunning {
                        state.running += 1
                        return .some(nil)
                    }
                    if state.waiting.count >= mostWaiting { return .some(RenderingPoolFailure.full) }
                    state.waiting.append((id, turn))
                    return nil
                }
                switch failure {
                case .some(let error?): turn.resume(throwing: error)
                case .some(nil): turn.resume()
                case nil: break
                }
            }
        } onCancel: {
            let turn = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).turn }
            }
            turn?.resume(throwing: CancellationError())
        }
    }

    /// Hands the turn to whoever waits longest.
    private func endTurn() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.waiting.removeFirst().turn
        }
        next?.resume()
    }
}

/// Tells a thread that its work is not wanted any more.
private final class Cancellation: Sendable {
    private let wanted = Mutex(false)

    var isWanted: Bool { wanted.withLock { $0 } }

    func want() { wanted.withLock { $0 = true } }
}

public enum RenderingPoolFailure: LocalizedFailure, Hashable {
    case full

    public var message: LocalizedText {
        LocalizedText(
            es: "Se están haciendo demasiados informes a la vez. Repita la petición en unos segundos.",
            en: "Too many reports are being made at once. Repeat the request in a few seconds."
        )
    }
}
