import ArgumentParser
import Commands
import JSON
import MCP

struct Call: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Call a tool.",
        discussion: """
            Examples:
              mcp-client call sales_summary month=agosto
              mcp-client call top_products n=5 by=revenue 'period={"from":"2011-01-01","to":"2011-06-30"}'
            """
    )

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The tool's name.")
    var tool: String
    @Argument(help: "Arguments as key=value; objects and lists as JSON.")
    var arguments: [String] = []

    func run() async throws {
        try await connection.withClient { client in
            // The schema says how to read the values; without arguments there is nothing to read.
            let schema =
                arguments.isEmpty
                ? [:] : try await client.engine.listTools().first { $0.name == tool }?.inputSchema ?? [:]
            let values = try ToolArguments(schema: schema).read(arguments)
            let result = try await client.engine.callTool(named: tool, arguments: values)
            ToolAnswer(result: result).print(to: connection.console, asJSON: connection.json)
            if result.isError { throw ExitCode(1) }
        }
    }
}
