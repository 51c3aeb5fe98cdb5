public import NIOCore
public import NIOHTTP1

/// A whole response. The transport adds `content-length`, `date` and what the connection needs.
public struct HTTPResponse: Sendable {
    public var status: HTTPResponseStatus
    public var headers: HTTPHeaders
    public var body: ByteBuffer

    public init(status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response whose body is `text` in UTF-8, of the media type `type`.
    public init(status: HTTPResponseStatus = .ok, text: String, type: String = "text/plain; charset=utf-8") {
        self.init(status: status, headers: ["content-type": type], body: ByteBuffer(string: text))
    }
}

/// Turns a request into a response: answers with a whole one, or begins `stream`, writes to it and answers `nil` when
/// the stream has ended.
///
/// It is called on the connection's event loop and stays there while it does not suspend, so it must not block. When
/// the peer goes away the task it runs in is cancelled. `nil` without a stream that has begun is answered 500.
public typealias HTTPResponder = @Sendable (HTTPRequest, HTTPResponseStream) async -> HTTPResponse?

/// Answers a request at once, on the connection's event loop and without a task, or leaves it to the ``HTTPResponder``
/// by answering `nil`. It must not block.
public typealias ImmediateHTTPResponder = @Sendable (HTTPRequest) -> HTTPResponse?
