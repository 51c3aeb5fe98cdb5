import ArgumentParser
import JSON
import MCP

struct Call: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Call a tool.",
        discussion: """
            Values are read by the tool's schema; key:=JSON gives a value as it is. Examples:
              mcp-client call sales_summary month=agosto
              mcp-client call top_products n=5 by=revenue 'period={"from":"2011-01-01","to":"2011-06-30"}'
            """
    )

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "When the server makes the call a task, print the task's id and do not wait.")
    var detach = false
    @Argument(help: "The tool's name; server.name where several servers have it.")
    var tool: String
    @Argument(help: "Arguments as key=value; objects and lists as JSON.")
    var arguments: [String] = []

    func run() async throws {
        try await connection.withServers { [tool, arguments, detach] fleet in
            let found = try await fleet.owner(of: tool) { try await $0.engine.listTools().map(\.name) }
            try await found.server.open()
            var run = ToolRun(server: found.server, terminal: fleet.terminal, tool: found.name)
            run.isDetached = detach
            try fleet.finish(try await run.run(words: arguments))
        }
    }
}

extension Fleet {
    /// Shows how a call ended.
    ///
    /// - Throws: `ExitCode` 1 when the tool failed.
    func finish(_ end: ToolRun.End) throws {
        switch end {
        case .result(let result):
            ToolAnswer(result: result).print(to: screen, asJSON: json)
            if result.isError { throw ExitCode(1) }
        case .detached(let task):
            if json { screen.say(json: .object(task.definition)) } else { screen.say(SafeText.line(task.id)) }
        }
    }
}
