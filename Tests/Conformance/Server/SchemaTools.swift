import JSON
import MCP

/// Tools whose input schema is what matters.
enum SchemaTools {
    static func all() throws -> [Tool] {
        [
            try .fixture("json_schema_2020_12_tool", "Has a schema with many keywords.", input: contact) { call in
                .text("Reached \(call.arguments["name"]?.string ?? "somebody").")
            },
            try .fixture("test_x_mcp_header", "Mirrors an argument in a header.", input: mirrored) { call in
                .text("Region: \(call.arguments["region"]?.string ?? "none")")
            },
        ]
    }

    /// Somebody who can be reached by telephone or by mail.
    private static let contact: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": [
            "address": [
                "$anchor": "address", "type": "object",
                "properties": ["street": ["type": "string"], "city": ["type": "string"]],
            ]
        ],
        "properties": [
            "name": ["type": "string"],
            "address": ["$ref": "#/$defs/address"],
            "prefers": ["type": "string", "enum": ["phone", "email"]],
            "phone": ["type": "string"],
            "email": ["type": "string"],
        ],
        "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
        "if": ["properties": ["prefers": ["const": "phone"]], "required": ["prefers"]],
        "then": ["required": ["phone"]],
        "else": ["required": ["email"]],
        "additionalProperties": false,
    ]

    private static let mirrored: JSONValue = [
        "type": "object",
        "properties": ["region": ["type": "string", "x-mcp-header": "Region"]],
    ]
}
