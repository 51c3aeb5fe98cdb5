import ArgumentParser
import Commands
import JSON
import Localization
import MCP

struct Interactive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Talk with the server: /sales, /top, /tools, /health, /help, /quit. The default."
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let session = InteractiveSession(client: client, console: connection.console, json: connection.json)
            try await session.greet()
            let editor = LineEditor()
            while let line = editor.next(prompt: "mcp> ") {
                guard try await session.perform(SlashCommand(line)) else { break }
            }
        }
    }
}
