public import JSON
import JSONSchema

/// What the client answered to an ``InputRequest``.
public enum InputAnswer: Sendable, Hashable {
    /// The user sent the form, whose content satisfies the schema; or agreed to visit the page.
    case accepted(JSONObject)
    /// The user said no.
    case declined
    /// The user closed the question without an answer.
    case cancelled
    /// The model's message: `role`, `content`, `model`.
    case message(JSONObject)
    /// Each with its `uri` and perhaps a `name`.
    case roots([JSONObject])

    /// Reads an answer; `nil` when it is none to this question: of another kind, or against the form's schema.
    init?(_ value: JSONValue, to request: InputRequest) {
        guard let object = value.object else { return nil }
        switch request {
        case .form(_, let schema):
            switch object["action"]?.string {
            case "accept":
                let content = object["content"] ?? [:]
                guard let fields = content.object,
                    let schema = try? JSONSchema(compiling: .object(schema)),
                    schema.validate(content, limit: 1).isEmpty
                else { return nil }
                self = .accepted(fields)
            case "decline": self = .declined
            case "cancel": self = .cancelled
            default: return nil
            }
        case .link:
            switch object["action"]?.string {
            case "accept": self = .accepted(object["content"]?.object ?? [:])
            case "decline": self = .declined
            case "cancel": self = .cancelled
            default: return nil
            }
        case .sampling:
            guard ["user", "assistant"].contains(object["role"]?.string), object["model"]?.string != nil,
                object["content"]?.object != nil || object["content"]?.array != nil
            else { return nil }
            self = .message(object)
        case .roots:
            guard let roots = object["roots"]?.array else { return nil }
            let objects = roots.compactMap(\.object)
            guard objects.count == roots.count, objects.allSatisfy({ $0["uri"]?.string != nil }) else { return nil }
            self = .roots(objects)
        }
    }

    /// The text of a model's message; `nil` for every other answer.
    public var text: String? {
        guard case .message(let message) = self else { return nil }
        let blocks = message["content"]?.array ?? message["content"].map { [$0] } ?? []
        return blocks.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
