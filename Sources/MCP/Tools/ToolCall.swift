public import JSON
public import Localization

/// One call of a tool, as its handler sees it.
public struct ToolCall: Sendable {
    public let name: String
    /// Satisfies the tool's input schema.
    public let arguments: JSONObject
    /// The language to answer in.
    public let language: Language
    /// Revision, client capabilities, progress token and everything else in `_meta`.
    public let meta: RequestMeta
    /// `nil` when the call did not come as JSON-RPC.
    public let requestID: JSONRPCID?

    public init(
        name: String,
        arguments: JSONObject,
        language: Language = .english,
        meta: RequestMeta = RequestMeta(revision: .latest),
        requestID: JSONRPCID? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.language = language
        self.meta = meta
        self.requestID = requestID
    }

    public var revision: ProtocolRevision { meta.revision }

    /// One of two texts, in the language to answer in.
    public func text(es: String, en: String) -> String {
        LocalizedText(es: es, en: en)(language)
    }
}
