import ArgumentParser
import MCP

struct Interactive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Talk with the server, or with all servers of a file: /help explains. The default."
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withFleet { fleet in
            let session = InteractiveSession(fleet: fleet)
            try await fleet.terminal.interrupts.cancelling { try await session.greet() }
            let status = await session.run()
            await session.end()
            if status != 0 { throw ExitCode(status) }
        }
    }
}
