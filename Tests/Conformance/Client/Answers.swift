import JSON
import MCP
import Synchronization

/// What this client answers when a server asks: yes, with the form's defaults and a value for every other field.
final class Answers: Sendable {
    /// Called once, in the middle of the first call that asks something: its state must not leak into this one.
    private let interruption: Mutex<(@Sendable () async throws -> Void)?>

    init() {
        interruption = Mutex(nil)
    }

    func interruptFirstQuestion(with work: @escaping @Sendable () async throws -> Void) {
        interruption.withLock { $0 = work }
    }

    var handlers: ClientHandlers {
        ClientHandlers(
            elicit: { [self] request in
                let work = interruption.withLock { work in
                    defer { work = nil }
                    return work
                }
                try await work?()
                guard case .form(let form) = request else { return .decline }
                return .accept(Self.values(for: form))
            },
            sample: { _ in SamplingAnswer(content: .text("Guatemala"), model: "conformance-model") },
            roots: { [Root(uri: "file:///tmp", name: "tmp")] }
        )
    }

    /// Fields with a default are left out, since the engine fills them in.
    private static func values(for form: ElicitationForm) -> JSONObject {
        var values = JSONObject()
        for field in form.fields where field.defaultValue == nil {
            switch field.kind {
            case .text: values[field.name] = "text"
            case .number(_, let minimum, _): values[field.name] = minimum ?? 1
            case .boolean: values[field.name] = true
            case .choice(let options): values[field.name] = options.first.map { .string($0.value) }
            case .choices(let options, _, _): values[field.name] = .array(options.prefix(1).map { .string($0.value) })
            }
        }
        return values
    }
}
