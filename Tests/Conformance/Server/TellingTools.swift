import JSON
import MCP

/// Tools that tell the client something while they work.
enum TellingTools {
    private static let pause = Duration.milliseconds(50)

    static func all(_ changes: ChangeHub) throws -> [Tool] {
        [
            try .fixture("test_tool_with_progress", "Reports progress 0, 50 and 100 of 100.") { call in
                for progress in [0.0, 50, 100] {
                    if progress > 0 { try await Task.sleep(for: pause) }
                    await call.request.report(progress: progress, total: 100, message: "\(Int(progress)) of 100")
                }
                return .text("The work is done.")
            },
            try .fixture("test_tool_with_logging", "Sends three log messages.") { call in
                for (index, text) in ["The tool starts", "The tool works", "The tool is done"].enumerated() {
                    if index > 0 { try await Task.sleep(for: pause) }
                    await call.request.log(.info, .string(text))
                }
                return .text("Three messages were logged.")
            },
            try .fixture("test_logging_tool", "Logs only for who asks for it.") { call in
                await call.request.log(.info, "test_logging_tool was called", logger: "fixture")
                return .text("Logged, where it was wanted.")
            },
            try .fixture("test_reconnection", "Ends its stream in the middle; the answer waits for the client.") {
                call in
                await call.request.disconnect(retryAfter: 500)
                try await Task.sleep(for: .milliseconds(100))
                return .text("The stream was resumed.")
            },
            try .fixture("test_trigger_tool_change", "Says that the list of tools has changed.") { _ in
                changes.publish(.tools)
                return .text("tools/list_changed")
            },
            try .fixture("test_trigger_prompt_change", "Says that the list of prompts has changed.") { _ in
                changes.publish(.prompts)
                return .text("prompts/list_changed")
            },
        ]
    }
}
