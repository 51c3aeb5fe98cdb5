public import JSON
public import Localization
import Synchronization

/// A request that a handler works on, and the way back to its client.
public struct RunningRequest: Sendable {
    /// What holds for all rounds of the request. Shared: a request is copied on its way more often than it is made.
    private final class Facts: Sendable {
        let id: JSONRPCID?
        let method: String
        let meta: RequestMeta
        let context: RequestContext
        let logThreshold: LogLevel?
        let remembersAnswers: Bool
        let onProgress: (@Sendable (String) async -> Void)?
        let progress: ProgressGate?

        init(
            _ id: JSONRPCID?,
            _ method: String,
            _ meta: RequestMeta,
            _ context: RequestContext,
            _ logThreshold: LogLevel?,
            _ remembersAnswers: Bool,
            _ onProgress: (@Sendable (String) async -> Void)?
        ) {
            self.id = id
            self.method = method
            self.meta = meta
            self.context = context
            self.logThreshold = logThreshold
            self.remembersAnswers = remembersAnswers
            self.onProgress = onProgress
            progress = meta.progressToken == nil || context.outgoing == nil ? nil : ProgressGate()
        }
    }

    private let facts: Facts
    /// The state that the handler threw with ``InputRequired`` in the round before.
    public internal(set) var state: JSONValue?
    var inputResponses: JSONObject
    /// Whether the client takes a task for the answer, and none has been made of this request yet.
    var mayBecomeTask = false

    /// - Parameters:
    ///   - logThreshold: messages of this level and above are wanted; `nil`: none are.
    ///   - remembersAnswers: whether answers of earlier rounds come back by themselves. If not, all questions are asked
    ///     again.
    ///   - onProgress: hears of progress instead of the client: a task keeps the message as its status.
    init(
        id: JSONRPCID?,
        method: String,
        meta: RequestMeta,
        context: RequestContext,
        logThreshold: LogLevel? = nil,
        inputResponses: JSONObject = [:],
        state: JSONValue? = nil,
        remembersAnswers: Bool = true,
        onProgress: (@Sendable (String) async -> Void)? = nil
    ) {
        facts = Facts(id, method, meta, context, logThreshold, remembersAnswers, onProgress)
        self.inputResponses = inputResponses
        self.state = state
    }

    /// `nil` when the request did not come as JSON-RPC.
    public var id: JSONRPCID? { facts.id }
    public var method: String { facts.method }
    /// The language to answer in.
    public var language: Language { facts.context.language }
    /// Revision, client capabilities, progress token and everything else in `_meta`.
    public var meta: RequestMeta { facts.meta }
    /// Who asks, as the transport authenticated them.
    public var principal: String? { facts.context.principal }
    /// What the caller may do: see ``RequestContext/scopes``.
    public var scopes: Set<String>? { facts.context.scopes }
    var remembersAnswers: Bool { facts.remembersAnswers }
    private var outgoing: (any OutgoingMessages)? { facts.context.outgoing }
    private var session: LegacySession? { facts.context.session }

    public var revision: ProtocolRevision { facts.meta.revision }

    /// What the client can be asked for.
    public var client: ClientFeatures { ClientFeatures(facts.meta.clientCapabilities) }

    /// One of two texts, in the language to answer in.
    public func text(es: String, en: String) -> String {
        LocalizedText(es: es, en: en)(language)
    }
}

// MARK: - Telling

extension RunningRequest {
    /// Tells the client how far the work is. Nothing is sent unless the client asked for it with a progress token, and
    /// a value that is not greater than the one before is dropped, as the protocol demands.
    ///
    /// - Parameters:
    ///   - total: in the unit of `progress`, if known.
    ///   - message: for people; 2025-03-26 and later.
    public func report(progress value: Double, total: Double? = nil, message: String? = nil) async {
        if let onProgress = facts.onProgress, let message { return await onProgress(message) }
        guard let token = facts.meta.progressToken, let outgoing, facts.progress?.admits(value) == true,
            let number = Self.json(value)
        else { return }
        var params: JSONObject = ["progressToken": token.json, "progress": number]
        if let total = total.flatMap({ Self.json($0) }) { params["total"] = total }
        if let message, revision >= .v2025_03_26 { params["message"] = .string(message) }
        await outgoing.send(JSONRPCNotification(method: "notifications/progress", params: params).serialized())
    }

    /// Sends a log message, if the client wants messages of this level: a modern client says so in each request, a
    /// legacy one with `logging/setLevel` (before it does, it gets `info` and above).
    ///
    /// - Parameters:
    ///   - data: anything; no secrets, no personal data.
    ///   - logger: which part of the server speaks.
    public func log(_ level: LogLevel, _ data: JSONValue, logger: String? = nil) async {
        guard let threshold = facts.logThreshold, level >= threshold, let outgoing else { return }
        var params: JSONObject = ["level": .string(level.rawValue)]
        if let logger { params["logger"] = .string(logger) }
        params["data"] = data
        await outgoing.send(JSONRPCNotification(method: "notifications/message", params: params).serialized())
    }

    /// Lets the client wait without a connection: ends it, and the client comes back for the rest of the stream.
    /// Nothing happens where streams cannot be resumed.
    public func disconnect(retryAfter milliseconds: Int) async {
        guard revision >= .v2025_11_25, !revision.isModern else { return }
        await outgoing?.pause(retryAfter: milliseconds)
    }

    private static func json(_ value: Double) -> JSONValue? {
        if let integer = Int64(exactly: value) { return .integer(integer) }
        return JSONNumber(value).map(JSONValue.number)
    }
}

// MARK: - Asking

extension RunningRequest {
    /// The client's answer to a question. When there is none yet, or one that is no answer, this throws
    /// ``InputRequired``: let it pass, and the handler runs again once the client has answered. Works in every era.
    ///
    /// - Parameter key: names the question; each question of a handler has its own.
    public func answer(to key: String, _ request: InputRequest) throws(InputRequired) -> InputAnswer {
        guard let answer = try answers(to: [(key, request)])[key] else {
            throw InputRequired([(key, request)], state: state)
        }
        return answer
    }

    /// The client's answers to several questions that are asked at once.
    ///
    /// - Parameter state: kept with the questions that are still open: see ``InputRequired/state``.
    public func answers(
        to requests: [(key: String, request: InputRequest)],
        state: JSONValue? = nil
    ) throws(InputRequired) -> [String: InputAnswer] {
        var answers: [String: InputAnswer] = [:]
        for (key, request) in requests {
            answers[key] = inputResponses[key].flatMap { InputAnswer($0, to: request) }
        }
        let open = requests.filter { answers[$0.key] == nil }
        guard open.isEmpty else { throw InputRequired(remembersAnswers ? open : requests, state: state ?? self.state) }
        return answers
    }

    /// Asks a legacy client while the request runs, and waits.
    ///
    /// - Throws: -32021 when the client did not declare the capability; the client's own error; ``ServerRequestFailure``
    ///   when there is no way to ask. Modern clients are never asked this way: throw ``InputRequired``.
    public func ask(_ request: InputRequest) async throws -> JSONObject {
        guard !revision.isModern, let session, let outgoing else { throw ServerRequestFailure.impossible }
        if let missing = client.missing(for: [request]) {
            throw JSONRPCErrorObject.missingCapabilities(missing, language)
        }
        return try await session.ask(request, revision: revision, through: outgoing)
    }
}

/// Thrown by ``RunningRequest/continueAsTask()``.
struct TaskRequired: Error {}

extension RunningRequest {
    /// Goes on as a task (``TaskRunner``): the client gets its task now and the result later. To be called by a tool
    /// that knows what it needs from the client and is about to work for long.
    ///
    /// The first time this throws: let it pass, and the handler runs again from its beginning, with the same answers
    /// and state; then, and where the client knows no tasks or the server has none, it returns and nothing happens.
    public func continueAsTask() throws {
        if mayBecomeTask { throw TaskRequired() }
    }
}

extension JSONRPCErrorObject {
    static func missingCapabilities(_ missing: JSONObject, _ language: Language) -> JSONRPCErrorObject {
        let names = missing.flatMap { name, value in
            name == "extensions" ? Array(value.object?.keys.map { $0 } ?? []) : [name]
        }.joined(separator: ", ")
        return JSONRPCErrorObject(
            .missingClientCapability,
            LocalizedText(
                es: "La petición necesita que el cliente ofrezca: \(names).",
                en: "The request needs a client that offers: \(names)."
            ),
            language,
            data: ["requiredCapabilities": .object(missing)]
        )
    }
}

/// Why a client could not be asked.
public enum ServerRequestFailure: LocalizedFailure, Hashable {
    /// There is no session, no stream, or the revision has no requests of the server.
    case impossible
    /// Too many questions to this client are open.
    case tooMany
    /// The session ended before the answer came.
    case sessionEnded

    public var message: LocalizedText {
        switch self {
        case .impossible:
            LocalizedText(
                es: "Esta llamada no permite preguntar al cliente: falta una sesión o un canal.",
                en: "This call has no way to ask the client: it lacks a session or a stream."
            )
        case .tooMany:
            LocalizedText(
                es: "Hay demasiadas preguntas sin responder para este cliente.",
                en: "Too many questions to this client are unanswered."
            )
        case .sessionEnded:
            LocalizedText(
                es: "La sesión terminó antes de que el cliente respondiera.",
                en: "The session ended before the client answered."
            )
        }
    }
}

/// Lets only rising values through. A class: copies of a request share it.
private final class ProgressGate: Sendable {
    private let last = Mutex<Double?>(nil)

    func admits(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        return last.withLock { last in
            if let before = last, value <= before { return false }
            last = value
            return true
        }
    }
}
