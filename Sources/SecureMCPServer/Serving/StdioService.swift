import Localization
import Logging
import MCP
import ServiceLifecycle

/// Serves one client on standard input and output, until the input ends or the server is told to stop. Requests that
/// are running then are still answered.
struct StdioService: Service {
    let engine: ServerEngine
    let language: Language
    /// Bytes of one line.
    let maximumLength: Int
    /// How long running requests may take after a signal.
    let drain: Duration
    let logger: Logger

    func run() async throws {
        let lines = StandardLines(maximumLength: maximumLength)
        let output = StandardOutput { lines.stop() }
        let conversation = DuplexConversation(engine: engine, language: language, outgoing: output)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await conversation.serve(lines) }
            group.addTask {
                try await gracefulShutdown()
                lines.stop()
                try await Task.sleep(for: drain)
                logger.warning("some requests did not end in time and are cut off")
                output.stop()
            }
            // Whichever ends first: the conversation, or the patience with it.
            try await group.next()
            group.cancelAll()
        }
        logger.info("standard input has ended")
    }
}
