import Commerce
import Questions
import Synchronization

/// Understands questions with the names that the shop's data use now.
///
/// The engine is kept until something is stored, since building its indexes takes longer than a question.
final class ShopQuestions: Sendable {
    /// Everything that is known of one state of the data.
    struct Knowledge: Sendable {
        let revision: StoreRevision
        let engine: QuestionEngine
        let products: ProductNames
        let names: ShopNames

        init(of names: ShopNames) {
            revision = names.revision
            engine = QuestionEngine(vocabulary: ShopVocabulary(names))
            products = ProductNames(names.products)
            self.names = names
        }
    }

    private let store: CommerceStore
    private let kept = Mutex<Knowledge?>(nil)
    private let empty = Mutex<Knowledge?>(nil)

    init(store: CommerceStore) {
        self.store = store
    }

    func knowledge() async throws(QueryFailure) -> Knowledge {
        let revision = try await store.revision()
        if let known = kept.withLock({ $0 }), known.revision == revision { return known }
        let fresh = Knowledge(of: try await store.shopNames())
        kept.withLock { $0 = fresh }
        return fresh
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
