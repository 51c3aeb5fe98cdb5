import ArgumentParser
import Commands

@main
struct MCPClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp-client",
        abstract: "A terminal client of the Model Context Protocol over verified TLS.",
        discussion: """
            Examples:
              mcp-client                                            an interactive session
              mcp-client call sales_summary month=2011-08 view=gross
              mcp-client --url https://example.com/mcp --json tools
              mcp-client tls example.com:443
            Exit status: 0 done, 1 the tool failed, 2 wrong usage, 3 cannot connect, 4 TLS or certificate refused,
            5 not authorized.
            """,
        version: "0.1.0",
        subcommands: [Interactive.self, Tools.self, Call.self, TLSReport.self],
        defaultSubcommand: Interactive.self
    )

    static func main() async {
        await runCommandLine(flags: ["--json"])
    }
}
