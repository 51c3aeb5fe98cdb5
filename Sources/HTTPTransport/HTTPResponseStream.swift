public import NIOCore

/// A response that comes piece by piece (RFC 9112 section 7.1: in chunks; RFC 9113 section 8.1: in DATA frames).
public struct HTTPResponseStream: Sendable {
    private let sink: any HTTPResponseSink
    private let amend: (@Sendable (HTTPResponse) -> HTTPResponse)?

    /// - Parameter sink: where the pieces go: a connection, or the memory of a test.
    public init(_ sink: any HTTPResponseSink) {
        self.init(sink, amend: nil)
    }

    private init(_ sink: any HTTPResponseSink, amend: (@Sendable (HTTPResponse) -> HTTPResponse)?) {
        self.sink = sink
        self.amend = amend
    }

    /// Whether the head has been sent, or somebody tried to.
    public var hasBegun: Bool { sink.hasBegun }

    /// Sends the status, the headers and a first piece of the body, if there is one.
    ///
    /// A `content-length` among the headers is a promise: whoever writes less breaks the connection, and more is refused.
    ///
    /// - Throws: ``HTTPResponseStreamError``, or `CancellationError` when the task is cancelled while the peer reads
    ///   slowly. Then write nothing more and answer `nil`.
    public func begin(_ head: HTTPResponse) async throws {
        try await sink.begin(amend?(head) ?? head)
    }

    /// Sends a piece of the body at once, and suspends while the peer reads slowly.
    ///
    /// - Throws: as ``begin(_:)`` does.
    public func write(_ bytes: ByteBuffer) async throws {
        try await sink.write(bytes)
    }

    /// The same stream, for somebody whose head is to be changed before it leaves.
    public func amended(_ change: @escaping @Sendable (HTTPResponse) -> HTTPResponse) -> HTTPResponseStream {
        let inner = amend
        return HTTPResponseStream(sink) { inner?(change($0)) ?? change($0) }
    }
}

/// Where the pieces of a response go.
public protocol HTTPResponseSink: Sendable {
    var hasBegun: Bool { get }
    func begin(_ head: HTTPResponse) async throws
    func write(_ bytes: ByteBuffer) async throws
}

/// Why a piece of a response was not sent.
public enum HTTPResponseStreamError: Error, Sendable, Hashable {
    /// Nobody will read it.
    case peerIsGone
    /// The head is sent, and this response has no body: the request was a HEAD, or its status has none (RFC 9110
    /// sections 9.3.2 and 6.4.1).
    case hasNoBody
    /// The responder has already returned. The fault is the application's.
    case over
    /// Begun twice, written to before it was begun, or more than the length that was promised. The fault is the
    /// application's.
    case outOfOrder
}
