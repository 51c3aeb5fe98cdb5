import JSON
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct LineSplitterTests {
    private func lines(_ chunks: [String], maximumLength: Int = 100) -> [String] {
        var splitter = LineSplitter(maximumLength: maximumLength)
        var lines = chunks.flatMap { splitter.append(Array($0.utf8)) }
        if let last = splitter.finish() { lines.append(last) }
        return lines.map { if case .message(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { "!" } }
    }

    @Test func bytesBecomeLinesHoweverTheyArrive() {
        let text = "{\"a\":1}\n\r\n\n{\"b\":\"ñ\"}\r\nlast"
        let expected = ["{\"a\":1}", "{\"b\":\"ñ\"}", "last"]
        #expect(lines([text]) == expected)
        var splitter = LineSplitter()
        var found = Array(text.utf8).flatMap { splitter.append([$0]) }
        if let last = splitter.finish() { found.append(last) }
        #expect(found == expected.map { .message(Array($0.utf8)) })
    }

    @Test func linesThatAreTooLongAreLostAlone() {
        #expect(lines(["12345\n123456\n12"], maximumLength: 5) == ["12345", "!", "12"])
        #expect(lines(["123", "456", "789\n1\n"], maximumLength: 5) == ["!", "1"])
        #expect(lines(["12345\r\n"], maximumLength: 5) == ["12345"])
        #expect(lines(["123456789"], maximumLength: 5) == ["!"])
    }

    @Test func aChannelIsServedToItsEnd() async throws {
        let server = try FeatureServer()
        let output = MessageStream(maximumEvents: 1_000)
        let conversation = DuplexConversation(engine: server.engine, outgoing: output)
        let listen =
            #"{"jsonrpc":"2.0","id":9,"method":"subscriptions/listen","params":{"_meta":\#(Conversation.meta),"notifications":{"toolsListChanged":true}}}"#
        let input = [
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            #"[{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","id":3,"method":"ping"}]"#,
            #"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"works"}}"#, listen, "nonsense",
        ]
        let (lines, feed) = AsyncStream.makeStream(of: LineSplitter.Line.self)
        for line in input { feed.yield(.message(Array(line.utf8))) }
        feed.yield(.tooLong)
        feed.finish()
        try await conversation.serve(lines)
        output.finish()
        guard case .events(let events) = await output.next(after: 0) else {
            Issue.record("nothing was said")
            return
        }
        var answered: [JSONValue] = []
        for event in events {
            guard case .message(let bytes) = event.content else { continue }
            let value = try JSONValue(parsing: bytes)
            if value["id"] != nil { answered.append(value["id"] ?? .null) }
            if let batch = value.array { answered += batch.compactMap { $0["id"] } }
        }
        // Everything is answered but the subscription, which the end of the input cancels.
        #expect(Set(answered) == [1, 2, 3, 4])
        #expect(conversation.session.hasEnded)
        #expect(server.changes.subscriberCount == 1)
    }
}
