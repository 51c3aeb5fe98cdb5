public import Localization

/// How a question was understood.
public struct Understanding: Sendable {
    /// The language the question is in.
    public let language: Language
    public let intent: Intent
    public let slots: QuestionSlots
    /// From 0 to 1. Below `Understanding.sure` the alternatives should be shown.
    public let confidence: Double
    /// What was understood, as a sentence.
    public let explanation: LocalizedText
    /// What of the question could not be taken as it was said, and was left out or taken for something else.
    public let remarks: [LocalizedText]
    /// Other readings, the likeliest first.
    public let alternatives: [Alternative]
    /// Words whose spelling was mended: as written and as read.
    public let corrections: [Correction]
    /// Why this intent was chosen.
    public let reasons: [String]

    public static let sure = 0.6

    /// Whether it is out of scope only because nothing else was recognised. Every refusal has a reason more than that.
    public var isUnrecognised: Bool { intent == .outOfScope && reasons.count == 1 }

    public struct Alternative: Sendable {
        public let intent: Intent
        public let slots: QuestionSlots
        public let confidence: Double
        public let explanation: LocalizedText
    }

    public struct Correction: Sendable, Hashable {
        public let written: String
        public let read: String
    }
}
