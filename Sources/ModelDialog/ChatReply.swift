public import JSON

/// A tool call that a model asks for.
public struct ChatCall: Sendable, Hashable {
    let id: String
    public let name: String
    public let arguments: JSONObject
}

/// The one message in the response to a chat completion, read with suspicion.
struct ChatReply {
    /// What it says, without what it thought aloud.
    let text: String
    /// Whether it was cut off.
    let isCut: Bool
    /// The first tool call; others are left aside, as one tool answers a question.
    let call: Call?

    struct Call {
        let id: String
        let name: String
        /// `nil` when they are not a JSON object.
        let arguments: JSONObject?
    }

    static let limits = JSONLimits(bytes: 1 << 20, depth: 32, values: 20_000)
    private static let argumentLimits = JSONLimits(bytes: 16 << 10, depth: 16, values: 1_000)
    private static let mostCalls = 16

    init(_ body: [UInt8]) throws(ModelFailure) {
        guard let json = try? JSONValue(parsing: body, limits: Self.limits),
            let choice = json["choices"]?[0], let message = choice["message"], message.object != nil
        else { throw .nonsense }
        text = Self.withoutThoughts(Self.text(of: message["content"]))
        isCut = choice["finish_reason"]?.string == "length"
        let calls = message["tool_calls"]?.array ?? []
        guard calls.count <= Self.mostCalls else { throw .nonsense }
        guard let first = calls.first else {
            call = nil
            return
        }
        guard let name = first["function"]?["name"]?.string else { throw .nonsense }
        call = Call(
            id: Self.identifier(first["id"]?.string),
            name: String(name.prefix(128)),
            arguments: Self.arguments(first["function"]?["arguments"])
        )
    }

    /// Text in one piece or in several.
    private static func text(of content: JSONValue?) -> String {
        content?.string ?? content?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    }

    /// Models that reason aloud put it in front.
    private static func withoutThoughts(_ text: String) -> String {
        var rest = text.drop(while: \.isWhitespace)
        if rest.hasPrefix("<think>") {
            guard let end = rest.firstRange(of: "</think>") else { return "" }
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// A text that holds JSON, as the API says; some servers send the object itself.
    private static func arguments(_ value: JSONValue?) -> JSONObject? {
        guard let text = value?.string else { return value == nil ? [:] : value?.object }
        return text.isEmpty ? [:] : (try? JSONValue(parsing: text, limits: argumentLimits))?.object
    }

    /// It goes back to the server, so it is nothing but an identifier.
    private static func identifier(_ id: String?) -> String {
        guard let id, (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x5F
            })
        else { return "call00001" }
        return id
    }
}
