import NIOCore
import NIOHTTP1
import Testing

@testable import HTTPTransport

@Suite struct ValueTests {
    /// RFC 9110's own example, a leap day, both ends of a year, and the first second of all.
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func datesAreWrittenAsHTTPWantsThem(_ second: Int, _ text: String) {
        #expect(HTTPDate.format(second) == text)
        #expect(HTTPDate.parse(text) == second)
    }

    @Test(arguments: [
        "", "today", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Thu, 31 Feb 2024 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:99 GMT",
    ])
    func whatIsNoDateIsNotRead(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test func theDateOfNowIsOne() {
        let text = HTTPDate().now()
        #expect(text.utf8.count == 29)
        #expect(text.hasSuffix(" GMT"))
    }

    @Test(arguments: [("/a/b?c=d", "/a/b"), ("/a", "/a"), ("/a?", "/a"), ("/a?b?c", "/a"), ("?", ""), ("", "")])
    func thePathIsTheTargetWithoutItsQuery(_ target: String, _ path: String) {
        #expect(HTTPRequest(method: .GET, target: target).path == path)
    }

    private func bytes(_ response: HTTPResponse, hasBody: Bool = true, isClosing: Bool = false) -> [String] {
        let (first, rest) = ResponseBytes.of(
            response,
            hasBody: hasBody,
            isClosing: isClosing,
            date: "today",
            allocator: ByteBufferAllocator()
        )
        return [first, rest].compactMap { $0.map { String(buffer: $0) } }
    }

    @Test func aResponseIsOneBufferWithItsLength() {
        let response = HTTPResponse(status: .badRequest, text: "¡no!")
        let head =
            "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\ndate: today\r\n"
        #expect(bytes(response) == [head + "\r\n¡no!"])
        #expect(bytes(response, hasBody: false, isClosing: true) == [head + "connection: close\r\n\r\n"])
        #expect(bytes(HTTPResponse(status: .noContent)) == ["HTTP/1.1 204 No Content\r\ndate: today\r\n\r\n"])
        #expect(bytes(HTTPResponse()) == ["HTTP/1.1 200 OK\r\ncontent-length: 0\r\ndate: today\r\n\r\n"])
    }

    @Test func aBigBodyIsNotCopied() {
        let response = HTTPResponse(body: ByteBuffer(repeating: UInt8(ascii: "x"), count: 16_385))
        let buffers = bytes(response)
        #expect(buffers.count == 2)
        #expect(buffers[0].contains("content-length: 16385\r\n"))
        #expect(buffers[1].utf8.count == 16_385)
    }

    /// What a peer said may come back in a field; it cannot begin another one.
    @Test(arguments: ["a\r\nset-cookie: x", "a\nset-cookie: x", "a\rset-cookie: x", "a\0b"])
    func aFieldStaysOneLine(_ value: String) {
        let text = bytes(HTTPResponse(headers: ["location": value]))[0]
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.filter { $0.starts(with: "set-cookie".utf8) }.isEmpty)
        #expect(!text.utf8.contains(0))
        #expect(lines.count == 5)
    }
}
