import JSON
import Localization
import MCP
import Testing

@Suite struct ServersFileTests {
    private func read(_ text: String) throws -> ServersFile {
        let environment = ["TOKEN": "t0ken", "EMPTY": ""]
        return try ServersFile(parsing: Array(text.utf8), variable: { environment[$0] })
    }

    @Test func readsBothKindsOfServers() throws {
        let file = try read(
            """
            {"other": 1, "mcpServers": {
                "shop": {"url": "https://localhost:8443/mcp", "headers": {"Authorization": "Bearer ${TOKEN}"}, "x": {}},
                "old": {"type": "sse", "url": "HTTP://example.com/sse"},
                "files": {"type": "stdio", "command": "mcp-files", "args": ["--root", "${ROOT:-/srv}", "$5 ${a b}"],
                          "env": {"E": "${EMPTY:-x}"}, "cwd": "/tmp"},
                "off": {"disabled": true}
            }}
            """
        )
        #expect(file.problems.isEmpty)
        #expect(
            file.servers == [
                .init(
                    name: "shop",
                    place: .http(url: "https://localhost:8443/mcp", headers: ["Authorization": "Bearer t0ken"])
                ),
                .init(name: "old", place: .legacySSE(url: "HTTP://example.com/sse", headers: [:])),
                .init(
                    name: "files",
                    place: .stdio(
                        command: "mcp-files",
                        arguments: ["--root", "/srv", "$5 ${a b}"],
                        environment: ["E": "x"],
                        folder: "/tmp"
                    )
                ),
            ]
        )
    }

    @Test(arguments: [
        "{}", "7", #"{"url": "https://a", "command": "b"}"#, #"{"url": "file:///etc"}"#, #"{"url": 7}"#,
        #"{"url": "https://a", "type": "stdio"}"#, #"{"command": "a", "type": "http"}"#, #"{"command": ""}"#,
        #"{"command": "a", "args": "b"}"#, #"{"command": "a", "args": [1]}"#, #"{"command": "a", "env": []}"#,
        #"{"url": "https://a/${MISSING}"}"#, #"{"url": "https://a", "type": "carrier-pigeon"}"#,
    ]) func aBrokenEntryLeavesTheOthers(entry: String) throws {
        let file = try read(#"{"mcpServers": {"bad": \#(entry), "good": {"command": "x"}}}"#)
        #expect(file.servers.map(\.name) == ["good"])
        #expect(file.problems.map(\.server) == ["bad"])
        #expect(file.problems[0].message.spanish.contains("«bad»"))
    }

    @Test func brokenFilesSaySo() {
        #expect(throws: ServersFileError.noServers) { try read("{}") }
        #expect(throws: ServersFileError.noServers) { try read(#"{"mcpServers": []}"#) }
        #expect(throws: ServersFileError.self) { try read("{") }
        let many = (0...ServersFile.maximumServers).map { #""s\#($0)": {"command": "x"}"# }.joined(separator: ",")
        #expect(throws: ServersFileError.tooManyServers(101)) { try read(#"{"mcpServers": {\#(many)}}"#) }
    }
}
