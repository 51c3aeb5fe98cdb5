import JSON
import JSONSchema
import Localization
import Testing

@Suite struct JSONSchemaTests {
    static let verdicts: [(schema: String, valid: [String], invalid: [String])] = [
        ("true", ["1", "null"], []), ("false", [], ["1", "{}"]), ("{}", ["1", "[]"], []),
        (#"{"type":"integer"}"#, ["1", "1.0", "1e2", "-0"], ["1.5", "\"1\"", "null", "true"]),
        (#"{"type":"number"}"#, ["1", "1.5", "1E400"], ["\"1\""]),
        (#"{"type":["string","null"]}"#, ["\"x\"", "null"], ["1", "[]"]),
        (#"{"type":"boolean"}"#, ["true"], ["0"]), (#"{"type":"array"}"#, ["[]"], ["{}"]),
        (#"{"enum":["a",1,null,{"x":[1]}]}"#, ["\"a\"", "1", "1.0", "null", "{\"x\":[1.0]}"], ["\"b\"", "2", "{}"]),
        (#"{"const":{"a":1,"b":2}}"#, [#"{"b":2,"a":1}"#], ["{}", #"{"a":1}"#]),
        (#"{"properties":{"a":{"type":"string"}},"required":["a"]}"#, [#"{"a":""}"#, "1"], ["{}", #"{"a":1}"#]),
        (#"{"properties":{"a":{}},"additionalProperties":false}"#, [#"{"a":1}"#, "{}"], [#"{"b":1}"#]),
        (#"{"additionalProperties":{"type":"integer"}}"#, [#"{"x":1}"#], [#"{"x":"1"}"#]),
        (#"{"propertyNames":{"maxLength":2}}"#, [#"{"ab":1}"#], [#"{"abc":1}"#]),
        (#"{"minProperties":1,"maxProperties":2}"#, [#"{"a":1}"#], ["{}", #"{"a":1,"b":2,"c":3}"#]),
        (#"{"dependentRequired":{"a":["b"]}}"#, ["{}", #"{"a":1,"b":1}"#], [#"{"a":1}"#]),
        (#"{"items":{"type":"integer"}}"#, ["[]", "[1,2]", "\"x\""], ["[1,\"2\"]"]),
        (#"{"prefixItems":[{"type":"string"}],"items":false}"#, ["[]", "[\"a\"]"], ["[1]", "[\"a\",1]"]),
        (#"{"minItems":1,"maxItems":2}"#, ["[1]"], ["[]", "[1,2,3]"]),
        (
            #"{"uniqueItems":true}"#, ["[1,\"1\",{\"a\":1},{\"a\":2}]"],
            ["[1,1.0]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]"]
        ),
        (#"{"contains":{"const":1}}"#, ["[0,1]"], ["[]", "[0]"]),
        (#"{"contains":{"const":1},"minContains":0,"maxContains":1}"#, ["[]", "[1]"], ["[1,1]"]),
        (#"{"minimum":0,"maximum":10}"#, ["0", "10", "10.0", "\"x\""], ["-1", "10.1", "11"]),
        (#"{"exclusiveMinimum":0,"exclusiveMaximum":1}"#, ["0.5"], ["0", "1", "1.0"]),
        (#"{"maximum":9007199254740992}"#, ["9007199254740992"], ["9007199254740993"]),
        (#"{"multipleOf":0.01}"#, ["0.07", "9747747.93", "1"], ["0.001"]),
        (#"{"minLength":2,"maxLength":3}"#, ["\"ab\"", "\"ñandú\"".replacing("dú", with: "")], ["\"a\"", "\"abcd\""]),
        (#"{"maxLength":1}"#, ["\"\u{1F600}\""], ["\"e\u{301}\""]),
        (#"{"anyOf":[{"type":"string"},{"minimum":5}]}"#, ["\"x\"", "5"], ["4"]),
        (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, ["4", "5.5"], ["5", "4.5"]),
        (#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, ["1"], ["0", "3"]),
        (#"{"not":{"type":"null"}}"#, ["1"], ["null"]),
        (
            #"{"if":{"properties":{"t":{"const":1}}},"then":{"required":["a"]},"else":{"required":["b"]}}"#,
            [#"{"t":1,"a":0}"#, #"{"t":2,"b":0}"#], [#"{"t":1}"#, #"{"t":2}"#]
        ),
        (#"{"then":false}"#, ["1"], []),
        (
            ##"{"$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"required":["v"]}},"$ref":"#/$defs/n"}"##,
            [#"{"v":1,"next":{"v":2}}"#], ["1", #"{"v":1,"next":{}}"#]
        ),
        (
            ##"{"properties":{"a~b/c":{"type":"string"},"z":{"$ref":"#/properties/a~0b~1c"}}}"##, [#"{"z":""}"#],
            [#"{"z":1}"#]
        ),
        (##"{"$defs":{"per%cent":{"type":"string"}},"$ref":"#/$defs/per%25cent"}"##, ["\"\""], ["1"]),
        (
            ##"{"properties":{"child":{"$ref":"#"}},"additionalProperties":false}"##, [#"{"child":{"child":{}}}"#],
            [#"{"child":{"x":1}}"#]
        ),
        (
            ##"{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"s":{"type":"string"}},"items":[{"$ref":"#/definitions/s","type":"integer"}],"additionalItems":false}"##,
            ["[\"a\"]", "[]"], ["[1]", "[\"a\",2]"]
        ),
        (#"{"x-mcp-header":"Region","description":1,"format":"date","unknown":{"type":"nothing"}}"#, ["1"], []),
    ]

    @Test(arguments: verdicts) func judges(schema: String, valid: [String], invalid: [String]) throws {
        let compiled = try JSONSchema(compiling: JSONValue(parsing: schema))
        for text in valid { #expect(compiled.validate(try JSONValue(parsing: text)) == [], "\(text) is valid") }
        for text in invalid { #expect(compiled.validate(try JSONValue(parsing: text)) != [], "\(text) is invalid") }
    }

    static let malformed: [(schema: String, path: String)] = [
        ("1", ""), ("[]", ""), (#"{"type":"text"}"#, "/type"), (#"{"type":[]}"#, "/type"), (#"{"type":1}"#, "/type"),
        (#"{"properties":[]}"#, "/properties"), (#"{"properties":{"a":1}}"#, "/properties/a"),
        (#"{"required":"a"}"#, "/required"), (#"{"required":[1]}"#, "/required"), (#"{"minimum":"1"}"#, "/minimum"),
        (#"{"minLength":-1}"#, "/minLength"), (#"{"maxItems":1.5}"#, "/maxItems"),
        (#"{"multipleOf":0}"#, "/multipleOf"),
        (#"{"anyOf":[]}"#, "/anyOf"), (#"{"enum":1}"#, "/enum"), (#"{"uniqueItems":1}"#, "/uniqueItems"),
        (##"{"$ref":"#/$defs/none"}"##, "/$ref"), (#"{"$ref":"https://example.com/s.json"}"#, "/$ref"),
        (#"{"$ref":"other.json#/a"}"#, "/$ref"), (##"{"$ref":"#anchor"}"##, "/$ref"),
        (##"{"$ref":"#/a%ZZ"}"##, "/$ref"),
        (#"{"$schema":"http://json-schema.org/draft-04/schema#"}"#, ""),
    ]

    @Test(arguments: malformed) func refusesMalformedSchemas(schema: String, path: String) throws {
        let value = try JSONValue(parsing: schema)
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(compiling: value) }
        #expect(error.schemaPath == path)
        #expect(!error.message.spanish.isEmpty && error.message.spanish != error.message.english)
    }

    @Test(arguments: [
        ##"{"$ref":"#"}"##,
        ##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}"##,
        ##"{"not":{"anyOf":[true,{"$ref":"#"}]}}"##,
    ])
    func refusesReferencesThatNeverEnd(schema: String) throws {
        let value = try JSONValue(parsing: schema)
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(compiling: value) }
        #expect(error.reason == .referenceLoop)
    }

    /// Thirty levels that each refer twice to the next would take a billion steps.
    @Test func aSchemaThatExplodesEndsInAVerdict() throws {
        var definitions: JSONObject = ["d30": ["type": "integer"]]
        for level in 0..<30 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["allOf": [next, next]]
        }
        let schema = try JSONSchema(compiling: ["$defs": .object(definitions), "$ref": "#/$defs/d0"])
        #expect(!schema.validate(1).isEmpty)
    }

    @Test func tooManySubschemasAreRefused() throws {
        let many = JSONValue.array((0..<JSONSchemaError.maximumSubschemas).map { ["const": JSONValue($0)] })
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(compiling: ["anyOf": many]) }
        #expect(error.reason == .tooLarge)
    }

    @Test func deeplyNestedValuesAreJudgedByRecursiveSchemas() throws {
        let schema = try JSONSchema(compiling: ["items": ["$ref": "#"], "type": "array"])
        let text = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        let value = try JSONValue(parsing: text, limits: JSONLimits(depth: 1_000))
        #expect(schema.validate(value).isEmpty)
    }

    @Test func namesAssertionsThatItIgnores() throws {
        let schema = try JSONSchema(compiling: ["properties": ["a": ["pattern": "^x", "title": "A"]], "minLength": 1])
        #expect(schema.ignoredAssertions == ["/properties/a/pattern"])
    }
}

@Suite struct SchemaViolationTests {
    private let schema: JSONValue = [
        "type": "object",
        "properties": [
            "year": ["type": "integer", "minimum": 2000],
            "unit": ["enum": ["month", "day"]],
            "lines": ["type": "array", "items": ["type": "object", "required": ["sku"]]],
        ],
        "required": ["year"],
        "additionalProperties": false,
    ]

    @Test func saysWhereAndWhatInBothLanguages() throws {
        let compiled = try JSONSchema(compiling: schema)
        let found = compiled.validate(["unit": "week", "lines": [["sku": 1], [:]], "tear": 2011])
        #expect(found.map(\.instancePath) == ["", "/unit", "/lines/1", ""])
        #expect(found.map(\.keyword) == ["required", "enum", "required", "additionalProperties"])
        #expect(
            found.map(\.message.english) == [
                "The argument 'year' is missing.",
                #"'unit' must be one of: "month", "day"; got the string "week"."#,
                "'lines/1' must include 'sku'.",
                "The value does not accept 'tear'; accepted: 'year', 'unit', 'lines'.",
            ]
        )
        #expect(
            found.map(\.message.spanish) == [
                "Falta el argumento «year».",
                #"«unit» debe ser uno de estos valores: "month", "day"; se recibió el texto "week"."#,
                "«lines/1» debe incluir «sku».",
                "El valor no admite «tear»; se admiten: «year», «unit», «lines».",
            ]
        )
    }

    @Test func namesTheTypeThatCame() throws {
        let compiled = try JSONSchema(compiling: schema)
        let found = compiled.validate(["year": "2011"])
        #expect(found.first?.message.english == "'year' must be an integer; got the string \"2011\".")
        #expect(found.first?.message.spanish == "«year» debe ser un número entero; se recibió el texto \"2011\".")
    }

    @Test func whatPatternsMayAllowIsNotCalledAdditional() throws {
        let compiled = try JSONSchema(
            compiling: ["patternProperties": ["^x_": ["type": "integer"]], "additionalProperties": false]
        )
        #expect(compiled.validate(["x_1": 1]).isEmpty)
        #expect(compiled.ignoredAssertions == ["/patternProperties"])
    }

    @Test func neverTellsMoreThanAsked() throws {
        let compiled = try JSONSchema(compiling: ["items": ["type": "string"]])
        let numbers = JSONValue.array((0..<100).map { JSONValue($0) })
        #expect(compiled.validate(numbers).count == 20)
        #expect(compiled.validate(numbers, limit: 1).count == 1)
    }

    @Test func longValuesAreCut() throws {
        let compiled = try JSONSchema(compiling: ["type": "integer"])
        let text = String(repeating: "x", count: 1_000_000)
        #expect(compiled.validate(.string(text)).first.map { $0.message.english.utf8.count < 200 } == true)
    }

    @Test func pointsAtTheNearestAlternative() throws {
        let compiled = try JSONSchema(
            compiling: ["anyOf": [["type": "null"], ["type": "object", "properties": ["a": ["type": "string"]]]]]
        )
        let message = compiled.validate(["a": 1]).first?.message.english
        #expect(message?.hasSuffix("The nearest: 'a' must be a string; got the number 1.") == true)
    }
}
