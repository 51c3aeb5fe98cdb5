import ArgumentParser
import Commands
import JSON
import Localization
import MCP

struct Tools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the server's tools.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let tools = try await client.engine.listTools()
            if connection.json {
                let list = JSONValue.array(tools.map { .object($0.definition) })
                connection.console.say(JSONValue.object(["tools": list]).serializedString)
            } else {
                ToolList(tools: tools).print(to: connection.console)
            }
        }
    }
}
