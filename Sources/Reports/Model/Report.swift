public import Localization

/// What a report says, before it becomes a file: ``rendered(as:options:)``.
public struct Report: Sendable, Hashable {
    public var title: String
    /// Whose figures they are.
    public var shop: String?
    /// The days it is about, both included.
    public var period: ReportPeriod?
    public var language: Language
    /// ISO 4217; nil when it is not known.
    public var currency: String?
    /// How the figures were counted, as in "net sales".
    public var view: String?
    /// The day the figures were counted on.
    public var asOf: ReportDay?
    /// The day it was made.
    public var generated: ReportDay?
    /// What the figures come from, for the foot of the page.
    public var source: String?
    public var figures: [KeyFigure] = []
    /// What a person should notice, a sentence or two each.
    public var findings: [String] = []
    public var charts: [ReportChart] = []
    /// The first one is what a format with room for one table (CSV) shows.
    public var tables: [ReportTable] = []
    /// Whether no table is what it is about: CSV has all of it then. Default: no.
    public var isOverview = false
    public var notes: [String] = []

    public init(title: String, language: Language) {
        self.title = title
        self.language = language
    }
}

/// Days from one to another, both included.
public struct ReportPeriod: Sendable, Hashable {
    public var from: ReportDay
    public var to: ReportDay
    /// As people say it: "August 2011".
    public var text: String

    public init(from: ReportDay, to: ReportDay, text: String) {
        self.from = from
        self.to = to
        self.text = text
    }
}

/// A figure that stands for itself.
public struct KeyFigure: Sendable, Hashable {
    /// For programs, as in `average_ticket`.
    public var key: String
    public var label: String
    public var kind: ReportValueKind
    /// nil when there is none, as an average of nothing.
    public var value: ExactNumber?
    /// Against what it is compared with, in percent.
    public var change: ExactNumber?

    public init(
        _ key: String,
        _ label: String,
        _ kind: ReportValueKind,
        _ value: ExactNumber?,
        change: ExactNumber? = nil
    ) {
        self.key = key
        self.label = label
        self.kind = kind
        self.value = value
        self.change = change
    }
}

/// What a value is, and so how it is written.
public enum ReportValueKind: Sendable, Hashable {
    case text
    /// Without decimals.
    case integer
    /// With as many decimals as it needs.
    case quantity
    /// With two decimals.
    case money
    /// 12.5 means 12.5 %; with two decimals.
    case percent
    case date

    /// Decimals that are written; nil is as many as needed.
    var decimals: Int? {
        switch self {
        case .money, .percent: 2
        case .integer: 0
        case .quantity, .text, .date: nil
        }
    }

    var isNumber: Bool { self != .text && self != .date }
}
