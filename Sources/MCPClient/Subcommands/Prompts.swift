import ArgumentParser
import JSON
import Localization
import MCP

struct Prompts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the server's prompts.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServers { fleet in
            let found = try await fleet.all { try await $0.engine.listPrompts() }
            if fleet.json {
                fleet.say(
                    lists: found.map { ($0.server, ["prompts": .array($0.value.map { .object($0.definition) })]) }
                )
                return
            }
            await fleet.show(
                found.flatMap { server, prompts in
                    PromptList(prompts: prompts, server: fleet.hasMany ? server.name : nil).lines
                },
                ifNone: LocalizedText(es: "El servidor no ofrece prompts.", en: "The server offers no prompts.")
            )
        }
    }
}

struct Prompt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Get the messages of a prompt.",
        discussion: "Example: mcp-client prompt monthly_review month=2011-08"
    )

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The prompt's name; server.name where several servers have it.")
    var name: String
    @Argument(help: "Arguments as key=value.")
    var arguments: [String] = []

    func run() async throws {
        let values = try PromptArguments.validated(arguments)
        try await connection.withServers { [name] fleet in
            let found = try await fleet.owner(of: name) { try await $0.engine.listPrompts().map(\.name) }
            try await found.server.open()
            let contents = try await found.server.engine.prompt(named: found.name, arguments: values)
            if fleet.json {
                fleet.screen.say(json: .object(contents.json(fleet.screen.language)))
            } else {
                fleet.screen.say(contents.lines(fleet.screen.language).joined(separator: "\n"))
            }
        }
    }
}
