import Testing

@testable import MCPHTTP

/// WHATWG HTML, section 9.2.6.
@Suite struct EventStreamTests {
    private func events(_ text: String) -> [String] {
        EventStream.data(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func everyLineEndingEndsALine(_ end: String) {
        let text = ["data: one", "", "event: message", "id: 7", "data: two", "data: more", "", ""].joined(
            separator: end
        )
        #expect(events(text) == ["one", "two\nmore"])
    }

    @Test func oneBlankAfterTheColonIsNotPartOfTheValue() {
        #expect(events("data:a\n\ndata: b\n\ndata:  c\n\n") == ["a", "b", " c"])
    }

    @Test func commentsAndOtherFieldsAreNoData() {
        #expect(events(": keep-alive\n\nretry: 10\n\ndatabase: x\n\nevent: ping\n\n").isEmpty)
    }

    @Test func textIsUTF8() {
        #expect(events("data: «año» 東京\n\n") == ["«año» 東京"])
    }

    @Test func aByteOrderMarkIsNoPartOfIt() {
        #expect(events("\u{feff}data: x\n\n") == ["x"])
    }

    @Test func whatIsEmptyHasNoEvents() {
        #expect(events("").isEmpty)
        #expect(events("\n\n\n").isEmpty)
        #expect(EventStream.data(in: [0xff, 0xfe, 0x0a, 0x0a]).isEmpty)
    }
}
