import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPTransport

@Suite struct ExchangeHandlerTests {
    /// Answers with the target, and with the body where there is one.
    private static let echo: WholeResponder = { request in
        HTTPResponse(text: request.target + String(buffer: request.body))
    }

    private func get(_ target: String, _ fields: String = "") -> String {
        ServerConnection.get(target, fields)
    }

    @Test func aRequestGetsItsResponse() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nbcd")
        let sent = try connection.takeSent()
        #expect(sent.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(sent.contains("content-length: 5\r\n"))
        #expect(sent.contains("\r\ndate: "))
        #expect(!sent.contains("connection: close"))
        #expect(sent.hasSuffix("\r\n\r\n/abcd"))
        #expect(connection.isOpen)
    }

    @Test func aRequestMayComeByteByByte() throws {
        let connection = try ServerConnection(responder: Self.echo)
        let text = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbc\r\n1\r\nd\r\n0\r\n\r\n"
        for byte in text.utf8 { connection.receive(ByteBuffer(bytes: [byte])) }
        #expect(try connection.takeSent().hasSuffix("\r\n\r\n/abcd"))
    }

    @Test func headGetsTheLengthWithoutTheBody() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("HEAD /abc HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let sent = try connection.takeSent()
        #expect(sent.contains("content-length: 4\r\n"))
        #expect(sent.hasSuffix("\r\n\r\n"))
        connection.receive(get("/next"))
        #expect(try connection.takeSent().hasSuffix("/next"))
    }

    @Test func aStatusWithoutContentHasNoLength() throws {
        let connection = try ServerConnection { _ in HTTPResponse(status: .noContent) }
        connection.receive(get("/"))
        let sent = try connection.takeSent()
        #expect(sent.hasPrefix("HTTP/1.1 204 "))
        #expect(!sent.contains("content-length") && !sent.contains("transfer-encoding"))
    }

    @Test func http10IsAnsweredAndClosed() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let sent = try connection.takeSent()
        #expect(sent.contains("connection: close"))
        #expect(sent.hasSuffix("/old"))
        #expect(!connection.isOpen)
    }

    @Test func aClientThatWantsToCloseIsClosedAfterItsAnswer() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive(get("/last", "Connection: close\r\n"))
        #expect(try connection.takeSent().hasSuffix("/last"))
        #expect(!connection.isOpen)
    }

    @Test func expectIsAnswered() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(try connection.takeSent() == "HTTP/1.1 100 Continue\r\n\r\n")
        connection.receive("ok")
        #expect(try connection.takeSent().hasSuffix("/ok"))
    }

    // MARK: Pipelining

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(get("/1") + get("/2") + get("/3"))
        #expect(desk.waiting == ["/1"])
        for target in ["/1", "/2", "/3"] {
            desk.answer()
            #expect(try connection.takeSent().hasSuffix(target))
        }
        #expect(desk.waiting.isEmpty)
        #expect(connection.isOpen)
    }

    @Test func thousandsOfPipelinedRequestsNeedNoStack() throws {
        let desk = Desk()
        let connection = try ServerConnection { request in
            request.target == "/0" ? await desk.respond(to: request) : HTTPResponse(text: request.target)
        }
        connection.receive((0..<10_000).map { get("/\($0)") }.joined())
        #expect(try connection.takeSent().isEmpty)
        desk.answer()
        let sent = try connection.takeSent()
        #expect(sent.split(separator: "HTTP/1.1 200").count == 10_000)
        #expect(sent.hasSuffix("/9999"))
    }

    @Test func nothingIsReadWhileRequestsWait() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(get("/1") + get("/2"))
        let before = connection.reads.count
        connection.channel.read()
        #expect(connection.reads.count == before)
        desk.answer()
        _ = try connection.takeSent()
        #expect(connection.reads.count == before + 1)
    }

    /// Whoever asks and does not listen must not fill our memory with answers.
    @Test func nothingIsReadOrAnsweredWhileThePeerDoesNotListen() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.setWritable(false)
        connection.receive((0..<100).map { get("/\($0)") }.joined())
        #expect(try connection.takeStatuses().count <= 1)
        let before = connection.reads.count
        connection.channel.read()
        #expect(connection.reads.count == before)
        connection.setWritable(true)
        #expect(try connection.takeStatuses().count >= 99)
        #expect(connection.reads.count == before + 1)
    }

    @Test func aPeerThatStopsListeningInTheMiddleIsWaitedFor() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(get("/1") + get("/2"))
        connection.setWritable(false)
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
        #expect(desk.waiting.isEmpty)
        connection.setWritable(true)
        #expect(desk.waiting == ["/2"])
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
    }

    // MARK: Limits and malformed requests

    @Test func aBodyThatIsTooLongIsRefusedAndTheConnectionClosed() throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 10
        let connection = try ServerConnection(limits: limits, responder: Self.echo)
        connection.receive("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n")
        let sent = try connection.takeSent()
        #expect(sent.hasPrefix("HTTP/1.1 413 "))
        #expect(sent.contains("connection: close"))
        #expect(!connection.isOpen)
    }

    @Test func headerFieldsHaveALimit() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive(get("/", "X-Big: " + String(repeating: "x", count: 40_000) + "\r\n"))
        #expect(try connection.takeStatuses() == [431])
        let many = try ServerConnection(responder: Self.echo)
        many.receive(get("/", (0..<3_000).map { "X-\($0): 0123456789\r\n" }.joined()))
        #expect(try many.takeStatuses() == [431])
        #expect(!connection.isOpen && !many.isOpen)
    }

    @Test func theTargetHasALimit() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive(get("/" + String(repeating: "x", count: 9_000)))
        #expect(try connection.takeStatuses() == [414])
        #expect(!connection.isOpen)
    }

    /// RFC 9112 sections 6.1, 6.3 and 11.2: what two readers could understand differently is refused.
    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcdeGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcdGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\nabcdGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x4\r\n\r\nabcdGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX\0Y: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}\r\n\r\n",
    ])
    func whatIsAmbiguousIsRefused(_ text: String) throws {
        let connection = try ServerConnection { request in
            if request.target == "/evil" { Issue.record("a request was smuggled") }
            return HTTPResponse(text: request.target)
        }
        connection.receive(text)
        #expect(try connection.takeStatuses() == [400])
        #expect(!connection.isOpen)
    }

    @Test(arguments: [
        "CONNECT evil:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
    ])
    func nothingIsUpgraded(_ text: String) throws {
        let connection = try ServerConnection { HTTPResponse(status: .notFound, text: $0.target) }
        connection.receive(text)
        let statuses = try connection.takeStatuses()
        #expect(statuses.allSatisfy { (400..<500).contains($0) } && statuses.count == 1)
    }

    @Test func nonsenseAfterARequestDoesNotTakeItsAnswerAway() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(get("/good") + "nonsense\r\n\r\n")
        #expect(desk.waiting == ["/good"])
        desk.answer()
        let sent = try connection.takeSent()
        #expect(sent.contains("/good"))
        #expect(sent.contains("connection: close"))
        #expect(!connection.isOpen)
    }
}
