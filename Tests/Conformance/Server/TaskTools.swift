import JSON
import MCP

/// Tools for the extension `io.modelcontextprotocol/tasks`.
enum TaskTools {
    static func all() throws -> [Tool] {
        [
            try .fixture("greet", "Answers at once.", input: .object(ofRequired: ["name": ["type": "string"]])) {
                call in
                .text("Hello, \(call.arguments["name"]?.string ?? "")!")
            },
            try .fixture(
                "slow_compute",
                "Takes as many seconds as it is told.",
                input: .object(ofRequired: [
                    "seconds": ["type": "number", "minimum": 0, "maximum": 600], "label": ["type": "string"],
                ]),
                taskUse: .whenSupported,
                annotations: .readsOnly
            ) { call in
                let seconds = call.arguments["seconds"]?.double ?? 0
                await call.request.report(progress: 0, total: seconds, message: "computing")
                try await Task.sleep(for: .seconds(seconds))
                return .text("\(call.arguments["label"]?.string ?? ""): done after \(seconds) s")
            },
            try .fixture("failing_job", "Always fails, as a task.", taskUse: .always) { _ in
                .error("The job failed on purpose.")
            },
            try .fixture("protocol_error_job", "Always ends in a protocol error, as a task.", taskUse: .always) { _ in
                throw JSONRPCErrorObject(code: .internalError, message: "The job broke on purpose.")
            },
            try .fixture(
                "confirm_delete",
                "Asks before it deletes.",
                input: .object(ofRequired: ["filename": ["type": "string"]]),
                taskUse: .whenSupported
            ) { call in
                let file = call.arguments["filename"]?.string ?? ""
                let question = InputRequest.form("Delete \(file)?", field: "confirm", type: "boolean")
                guard case .accepted(let fields) = try call.request.answer(to: "confirm", question),
                    fields["confirm"] == true
                else { return .text("\(file) was kept.") }
                return .text("\(file) was deleted.")
            },
            try .fixture("multi_input", "Asks two things at once.", taskUse: .whenSupported) { call in
                let answers = try call.request.answers(to: [
                    ("user_name", InputRequiredTools.name),
                    ("confirm", .form("Are you sure?", field: "confirm", type: "boolean")),
                ])
                return .text(answers["user_name"].map(InputRequiredTools.greeting) ?? "")
            },
            try .fixture("test_tool_with_task", "Asks first, and then goes on as a task.") { call in
                let answer = try call.request.answer(to: "user_name", InputRequiredTools.name)
                try call.request.continueAsTask()
                return .text(InputRequiredTools.greeting(answer))
            },
        ]
    }
}
