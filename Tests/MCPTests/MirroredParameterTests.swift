import JSON
import MCP
import Testing

@Suite struct MirroredParameterTests {
    private let server: FeatureServer

    init() throws {
        server = try FeatureServer()
    }

    private func error(_ schema: JSONValue) -> MirroredParameterError? {
        do {
            _ = try MirroredParameter.all(in: schema)
            return nil
        } catch {
            return error
        }
    }

    @Test func marksAreFoundByTheirPath() throws {
        let found = try MirroredParameter.all(in: FeatureTools.mirroredSchema)
        #expect(found.map(\.header) == ["mcp-param-region", "mcp-param-most", "mcp-param-all"])
        #expect(found.map(\.path) == [["region"], ["limits", "most"], ["limits", "all"]])
        #expect(found.map(\.kind) == [.string, .integer, .boolean])
    }

    @Test func marksThatCannotWorkAreRefused() {
        func property(_ schema: JSONValue) -> JSONValue { ["type": "object", "properties": ["p": schema]] }
        let marked: JSONValue = ["type": "string", "x-mcp-header": "P"]
        #expect(error(property(["type": "string", "x-mcp-header": ""])) == .name(""))
        #expect(error(property(["type": "string", "x-mcp-header": "a b"])) == .name("a b"))
        #expect(error(property(["type": "string", "x-mcp-header": "a\r\nb"])) == .name("a\r\nb"))
        #expect(error(property(["type": "string", "x-mcp-header": 7])) == .name("7"))
        #expect(error(property(["type": "number", "x-mcp-header": "P"])) == .type(name: "P"))
        #expect(error(property(["type": "array", "x-mcp-header": "P"])) == .type(name: "P"))
        #expect(error(property(["x-mcp-header": "P"])) == .type(name: "P"))
        #expect(error(["type": "object", "x-mcp-header": "P"]) == .place)
        #expect(error(property(["type": "array", "items": marked])) == .place)
        #expect(error(property(["anyOf": [marked]])) == .place)
        #expect(
            error(["type": "object", "$defs": ["d": marked], "properties": ["p": ["$ref": "#/$defs/d"]]]) == .place
        )
        #expect(error(["type": "object", "if": ["properties": ["p": marked]]]) == .place)
        let twice: JSONValue = [
            "type": "object", "properties": ["p": marked, "q": ["type": "string", "x-mcp-header": "p"]],
        ]
        #expect(error(twice) == .duplicateName("p"))
        // A property of that name, or a value, is no mark.
        #expect(error(["type": "object", "properties": ["x-mcp-header": ["type": "array"]]]) == nil)
        #expect(error(property(["type": "object", "default": ["x-mcp-header": "P"]])) == nil)
    }

    @Test(
        arguments: [
            (["region": "us"], ["mcp-param-region": "us"], true),
            (["region": "us"], ["mcp-param-region": "  us "], true),
            (["region": "us"], [:], false), (["region": "us"], ["mcp-param-region": "eu"], false),
            (["region": "us"], ["mcp-param-region": "US"], false),
            (["region": .null], [:], true), ([:], [:], true), ([:], ["mcp-param-region": "us"], false),
            (["region": "ñandú"], ["mcp-param-region": "=?base64?w7FhbmTDug==?="], true),
            (["region": "ñandú"], ["mcp-param-region": "=?base64?w7FhbmTDug?="], false),
            (["region": "ñandú"], ["mcp-param-region": "ñandú"], false),
            (["region": "us"], ["mcp-param-region": "us, us"], false),
            (["limits": ["most": 42]], ["mcp-param-most": "42"], true),
            (["limits": ["most": 42]], ["mcp-param-most": "42.0"], true),
            (["limits": ["most": 42]], ["mcp-param-most": "43"], false),
            (["limits": ["most": 42]], ["mcp-param-most": "0x2a"], false),
            (["limits": ["all": true]], ["mcp-param-all": "true"], true),
            (["limits": ["all": true]], ["mcp-param-all": "True"], false),
            (["limits": 7], ["mcp-param-all": "true"], false),
        ] as [(JSONObject, [String: String], Bool)]
    )
    func headersMustSayWhatTheArgumentsSay(arguments: JSONObject, headers: [String: String], isAdmitted: Bool) throws {
        let request = JSONRPCRequest(
            id: 3,
            method: "tools/call",
            params: [
                "name": "region", "arguments": .object(arguments),
                "_meta": ["io.modelcontextprotocol/protocolVersion": "2026-07-28"],
            ]
        )
        let standard = [
            "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "region",
        ]
        let lookup: StreamableHTTP.HeaderLookup = { headers[$0] ?? standard[$0] }
        do {
            #expect(try server.engine.admit(.request(request), header: lookup) == .modern)
            #expect(isAdmitted)
        } catch {
            #expect(!isAdmitted)
            #expect(error.status == 400)
            #expect(error.error.code == .headerMismatch)
            #expect(error.id == 3)
        }
    }

    @Test func tasksAreNamedInAHeader() {
        let request = JSONRPCRequest(id: 3, method: "tasks/get", params: ["taskId": "t-1"])
        let headers = StreamableHTTP.headers(for: .request(request), revision: .latest)
        #expect(headers.contains { $0.name == "mcp-name" && $0.value == "t-1" })
    }
}
