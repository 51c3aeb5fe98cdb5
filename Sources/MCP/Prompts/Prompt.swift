public import JSON
public import Localization

/// A prompt that a server offers: messages for a model, made from a few values.
public struct Prompt: Sendable {
    public let definition: PromptDefinition
    public let handler: @Sendable (PromptCall) async throws -> PromptResult

    public var name: String { definition.name }

    /// - Parameter handler: sees all required arguments, and none that are not declared. A ``LocalizedFailure`` that it
    ///   throws is told to the caller as -32602; any other error only to ``ServerConfiguration/onToolFailure``.
    public init(
        _ definition: PromptDefinition,
        handler: @escaping @Sendable (PromptCall) async throws -> PromptResult
    ) {
        self.definition = definition
        self.handler = handler
    }
}

/// What `prompts/list` says of a prompt.
public struct PromptDefinition: Sendable {
    /// Unique in a server.
    public var name: String
    /// 2025-06-18 and later.
    public var title: LocalizedText?
    public var summary: LocalizedText?
    public var arguments: [PromptArgument]
    /// 2025-11-25 and later.
    public var icons: [Icon]
    /// What a caller needs to get the prompt and to have its arguments completed (RFC 6749 section 3.3). Default: none.
    public var requiredScopes: Set<String>

    public init(
        name: String,
        title: LocalizedText? = nil,
        summary: LocalizedText? = nil,
        arguments: [PromptArgument] = [],
        icons: [Icon] = [],
        requiredScopes: Set<String> = []
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.arguments = arguments
        self.icons = icons
        self.requiredScopes = requiredScopes
    }

    /// The prompt as listed in a revision, with its texts in a language.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        if let summary { object["description"] = .string(summary(language)) }
        if !arguments.isEmpty {
            object["arguments"] = .array(arguments.map { .object($0.json(revision: revision, language: language)) })
        }
        if revision.hasIcons, !icons.isEmpty { object["icons"] = .array(icons.map { .object($0.json) }) }
        return object
    }
}

/// A value that a prompt is made from. Values are texts.
public struct PromptArgument: Sendable {
    public var name: String
    /// 2025-06-18 and later.
    public var title: LocalizedText?
    public var summary: LocalizedText?
    public var isRequired: Bool
    /// Suggestions while it is typed. Default: none.
    public var completions: Completer?

    public init(
        name: String,
        title: LocalizedText? = nil,
        summary: LocalizedText? = nil,
        isRequired: Bool = false,
        completions: Completer? = nil
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.isRequired = isRequired
        self.completions = completions
    }

    func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        if let summary { object["description"] = .string(summary(language)) }
        if isRequired { object["required"] = true }
        return object
    }
}

/// One use of a prompt, as its handler sees it.
public struct PromptCall: Sendable {
    public let name: String
    public let arguments: [String: String]
    public let request: RunningRequest
}

/// What a prompt says.
public struct PromptResult: Sendable, Hashable {
    public var summary: String?
    public var messages: [PromptMessage]

    public init(summary: String? = nil, messages: [PromptMessage]) {
        self.summary = summary
        self.messages = messages
    }

    func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object = JSONObject()
        if let summary { object["description"] = .string(summary) }
        object["messages"] = .array(
            messages.map { message in
                [
                    "role": .string(message.role.rawValue),
                    "content": .object(message.content.json(revision: revision, language: language)),
                ]
            }
        )
        return object
    }
}

/// One message of a prompt.
public struct PromptMessage: Sendable, Hashable {
    public var role: Annotations.Role
    public var content: ContentBlock

    public init(_ role: Annotations.Role, _ content: ContentBlock) {
        self.role = role
        self.content = content
    }

    public static func user(_ text: String) -> PromptMessage { PromptMessage(.user, .text(text)) }
    public static func assistant(_ text: String) -> PromptMessage { PromptMessage(.assistant, .text(text)) }
}
