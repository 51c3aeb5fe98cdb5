import JSON
import MCP

/// Tools that ask the client one thing, in whichever way its revision has.
enum AskingTools {
    static func all() throws -> [Tool] {
        [
            try .fixture(
                "test_sampling",
                "Lets the client's model answer a prompt.",
                input: .object(ofRequired: ["prompt": ["type": "string"]])
            ) { call in
                let prompt = call.arguments["prompt"]?.string ?? ""
                let answer = try call.request.answer(to: "answer", .question(prompt))
                return .text("LLM response: \(answer.text ?? "")")
            },
            try .fixture(
                "test_elicitation",
                "Asks the user for a name and an address.",
                input: .object(ofRequired: ["message": ["type": "string"]])
            ) { call in
                let form: JSONObject = [
                    "type": "object",
                    "properties": [
                        "username": ["type": "string", "description": "User's response"],
                        "email": ["type": "string", "format": "email", "description": "User's email address"],
                    ],
                    "required": ["username", "email"],
                ]
                let message = call.arguments["message"]?.string ?? ""
                return told(try call.request.answer(to: "user", .form(message: message, schema: form)))
            },
            try .fixture("test_elicitation_sep1034_defaults", "Asks with a default for every kind of field.") { call in
                told(try call.request.answer(to: "fields", .form(message: "Please review.", schema: defaults)))
            },
            try .fixture("test_elicitation_sep1330_enums", "Asks to choose, in every way there is.") { call in
                told(try call.request.answer(to: "choices", .form(message: "Please choose.", schema: choices)))
            },
            try .fixture("test_streaming_elicitation", "Reports progress and asks, on the stream of its call.") {
                call in
                await call.request.report(progress: 1, total: 2, message: "about to ask")
                return told(try call.request.answer(to: "confirm", .form("Go on?", field: "ok", type: "boolean")))
            },
            try .fixture("test_missing_capability", "Needs a client that lends its model.") { call in
                .text(try call.request.answer(to: "capital", .question("Capital of Guatemala?")).text ?? "")
            },
        ]
    }

    private static func told(_ answer: InputAnswer) -> ToolResult {
        switch answer {
        case .accepted(let fields): .text("Elicitation: accept, \(JSONValue.object(fields).serializedString)")
        case .declined: .text("Elicitation: decline")
        case .cancelled: .text("Elicitation: cancel")
        case .message, .roots: .error("The answer is to another question.")
        }
    }

    private static let defaults: JSONObject = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "description": "User name", "default": "John Doe"],
            "age": ["type": "integer", "description": "User age", "default": 30],
            "score": ["type": "number", "description": "User score", "default": 95.5],
            "status": [
                "type": "string", "description": "User status", "enum": ["active", "inactive", "pending"],
                "default": "active",
            ],
            "verified": ["type": "boolean", "description": "Verification status", "default": true],
        ],
        "required": [],
    ]

    private static let choices: JSONObject = [
        "type": "object",
        "properties": [
            "untitledSingle": ["type": "string", "enum": ["option1", "option2", "option3"]],
            "titledSingle": ["type": "string", "oneOf": titled("value", "Option")],
            "legacyEnum": [
                "type": "string", "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            ],
            "untitledMulti": [
                "type": "array", "items": ["type": "string", "enum": ["option1", "option2", "option3"]],
            ],
            "titledMulti": ["type": "array", "items": ["anyOf": titled("value", "Choice")]],
        ],
        "required": [],
    ]

    private static func titled(_ value: String, _ title: String) -> JSONValue {
        .array((1...3).map { ["const": .string("\(value)\($0)"), "title": .string("\(title) \($0)")] })
    }
}
