import ArgumentParser
import Commands

@main
struct MCPClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp-client",
        abstract: "A terminal client of the Model Context Protocol over verified TLS.",
        discussion: """
            Without a subcommand it is an interactive session. Examples:
              mcp-client
              mcp-client ask "¿cuánto vendimos en agosto?"
              mcp-client call sales_summary month=2011-08 view=gross
              mcp-client --url https://example.com/mcp --json tools
              mcp-client --servers mcp.json --server files read file:///srv/notes.txt
              mcp-client tls example.com:443
            Exit status: 0 done, 1 the tool failed, 2 wrong usage, 3 cannot connect, 4 TLS or certificate refused,
            5 not authorized, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: [
            Interactive.self, Info.self, Ping.self, Tools.self, Call.self, Ask.self, Resources.self, Read.self,
            Prompts.self, Prompt.self, Complete.self, Watch.self, Tasks.self, Download.self, TLSReport.self,
            Login.self, Logout.self,
        ],
        defaultSubcommand: Interactive.self
    )

    static func main() async {
        await runCommandLine(flags: ConnectionOptions.flags)
    }
}
