import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPTransport

@Suite struct ExchangeTimeTests {
    private static let echo: WholeResponder = { HTTPResponse(text: $0.target) }

    @Test func aConnectionThatAsksNothingIsTold() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.loop.advanceTime(by: .seconds(19))
        #expect(connection.isOpen)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(try connection.takeStatuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func aRequestThatDripsIsCutOff() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
        for _ in 0..<19 {
            connection.loop.advanceTime(by: .seconds(1))
            connection.receive("x")
        }
        #expect(connection.isOpen)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(try connection.takeStatuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func headerFieldsThatDripAreCutOff() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("GET / HTTP/1.1\r\nHost: a\r\n")
        for index in 0..<20 {
            connection.loop.advanceTime(by: .seconds(1))
            connection.receive("X-\(index): y\r\n")
        }
        #expect(try connection.takeStatuses() == [408])
        #expect(!connection.isOpen)
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive(ServerConnection.get("/"))
        #expect(try connection.takeStatuses() == [200])
        connection.loop.advanceTime(by: .seconds(74))
        #expect(connection.isOpen)
        connection.loop.advanceTime(by: .seconds(1))
        #expect(!connection.isOpen)
        #expect(try connection.takeSent().isEmpty)
    }

    @Test func everyRequestBeginsTheTimeAnew() throws {
        let connection = try ServerConnection(responder: Self.echo)
        for _ in 0..<5 {
            connection.receive(ServerConnection.get("/"))
            #expect(try connection.takeStatuses() == [200])
            connection.loop.advanceTime(by: .seconds(60))
        }
        #expect(connection.isOpen)
        connection.loop.advanceTime(by: .seconds(15))
        #expect(!connection.isOpen)
    }

    @Test func anAnswerMayTakeItsTime() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(ServerConnection.get("/slow"))
        connection.loop.advanceTime(by: .hours(1))
        #expect(connection.isOpen)
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
        #expect(connection.isOpen)
    }

    /// The idle time is the peer's, and it has not begun while our answer is still on its way to it.
    @Test func aSlowReaderIsNotIdle() throws {
        let connection = try ServerConnection { _ in
            HTTPResponse(body: ByteBuffer(repeating: 0, count: 1 << 20))
        }
        connection.receive(ServerConnection.get("/"))
        connection.setWritable(false)
        connection.loop.advanceTime(by: .seconds(100))
        #expect(connection.isOpen)
        connection.setWritable(true)
        connection.loop.advanceTime(by: .seconds(200))
        #expect(!connection.isOpen)
    }

    // MARK: Going away

    @Test func quiescingClosesWhatIsIdle() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive(ServerConnection.get("/"))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!connection.isOpen)
    }

    @Test func quiescingLetsTheRequestAtHandFinish() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(ServerConnection.get("/"))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(connection.isOpen)
        desk.answer()
        #expect(try connection.takeSent().contains("connection: close"))
        #expect(!connection.isOpen)
    }

    @Test func quiescingLetsTheRequestThatIsArrivingFinish() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(connection.isOpen)
        connection.receive("y")
        #expect(try connection.takeSent().hasSuffix("/a"))
        #expect(!connection.isOpen)
    }

    @Test func aPeerThatHasGoneCancelsItsRequest() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(ServerConnection.get("/gone"))
        connection.channel.close(promise: nil)
        #expect(desk.cancelled == ["/gone"])
        desk.answer()
        connection.loop.run()
        #expect(desk.waiting.isEmpty)
    }

    @Test func theRequestThatIsCancelledIsTheOneAtHand() throws {
        let desk = Desk()
        let connection = try ServerConnection { request in
            request.target == "/now" ? HTTPResponse() : await desk.respond(to: request)
        }
        connection.receive(["/a", "/now", "/b"].map { ServerConnection.get($0) }.joined())
        desk.answer()
        connection.loop.run()
        #expect(desk.waiting == ["/b"])
        connection.channel.close(promise: nil)
        #expect(desk.cancelled == ["/b"])
        desk.answer()
        connection.loop.run()
    }

    @Test func aPeerThatOnlyEndsItsSideGetsItsAnswer() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(ServerConnection.get("/"))
        connection.receiveEnd()
        #expect(connection.isOpen)
        #expect(desk.cancelled.isEmpty)
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
        #expect(!connection.isOpen)
    }

    @Test func aPeerThatEndsItsSideGetsAllItsAnswers() throws {
        let desk = Desk()
        let connection = try ServerConnection { await desk.respond(to: $0) }
        connection.receive(ServerConnection.get("/1") + ServerConnection.get("/2"))
        connection.receiveEnd()
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
        desk.answer()
        #expect(try connection.takeStatuses() == [200])
        #expect(!connection.isOpen)
    }

    @Test func aPeerThatEndsInTheMiddleOfARequestIsClosed() throws {
        let connection = try ServerConnection(responder: Self.echo)
        connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx")
        connection.receiveEnd()
        #expect(!connection.isOpen)
    }

    @Test func nothingIsKeptAlive() throws {
        weak var channel: EmbeddedChannel?
        do {
            let connection = try ServerConnection(responder: Self.echo)
            channel = connection.channel
            connection.receive(ServerConnection.get("/"))
            _ = try connection.takeSent()
            connection.channel.close(promise: nil)
            connection.loop.run()
        }
        #expect(channel == nil)
    }
}
