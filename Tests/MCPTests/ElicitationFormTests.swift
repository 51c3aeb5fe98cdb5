import JSON
import MCP
import Synchronization
import Testing

@Suite struct ElicitationFormTests {
    /// Reads a form the way a client gets it, and gives what it sends for the values.
    private func elicit(
        _ schema: JSONValue,
        _ decide: @escaping @Sendable (ElicitationForm) -> ElicitationAnswer
    ) async throws -> JSONValue? {
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": []])],
            "tools/call": [
                Script.result([
                    "resultType": "input_required",
                    "inputRequests": [
                        "k": [
                            "method": "elicitation/create",
                            "params": ["message": "Please", "requestedSchema": schema],
                        ]
                    ],
                ]),
                Script.text,
            ],
        ])
        let client = ClientEngine(
            server,
            handlers: ClientHandlers(elicit: { request in
                guard case .form(let form) = request else { return .cancel }
                return decide(form)
            })
        )
        _ = try await client.callTool(named: "t")
        return await server.requests("tools/call").last?.params?["inputResponses"]?["k"]
    }

    private static let defaults: JSONValue = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "default": "Ana Pérez"], "age": ["type": "integer", "default": 41],
            "score": ["type": "number", "default": 7.25],
            "status": ["type": "string", "enum": ["active", "inactive", "paused"], "default": "active"],
            "verified": ["type": "boolean", "default": true],
        ],
    ]

    @Test func fieldsLeftOutTakeTheirDefaults() async throws {
        let all = try await elicit(Self.defaults) { _ in .accept([:]) }
        #expect(
            all == [
                "action": "accept",
                "content": [
                    "name": "Ana Pérez", "age": 41, "score": 7.25, "status": "active", "verified": true,
                ],
            ]
        )
        let some = try await elicit(Self.defaults) { _ in .accept(["age": 31, "verified": false]) }
        #expect(some?["content"]?["age"] == 31)
        #expect(some?["content"]?["verified"] == false)
        #expect(try await elicit(Self.defaults) { _ in .decline } == ["action": "decline"])
        #expect(try await elicit(Self.defaults) { _ in .cancel } == ["action": "cancel"])
    }

    @Test func readsEveryKindOfEnumeration() async throws {
        let seen = Mutex<ElicitationForm?>(nil)
        _ = try await elicit([
            "type": "object",
            "properties": [
                "untitledSingle": ["type": "string", "enum": ["option1", "option2"]],
                "titledSingle": ["type": "string", "oneOf": [["const": "value1", "title": "First"]]],
                "legacyEnum": ["type": "string", "enum": ["opt1", "opt2"], "enumNames": ["One"]],
                "untitledMulti": [
                    "type": "array", "items": ["type": "string", "enum": ["option1"]], "minItems": 1, "maxItems": 2,
                ],
                "titledMulti": ["type": "array", "items": ["anyOf": [["const": "value1", "title": "First"]]]],
            ],
            "required": ["legacyEnum"],
        ]) { form in
            seen.withLock { $0 = form }
            return .decline
        }
        let fields = try #require(seen.withLock { $0 }).fields
        func option(_ value: String, _ title: String) -> ElicitationField.Option {
            ElicitationField.Option(value: value, title: title)
        }
        #expect(
            fields.map(\.kind) == [
                .choice([option("option1", "option1"), option("option2", "option2")]),
                .choice([option("value1", "First")]),
                .choice([option("opt1", "One"), option("opt2", "opt2")]),
                .choices([option("option1", "option1")], minimum: 1, maximum: 2),
                .choices([option("value1", "First")], minimum: nil, maximum: nil),
            ]
        )
        #expect(fields.map(\.isRequired) == [false, false, true, false, false])
    }

    static let misfits: [(JSONValue, JSONValue)] = [
        (["type": "string"], 1), (["type": "string", "minLength": 3], "ab"),
        (["type": "string", "maxLength": 1], "ab"),
        (["type": "string", "format": "email"], "ana"), (["type": "string", "format": "email"], "a@b@c.de"),
        (["type": "string", "format": "uri"], "example.com"), (["type": "string", "format": "uri"], "https://a b"),
        (["type": "string", "format": "date"], "2026-02-29"), (["type": "string", "format": "date"], "28/07/2026"),
        (["type": "string", "format": "date-time"], "2026-07-28 15:00"),
        (["type": "string", "format": "date-time"], "2026-07-28T25:00:00Z"),
        (["type": "integer"], 1.5), (["type": "integer"], "1"), (["type": "number", "minimum": 0], -0.5),
        (["type": "number", "maximum": 10], 11), (["type": "boolean"], "true"), (["type": "boolean"], 1),
        (["type": "string", "enum": ["a"]], "b"), (["type": "array", "items": ["enum": ["a"]]], "a"),
        (["type": "array", "items": ["enum": ["a"]]], ["b"]),
        (["type": "array", "items": ["enum": ["a"]], "minItems": 1], []),
        (["type": "array", "items": ["enum": ["a", "b"]], "maxItems": 1], ["a", "b"]),
    ]

    @Test(arguments: misfits.indices) func unfitValuesAreNeverSent(index: Int) async {
        let (field, value) = Self.misfits[index]
        let schema: JSONValue = ["type": "object", "properties": ["f": field]]
        await #expect(throws: ClientFailure.self) { try await elicit(schema) { _ in .accept(["f": value]) } }
    }

    static let fits: [(JSONValue, JSONValue)] = [
        (["type": "string", "minLength": 2, "maxLength": 2], "éé"),
        (["type": "string", "format": "email"], "ana@example.com"),
        (["type": "string", "format": "uri"], "urn:isbn:0451450523"),
        (["type": "string", "format": "date"], "2024-02-29"),
        (["type": "string", "format": "date-time"], "2026-07-28T15:00:00.250-06:00"),
        (["type": "string", "format": "date-time"], "2016-12-31t23:59:60z"),
        (["type": "string", "format": "unknown"], "anything"), (["type": "integer", "minimum": 1, "maximum": 1], 1.0),
        (["type": "array", "items": ["enum": ["a", "b"]], "maxItems": 2], ["b", "a"]),
    ]

    @Test(arguments: fits.indices) func fittingValuesAreSent(index: Int) async throws {
        let (field, value) = Self.fits[index]
        let schema: JSONValue = ["type": "object", "properties": ["f": field], "required": ["f"]]
        #expect(try await elicit(schema) { _ in .accept(["f": value]) }?["content"] == ["f": value])
    }

    @Test func missingAndUnknownFieldsAreNeverSent() async {
        let schema: JSONValue = ["type": "object", "properties": ["f": ["type": "string"]], "required": ["f"]]
        await #expect(throws: ClientFailure.self) { try await elicit(schema) { _ in .accept([:]) } }
        await #expect(throws: ClientFailure.self) {
            try await elicit(schema) { _ in .accept(["f": "x", "g": "y"]) }
        }
    }

    @Test func formsThatAreNotFlatAreRefused() async {
        let broken: [JSONValue] = [
            ["type": "array"], [:], ["type": "object", "properties": ["f": ["type": "object"]]],
            ["type": "object", "properties": ["f": ["type": "array", "items": ["type": "string"]]]],
            ["type": "object", "properties": ["f": ["$ref": "https://example.com/schema.json"]]],
        ]
        for schema in broken {
            await #expect(throws: ClientFailure.self) { try await elicit(schema) { _ in .accept([:]) } }
        }
    }

    @Test func aDefaultThatDoesNotFitIsNone() async throws {
        let schema: JSONValue = [
            "type": "object", "properties": ["f": ["type": "string", "enum": ["a"], "default": "z"]],
        ]
        #expect(try await elicit(schema) { _ in .accept([:]) }?["content"] == [:])
    }
}
