import BoundedWork
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct WorkPoolTests {
    private enum Refusal: Error, Equatable { case full }

    /// Work that goes on until it is let go, and counts how much of it runs at once.
    private final class Gate: Sendable {
        private let state = Mutex((running: 0, most: 0))
        private let released = Turnstile()
        private let (starts, started) = AsyncStream.makeStream(of: Void.self)

        var most: Int { state.withLock { $0.most } }

        func work() {
            state.withLock { state in
                state.running += 1
                state.most = max(state.most, state.running)
            }
            started.yield()
            released.wait()
            state.withLock { $0.running -= 1 }
        }

        func open(_ count: Int) { released.signal(count) }

        func hasStarted(_ count: Int) async {
            var iterator = starts.makeAsyncIterator()
            for _ in 0..<count { await iterator.next() }
        }
    }

    @Test func onlySoManyRunAtOnce() async throws {
        let pool = WorkPool(threads: 2, mostWaiting: 10, refusal: Refusal.full)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await pool.run { _ in gate.work() } } }
            await gate.hasStarted(2)
            gate.open(8)
            try await group.waitForAll()
        }
        #expect(gate.most == 2)
    }

    @Test func tooManyAreRefused() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 0, refusal: Refusal.full)
        let gate = Gate()
        async let first: Void = pool.run { _ in gate.work() }
        await gate.hasStarted(1)
        await #expect(throws: Refusal.full) { try await pool.run { _ in } }
        gate.open(1)
        try await first
        // There is room again.
        #expect(try await pool.run { _ in 7 } == 7)
    }

    @Test func whoWaitsCanLeave() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 1, refusal: Refusal.full)
        let gate = Gate()
        async let first: Void = pool.run { _ in gate.work() }
        await gate.hasStarted(1)
        let waiting = Task { try await pool.run { _ in Issue.record("nobody wants this any more") } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open(1)
        try await first
        #expect(try await pool.run { _ in 7 } == 7)
    }

    @Test func workSeesCancellation() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 1, refusal: Refusal.full)
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.run { isCancelled in
                started.yield()
                while !isCancelled() {}
                throw CancellationError()
            }
        }
        for await _ in starts.prefix(1) {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Work that looks at nothing is left to itself; its thread is taken until it ends.
    @Test func whoIsCancelledDoesNotWaitForWorkThatGoesOn() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 0, refusal: Refusal.full)
        let gate = Gate()
        let task = Task { try await pool.run { _ in gate.work() } }
        await gate.hasStarted(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await #expect(throws: Refusal.full) { try await pool.run { _ in } }
        gate.open(1)
    }

    @Test func whatFailsGivesItsPlaceBack() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 0, refusal: Refusal.full)
        for _ in 0..<3 {
            await #expect(throws: CocoaError.self) { try await pool.run { _ in throw CocoaError(.fileNoSuchFile) } }
        }
    }
}

/// Threads of the pool wait here, as a renderer works: without giving their thread away.
private final class Turnstile: Sendable {
    private let condition = NSCondition()
    private let permits = Mutex(0)

    func signal(_ count: Int) {
        condition.lock()
        permits.withLock { $0 += count }
        condition.broadcast()
        condition.unlock()
    }

    func wait() {
        condition.lock()
        while permits.withLock({ $0 == 0 }) { condition.wait() }
        permits.withLock { $0 -= 1 }
        condition.unlock()
    }
}
