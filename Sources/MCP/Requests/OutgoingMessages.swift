/// Where a running request puts messages that go to its client ahead of its answer. A transport implements it; over
/// HTTP the first message turns the answer into a stream of server-sent events.
///
/// A request that never sends anything never touches it, so a transport may create it without cost and decide late.
public protocol OutgoingMessages: Sendable {
    /// Sends one serialised JSON-RPC message. May suspend while the client reads slowly. A message for a client that is
    /// gone is dropped: the transport cancels the task of its request instead.
    func send(_ message: [UInt8]) async

    /// Ends the connection, not the stream: the client is to come back with `Last-Event-ID` (2025-11-25). Transports
    /// without resumption ignore it.
    func pause(retryAfter milliseconds: Int) async
}

extension OutgoingMessages {
    public func pause(retryAfter milliseconds: Int) async {}
}
