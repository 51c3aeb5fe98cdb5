/// What a server writes on a stream of server-sent events (WHATWG HTML, section 9.2).
public enum EventStreamFrame {
    /// A JSON-RPC message, which has no line breaks in it.
    ///
    /// - Parameters:
    ///   - id: what the client sends back as `Last-Event-ID`; legacy streams only.
    ///   - isNamed: whether the event is called `message`, as the transport of 2024-11-05 wants. Default: false.
    public static func message(_ message: [UInt8], id: String? = nil, isNamed: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + 48)
        if isNamed { bytes.append(contentsOf: "event: message\n".utf8) }
        if let id { bytes.append(contentsOf: "id: \(id)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        bytes.append(contentsOf: message)
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }

    /// The first event of a stream that can be resumed: an identifier and no data (2025-11-25).
    ///
    /// - Parameter retryAfter: how many milliseconds to wait before connecting again. Default: the client's own choice.
    public static func prime(id: String, retryAfter milliseconds: Int? = nil) -> [UInt8] {
        Array("id: \(id)\n\(milliseconds.map { "retry: \($0)\n" } ?? "")data: \n\n".utf8)
    }

    /// Tells the client to wait so many milliseconds before it connects again.
    public static func retry(after milliseconds: Int) -> [UInt8] {
        Array("retry: \(milliseconds)\n\n".utf8)
    }

    /// A line that means nothing and keeps the connection open.
    public static let keepAlive = Array(":\n\n".utf8)

    /// The first event of the transport of 2024-11-05: where to post.
    public static func endpoint(_ uri: String) -> [UInt8] {
        Array("event: endpoint\ndata: \(uri)\n\n".utf8)
    }
}
