import ArgumentParser
import JSON
import Localization
import MCP

struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who the server is, what it speaks and offers, and its instructions."
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServers { fleet in
            let cards = try await fleet.all { ServerCard(server: $0, identity: try await $0.engine.connect()) }
            if fleet.json { return fleet.say(lists: cards.map { ($0.server, $0.value.json) }) }
            for (index, card) in cards.enumerated() {
                if index > 0 { fleet.screen.say("") }
                fleet.screen.say(card.value.lines(fleet.screen.language).joined(separator: "\n"))
            }
        }
    }
}

struct Ping: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Whether the server answers, and how fast.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServers { fleet in
            let times = try await fleet.all { server -> Duration in
                // Connecting is not what is measured.
                try await server.engine.connect()
                return try await ContinuousClock().measure { try await server.engine.ping() }
            }
            for (server, time) in times {
                let (seconds, attoseconds) = time.components
                let milliseconds = (Double(seconds) * 1e4 + Double(attoseconds) / 1e14).rounded() / 10
                if fleet.json {
                    fleet.screen.say(json: ["name": .string(server.name), "ms": JSONValue(floatLiteral: milliseconds)])
                } else {
                    fleet.screen.say("\(SafeText.line(server.name, limit: 100)): \(milliseconds) ms")
                }
            }
        }
    }
}
