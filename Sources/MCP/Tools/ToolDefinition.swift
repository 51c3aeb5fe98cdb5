public import JSON
public import Localization

/// What `tools/list` says of a tool.
public struct ToolDefinition: Sendable {
    /// 1 to 128 of `A-Z a-z 0-9 _ - .`, unique in a server.
    public var name: String
    public var title: LocalizedText?
    /// What the tool does, for the model that chooses among tools and for the person who reads the list.
    public var summary: LocalizedText
    /// JSON Schema of the arguments; its `type` must be "object".
    public var inputSchema: JSONValue
    /// What each argument means, by its name among the `properties` of ``inputSchema``. Listed as the property's
    /// `description` in the reader's language.
    public var arguments: [String: LocalizedText]
    /// JSON Schema of `structuredContent`. Before 2026-07-28 only object schemas exist: others are not listed there.
    public var outputSchema: JSONValue?
    public var annotations: ToolAnnotations?
    /// Listed from 2025-11-25 on.
    public var icons: [Icon]
    /// Whether calls become tasks (``TaskRunner``). Not listed: the server decides at each call. Default: never.
    public var taskUse: TaskUse
    /// What a caller needs to call it (RFC 6749 section 3.3), all of them; whoever lacks one is told which, with HTTP status
    /// 403. Listed for everybody, so that clients can ask for more. Default: none.
    public var requiredScopes: Set<String>
    /// What a caller needs besides, by the arguments, which are not checked yet. Default: nothing.
    public var scopesOfArguments: (@Sendable (JSONObject) -> Set<String>)?

    public enum TaskUse: Sendable, Hashable {
        case never
        /// For clients that know tasks; others wait for the answer.
        case whenSupported
        /// Clients that do not know tasks are refused.
        case always
    }

    public init(
        name: String,
        title: LocalizedText? = nil,
        summary: LocalizedText,
        inputSchema: JSONValue = ["type": "object", "additionalProperties": false],
        arguments: [String: LocalizedText] = [:],
        outputSchema: JSONValue? = nil,
        annotations: ToolAnnotations? = nil,
        icons: [Icon] = [],
        taskUse: TaskUse = .never,
        requiredScopes: Set<String> = [],
        scopesOfArguments: (@Sendable (JSONObject) -> Set<String>)? = nil
    ) {
        self.taskUse = taskUse
        self.requiredScopes = requiredScopes
        self.scopesOfArguments = scopesOfArguments
        self.name = name
        self.title = title
        self.summary = summary
        self.inputSchema = inputSchema
        self.arguments = arguments
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.icons = icons
    }
}

/// Hints about a tool's behaviour (2025-03-26 and later). A client must not trust them from a server it does not trust.
public struct ToolAnnotations: Sendable, Hashable {
    /// Changes nothing. Clients assume false.
    public var readOnly: Bool?
    /// May destroy rather than only add. Clients assume true.
    public var destructive: Bool?
    /// The same call again changes nothing more. Clients assume false.
    public var idempotent: Bool?
    /// Reaches things outside of the server. Clients assume true.
    public var openWorld: Bool?

    public init(
        readOnly: Bool? = nil,
        destructive: Bool? = nil,
        idempotent: Bool? = nil,
        openWorld: Bool? = nil
    ) {
        self.readOnly = readOnly
        self.destructive = destructive
        self.idempotent = idempotent
        self.openWorld = openWorld
    }

    /// A tool that only reads what the server itself holds.
    public static let readsOnly = ToolAnnotations(
        readOnly: true,
        destructive: false,
        idempotent: true,
        openWorld: false
    )

    public var json: JSONObject {
        var object = JSONObject()
        if let readOnly { object["readOnlyHint"] = .bool(readOnly) }
        if let destructive { object["destructiveHint"] = .bool(destructive) }
        if let idempotent { object["idempotentHint"] = .bool(idempotent) }
        if let openWorld { object["openWorldHint"] = .bool(openWorld) }
        return object
    }

    public init(_ value: JSONValue) {
        self.init(
            readOnly: value["readOnlyHint"]?.bool,
            destructive: value["destructiveHint"]?.bool,
            idempotent: value["idempotentHint"]?.bool,
            openWorld: value["openWorldHint"]?.bool
        )
    }
}

extension ToolDefinition {
    /// Everything that a call with these arguments needs, and what became of it too.
    func requiredScopes(for arguments: JSONObject) -> Set<String> {
        scopesOfArguments.map { requiredScopes.union($0(arguments)) } ?? requiredScopes
    }

    /// The tool as listed in a revision, with its texts in a language.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        object["description"] = .string(summary(language))
        if revision.hasIcons, !icons.isEmpty { object["icons"] = .array(icons.map { .object($0.json) }) }
        object["inputSchema"] = describedInputSchema(language)
        if let outputSchema, isListed(outputSchema, in: revision) { object["outputSchema"] = outputSchema }
        if revision.hasToolAnnotations {
            var hints = annotations?.json ?? JSONObject()
            // 2025-03-26 has no other place for a title.
            if !revision.hasStructuredContent, let title { hints["title"] = .string(title(language)) }
            if !hints.isEmpty { object["annotations"] = .object(hints) }
        }
        return object
    }

    private func isListed(_ outputSchema: JSONValue, in revision: ProtocolRevision) -> Bool {
        revision.allowsAnyStructuredContent || revision.hasStructuredContent && outputSchema["type"] == "object"
    }

    private func describedInputSchema(_ language: Language) -> JSONValue {
        guard !arguments.isEmpty, var schema = inputSchema.object, var properties = schema["properties"]?.object else {
            return inputSchema
        }
        for (name, value) in properties {
            guard let text = arguments[name], var property = value.object else { continue }
            property["description"] = .string(text(language))
            properties[name] = .object(property)
        }
        schema["properties"] = .object(properties)
        return .object(schema)
    }
}
