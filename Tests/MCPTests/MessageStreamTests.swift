import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct MessageStreamTests {
    private func messages(_ delivery: MessageStream.Delivery) -> [[UInt8]] {
        guard case .events(let events) = delivery else { return [] }
        return events.compactMap { if case .message(let bytes) = $0.content { bytes } else { nil } }
    }

    @Test func messagesAreReadInOrderAndThenTheEnd() async {
        let stream = MessageStream()
        stream.append([1])
        stream.append([2])
        #expect(messages(await stream.next(after: 0)) == [[1], [2]])
        stream.finish([3])
        #expect(messages(await stream.next(after: 2)) == [[3]])
        #expect(await stream.next(after: 3) == .end)
        stream.append([4])
        #expect(await stream.next(after: 3) == .end)
    }

    @Test func aReaderWaits() async {
        let stream = MessageStream()
        let reader = Task { await stream.next(after: 0) }
        while !stream.isBeingRead { try? await Task.sleep(for: .milliseconds(1)) }
        stream.append([1])
        #expect(messages(await reader.value) == [[1]])
    }

    @Test func aNewReaderTakesOver() async {
        let stream = MessageStream(name: "r1")
        let first = Task { await stream.next(after: 0) }
        while !stream.isBeingRead { try? await Task.sleep(for: .milliseconds(1)) }
        let second = Task { await stream.next(after: 0) }
        #expect(await first.value == .superseded)
        stream.append([1])
        #expect(messages(await second.value) == [[1]])
    }

    @Test func aCancelledReaderIsFree() async {
        let stream = MessageStream()
        let waiting = Task { await stream.next(after: 0) }
        while !stream.isBeingRead { try? await Task.sleep(for: .milliseconds(1)) }
        waiting.cancel()
        #expect(await waiting.value == .superseded)
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await stream.next(after: 0)
        }
        #expect(await early.value == .superseded)
        stream.append([1])
        #expect(messages(await stream.next(after: 0)) == [[1]])
    }

    @Test func onlyNamedStreamsRepeatThemselves() async {
        let (named, nameless) = (MessageStream(name: "r1"), MessageStream())
        for stream in [named, nameless] {
            stream.append([1])
            stream.append([2])
            _ = await stream.next(after: 0)
            _ = Task { await stream.next(after: 2) }
            while !stream.isBeingRead { try? await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(messages(await named.next(after: 1)) == [[2]])
        nameless.append([3])
        #expect(messages(await nameless.next(after: 0)) == [[3]])
        #expect(named.eventID(2) == "r1-2")
        #expect(nameless.eventID(2) == nil)
    }

    @Test func whatNobodyReadsIsBounded() async {
        let stream = MessageStream(name: "r1", maximumEvents: 3, maximumBytes: 10)
        for number in 0..<100 { stream.append([UInt8(number)]) }
        #expect(messages(await stream.next(after: 0)) == [[97], [98], [99]])
        stream.append([UInt8](repeating: 1, count: 50))
        #expect(messages(await stream.next(after: 0)).map(\.count) == [50])
    }

    @Test func aChangeThatWaitsIsNotToldTwice() async {
        let stream = MessageStream()
        stream.append([1], unlessWaiting: true)
        stream.append([1], unlessWaiting: true)
        #expect(messages(await stream.next(after: 0)) == [[1]])
        stream.append([1], unlessWaiting: true)
        #expect(messages(await stream.next(after: 1)) == [[1]])
    }

    @Test func framesAreServerSentEvents() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(text(EventStreamFrame.message(Array("{}".utf8))) == "data: {}\n\n")
        #expect(text(EventStreamFrame.message(Array("{}".utf8), id: "r1-2")) == "id: r1-2\ndata: {}\n\n")
        #expect(text(EventStreamFrame.message(Array("{}".utf8), isNamed: true)) == "event: message\ndata: {}\n\n")
        #expect(text(EventStreamFrame.prime(id: "r1-0")) == "id: r1-0\ndata: \n\n")
        #expect(text(EventStreamFrame.retry(after: 500)) == "retry: 500\n\n")
    }
}
