public import JSON

/// A tool as a model is told of it.
public struct ChatFunction: Sendable, Hashable {
    public let name: String
    public let summary: String
    /// JSON Schema of its arguments.
    public let parameters: JSONValue

    public init(name: String, summary: String, parameters: JSONValue) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
    }

    fileprivate var json: JSONValue {
        [
            "type": "function",
            "function": ["name": .string(name), "description": .string(summary), "parameters": parameters],
        ]
    }
}

/// A conversation with a model about one question: it chooses a tool, perhaps at the second attempt, and then puts the
/// tool's result into words. Bytes in, bytes out: whoever holds it sends and receives.
///
/// Requests hold only what every server of this API takes: no temperature, which some models refuse, and never two
/// messages of one side in a row, which others do.
public struct ChatDialog: Sendable {
    public enum Turn: Sendable, Hashable {
        case call(ChatCall)
        /// It called what there is not, or with what is no JSON. The next request tells it so.
        case mistake
        case noCall
    }

    /// Attempts at choosing a tool.
    public static let mostAttempts = 2

    private let model: String
    private let instructions: String
    private let question: String
    private let functions: [ChatFunction]
    private var correction = ""
    private var answered: (call: ChatCall, content: String)?

    public init(model: String, instructions: String, question: String, functions: [ChatFunction]) {
        self.model = model
        self.instructions = instructions
        self.question = question
        self.functions = functions
    }

    /// The body of the next request.
    public var request: [UInt8] {
        var messages: [JSONValue] = [
            ["role": "system", "content": .string(instructions)],
            ["role": "user", "content": .string(question + correction)],
        ]
        if let (call, content) = answered {
            let function: JSONValue = [
                "name": .string(call.name), "arguments": .string(JSONValue.object(call.arguments).serializedString),
            ]
            messages += [
                [
                    "role": "assistant", "content": "",
                    "tool_calls": [["id": .string(call.id), "type": "function", "function": function]],
                ],
                ["role": "tool", "tool_call_id": .string(call.id), "content": .string(content)],
            ]
        }
        let body: JSONValue = [
            "model": .string(model), "stream": false, "messages": .array(messages),
            "tools": .array(functions.map(\.json)), "tool_choice": answered == nil ? "auto" : "none",
        ]
        return body.serialized()
    }

    /// Reads the response to a request for a choice.
    public mutating func choice(in body: [UInt8]) throws(ModelFailure) -> Turn {
        let reply = try ChatReply(body)
        guard let call = reply.call else { return .noCall }
        guard functions.contains(where: { $0.name == call.name }) else {
            correct("There is no such tool. There are: \(functions.map(\.name).joined(separator: ", ")).")
            return .mistake
        }
        guard let arguments = call.arguments else {
            correct("The arguments of \(call.name) were no JSON object.")
            return .mistake
        }
        return .call(ChatCall(id: call.id, name: call.name, arguments: arguments))
    }

    /// Tells the model why its call did not work.
    public mutating func correct(_ reason: String) {
        correction = "\n\nAn earlier attempt failed. \(reason.prefix(2_000)) Try once more."
    }

    /// Tells the model what its call gave. From here on it can only speak.
    public mutating func answer(_ call: ChatCall, with content: String) {
        answered = (call, content)
    }

    /// Reads the response to the request that followed ``answer(_:with:)``.
    public func wording(in body: [UInt8]) throws(ModelFailure) -> String {
        let reply = try ChatReply(body)
        guard reply.call == nil else { throw .nonsense }
        guard !reply.isCut else { throw .badWording(.tooLong) }
        return reply.text
    }
}
