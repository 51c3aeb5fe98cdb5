import Commerce
import Foundation
import Synchronization
import Testing

@testable import BusinessTools

/// What is known of the names of the data is built once for all who ask, and where nobody else has to wait.
@Suite(.timeLimit(.minutes(5))) struct ShopQuestionsTests {
    /// One thread, as an event loop has.
    private final class Loop: TaskExecutor {
        private let queue = DispatchQueue(label: "loop")
        private static let mark = DispatchSpecificKey<Bool>()

        init() { queue.setSpecific(key: Self.mark, value: true) }

        static var isCurrent: Bool { DispatchQueue.getSpecific(key: mark) ?? false }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    /// What was built, and on which threads.
    private final class Builds: Sendable {
        private let seen = Mutex<[Bool]>([])

        /// Whether each was on the loop.
        var onLoop: [Bool] { seen.withLock { $0 } }

        func build(_ names: ShopNames) -> ShopQuestions.Knowledge {
            seen.withLock { $0.append(Loop.isCurrent) }
            return ShopQuestions.Knowledge(of: names)
        }
    }

    @Test func whoWaitsTogetherWaitsForOneBuilding() async throws {
        let store = try CommerceStore.inMemory()
        try await ShopServer.store(ShopServer.sales, in: store)
        let builds = Builds()
        let questions = ShopQuestions(store: store, build: builds.build)
        let loop = Loop()
        for round in 1...2 {
            let known = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask(executorPreference: loop) { try await questions.knowledge().names.products.count }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(known == [round + 1])
            #expect(builds.onLoop == [Bool](repeating: false, count: round))
            let more = ShopServer.header + "2001,Z9,Nuevo,Otra,5,2026-04-30,100.00,C-9,Guatemala,GTQ\n"
            try await ShopServer.store(more, in: store)
        }
    }

    @Test func whoLeavesTakesNothingFromTheOthers() async throws {
        let store = try CommerceStore.inMemory()
        let builds = Builds()
        let questions = ShopQuestions(store: store, build: builds.build)
        let tasks = (0..<10).map { _ in Task { try await questions.knowledge() } }
        tasks[0].cancel()
        for task in tasks.dropFirst() { _ = try await task.value }
        #expect(builds.onLoop.count == 1)
    }
}
