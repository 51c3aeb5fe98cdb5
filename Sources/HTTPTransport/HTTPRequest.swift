public import NIOCore
public import NIOHTTP1
public import NIOOpenSSL

/// A whole request, the same whether it came by HTTP/1.1 (RFC 9112) or HTTP/2 (RFC 9113).
public struct HTTPRequest: Sendable {
    public let method: HTTPMethod
    /// The request target as it was sent, such as `/files/ventas.pdf?inline=1`.
    public let target: String
    public let headers: HTTPHeaders
    public let body: ByteBuffer
    public let peer: HTTPPeer

    public init(
        method: HTTPMethod,
        target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer = ByteBuffer(),
        peer: HTTPPeer = HTTPPeer()
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The path of the target, without its query; still percent-encoded.
    ///
    /// The absolute form, `https://host/path`, is what proxies get, but every server has to take it (RFC 9112
    /// section 3.2.2).
    public var path: Substring {
        let question = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let path = target[..<question]
        guard !path.hasPrefix("/"), let scheme = path.firstRange(of: "://") else { return path }
        return path[scheme.upperBound...].firstIndex(of: "/").map { path[$0...] } ?? "/"
    }
}

/// Who is at the other end of a connection. One object for all of the connection's requests.
public final class HTTPPeer: Sendable {
    public let address: SocketAddress?
    /// `nil` where the connection is not encrypted.
    public let tls: TLSConnection?

    public init(address: SocketAddress? = nil, tls: TLSConnection? = nil) {
        self.address = address
        self.tls = tls
    }
}
