import NIOCore
import Synchronization

@testable import HTTPTransport

/// A responder that streams what it is told to, and notes what became of it.
final class StreamDesk: Sendable {
    enum Order: Sendable {
        case begin(HTTPResponse)
        case write(String)
        case end
    }

    private struct State {
        var orders: [Order] = []
        var waiting: CheckedContinuation<Order, Never>?
        var outcomes: [String] = []
        var isCancelled = false
        var stream: HTTPResponseStream?
    }

    private let state = Mutex(State())

    /// `sent`, or the error; one for each order that was carried out.
    var outcomes: [String] { state.withLock { $0.outcomes } }
    var isCancelled: Bool { state.withLock { $0.isCancelled } }
    /// Of the request at hand, or the last one.
    var stream: HTTPResponseStream? { state.withLock { $0.stream } }

    func tell(_ orders: Order...) {
        for order in orders {
            let waiting = state.withLock { state in
                if state.waiting == nil { state.orders.append(order) }
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: order)
        }
    }

    func respond(to request: HTTPRequest, _ stream: HTTPResponseStream) async -> HTTPResponse? {
        state.withLock { $0.stream = stream }
        return await withTaskCancellationHandler {
            while true {
                do {
                    switch await next() {
                    case .begin(let head): try await stream.begin(head)
                    case .write(let text): try await stream.write(ByteBuffer(string: text))
                    case .end: return nil
                    }
                    state.withLock { $0.outcomes.append("sent") }
                } catch {
                    state.withLock { $0.outcomes.append("\(error)") }
                }
            }
        } onCancel: {
            state.withLock { $0.isCancelled = true }
        }
    }

    private func next() async -> Order {
        await withCheckedContinuation { continuation in
            let order = state.withLock { state -> Order? in
                if state.orders.isEmpty {
                    state.waiting = continuation
                    return nil
                }
                return state.orders.removeFirst()
            }
            if let order { continuation.resume(returning: order) }
        }
    }
}
