import ArgumentParser
import JSON
import Localization
import MCP

struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a question in your own words: calls the server's tool 'ask'."
    )

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: "The question.")
    var question: String

    func run() async throws {
        try await connection.withServers { [question] fleet in
            let run = try await Question(text: question).run(in: fleet)
            try fleet.finish(try await run.run(arguments: ["question": .string(question)]))
        }
    }
}

/// A question in free words, for whichever server has a tool for such.
struct Question {
    static let tool = "ask"

    let text: String

    /// - Throws: ``NobodyToAsk`` when no server has the tool.
    func run(in fleet: Fleet, preferred: ServerConnection? = nil) async throws -> ToolRun {
        let lists = try await fleet.all { try await $0.engine.listTools().map(\.name) }
        let able = lists.filter { $0.value.contains(Self.tool) }.map(\.server)
        let server = able.first { $0.name == preferred?.name } ?? (able.count == 1 ? able.first : nil)
        if let server {
            try await server.open()
            return ToolRun(server: server, terminal: fleet.terminal, tool: Self.tool)
        }
        if able.isEmpty { throw NobodyToAsk() }
        throw ClientUsageError.ambiguous(Self.tool, servers: able.map(\.name))
    }
}

struct NobodyToAsk: LocalizedFailure {
    var message: LocalizedText {
        LocalizedText(
            es:
                "Este servidor no contesta preguntas libres: no tiene la herramienta «ask». Vea lo que tiene con: mcp-client tools",
            en:
                "This server answers no free questions: it has no tool 'ask'. See what it has with: mcp-client tools"
        )
    }
}
