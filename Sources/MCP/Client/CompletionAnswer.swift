import JSON

/// What a completion is for.
public enum CompletionReference: Sendable, Hashable {
    case prompt(String)
    /// By its pattern.
    case resourceTemplate(String)

    var json: JSONObject {
        switch self {
        case .prompt(let name): ["type": "ref/prompt", "name": .string(name)]
        case .resourceTemplate(let uri): ["type": "ref/resource", "uri": .string(uri)]
        }
    }
}

/// Suggestions, best first.
public struct CompletionAnswer: Sendable, Hashable {
    /// At most 100.
    public var values: [String]
    /// How many there are altogether, where the server knows.
    public var total: Int?
    public var hasMore: Bool

    /// `nil` without a list of values.
    init?(_ result: JSONObject) {
        guard let completion = result["completion"], let values = completion["values"]?.array else { return nil }
        self.values = values.prefix(100).compactMap(\.string)
        total = completion["total"]?.int
        hasMore = completion["hasMore"]?.bool ?? (values.count > 100)
    }
}
