import HTTPTransport
import NIOCore
import Synchronization

/// How many streams may be open at a time, in all and for one peer: each holds memory and a connection for as long as
/// its reader likes.
public final class StreamQuota: Sendable {
    private struct State {
        var total = 0
        var perPeer: [String: Int] = [:]
    }

    private let maximum: Int
    private let maximumPerPeer: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - maximum: of all streams. Default: 4,096.
    ///   - perPeer: of streams of one principal, or of one address where nobody identifies themselves. Default: 256.
    public init(maximum: Int = 4_096, perPeer: Int = 256) {
        self.maximum = maximum
        maximumPerPeer = perPeer
    }

    public var count: Int { state.withLock { $0.total } }

    /// - Returns: whether there was room. Then ``close(_:)`` is owed.
    func open(_ peer: String) -> Bool {
        state.withLock { state in
            guard state.total < maximum, state.perPeer[peer, default: 0] < maximumPerPeer else { return false }
            state.total += 1
            state.perPeer[peer, default: 0] += 1
            return true
        }
    }

    func close(_ peer: String) {
        state.withLock { state in
            state.total -= 1
            let left = state.perPeer[peer, default: 1] - 1
            state.perPeer[peer] = left > 0 ? left : nil
        }
    }
}

extension HTTPRequest {
    /// What limits on peers go by: who it is, else where it is.
    func peerName(_ caller: Caller) -> String {
        caller.principal.map { "user " + $0 } ?? peer.address?.ipAddress ?? "?"
    }
}
