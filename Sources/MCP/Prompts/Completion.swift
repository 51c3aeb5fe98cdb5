/// A half-typed value that wants suggestions.
public struct CompletionCall: Sendable {
    /// The prompt's argument, or the template's variable.
    public let argument: String
    /// What is typed so far; perhaps nothing.
    public let value: String
    /// Values of other arguments that are settled already (2025-06-18 and later).
    public let settled: [String: String]
    public let request: RunningRequest
}

/// Suggestions for a value, best first.
public struct Completion: Sendable, Hashable {
    /// The protocol carries no more values than this.
    public static let maximumValues = 100

    public var values: [String]
    /// How many there are in all, if known.
    public var total: Int?

    /// All suggestions; those that do not fit are counted and left out.
    public init(_ values: [String]) {
        self.values = Array(values.prefix(Self.maximumValues))
        total = values.count
    }

    /// The first suggestions of so many, or of an unknown number.
    public init(first values: [String], total: Int?) {
        self.values = Array(values.prefix(Self.maximumValues))
        self.total = total
    }

    /// Whether there are more than these; `nil` when that is not known.
    public var hasMore: Bool? { total.map { $0 > values.count } }
}

public typealias Completer = @Sendable (CompletionCall) async throws -> Completion
