public import NIOCore

/// What a peer may use of the server.
public struct HTTPLimits: Sendable {
    /// Bytes of all header fields of one request together; more is answered 431. Default 32 KiB.
    public var headerBytes = 32 * 1024
    /// Bytes of a request's target; more is answered 414. Default 8 KiB.
    public var targetBytes = 8 * 1024
    /// Bytes of a request's body; more is answered 413. Default 8 MiB.
    public var bodyBytes = 8 * 1024 * 1024
    /// Open connections of one listener; further ones wait in the kernel's queue. Default 4,096.
    public var connections = 4_096
    /// Streams that one HTTP/2 connection may have open at a time. Default 100.
    public var concurrentStreams = 100
    /// How long a TLS handshake may take. Default 10 s.
    public var handshakeTime = TimeAmount.seconds(10)
    /// How long a request may take to arrive, from the connection's or the request's beginning; later it is answered
    /// 408. Default 20 s.
    public var requestTime = TimeAmount.seconds(20)
    /// How long a connection may wait between two requests, and how long a peer may take nothing of a response.
    /// Default 75 s.
    public var idleTime = TimeAmount.seconds(75)

    public init() {}
}
