import ArgumentParser
import Commands

@main
struct SecureMCPServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secure-mcp-server",
        abstract: "An HTTPS server of the Model Context Protocol that tells a business its sales.",
        version: ServiceCard.version,
        subcommands: [Serve.self, Ingest.self, Ask.self, MakeReport.self, Sample.self, Certs.self, Token.self]
    )

    static func main() async {
        await runCommandLine(
            flags: [
                "--behind-proxy", "--no-auth", "--lab", "--stdio", "--dry-run", "--json", "--client", "--replace",
                "--excel-es",
            ],
            additional: ConfiguredArguments.additional
        )
    }
}
