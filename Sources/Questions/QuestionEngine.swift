public import Commerce
public import Localization

/// Turns a sentence in plain Spanish or English into a typed query.
///
/// The same question, day and vocabulary always give the same answer. No text of a question ever becomes part of a
/// command: what comes out are values of closed types, dates, numbers, and names to be looked up.
public struct QuestionEngine: Sendable {
    private let reader: QuestionReader

    /// Longer questions are read up to here, in characters.
    public static let longestQuestion = 1000

    /// Builds the indexes of the vocabulary: some ten milliseconds for thousands of products. Keep the engine.
    public init(vocabulary: ShopVocabulary) {
        reader = QuestionReader(vocabulary)
    }

    /// - Parameters:
    ///   - question: up to `longestQuestion` characters count.
    ///   - now: the day that "today" means.
    ///   - language: how `3/4/2011` is read; by default the language the question is in.
    public func understand(_ question: String, now: CalendarDay, language: Language? = nil) -> Understanding {
        let reading = reader.read(String(question.prefix(Self.longestQuestion)), now: now, language: language)
        let scores = IntentClassifier.scores(of: reading)
        let ranking = scores.ranking
        let intent = ranking.first?.intent ?? .outOfScope
        let filler = SlotFiller(reading: reading)
        let slots = filler.slots(for: intent)
        let confidences = Confidence.shares(ranking.map(\.score))
        // What can be said better than that it is refused. No other reading is offered then: without its exclusion a
        // question would be answered with the very opposite, and without its date with everything.
        let refusal = intent == .outOfScope ? Refusal.explanation(of: reading) : nil
        // "Nothing for me" is no reading to offer.
        let others = zip(ranking, confidences).dropFirst()
            .filter { $0.0.intent != .outOfScope && $0.0.intent != .help && refusal == nil }
        let alternatives = others.prefix(3).filter { $0.1 >= Confidence.worthShowing }
            .map { rank, confidence in
                let slots = filler.slots(for: rank.intent)
                return Understanding.Alternative(
                    intent: rank.intent,
                    slots: slots,
                    confidence: confidence,
                    explanation: Explanation.text(rank.intent, slots)
                )
            }
        return Understanding(
            language: reading.language,
            intent: intent,
            slots: slots,
            confidence: confidences.first ?? 0,
            explanation: refusal ?? Explanation.text(intent, slots),
            remarks: Remarks.all(of: reading, intent, slots),
            alternatives: alternatives,
            corrections: reading.corrections.map { Understanding.Correction(written: $0.written, read: $0.read) },
            reasons: scores.evidence.filter { $0.intent == intent }.sorted { $0.weight > $1.weight }.map(\.reason)
        )
    }
}

/// How sure a ranking of scores is.
enum Confidence {
    static let worthShowing = 0.15

    /// Ten points of score double the odds; what scores little is sure of nothing.
    static func shares(_ scores: [Int]) -> [Double] {
        // What a question for nothing would score.
        let doubt = 18
        let odds = scores.map { power($0) }
        let sum = odds.reduce(power(doubt), +)
        return odds.map { ($0 / sum * 100).rounded() / 100 }
    }

    /// 2 to the power of a tenth of the score.
    private static func power(_ score: Int) -> Double {
        var value = 1.0
        for _ in 0..<(score / 10) { value *= 2 }
        return value * (1 + Double(score % 10) / 10)
    }
}
