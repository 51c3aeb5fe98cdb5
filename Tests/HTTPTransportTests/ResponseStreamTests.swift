import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPTransport

/// Responses that come piece by piece, over HTTP/1.
@Suite struct ResponseStreamTests {
    private let desk = StreamDesk()

    private func connection(_ change: (inout HTTPLimits) -> Void = { _ in }) throws -> ServerConnection {
        var limits = HTTPLimits()
        change(&limits)
        return try ServerConnection(limits: limits, streaming: { [desk] in await desk.respond(to: $0, $1) })
    }

    private func head(_ body: String = "") -> StreamDesk.Order {
        .begin(HTTPResponse(headers: ["content-type": "text/event-stream"], body: ByteBuffer(string: body)))
    }

    @Test func piecesAreChunks() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/1"))
        #expect(try connection.takeSent().isEmpty)
        desk.tell(head("first"))
        let begun = try connection.takeSent()
        #expect(begun.hasPrefix("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"))
        #expect(begun.contains("transfer-encoding: chunked\r\n"))
        #expect(begun.contains("\r\ndate: ") && !begun.contains("content-length"))
        #expect(begun.hasSuffix("\r\n\r\n5\r\nfirst\r\n"))
        // An empty piece would be the last chunk.
        desk.tell(.write(""), .write("0123456789abcdef!"))
        #expect(try connection.takeSent() == "11\r\n0123456789abcdef!\r\n")
        desk.tell(.end)
        #expect(try connection.takeSent() == "0\r\n\r\n")
        #expect(connection.isOpen)
        #expect(desk.outcomes == ["sent", "sent", "sent"])
    }

    @Test func aLengthThatIsStatedNeedsNoChunks() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/1") + ServerConnection.get("/2"))
        desk.tell(.begin(HTTPResponse(headers: ["content-length": "5"], body: ByteBuffer(string: "ab"))))
        let begun = try connection.takeSent()
        #expect(begun.contains("content-length: 5\r\n") && !begun.contains("chunked"))
        #expect(begun.hasSuffix("\r\n\r\nab"))
        // One byte more would be the beginning of the next response.
        desk.tell(.write("cdef"), .write("cde"), .end, .begin(HTTPResponse(headers: ["content-length": "0"])), .end)
        #expect(try connection.takeSent().hasPrefix("cdeHTTP/1.1 200 OK\r\n"))
        #expect(desk.outcomes == ["sent", "outOfOrder", "sent", "sent"])
        #expect(connection.isOpen)
    }

    @Test func aLengthThatIsNotKeptEndsTheConnection() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/1") + ServerConnection.get("/2"))
        desk.tell(.begin(HTTPResponse(headers: ["content-length": "5"])), .write("ab"), .end)
        #expect(try connection.takeSent().hasSuffix("ab"))
        #expect(!connection.isOpen)
    }

    @Test func theNextRequestWaitsForTheEnd() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/1") + ServerConnection.get("/2"))
        desk.tell(head(), .write("a"))
        _ = try connection.takeSent()
        desk.tell(.end, head("b"), .end)
        let rest = try connection.takeSent()
        #expect(rest.hasPrefix("0\r\n\r\nHTTP/1.1 200 OK\r\n"))
        #expect(rest.hasSuffix("1\r\nb\r\n0\r\n\r\n"))
    }

    @Test func http10HasNoChunks() throws {
        let connection = try connection()
        connection.receive("GET / HTTP/1.0\r\n\r\n")
        desk.tell(head("a"), .write("bc"))
        let sent = try connection.takeSent()
        #expect(!sent.contains("chunked") && sent.contains("connection: close\r\n"))
        #expect(sent.hasSuffix("\r\n\r\nabc"))
        #expect(connection.isOpen)
        desk.tell(.end)
        #expect(try connection.takeSent().isEmpty)
        #expect(!connection.isOpen)
    }

    @Test func headGetsNoBody() throws {
        let connection = try connection()
        connection.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        desk.tell(head("a"), .write("b"), .end)
        let sent = try connection.takeSent()
        #expect(sent.hasPrefix("HTTP/1.1 200 OK\r\n") && sent.hasSuffix("\r\n\r\n"))
        #expect(desk.outcomes == ["hasNoBody", "hasNoBody"])
        connection.receive(ServerConnection.get("/next"))
        desk.tell(head("c"), .end)
        #expect(try connection.takeSent().hasSuffix("1\r\nc\r\n0\r\n\r\n"))
    }

    @Test func headOfTheLastRequestEndsTheConnection() throws {
        let connection = try connection()
        connection.receive("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        desk.tell(head(), .end)
        #expect(try connection.takeSent().contains("connection: close"))
        #expect(!connection.isOpen)
    }

    @Test func nothingAnsweredIsAnError() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(.end)
        #expect(try connection.takeStatuses() == [500])
        #expect(connection.isOpen)
    }

    @Test func piecesHaveAnOrder() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(.write("early"), head(), head(), .write("a"))
        #expect(try connection.takeSent().hasSuffix("\r\n\r\n1\r\na\r\n"))
        #expect(desk.outcomes == ["outOfOrder", "sent", "outOfOrder", "sent"])
    }

    @Test func aStreamThatIsOverTakesNothing() async throws {
        let live = try await LiveServer.start(tls: false) { [desk] in await desk.respond(to: $0, $1) }
        let client = try await live.connect([])
        desk.tell(head("a"), .end)
        #expect(try await client.send(.GET, "/", authority: "localhost").body == ByteBuffer(string: "a"))
        let stream = try #require(desk.stream)
        await #expect(throws: HTTPResponseStreamError.over) { try await stream.write(ByteBuffer(string: "b")) }
        await client.close()
        await #expect(throws: HTTPResponseStreamError.self) { try await stream.write(ByteBuffer(string: "b")) }
        await live.stop()
    }

    // MARK: A peer that reads slowly, or no more

    @Test func aWriterWaitsForTheReader() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(head())
        _ = try connection.takeSent()
        connection.setWritable(false)
        desk.tell(.write("a"), .write("b"))
        #expect(try connection.takeSent() == "1\r\na\r\n")
        #expect(desk.outcomes == ["sent"])
        connection.setWritable(true)
        #expect(try connection.takeSent() == "1\r\nb\r\n")
        #expect(desk.outcomes == ["sent", "sent", "sent"])
    }

    @Test func aReaderThatTakesNothingIsCutOff() throws {
        let connection = try connection { $0.idleTime = .seconds(30) }
        connection.receive(ServerConnection.get("/"))
        desk.tell(head())
        _ = try connection.takeSent()
        connection.setWritable(false)
        desk.tell(.write("a"))
        _ = try connection.takeSent()
        connection.loop.advanceTime(by: .seconds(29))
        #expect(connection.isOpen)
        // The channel of this test does not say what it still holds; it is asked once more after the same time.
        connection.loop.advanceTime(by: .seconds(60))
        #expect(!connection.isOpen)
        #expect(desk.isCancelled)
        #expect(desk.outcomes == ["sent", "peerIsGone"])
    }

    @Test func aStreamThatIsQuietIsNotIdle() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(head())
        _ = try connection.takeSent()
        connection.loop.advanceTime(by: .hours(10))
        desk.tell(.write("a"))
        #expect(try connection.takeSent() == "1\r\na\r\n")
        // Nor is one that waited for its reader once.
        connection.setWritable(false)
        desk.tell(.write("b"))
        _ = try connection.takeSent()
        connection.setWritable(true)
        connection.loop.advanceTime(by: .hours(10))
        #expect(connection.isOpen)
    }

    @Test func aPeerThatEndsItsSideHasHeardEnough() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(head())
        _ = try connection.takeSent()
        #expect(!desk.isCancelled)
        connection.receiveEnd()
        #expect(desk.isCancelled && !connection.isOpen)
        desk.tell(.write("a"), .end)
        connection.loop.run()
        #expect(desk.outcomes == ["sent", "peerIsGone"])
    }

    @Test func aServerThatStopsLetsItsStreamsEnd() throws {
        let connection = try connection()
        connection.receive(ServerConnection.get("/"))
        desk.tell(head())
        _ = try connection.takeSent()
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        desk.tell(.write("a"))
        #expect(try connection.takeSent() == "1\r\na\r\n")
        desk.tell(.end)
        #expect(try connection.takeSent() == "0\r\n\r\n")
        #expect(!connection.isOpen)
    }
}
