import JSON
import Synchronization

/// The server's questions to one client that wait for their answers.
final class PendingRequests: Sendable {
    private enum Slot {
        case sent
        case answered(JSONRPCResponse)
        case awaited(CheckedContinuation<JSONRPCResponse, any Error>)
    }

    private struct State {
        var slots: [JSONRPCID: Slot] = [:]
        var next: Int64 = 0
        var isClosed = false
    }

    private let maximum: Int
    private let state = Mutex(State())

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// An identifier for a question that is about to be sent.
    func begin() throws(ServerRequestFailure) -> JSONRPCID {
        let outcome = state.withLock { state -> Result<JSONRPCID, ServerRequestFailure> in
            guard !state.isClosed else { return .failure(.sessionEnded) }
            guard state.slots.count < maximum else { return .failure(.tooMany) }
            state.next += 1
            state.slots[.integer(state.next)] = .sent
            return .success(.integer(state.next))
        }
        return try outcome.get()
    }

    func answer(to id: JSONRPCID) async throws -> JSONRPCResponse {
        defer { state.withLock { _ = $0.slots.removeValue(forKey: id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<JSONRPCResponse, any Error>? in
                    switch state.slots[id] {
                    case .answered(let response): return .success(response)
                    case .sent where Task.isCancelled: return .failure(CancellationError())
                    case .sent:
                        state.slots[id] = .awaited(continuation)
                        return nil
                    case .awaited, nil: return .failure(ServerRequestFailure.sessionEnded)
                    }
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            take(id)?.resume(throwing: CancellationError())
        }
    }

    /// - Returns: whether anybody had asked.
    func receive(_ response: JSONRPCResponse) -> Bool {
        guard let id = response.id else { return false }
        if let continuation = take(id) {
            continuation.resume(returning: response)
            return true
        }
        return state.withLock { state in
            guard case .sent = state.slots[id] else { return false }
            state.slots[id] = .answered(response)
            return true
        }
    }

    /// Nobody will answer any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.slots = [:] }
            return state.slots.values.compactMap { slot in
                if case .awaited(let continuation) = slot { continuation } else { nil }
            }
        }
        for continuation in waiting { continuation.resume(throwing: ServerRequestFailure.sessionEnded) }
    }

    var count: Int { state.withLock { $0.slots.count } }

    private func take(_ id: JSONRPCID) -> CheckedContinuation<JSONRPCResponse, any Error>? {
        state.withLock { state in
            guard case .awaited(let continuation) = state.slots[id] else { return nil }
            state.slots[id] = nil
            return continuation
        }
    }
}
