public import JSON
public import Localization

/// What a tool answers.
public struct ToolResult: Sendable, Hashable {
    public var content: [ContentBlock]
    /// Data for programs. When ``content`` is empty it is repeated there as text, for clients that know no better.
    public var structuredContent: JSONValue?
    /// The tool ran, or refused to, and could not do what was asked; the content says why.
    public var isError: Bool
    /// Further members of the result's `_meta`.
    public var meta: JSONObject

    public init(
        content: [ContentBlock],
        structuredContent: JSONValue? = nil,
        isError: Bool = false,
        meta: JSONObject = [:]
    ) {
        self.content = content
        self.structuredContent = structuredContent
        self.isError = isError
        self.meta = meta
    }

    public static func text(_ text: String) -> ToolResult {
        ToolResult(content: [.text(text)])
    }

    /// A failure that the model can read and correct.
    public static func error(_ text: String) -> ToolResult {
        ToolResult(content: [.text(text)], isError: true)
    }

    /// Data for programs, and the text that says the same to people.
    public static func structured(_ value: JSONValue, text: String? = nil) -> ToolResult {
        ToolResult(content: text.map { [.text($0)] } ?? [], structuredContent: value)
    }
}

extension ToolResult {
    /// The result as a revision can say it, without what every result of the revision has in common.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var blocks = content.map { JSONValue.object($0.json(revision: revision, language: language)) }
        if blocks.isEmpty, let structuredContent {
            blocks = [["type": "text", "text": .string(structuredContent.serializedString)]]
        }
        var object: JSONObject = ["content": .array(blocks)]
        if let structuredContent, revision.hasStructuredContent,
            revision.allowsAnyStructuredContent || structuredContent.object != nil
        {
            object["structuredContent"] = structuredContent
        }
        if isError { object["isError"] = true }
        if !meta.isEmpty { object[MetaKey.meta] = .object(meta) }
        return object
    }

    /// Reads the result of `tools/call`; `nil` when there is no list of content.
    public init?(_ result: JSONObject) {
        guard let blocks = result["content"]?.array else { return nil }
        self.init(
            content: blocks.compactMap { $0.object.map { ContentBlock($0) } },
            structuredContent: result["structuredContent"],
            isError: result["isError"]?.bool ?? false,
            meta: result[MetaKey.meta]?.object ?? [:]
        )
    }
}
