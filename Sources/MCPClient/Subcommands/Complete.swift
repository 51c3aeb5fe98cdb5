import ArgumentParser
import JSON
import Localization
import MCP

struct Complete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the server for values of a prompt's or a resource template's argument.",
        discussion: """
            Examples:
              mcp-client complete monthly_review month 2011-
              mcp-client complete 'sales://{year}/{month}' month 0 --with year=2011
            """
    )

    @OptionGroup var connection: ConnectionOptions
    @Option(name: .customLong("with"), help: "An argument that is decided already, as key=value. May be repeated.")
    var known: [String] = []
    @Argument(help: "A prompt's name, or the template of a resource's address.")
    var reference: String
    @Argument(help: "The argument's name.")
    var argument: String
    @Argument(help: "What was typed so far.")
    var value = ""

    func run() async throws {
        let known = try PromptArguments.validated(known)
        try await connection.withServer { [reference, argument, value] fleet, server in
            // Names of prompts hold no braces; templates without any would be no templates.
            let isTemplate = reference.contains("{") || reference.contains("://")
            let answer = try await server.engine.complete(
                isTemplate ? .resourceTemplate(reference) : .prompt(reference),
                argument: argument,
                value: value,
                known: known
            )
            if fleet.json {
                var object: JSONObject = ["values": .array(answer.values.map { .string($0) })]
                if let total = answer.total { object["total"] = JSONValue(total) }
                object["hasMore"] = .bool(answer.hasMore)
                fleet.screen.say(json: .object(object))
                return
            }
            for value in answer.values { fleet.screen.say(SafeText.line(value, limit: 1_000)) }
            if answer.hasMore {
                fleet.screen.note(
                    LocalizedText(es: "… y más: escriba otra letra.", en: "… and more: type another letter.")
                )
            }
        }
    }
}
