import BoundedWork
import ModelDialog

extension LanguageModel {
    /// Calls of a whole server at one time.
    static let mostCalls = 4

    /// The same model with so many calls at one time, whoever asks. A call that waits longer than `wait` for its turn fails
    /// with ``ModelFailure/busy``.
    func limited(to most: Int = mostCalls, wait: Duration) -> LanguageModel {
        let turns = Turns(mostAtOnce: most, patience: wait, refusal: ModelFailure.busy)
        return LanguageModel(name: name, patience: patience) { [complete] body, deadline in
            try await turns.run { try await complete(body, deadline) }
        }
    }
}
