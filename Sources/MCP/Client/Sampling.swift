public import JSON
import Localization

/// A server's wish that the client's model continue a conversation (`sampling/createMessage`).
public struct SamplingRequest: Sendable, Hashable {
    public struct Message: Sendable, Hashable {
        public var role: Annotations.Role
        public var content: [ContentBlock]
    }

    public var messages: [Message]
    public var systemPrompt: String?
    /// The answer must not be longer.
    public var maxTokens: Int
    /// The whole request, verbatim: model preferences, temperature, stop sequences, tools.
    public var params: JSONObject

    /// `nil` without messages or a positive `maxTokens`.
    init?(_ params: JSONObject) {
        guard let list = params["messages"]?.array, let maxTokens = params["maxTokens"]?.int, maxTokens > 0 else {
            return nil
        }
        var messages: [Message] = []
        for value in list {
            guard let role = value["role"]?.string.flatMap({ Annotations.Role(rawValue: $0) }),
                let content = value["content"]
            else { return nil }
            let blocks = content.array ?? [content]
            messages.append(Message(role: role, content: blocks.compactMap { $0.object.map { ContentBlock($0) } }))
        }
        self.messages = messages
        self.maxTokens = maxTokens
        self.params = params
        systemPrompt = params["systemPrompt"]?.string
    }
}

/// What the model said.
public struct SamplingAnswer: Sendable, Hashable {
    public var content: ContentBlock
    /// The model's name.
    public var model: String
    /// "endTurn", "stopSequence", "maxTokens" or a word of the provider's.
    public var stopReason: String?

    public init(content: ContentBlock, model: String, stopReason: String? = "endTurn") {
        self.content = content
        self.model = model
        self.stopReason = stopReason
    }

    func json(revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = [
            "role": "assistant", "content": .object(content.json(revision: revision, language: .english)),
            "model": .string(model),
        ]
        if let stopReason { object["stopReason"] = .string(stopReason) }
        return object
    }
}

/// A folder or file that a server may know of (`roots/list`).
public struct Root: Sendable, Hashable {
    /// A `file:` URI.
    public var uri: String
    public var name: String?

    public init(uri: String, name: String? = nil) {
        self.uri = uri
        self.name = name
    }

    var json: JSONObject {
        var object: JSONObject = ["uri": .string(uri)]
        if let name { object["name"] = .string(name) }
        return object
    }
}
