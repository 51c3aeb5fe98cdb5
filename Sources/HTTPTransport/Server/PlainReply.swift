import NIOCore
import NIOHTTP1

/// A complete HTTP/1.1 response in bytes, for where there is no codec: plain HTTP spoken to a TLS port.
enum PlainReply {
    static func bytes(of response: HTTPResponse, date: String) -> ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeString("HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n")
        for (name, value) in response.headers {
            bytes.writeString("\(name): \(value)\r\n")
        }
        bytes.writeString(
            "content-length: \(response.body.readableBytes)\r\ndate: \(date)\r\nconnection: close\r\n\r\n"
        )
        bytes.writeImmutableBuffer(response.body)
        return bytes
    }
}
