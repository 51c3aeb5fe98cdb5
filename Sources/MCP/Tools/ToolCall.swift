public import JSON
public import Localization

/// One call of a tool, as its handler sees it.
public struct ToolCall: Sendable {
    public let name: String
    /// Satisfies the tool's input schema.
    public let arguments: JSONObject
    /// Tells the client of progress, logs, and asks it for what is missing.
    public internal(set) var request: RunningRequest

    public init(
        name: String,
        arguments: JSONObject,
        language: Language = .english,
        meta: RequestMeta = RequestMeta(revision: .latest),
        requestID: JSONRPCID? = nil
    ) {
        let era: ProtocolEra = meta.revision.isModern ? .modern : .legacy(meta.revision)
        let context = RequestContext(era: era, language: language)
        self.init(
            name: name,
            arguments: arguments,
            request: RunningRequest(id: requestID, method: "tools/call", meta: meta, context: context)
        )
    }

    init(name: String, arguments: JSONObject, request: RunningRequest) {
        self.name = name
        self.arguments = arguments
        self.request = request
    }

    /// The language to answer in.
    public var language: Language { request.language }
    /// Revision, client capabilities, progress token and everything else in `_meta`.
    public var meta: RequestMeta { request.meta }
    /// `nil` when the call did not come as JSON-RPC.
    public var requestID: JSONRPCID? { request.id }
    public var revision: ProtocolRevision { request.revision }

    /// One of two texts, in the language to answer in.
    public func text(es: String, en: String) -> String { request.text(es: es, en: en) }
}
