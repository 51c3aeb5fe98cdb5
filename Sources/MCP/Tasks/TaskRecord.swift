public import JSON
public import Localization

/// A task as a server keeps it: the call that it answers, and how far that is.
public struct TaskRecord: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        case working
        case inputRequired = "input_required"
        case completed
        case failed
        case cancelled

        /// Whether it stays as it is.
        public var isFinal: Bool { self == .completed || self == .failed || self == .cancelled }
    }

    /// Not to be guessed: where callers are not authenticated, who has it has the task.
    public let id: String
    /// Whose task it is; nobody else can see it.
    public let principal: String?
    /// What its owner might do when the task began: see ``RequestContext/scopes``.
    public let scopes: Set<String>?
    public let tool: String
    public let arguments: JSONObject
    public let language: Language
    public let clientCapabilities: JSONObject
    /// Milliseconds of Unix time.
    public let createdAt: Int64
    /// How long the task is kept after its creation, in milliseconds; `nil`: for ever.
    public let lifetime: Int64?

    public internal(set) var updatedAt: Int64
    public internal(set) var status = Status.working
    /// For people.
    public internal(set) var statusMessage: String?
    /// Open questions, by the names under which the client sees them: each name is used once in the life of a task.
    public internal(set) var questions = JSONObject()
    /// The handler's name of a question, by the name under which the client saw it.
    public internal(set) var asked: [String: String] = [:]
    /// By the handler's names.
    public internal(set) var answers = JSONObject()
    /// What the handler keeps between its runs.
    public internal(set) var state: JSONValue?
    public internal(set) var result: JSONObject?
    public internal(set) var error: JSONRPCErrorObject?

    init(id: String, call: ToolCall, createdAt: Int64, lifetime: Int64?) {
        self.id = id
        principal = call.request.principal
        scopes = call.request.scopes
        tool = call.name
        arguments = call.arguments
        language = call.language
        clientCapabilities = call.meta.clientCapabilities
        answers = call.request.inputResponses
        state = call.request.state
        self.createdAt = createdAt
        self.lifetime = lifetime
        updatedAt = createdAt
    }

    public func isExpired(at time: Int64) -> Bool {
        lifetime.map { createdAt + $0 <= time } ?? false
    }

    /// The task as clients see it: metadata, and what belongs to its status.
    ///
    /// - Parameter pollInterval: milliseconds that a client should wait before it asks again.
    func json(pollInterval: Int, detailed: Bool) -> JSONObject {
        var object: JSONObject = ["taskId": .string(id), "status": .string(status.rawValue)]
        if let statusMessage { object["statusMessage"] = .string(statusMessage) }
        object["createdAt"] = .string(UTCTimestamp.text(createdAt))
        object["lastUpdatedAt"] = .string(UTCTimestamp.text(updatedAt))
        object["ttlMs"] = lifetime.map(JSONValue.integer) ?? .null
        object["pollIntervalMs"] = JSONValue(pollInterval)
        guard detailed else { return object }
        switch status {
        case .inputRequired: object["inputRequests"] = .object(questions)
        case .completed: object["result"] = .object(result ?? [:])
        case .failed: object["error"] = error.map { .object($0.json) }
        case .working, .cancelled: break
        }
        return object
    }
}

// MARK: - For storage

extension TaskRecord {
    /// Everything as JSON, for a database.
    public var stored: JSONObject {
        var object: JSONObject = [
            "id": .string(id), "tool": .string(tool), "arguments": .object(arguments),
            "language": .string(language.rawValue), "clientCapabilities": .object(clientCapabilities),
            "createdAt": .integer(createdAt), "updatedAt": .integer(updatedAt), "status": .string(status.rawValue),
            "questions": .object(questions), "answers": .object(answers),
        ]
        let names = asked.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSONValue.string($0.value)) }
        object["asked"] = .object(JSONObject(members: names) ?? [:])
        if let principal { object["principal"] = .string(principal) }
        if let scopes { object["scopes"] = .array(scopes.sorted().map { .string($0) }) }
        if let lifetime { object["lifetime"] = .integer(lifetime) }
        if let statusMessage { object["statusMessage"] = .string(statusMessage) }
        if let state { object["state"] = state }
        if let result { object["result"] = .object(result) }
        if let error { object["error"] = .object(error.json) }
        return object
    }

    /// Reads what ``stored`` wrote; `nil` for anything else.
    public init?(stored object: JSONObject) {
        guard let id = object["id"]?.string, let tool = object["tool"]?.string,
            let arguments = object["arguments"]?.object,
            let language = object["language"]?.string.flatMap({ Language(rawValue: $0) }),
            let createdAt = object["createdAt"]?.int, let updatedAt = object["updatedAt"]?.int,
            let status = object["status"]?.string.flatMap({ Status(rawValue: $0) })
        else { return nil }
        self.id = id
        self.tool = tool
        self.arguments = arguments
        self.language = language
        self.createdAt = Int64(createdAt)
        self.updatedAt = Int64(updatedAt)
        self.status = status
        principal = object["principal"]?.string
        scopes = object["scopes"].map { Set($0.array?.compactMap(\.string) ?? []) }
        clientCapabilities = object["clientCapabilities"]?.object ?? [:]
        lifetime = object["lifetime"]?.int.map { Int64($0) }
        statusMessage = object["statusMessage"]?.string
        questions = object["questions"]?.object ?? [:]
        answers = object["answers"]?.object ?? [:]
        for (key, value) in object["asked"]?.object ?? [:] { asked[key] = value.string }
        state = object["state"]
        result = object["result"]?.object
        error = object["error"].flatMap { JSONRPCErrorObject($0) }
    }
}
