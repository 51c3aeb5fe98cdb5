import Synchronization

/// The requests of one client that are being answered, so that `notifications/cancelled` finds them. Identifiers are
/// the client's own: two requests at once cannot share one.
public final class RunningRequests: Sendable {
    private enum Entry {
        case running
        case cancellable(@Sendable () -> Void)
        case cancelled
    }

    private let maximum: Int
    private let entries = Mutex<[JSONRPCID: Entry]>([:])

    /// - Parameter maximum: more at once are refused. Default: 256.
    public init(maximum: Int = 256) {
        self.maximum = maximum
    }

    public enum Admission: Sendable, Hashable {
        case admitted
        /// A request with this identifier is still running.
        case duplicate
        case tooMany
    }

    /// Registers a request before its work starts.
    public func begin(_ id: JSONRPCID) -> Admission {
        entries.withLock { entries in
            if entries[id] != nil { return .duplicate }
            if entries.count >= maximum { return .tooMany }
            entries[id] = .running
            return .admitted
        }
    }

    /// Says how to stop a request; called at once when it was cancelled in the meantime.
    public func onCancel(_ id: JSONRPCID, _ cancel: @escaping @Sendable () -> Void) {
        let isLate = entries.withLock { entries in
            switch entries[id] {
            case .cancelled: return true
            case .running, .cancellable:
                entries[id] = .cancellable(cancel)
                return false
            case nil: return false
            }
        }
        if isLate { cancel() }
    }

    /// Stops a request. Unknown and finished ones are ignored, as the protocol asks.
    public func cancel(_ id: JSONRPCID) {
        let cancel = entries.withLock { entries -> (@Sendable () -> Void)? in
            defer { if entries[id] != nil { entries[id] = .cancelled } }
            if case .cancellable(let cancel) = entries[id] { return cancel }
            return nil
        }
        cancel?()
    }

    public func cancelAll() {
        for id in entries.withLock({ Array($0.keys) }) { cancel(id) }
    }

    /// Forgets a request that is done.
    ///
    /// - Returns: whether its answer is wanted: false when it was cancelled.
    @discardableResult public func finish(_ id: JSONRPCID) -> Bool {
        entries.withLock { entries in
            if case .cancelled = entries.removeValue(forKey: id) { return false }
            return true
        }
    }

    public var count: Int { entries.withLock { $0.count } }
}
