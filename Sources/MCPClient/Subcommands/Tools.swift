import ArgumentParser
import JSON
import Localization
import MCP

struct Tools: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the server's tools.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServers { fleet in
            let found = try await fleet.all { try await $0.engine.listTools() }
            if fleet.json {
                fleet.say(lists: found.map { ($0.server, ["tools": .array($0.value.map { .object($0.definition) })]) })
                return
            }
            let language = fleet.screen.language
            await fleet.show(
                found.flatMap { server, tools in
                    ToolList(tools: tools, server: fleet.hasMany ? server.name : nil).lines(language)
                },
                ifNone: LocalizedText(es: "El servidor no ofrece herramientas.", en: "The server offers no tools.")
            )
        }
    }
}

extension Fleet {
    /// Lists as JSON: of one server as they are, of several by the server's name.
    func say(lists: [(server: ServerConnection, value: JSONObject)]) {
        if !hasMany, let only = lists.first { return screen.say(json: .object(only.value)) }
        var servers = JSONObject()
        for (server, value) in lists { servers[server.name] = .object(value) }
        screen.say(json: ["servers": .object(servers)])
    }

    func show(_ lines: [String], ifNone: LocalizedText) async {
        if lines.isEmpty { return screen.note(ifNone) }
        await terminal.page(lines)
    }
}
