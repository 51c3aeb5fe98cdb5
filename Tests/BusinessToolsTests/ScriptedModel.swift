import JSON
import ModelDialog
import Synchronization

/// A language model that says what a test tells it to, and remembers what it was asked.
final class ScriptedModel: Sendable {
    enum Line: Sendable {
        case call(String, JSONObject)
        case say(String)
        case body(String)
        case fail(ModelFailure)
    }

    private let lines: Mutex<[Line]>
    private let heard = Mutex<[JSONValue]>([])

    init(_ lines: Line...) {
        self.lines = Mutex(lines)
    }

    var requests: [JSONValue] { heard.withLock { $0 } }
    /// Everything that was said to it, as one text.
    var overheard: String { requests.map(\.serializedString).joined(separator: "\n") }

    var model: LanguageModel {
        LanguageModel(name: "parrot") { [self] body, _ in
            let request = try JSONValue(parsing: body)
            heard.withLock { $0.append(request) }
            let line = lines.withLock { $0.isEmpty ? .fail(.unreachable) : $0.removeFirst() }
            let message: JSONValue
            switch line {
            case .fail(let failure): throw failure
            case .body(let text): return Array(text.utf8)
            case .say(let text): message = ["role": "assistant", "content": .string(text)]
            case .call(let name, let arguments):
                let function: JSONValue = [
                    "name": .string(name), "arguments": .string(JSONValue.object(arguments).serializedString),
                ]
                message = ["tool_calls": [["id": "call_1", "type": "function", "function": function]]]
            }
            return JSONValue.object(["choices": [["message": message, "finish_reason": "stop"]]]).serialized()
        }
    }
}
