import JSON
import Localization
import MCP

/// One call of a tool, from its arguments to its result, with everything that a person sees meanwhile.
struct ToolRun: Sendable {
    let server: ServerConnection
    let terminal: Terminal
    let tool: String
    /// Whether a call that becomes a task is left to itself.
    var isDetached = false

    enum End: Sendable {
        case result(ToolResult)
        /// The task goes on at the server.
        case detached(RemoteTask)
    }

    /// Reads `key=value` words by the tool's schema and calls it.
    ///
    /// - Throws: ``ClientUsageError``, `ClientFailure`, or what the transport throws. When it is cancelled, the server
    ///   is told so.
    func run(words: [String], base: JSONObject = [:]) async throws -> End {
        // The schema says how to read the values; without arguments there is nothing to read.
        let schema =
            words.isEmpty
            ? [:] : try await server.engine.listTools().first { $0.name == tool }?.inputSchema ?? [:]
        var arguments = base
        for (name, value) in try ToolArguments(schema: schema).read(words) { arguments[name] = value }
        return try await run(arguments: arguments)
    }

    func run(arguments: JSONObject) async throws -> End {
        let progress = ProgressLine(on: terminal.screen, label: tool)
        defer { progress.remove() }
        var options = RequestOptions()
        if terminal.screen.showsNotes { options.onProgress = { progress.show($0) } }
        switch try await server.engine.startTool(named: tool, arguments: arguments, options: options) {
        case .result(let result): return .result(result)
        case .task(let task):
            if isDetached { return .detached(task) }
            terminal.screen.note(
                LocalizedText(
                    es: "El servidor trabaja en la tarea \(SafeText.line(task.id)).",
                    en: "The server works on the task \(SafeText.line(task.id))."
                )
            )
            return .result(try await TaskWait(server: server, terminal: terminal, id: task.id, tool: tool).result())
        }
    }
}

/// Waits for a task while its status is shown.
struct TaskWait: Sendable {
    let server: ServerConnection
    let terminal: Terminal
    let id: String
    var tool: String?
    /// Whether giving up waiting cancels the task.
    var cancelsTask = true

    func result() async throws -> ToolResult {
        let screen = terminal.screen
        defer { screen.show(progress: nil) }
        do {
            return try await server.engine.result(ofTask: id, tool: tool) { task in
                let width = max(screen.size.columns - 1, 20)
                screen.show(progress: String(TaskReport(task: task).line(screen.language).prefix(width)))
            }
        } catch {
            if Task.isCancelled, cancelsTask {
                // The caller is cancelled; what it says to the server must not be.
                await Task { [server, id] in try? await server.engine.cancelTask(id) }.value
            }
            throw error
        }
    }
}
