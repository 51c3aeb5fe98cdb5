import NIOCore
public import NIOHTTP1
import NIOOpenSSL

/// One request at a ``ScriptedServer``, and the pieces of its response.
public final class ScriptedExchange: Sendable {
    public let head: HTTPRequestHead
    /// The request's body as text.
    public let body: String
    /// Whether the connection's TLS session goes on from an earlier one.
    public let isResumed: Bool
    private let channel: any Channel

    init(_ head: HTTPRequestHead, _ body: String, isResumed: Bool, _ channel: any Channel) {
        self.head = head
        self.body = body
        self.isResumed = isResumed
        self.channel = channel
    }

    public var method: HTTPMethod { head.method }
    public var target: String { head.uri }

    public func header(_ name: String) -> String? { head.headers.first(name: name) }

    /// A whole response.
    public func respond(
        _ status: HTTPResponseStatus = .ok,
        _ headers: HTTPHeaders = [:],
        _ body: String = ""
    ) async throws {
        var all = headers
        all.replaceOrAdd(name: "content-length", value: String(body.utf8.count))
        // In one go: the client may send its next request as soon as it knows that nothing follows.
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: all)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        if !body.isEmpty {
            channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: body))), promise: nil)
        }
        try await end()
    }

    /// A whole response of JSON.
    public func json(_ body: String, status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:]) async throws {
        var all = headers
        all.replaceOrAdd(name: "content-type", value: "application/json")
        try await respond(status, all, body)
    }

    /// The head of an event stream.
    public func beginEvents(_ headers: HTTPHeaders = [:]) async throws {
        var all = headers
        all.replaceOrAdd(name: "content-type", value: "text/event-stream")
        try await begin(.ok, all)
    }

    public func begin(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) async throws {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        try await channel.writeAndFlush(HTTPServerResponsePart.head(head))
    }

    /// Bytes of the body. Returns when they have left for the network.
    public func write(_ text: String) async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))))
    }

    /// One event with a message.
    public func event(_ data: String, id: String? = nil) async throws {
        try await write((id.map { "id: \($0)\n" } ?? "") + "data: \(data)\n\n")
    }

    public func end() async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }

    /// Breaks off: the connection over HTTP/1.1, the stream over HTTP/2.
    public func abort() {
        channel.close(promise: nil)
    }

    /// Returns when the client has gone away from this exchange.
    public func left() async {
        try? await channel.closeFuture.get()
    }
}

/// Collects requests and starts the script for each.
final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let begin: @Sendable (ScriptedExchange) -> Void
    private var head: HTTPRequestHead?
    private var body = ""

    init(_ begin: @escaping @Sendable (ScriptedExchange) -> Void) {
        self.begin = begin
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let bytes): body += String(buffer: bytes)
        case .end:
            guard let head else { return }
            let tls = try? context.pipeline.syncOperations.handler(type: TLSHandler.self)
            begin(ScriptedExchange(head, body, isResumed: tls?.connection?.isResumed ?? false, context.channel))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
