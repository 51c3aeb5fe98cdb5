import ArgumentParser
import Foundation
import Glibc

@main
struct SecureMCPServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secure-mcp-server",
        abstract: "An HTTPS server of the Model Context Protocol for a business's sales, stock and documents.",
        version: "0.1.0",
        subcommands: [Serve.self, Ingest.self, Certs.self]
    )

    /// As usual, but a wrong call ends with status 2: ArgumentParser's 64 is known to few.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let status = exitCode(for: error).rawValue
            guard status == ExitCode.validationFailure.rawValue else { exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            Glibc.exit(2)
        }
    }
}
