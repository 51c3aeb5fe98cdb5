import ArgumentParser
import JSON
import Localization
import MCP

struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a resource: text to standard output, bytes to a file.",
        discussion: "Example: mcp-client read docs://returns-policy"
    )

    @OptionGroup var connection: ConnectionOptions
    @Option(name: [.long, .customShort("o")], help: "Write to this file.")
    var output: String?
    @Flag(help: "Replace the file if it is there.")
    var force = false
    @Argument(help: "The resource's address.")
    var uri: String

    func run() async throws {
        try await connection.withServer { [uri, output, force] fleet, server in
            try await server.open()
            let contents = try await server.engine.readResource(uri)
            if let output {
                guard contents.count == 1 else { throw ClientUsageError.severalPieces(contents.count) }
                try OutputFile(path: output, replaces: force).write(contents[0].bytes)
                return
            }
            try ResourceAnswer(contents: contents).print(to: fleet.screen, asJSON: fleet.json)
        }
    }
}

/// What a resource holds, shown to a person or given to a script.
struct ResourceAnswer {
    let contents: [ResourceContents]

    /// - Throws: ``ClientUsageError/binaryForTerminal(type:bytes:)``.
    func print(to screen: Screen, asJSON: Bool) throws {
        if asJSON {
            let blocks = contents.map { ContentBlock.resource($0).json(revision: .latest, language: .english) }
            screen.say(json: ["contents": .array(blocks.compactMap { $0["resource"] })])
            return
        }
        for piece in contents {
            if contents.count > 1 { screen.note("# " + SafeText.line(piece.uri, limit: 2_000)) }
            switch piece.body {
            case .text(let text) where screen.showsResults: screen.say(text)
            case .blob(let bytes) where screen.showsResults:
                throw ClientUsageError.binaryForTerminal(
                    type: SafeText.line(piece.mimeType ?? "application/octet-stream", limit: 100),
                    bytes: bytes.count
                )
            // A script wants it exactly as it is.
            default: screen.give(piece.bytes)
            }
        }
    }
}

extension ResourceContents {
    var bytes: [UInt8] {
        switch body {
        case .text(let text): Array(text.utf8)
        case .blob(let bytes): bytes
        }
    }
}
