import JSON
import MCP

/// Tools for the rounds of `input_required` results (2026-07-28, "Multi Round-Trip Requests").
enum InputRequiredTools {
    static func all() throws -> [Tool] {
        [
            try .fixture(named("elicitation"), "Asks the user's name, and greets.") { call in
                let answer = try call.request.answer(to: "user_name", name)
                return .text(greeting(answer))
            },
            try .fixture(named("sampling"), "Asks the client's model.") { call in
                .text(
                    try call.request.answer(to: "capital_question", .question("What is the capital of France?")).text
                        ?? ""
                )
            },
            try .fixture(named("list_roots"), "Asks for the client's folders.") { call in
                .text(folders(try call.request.answer(to: "client_roots", .roots)))
            },
            try .fixture(named("request_state"), "Keeps a state with the client.", confirmed("state-ok")),
            try .fixture(named("tampered_state"), "Keeps a state that must not be changed.", confirmed("state-ok")),
            try .fixture(named("multiple_inputs"), "Asks the user, the model and for folders at once.") { call in
                let answers = try call.request.answers(
                    to: [
                        ("user_name", name), ("greeting", .question("Generate a greeting", maxTokens: 50)),
                        ("client_roots", .roots),
                    ],
                    state: "asked"
                )
                let parts = [
                    answers["user_name"].map(greeting), answers["greeting"]?.text, answers["client_roots"].map(folders),
                ]
                return .text(parts.compactMap(\.self).joined(separator: " "))
            },
            try .fixture(named("multi_round"), "Asks twice, one after the other.") { call in
                let first = try call.request.answers(
                    to: [("step1", .form("Step 1: What is your name?", field: "name"))],
                    state: "step1"
                )
                let second = try call.request.answers(
                    to: [("step2", .form("Step 2: What is your favourite colour?", field: "color"))],
                    state: "step2"
                )
                let texts = [text(first["step1"], "name"), text(second["step2"], "color")]
                return .text("Both steps are done: " + texts.joined(separator: ", "))
            },
            try .fixture(named("capabilities"), "Asks only what the client can answer.") { call in
                let questions: [(key: String, request: InputRequest)] = [
                    ("user_name", name), ("capital_question", .question("What is the capital of France?")),
                    ("client_roots", .roots),
                ]
                let possible = questions.filter { call.request.client.supports($0.request) }
                guard !possible.isEmpty else { return .text("There is nobody to ask.") }
                let answers = try call.request.answers(to: possible)
                return .text("Answered: " + answers.keys.sorted().joined(separator: ", "))
            },
        ]
    }

    private static func named(_ suffix: String) -> String { "test_input_required_result_\(suffix)" }

    static let name = InputRequest.form("What is your name?", field: "name")

    static func greeting(_ answer: InputAnswer) -> String {
        guard case .accepted(let fields) = answer else { return "Hello, whoever you are!" }
        return "Hello, \(fields["name"]?.string ?? "?")!"
    }

    private static func folders(_ answer: InputAnswer) -> String {
        guard case .roots(let roots) = answer else { return "no folders" }
        return "Folders: " + roots.compactMap { $0["uri"]?.string }.joined(separator: ", ")
    }

    private static func text(_ answer: InputAnswer?, _ field: String) -> String {
        guard case .accepted(let fields)? = answer else { return "–" }
        return fields[field]?.string ?? "?"
    }

    /// Asks for a confirmation and answers so once the state has come back.
    private static func confirmed(_ text: String) -> @Sendable (ToolCall) async throws -> ToolResult {
        { call in
            _ = try call.request.answers(
                to: [("confirm", .form("Please confirm", field: "ok", type: "boolean"))],
                state: "asked"
            )
            // An answer without the state before it is the answer to nobody's question.
            guard call.request.state == "asked" else { return .error("the state did not come back") }
            return .text(text)
        }
    }
}
