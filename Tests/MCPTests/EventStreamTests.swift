import MCP
import Testing

@Suite struct EventStreamTests {
    private static let sample =
        "\u{FEFF}: keep-alive\r\nid: 1\r\nretry: 500\r\ndata:\r\n\r\n"
        + "event: message\nid:2\ndata: {\"a\":\ndata:  1}\n\n"
        + "data: cr\r\rid\rdata: no id\r\revent: endpoint\ndata: /messages\n\ndata: unfinished"

    private static let events = [
        ServerSentEvent(lastEventID: "1", data: []),
        ServerSentEvent(lastEventID: "2", data: Array("{\"a\":\n 1}".utf8)),
        ServerSentEvent(lastEventID: "2", data: Array("cr".utf8)),
        ServerSentEvent(lastEventID: "", data: Array("no id".utf8)),
        ServerSentEvent(lastEventID: "", type: "endpoint", data: Array("/messages".utf8)),
    ]

    @Test(arguments: [1, 2, 3, 5, 7, 1_000]) func readsAnySplit(size: Int) throws {
        let bytes = Array(Self.sample.utf8)
        var parser = EventStreamParser()
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try parser.parse(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(events == Self.events)
        #expect(parser.retry == .milliseconds(500))
        #expect(parser.lastEventID == "")
    }

    private func parse(_ text: String) throws -> (EventStreamParser, [ServerSentEvent]) {
        var parser = EventStreamParser()
        let events = try parser.parse(Array(text.utf8))
        return (parser, events)
    }

    @Test func ignoresWhatIsNoField() throws {
        let (parser, events) = try parse("data\nfoo: 1\nDATA: 2\n data: 3\n: data: 4\nretry: 5x\nretry:\n\n")
        #expect(events == [ServerSentEvent(data: [])])
        #expect(parser.retry == nil)
        #expect(try parse("event: a\n\nevent:b\nid: 7\n\n").1 == [])
    }

    @Test func anEventWithoutDataMovesTheIdentifierOnly() throws {
        let (parser, events) = try parse("id: 7\n\n")
        #expect(events == [] && parser.lastEventID == "7")
        #expect(try parse("id: 7\ndata: unfinished").0.lastEventID == "")
    }

    @Test func identifiersCannotBreakOutOfAHeader() throws {
        #expect(try parse("id: a\u{0}b\n\n").0.lastEventID == "")
        #expect(try parse("id: a\u{1}b\n\n").0.lastEventID == "")
        #expect(try parse("id: \(String(repeating: "x", count: 2_000))\n\n").0.lastEventID == "")
    }

    @Test func aByteOrderMarkCountsOnlyAtTheBeginning() throws {
        #expect(try parse("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n").1 == [ServerSentEvent(data: Array("a".utf8))])
        var parser = EventStreamParser()
        // The first two bytes of a mark, and then something else: an unknown field.
        let events = try parser.parse([0xEF, 0xBB] + Array("x\ndata: a\n\n".utf8))
        #expect(events == [ServerSentEvent(data: Array("a".utf8))])
    }

    @Test func limitsHold() throws {
        var long = EventStreamParser(limit: 10)
        #expect(throws: EventStreamError.lineTooLong(limit: 10)) { try long.parse(Array("data: 12345".utf8)) }
        var large = EventStreamParser(limit: 10)
        #expect(throws: EventStreamError.eventTooLarge(limit: 10)) {
            try large.parse(Array("data:1234\ndata:1234\ndata:1234\n".utf8))
        }
        var fine = EventStreamParser(limit: 10)
        for _ in 0..<100 { #expect(try fine.parse(Array("data:1234\n\n".utf8)).count == 1) }
    }

    // MARK: Taking a stream up again

    @Test func waitsAsLongAsTheServerSays() {
        var resumption = EventStreamResumption()
        resumption.received(lastEventID: "event-1", retry: .milliseconds(500))
        #expect(resumption.closed() == .connect(after: .milliseconds(500), lastEventID: "event-1"))
        resumption.received(lastEventID: "event-2", retry: nil)
        #expect(resumption.closed() == .connect(after: .milliseconds(500), lastEventID: "event-2"))
        resumption.finish()
        #expect(resumption.closed() == .stop(.finished))
    }

    @Test func waitsLongerEachTimeAndGivesUp() {
        var resumption = EventStreamResumption(maximumAttempts: 4, maximumDelay: .seconds(5))
        #expect(resumption.closed() == .stop(.notResumable))
        resumption.received(lastEventID: "1", retry: nil)
        for delay in [1, 2, 4, 5] {
            #expect(resumption.closed() == .connect(after: .seconds(delay), lastEventID: "1"))
            // Connecting alone proves nothing: the same identifier again is no progress.
            resumption.received(lastEventID: "1", retry: nil)
        }
        #expect(resumption.closed() == .stop(.tooManyAttempts))
        resumption.received(lastEventID: "2", retry: nil)
        #expect(resumption.closed() == .connect(after: .seconds(1), lastEventID: "2"))
    }

    @Test func someAnswersEndIt() {
        var resumption = EventStreamResumption(maximumDelay: .seconds(60))
        resumption.received(lastEventID: "1", retry: .seconds(2))
        #expect(resumption.refused(status: 503) == .connect(after: .seconds(2), lastEventID: "1"))
        #expect(resumption.refused(status: 405) == .stop(.refused(status: 405)))
        #expect(resumption.refused(status: 404) == .stop(.refused(status: 404)))
        resumption.received(lastEventID: "1", retry: .seconds(61))
        #expect(resumption.closed() == .stop(.delayTooLong(.seconds(61))))
    }
}
