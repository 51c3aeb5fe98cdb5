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
        writeFields(response, to: &bytes)
        if response.status.mayHaveResponseBody {
            bytes.writeStaticString("content-length: ")
            bytes.writeString(String(response.body.readableBytes))
            bytes.writeStaticString("\r\n")
        }
        writeEnd(isClosing: isClosing, date: date, to: &bytes)
        guard let body else { return (bytes, nil) }
        if copied > 0 {
            bytes.writeImmutableBuffer(body)
            return (bytes, nil)
        }
        return (bytes, body)
    }

    /// The head of a response whose length nobody knows yet (RFC 9112 sections 6.1 and 6.3).
    ///
    /// - Parameter usesChunks: otherwise the body ends with the connection.
    static func head(
        of response: HTTPResponse,
        usesChunks: Bool,
        isClosing: Bool,
        date: String,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        var bytes = allocator.buffer(capacity: 512 + response.body.readableBytes)
        writeFields(response, to: &bytes)
        if usesChunks { bytes.writeStaticString("transfer-encoding: chunked\r\n") }
        writeEnd(isClosing: isClosing, date: date, to: &bytes)
        return bytes
    }

    /// Adds a chunk (RFC 9112 section 7.1). An empty one would be the last.
    static func write(chunk: ByteBuffer, to bytes: inout ByteBuffer) {
        guard chunk.readableBytes > 0 else { return }
        bytes.writeString(String(chunk.readableBytes, radix: 16))
        bytes.writeStaticString("\r\n")
        bytes.writeImmutableBuffer(chunk)
        bytes.writeStaticString("\r\n")
    }

    static let lastChunk = ByteBuffer(staticString: "0\r\n\r\n")

    private static func writeFields(_ response: HTTPResponse, to bytes: inout ByteBuffer) {
        write(response.status, to: &bytes)
        for (name, value) in response.headers {
            bytes.writeString(name)
            bytes.writeStaticString(": ")
            write(value, to: &bytes)
            bytes.writeStaticString("\r\n")
        }
    }

    private static func writeEnd(isClosing: Bool, date: String, to bytes: inout ByteBuffer) {
        bytes.writeStaticString("date: ")
        bytes.writeString(date)
        bytes.writeStaticString(isClosing ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n")
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
