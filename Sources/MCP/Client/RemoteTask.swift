public import JSON

/// A call that a server works on by itself (tasks extension): what a client holds instead of a result.
public struct RemoteTask: Sendable, Hashable {
    public typealias Status = TaskRecord.Status

    /// How often a server without a wish is asked, in milliseconds.
    public static let defaultPollInterval = 1_000
    /// Whatever a server wishes, it is asked neither more nor less often, in milliseconds.
    public static let pollIntervals = 50...60_000

    public var id: String
    public var status: Status
    /// For people.
    public var statusMessage: String?
    /// Milliseconds to wait before asking again.
    public var pollInterval: Int
    /// ISO 8601, as in "2026-01-12T15:00:58Z".
    public var createdAt: String?
    public var updatedAt: String?
    /// How long the server keeps the task after its creation, in milliseconds; `nil` when it does not say.
    public var lifetime: Int?
    /// The whole object, verbatim, with result, error and open questions.
    public var definition: JSONObject

    /// `nil` without an identifier and a status that exists.
    public init?(_ definition: JSONObject) {
        guard let id = definition["taskId"]?.string,
            let status = definition["status"]?.string.flatMap({ Status(rawValue: $0) })
        else { return nil }
        self.id = id
        self.status = status
        self.definition = definition
        statusMessage = definition["statusMessage"]?.string
        let wish = definition["pollIntervalMs"]?.int ?? Self.defaultPollInterval
        pollInterval = min(max(wish, Self.pollIntervals.lowerBound), Self.pollIntervals.upperBound)
        createdAt = definition["createdAt"]?.string
        updatedAt = definition["lastUpdatedAt"]?.string
        lifetime = definition["ttlMs"]?.int
    }

    /// What the server still wants to know, by the name of the question.
    var questions: JSONObject { status == .inputRequired ? definition["inputRequests"]?.object ?? [:] : [:] }
}

/// What a call of a tool leads to.
public enum CallOutcome: Sendable, Hashable {
    case result(ToolResult)
    /// The server goes on by itself.
    case task(RemoteTask)
}
