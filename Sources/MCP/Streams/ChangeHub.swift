public import JSON
import Synchronization

/// Something that a server offers has changed.
public enum Change: Sendable, Hashable {
    case tools
    case prompts
    /// The list of resources; not what is in them.
    case resources
    /// What is in one resource.
    case resource(uri: String)
    /// A task has another status; the object is what `tasks/get` would say.
    case task(id: String, JSONObject)
}

/// Carries changes from where they happen to the clients that want to know. Whoever changes data publishes; engines
/// and sessions subscribe. Nothing is kept for those who come later.
public final class ChangeHub: Sendable {
    enum News: Sendable {
        case change(Change)
        /// The server is going to stop.
        case closed
    }

    private let maximumSubscribers: Int
    private let state = Mutex(State())

    private struct State {
        var subscribers: [Int: @Sendable (News) -> Void] = [:]
        var next = 0
        var isClosed = false
    }

    /// - Parameter maximumSubscribers: more are refused. Default: 20,000: sessions and streams have limits of their own.
    public init(maximumSubscribers: Int = 20_000) {
        self.maximumSubscribers = maximumSubscribers
    }

    public func publish(_ change: Change) {
        // Outside of the lock: a subscriber may itself publish or unsubscribe.
        for deliver in state.withLock({ Array($0.subscribers.values) }) { deliver(.change(change)) }
    }

    /// Ends every subscription in good order, and refuses new ones.
    public func close() {
        let subscribers = state.withLock { state in
            state.isClosed = true
            defer { state.subscribers = [:] }
            return Array(state.subscribers.values)
        }
        for deliver in subscribers { deliver(.closed) }
    }

    public var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// - Parameter deliver: must return at once.
    /// - Returns: what ``unsubscribe(_:)`` wants; `nil` when there are too many subscribers, or the hub is closed.
    func subscribe(_ deliver: @escaping @Sendable (News) -> Void) -> Int? {
        state.withLock { state in
            guard !state.isClosed, state.subscribers.count < maximumSubscribers else { return nil }
            state.next += 1
            state.subscribers[state.next] = deliver
            return state.next
        }
    }

    func unsubscribe(_ token: Int) {
        state.withLock { _ = $0.subscribers.removeValue(forKey: token) }
    }
}
