import BoundedWork
import Testing

@Suite(.timeLimit(.minutes(5))) struct TurnsTests {
    private enum Refusal: Error, Equatable { case sorry }

    /// Work that says when it began and goes on until it is told to end.
    private final class Shift: Sendable {
        private let (starts, started) = AsyncStream.makeStream(of: Void.self)
        private let (ends, ended) = AsyncStream.makeStream(of: Void.self)

        func work() async {
            started.yield()
            for await _ in ends.prefix(1) {}
        }

        func hasBegun() async { for await _ in starts.prefix(1) {} }
        func end() { ended.yield() }
    }

    @Test func whoWaitsTooLongIsRefused() async throws {
        let turns = Turns(mostAtOnce: 1, patience: .milliseconds(1), refusal: Refusal.sorry)
        let shift = Shift()
        async let first: Void = turns.run { await shift.work() }
        await shift.hasBegun()
        await #expect(throws: Refusal.sorry) { try await turns.run {} }
        shift.end()
        try await first
        #expect(try await turns.run { 7 } == 7)
    }

    @Test func whoHasATurnMayTakeItsTime() async throws {
        let turns = Turns(mostAtOnce: 1, patience: .milliseconds(1), refusal: Refusal.sorry)
        try await turns.run { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test func whatFailsGivesItsTurnBack() async throws {
        let turns = Turns(mostAtOnce: 1, mostWaiting: 0, refusal: Refusal.sorry)
        for _ in 0..<3 {
            await #expect(throws: CancellationError.self) { try await turns.run { throw CancellationError() } }
        }
        #expect(try await turns.run { 7 } == 7)
    }
}
