/// A reason to take a question for one intent.
struct Evidence: Sendable, Hashable {
    let intent: Intent
    let weight: Int
    /// What was seen, for people who want to know why.
    let reason: String
}

/// The sum of all reasons, strongest first.
struct IntentScores: Sendable {
    private(set) var evidence: [Evidence] = []

    mutating func add(_ intent: Intent, _ weight: Int, _ reason: String) {
        evidence.append(Evidence(intent: intent, weight: weight, reason: reason))
    }

    /// Each reason after the strongest adds a tenth: many weak hints do not outweigh a clear one.
    subscript(intent: Intent) -> Int {
        let weights = evidence.filter { $0.intent == intent }.map(\.weight).sorted(by: >)
        guard let first = weights.first else { return 0 }
        return first + weights.dropFirst().reduce(0) { $0 + $1 / 10 }
    }

    /// Equal scores keep the order of the contract.
    var ranking: [(intent: Intent, score: Int)] {
        Intent.allCases.enumerated().map { ($0.offset, $0.element, self[$0.element]) }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.filter { $0.2 > 0 }.map { ($0.1, $0.2) }
    }
}
