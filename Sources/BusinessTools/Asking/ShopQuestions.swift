import BoundedWork
import Commerce
import Questions
import Synchronization

/// Understands questions with the names that the shop's data use now.
///
/// The engine is kept until something is stored, since building its indexes takes longer than a question. It is built once
/// for all who wait for it, on a thread of its own.
final class ShopQuestions: Sendable {
    /// Everything that is known of one state of the data.
    struct Knowledge: Sendable {
        let engine: QuestionEngine
        let products: ProductNames
        let names: ShopNames

        init(of names: ShopNames) {
            engine = QuestionEngine(vocabulary: ShopVocabulary(names))
            products = ProductNames(names.products)
            self.names = names
        }
    }

    private let store: CommerceStore
    private let build: @Sendable (ShopNames) -> Knowledge
    /// Nobody is refused: one who waits stands for all.
    private let pool = WorkPool(threads: 1, mostWaiting: .max, refusal: QueryFailure.busy)
    private let kept = Mutex<(revision: StoreRevision, work: Task<Knowledge, any Error>)?>(nil)
    private let empty = Mutex<Knowledge?>(nil)

    /// - Parameter build: default: as it says.
    init(store: CommerceStore, build: @escaping @Sendable (ShopNames) -> Knowledge = { Knowledge(of: $0) }) {
        self.store = store
        self.build = build
    }

    func knowledge() async throws -> Knowledge {
        let revision = try await store.revision()
        let work = kept.withLock { kept in
            if let kept, kept.revision == revision { return kept.work }
            // Goes on for the others when one who waits leaves.
            let work = Task { [store, build, pool] in
                let names = try await store.shopNames()
                return try await pool.run { _ in build(names) }
            }
            kept = (revision, work)
            return work
        }
        do {
            return try await work.value
        } catch {
            kept.withLock { kept in
                if kept?.work == work { kept = nil }
            }
            throw error
        }
    }

    /// What can be understood without the data.
    func nothing() -> Knowledge {
        empty.withLock { empty in
            let known = empty ?? Knowledge(of: .none)
            empty = known
            return known
        }
    }
}
