import NIOCore
import NIOHTTP1

/// A complete HTTP/1.1 response in bytes (RFC 9112 section 4), with its length known beforehand.
///
/// NIOHTTP1's encoder makes three writes of it, each through the whole pipeline; one buffer costs a third.
enum ResponseBytes {
    /// A body up to this size is copied behind its head, so that both leave in one write and one TLS record.
    private static let copiedBody = 16_384

    /// The buffers to send, in order.
    static func of(
        _ response: HTTPResponse,
        hasBody: Bool,
        isClosing: Bool,
        date: String,
        allocator: ByteBufferAllocator
    ) -> (first: ByteBuffer, rest: ByteBuffer?) {
        let body = hasBody && response.body.readableBytes > 0 ? response.body : nil
        let copied = body.map { $0.readableBytes <= copiedBody ? $0.readableBytes : 0 } ?? 0
        var bytes = allocator.buffer(capacity: 256 + copied)
        write(response.status, to: &bytes)
        for (name, value) in response.headers {
            bytes.writeString(name)
            bytes.writeStaticString(": ")
            write(value, to: &bytes)
            bytes.writeStaticString("\r\n")
        }
        if response.status.mayHaveResponseBody {
            bytes.writeStaticString("content-length: ")
            bytes.writeString(String(response.body.readableBytes))
            bytes.writeStaticString("\r\n")
        }
        bytes.writeStaticString("date: ")
        bytes.writeString(date)
        bytes.writeStaticString(isClosing ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n")
        guard let body else { return (bytes, nil) }
        if copied > 0 {
            bytes.writeImmutableBuffer(body)
            return (bytes, nil)
        }
        return (bytes, body)
    }

    private static func write(_ status: HTTPResponseStatus, to bytes: inout ByteBuffer) {
        if status == .ok {
            bytes.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            bytes.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
        }
    }

    /// A value may repeat what a peer said; a line break in it would begin another field (RFC 9112 section 11.1).
    private static func write(_ value: String, to bytes: inout ByteBuffer) {
        if value.utf8.contains(where: { $0 == 0x0d || $0 == 0x0a || $0 == 0 }) {
            bytes.writeBytes(value.utf8.map { $0 == 0x0d || $0 == 0x0a || $0 == 0 ? 0x20 : $0 })
        } else {
            bytes.writeString(value)
        }
    }
}
