import ArgumentParser
import Foundation
import JSON
import Localization
import MCP
import Testing

@testable import MCPClient

/// Several servers at once: whose a name is, what Tab offers, what a file names.
@Suite struct FleetTests {
    private static func connection(_ name: String, tools: [String]) throws -> ServerConnection {
        let engine = try ServerEngine(
            implementation: Implementation(name: name, version: "1"),
            tools: try tools.map { tool in
                try Tool(
                    ToolDefinition(
                        name: tool,
                        summary: LocalizedText(es: "Prueba.", en: "Test."),
                        inputSchema: [
                            "type": "object",
                            "properties": [
                                "by": ["type": "string", "enum": ["units", "revenue"]], "n": ["type": "integer"],
                            ],
                        ]
                    ),
                    immediate: { _ in .text(name) }
                )
            }
        )
        return ServerConnection(
            name: name,
            place: name,
            engine: ClientEngine(
                transport: InMemoryTransport(server: engine),
                implementation: Implementation(name: "test", version: "1")
            ),
            logLevel: nil,
            site: nil,
            close: {}
        )
    }

    private static func fleet(_ servers: [String: [String]]) throws -> Fleet {
        Fleet(
            try servers.sorted { $0.key < $1.key }.map { try connection($0.key, tools: $0.value) },
            options: try ConnectionOptions.parse([]),
            terminal: Terminal(language: .english)
        )
    }

    private static func names(_ server: ServerConnection) async throws -> [String] {
        try await server.engine.listTools().map(\.name)
    }

    @Test func aNameThatOnlyOneServerHasNeedsNothingMore() async throws {
        let fleet = try Self.fleet(["a": ["add", "both"], "b": ["sub", "both"], "b.c": ["deep"]])
        #expect(try await fleet.owner(of: "sub", Self.names).server.name == "b")
        #expect(try await fleet.owner(of: "a.both", Self.names).server.name == "a")
        let deep = try await fleet.owner(of: "b.c.deep", Self.names)
        #expect(deep.server.name == "b.c" && deep.name == "deep")
        await #expect(throws: ClientUsageError.ambiguous("both", servers: ["a", "b"])) {
            try await fleet.owner(of: "both", Self.names)
        }
        #expect(try await fleet.owner(of: "both", preferred: fleet.connections[1], Self.names).server.name == "b")
        await #expect(throws: ClientUsageError.self) { try await fleet.owner(of: "none", Self.names) }
    }

    @Test func whatTabOffers() async throws {
        let fleet = try Self.fleet(["a": ["add", "both"], "b": ["sub", "both"]])
        let completion = WordCompletion(fleet: fleet, vocabulary: Vocabulary(fleet: fleet), language: .english)
        func words(_ line: String) async -> [String] {
            await completion.words(
                line: line,
                word: String(line.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
            )
        }
        #expect(await words("/he").contains("/help"))
        #expect(await words("/call ") == ["add", "a.both", "sub", "b.both"])
        #expect(await words("/call b.") == ["b.both"])
        #expect(await words("/call add ") == ["by=", "n="])
        #expect(await words("/call add n=1 b") == ["by="])
        #expect(await words("/call add by=r") == ["by=revenue"])
        #expect(await words("/use ") == ["a", "b"])
        #expect(await words("/log warn") == ["warning"])
        #expect(await words("free words") == [])
        #expect(await words("/nonsense x") == [])
    }

    @Test func oneServerThatFailsLeavesTheOthers() async throws {
        struct Down: Error {}
        let fleet = try Self.fleet(["a": ["add"], "b": ["sub"]])
        let lists = try await fleet.all { server in
            if server.name == "a" { throw Down() }
            return try await server.engine.listTools().map(\.name)
        }
        #expect(lists.map(\.value) == [["sub"]])
        await #expect(throws: Down.self) { try await fleet.all { _ in throw Down() } }
    }

    @Test func choosing() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("mcp.json")
        let text = """
            {"mcpServers": {"web": {"url": "https://example.com/mcp"}, "bad": {"url": 5}, "run": {"command": "x"}}}
            """
        try Data(text.utf8).write(to: file)
        let all = try ServerChoice(file: file.path).servers()
        #expect(all.servers.map(\.name) == ["web", "run"] && all.problems.map(\.server) == ["bad"])
        #expect(try ServerChoice(file: file.path, name: "run").servers().servers.map(\.name) == ["run"])
        #expect(throws: ServersFile.Problem.self) { try ServerChoice(file: file.path, name: "bad").servers() }
        #expect(throws: ClientUsageError.unknownServer("no", known: ["web", "run"])) {
            try ServerChoice(file: file.path, name: "no").servers()
        }
        #expect(throws: ClientUsageError.addressAndFile) { try ServerChoice(url: "x", file: file.path).servers() }
        #expect(try ServerChoice().servers().servers.map(\.name) == ["localhost:8443"])
    }
}
