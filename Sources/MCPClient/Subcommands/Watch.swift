import ArgumentParser
import HTTPTransport
import JSON
import Localization
import MCP

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Report changes at the server until Ctrl-C: lists of tools, prompts and resources, single resources.",
        discussion: "Example: mcp-client watch --resource docs://prices",
        aliases: ["listen"]
    )

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .customLong("resource"), help: "A resource whose contents to watch. May be repeated.")
    var uris: [String] = []
    @Flag(help: "The list of tools.") var tools = false
    @Flag(help: "The list of prompts.") var prompts = false
    @Flag(help: "The list of resources.") var resources = false
    @Option(help: "End after this many changes.") var count: Int?

    func run() async throws {
        let all = uris.isEmpty && !tools && !prompts && !resources
        let filter = SubscriptionFilter(
            tools: tools || all,
            prompts: prompts || all,
            resources: resources || all,
            resourceURIs: uris
        )
        try await connection.withServers { [count] fleet in
            let changes = ChangeWatch(filter: filter, fleet: fleet)
            // Ctrl-C is how it ends.
            do { try await changes.run(count: count) } catch is CancellationError {}
        }
    }

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count is 1 or more") }
    }
}
