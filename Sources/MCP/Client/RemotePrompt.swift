public import JSON

/// A prompt as a server lists it.
public struct RemotePrompt: Sendable, Hashable {
    public struct Argument: Sendable, Hashable {
        public var name: String
        public var title: String?
        public var summary: String?
        public var isRequired: Bool
    }

    public var name: String
    public var title: String?
    public var summary: String?
    public var arguments: [Argument]
    /// The whole definition, verbatim.
    public var definition: JSONObject

    /// `nil` without a name.
    public init?(_ value: JSONValue) {
        guard let definition = value.object, let name = value["name"]?.string else { return nil }
        self.name = name
        self.definition = definition
        title = value["title"]?.string
        summary = value["description"]?.string
        arguments = (value["arguments"]?.array ?? []).compactMap { argument in
            argument["name"]?.string.map { name in
                Argument(
                    name: name,
                    title: argument["title"]?.string,
                    summary: argument["description"]?.string,
                    isRequired: argument["required"]?.bool ?? false
                )
            }
        }
    }
}

/// What a prompt says, ready for a model.
public struct PromptContents: Sendable, Hashable {
    public struct Message: Sendable, Hashable {
        public var role: Annotations.Role
        public var content: ContentBlock
    }

    public var summary: String?
    public var messages: [Message]

    /// `nil` without messages that each have a role and a content.
    init?(_ result: JSONObject) {
        guard let list = result["messages"]?.array else { return nil }
        var messages: [Message] = []
        for value in list {
            guard let role = value["role"]?.string.flatMap({ Annotations.Role(rawValue: $0) }),
                let content = value["content"]?.object
            else { return nil }
            messages.append(Message(role: role, content: ContentBlock(content)))
        }
        self.messages = messages
        summary = result["description"]?.string
    }
}
