import JSON
import Localization
import MCP
import Synchronization
import Testing

@Suite struct ParameterHeadersTests {
    private func schema(_ properties: JSONValue) -> JSONValue { ["type": "object", "properties": properties] }

    @Test func readsWhatPropertiesLeadTo() throws {
        let headers = try ParameterHeaders(
            inputSchema: schema([
                "region": ["type": "string", "x-mcp-header": "Region"],
                "nested": ["type": "object", "properties": ["deep": ["type": "integer", "x-mcp-header": "Deep!"]]],
                "plain": ["type": "number"],
            ])
        )
        #expect(headers.parameters.map(\.name) == ["Region", "Deep!"])
        #expect(headers.parameters.map(\.path) == [["region"], ["nested", "deep"]])
    }

    static let broken: [(JSONValue, ParameterHeaderError)] = [
        (["a": ["type": "string", "x-mcp-header": ""]], .empty),
        (["a": ["type": "string", "x-mcp-header": 7]], .notAString),
        (["a": ["type": "string", "x-mcp-header": "Sales Region"]], .notAToken("Sales Region")),
        (["a": ["type": "string", "x-mcp-header": "Region:Main"]], .notAToken("Region:Main")),
        (["a": ["type": "string", "x-mcp-header": "Región"]], .notAToken("Región")),
        (["a": ["type": "string", "x-mcp-header": "Region\t1"]], .notAToken("Region\t1")),
        (["a": ["type": "string", "x-mcp-header": "a\r\nb"]], .notAToken("a\r\nb")),
        (["a": ["type": "object", "x-mcp-header": "A"]], .notPrimitive("A")),
        (["a": ["type": "array", "x-mcp-header": "A"]], .notPrimitive("A")),
        (["a": ["type": "null", "x-mcp-header": "A"]], .notPrimitive("A")),
        (["a": ["type": "number", "x-mcp-header": "A"]], .notPrimitive("A")),
        (["a": ["x-mcp-header": "A"]], .notPrimitive("A")),
        (
            ["a": ["type": "string", "x-mcp-header": "A"], "b": ["type": "string", "x-mcp-header": "a"]],
            .duplicate("a")
        ),
        (["a": ["type": "array", "items": ["type": "string", "x-mcp-header": "A"]]], .unreachable("A")),
        (["a": ["oneOf": [["type": "string", "x-mcp-header": "A"]]]], .unreachable("A")),
        (
            ["a": ["if": ["properties": ["b": ["type": "string", "x-mcp-header": "A"]]], "type": "object"]],
            .unreachable("A")
        ),
        (["a": ["additionalProperties": ["type": "string", "x-mcp-header": "A"]]], .unreachable("A")),
    ]

    @Test(arguments: broken.indices) func refusesWhatBreaksARule(index: Int) {
        let (properties, error) = Self.broken[index]
        #expect(throws: error) { try ParameterHeaders(inputSchema: schema(properties)) }
        #expect(!error.message.spanish.contains("\n") && !error.message.english.contains("\r"))
    }

    @Test func refusesAnnotationsOutsideOfProperties() {
        let definition: JSONValue = ["type": "string", "x-mcp-header": "A"]
        for keyword in ["$defs", "definitions", "patternProperties", "dependentSchemas"] {
            #expect(throws: ParameterHeaderError.unreachable("A")) {
                try ParameterHeaders(
                    inputSchema: .object(JSONObject(members: [(keyword, .object(["d": definition]))]) ?? [:])
                )
            }
        }
        #expect(throws: ParameterHeaderError.unreachable("A")) { try ParameterHeaders(inputSchema: definition) }
    }

    @Test func dataIsNoAnnotation() throws {
        let headers = try ParameterHeaders(
            inputSchema: schema([
                "x-mcp-header": ["type": "string"],
                "a": ["type": "object", "default": ["x-mcp-header": ""], "examples": [["x-mcp-header": 1]]],
                "b": ["enum": [["x-mcp-header": "A"]], "const": ["x-mcp-header": "A"]],
            ])
        )
        #expect(headers.parameters.isEmpty)
    }

    @Test func valuesAreEncoded() throws {
        let headers = try ParameterHeaders(
            inputSchema: schema([
                "s": ["type": "string", "x-mcp-header": "S"], "i": ["type": "integer", "x-mcp-header": "I"],
                "b": ["type": "boolean", "x-mcp-header": "B"],
                "o": ["type": "object", "properties": ["p": ["type": "string", "x-mcp-header": "P"]]],
            ])
        )
        func encoded(_ arguments: JSONObject) throws -> [String: String] {
            Dictionary(uniqueKeysWithValues: try headers.headers(for: arguments).map { ($0.name, $0.value) })
        }
        #expect(
            try encoded(["s": "us-west1", "i": -7, "b": false, "o": ["p": "x"]]) == [
                "mcp-param-s": "us-west1", "mcp-param-i": "-7", "mcp-param-b": "false", "mcp-param-p": "x",
            ]
        )
        #expect(try encoded(["s": "Hello, 世界"]) == ["mcp-param-s": "=?base64?SGVsbG8sIOS4lueVjA==?="])
        #expect(try encoded(["s": " padded "]) == ["mcp-param-s": "=?base64?IHBhZGRlZCA=?="])
        #expect(try encoded(["s": "line1\nline2"]) == ["mcp-param-s": "=?base64?bGluZTEKbGluZTI=?="])
        #expect(try encoded(["s": "=?base64?literal?="]) == ["mcp-param-s": "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="])
        #expect(try encoded(["i": 42.0]) == ["mcp-param-i": "42"])
        #expect(try encoded(["s": .null, "o": "no object", "i": .null]) == [:])
        #expect(try encoded(["i": 9_007_199_254_740_991]) == ["mcp-param-i": "9007199254740991"])
        for value: JSONValue in [9_007_199_254_740_992, -9_007_199_254_740_992, 1.5, [], [:]] {
            #expect(throws: UnmirrorableParameter.self) { try headers.headers(for: ["i": value]) }
        }
    }

    // MARK: In the client

    private static let tools: JSONValue = [
        [
            "name": "good",
            "inputSchema": ["type": "object", "properties": ["r": ["type": "string", "x-mcp-header": "R"]]],
        ],
        [
            "name": "bad",
            "inputSchema": ["type": "object", "properties": ["r": ["type": "string", "x-mcp-header": ""]]],
        ],
        ["name": 7],
    ]

    @Test func invalidToolsAreLeftOutWithAWarning() async throws {
        let server = Script.modern(["tools/list": [Script.complete(["tools": Self.tools])]])
        let warnings = Mutex<[ClientWarning]>([])
        let client = ClientEngine(
            server,
            handlers: ClientHandlers(warn: { warning in warnings.withLock { $0.append(warning) } })
        )
        #expect(try await client.listTools().map(\.name) == ["good"])
        #expect(warnings.withLock { $0 } == [.toolRejected(name: "bad", reason: .empty), .malformedTool])
        await #expect(throws: ClientFailure.rejectedTool(name: "bad", reason: .empty)) {
            try await client.callTool(named: "bad")
        }
        #expect(await server.requests("tools/call").isEmpty)
    }

    @Test func transportsWithoutHeadersIgnoreAnnotations() async throws {
        let server = Script.modern(
            ["tools/list": [Script.complete(["tools": Self.tools])], "tools/call": [Script.text]],
            kind: .channel
        )
        let client = ClientEngine(server)
        #expect(try await client.listTools().map(\.name) == ["good", "bad"])
        _ = try await client.callTool(named: "good", arguments: ["r": "x"])
        #expect(await server.headers.allSatisfy(\.isEmpty))
    }

    @Test func aToolCalledByNameIsLookedUpFirst() async throws {
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": Self.tools])], "tools/call": [Script.text],
        ])
        let client = ClientEngine(server)
        _ = try await client.callTool(named: "good", arguments: ["r": "x"])
        _ = try await client.callTool(named: "good", arguments: ["r": .null])
        #expect(await server.sent == ["server/discover", "tools/list", "tools/call", "tools/call"])
        #expect(await server.headers == [[:], [:], ["mcp-param-r": "x"], [:]])
        await #expect(throws: ClientFailure.unmirrorableArgument(tool: "good", parameter: "r")) {
            try await client.callTool(named: "good", arguments: ["r": [1]])
        }
    }

    @Test func aMismatchMakesTheClientLookAgain() async throws {
        let renamed: JSONValue = [
            [
                "name": "good",
                "inputSchema": ["type": "object", "properties": ["r": ["type": "string", "x-mcp-header": "New"]]],
            ]
        ]
        let server = Script.modern([
            "tools/list": [
                Script.complete(["tools": Self.tools], ttl: 60_000), Script.complete(["tools": renamed], ttl: 60_000),
            ],
            "tools/call": [Script.error(-32020), Script.text],
        ])
        let client = ClientEngine(server)
        _ = try await client.callTool(named: "good", arguments: ["r": "x"])
        #expect(await server.headers.suffix(1) == [["mcp-param-new": "x"]])

        let stubborn = Script.modern([
            "tools/list": [Script.complete(["tools": Self.tools])], "tools/call": [Script.error(-32020)],
        ])
        await #expect(throws: ClientFailure.self) {
            try await ClientEngine(stubborn).callTool(named: "good", arguments: ["r": "x"])
        }
        #expect(await stubborn.requests("tools/call").count == 1)
    }
}
