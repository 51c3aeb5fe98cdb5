import JSON
import Localization
import MCP

extension Tool {
    /// A tool with a description in one language, which is all that a fixture needs.
    ///
    /// - Parameter input: Default: no arguments.
    static func fixture(
        _ name: String,
        _ summary: String,
        input: JSONValue = ["type": "object"],
        taskUse: ToolDefinition.TaskUse = .never,
        annotations: ToolAnnotations? = nil,
        _ handler: @escaping @Sendable (ToolCall) async throws -> ToolResult
    ) throws -> Tool {
        let definition = ToolDefinition(
            name: name,
            summary: LocalizedText(es: summary, en: summary),
            inputSchema: input,
            annotations: annotations,
            taskUse: taskUse
        )
        return try Tool(definition, handler: handler)
    }
}

extension JSONValue {
    /// An object schema whose members are all required.
    static func object(ofRequired properties: JSONObject) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.map { .string($0) }),
        ]
    }
}

extension InputRequest {
    /// A form with one required field.
    static func form(_ message: String, field: String, type: String = "string") -> InputRequest {
        .form(
            message: message,
            schema: [
                "type": "object", "properties": [field: ["type": .string(type)]], "required": [.string(field)],
            ]
        )
    }

    /// One question to the client's model.
    static func question(_ text: String, maxTokens: Int = 100) -> InputRequest {
        .sampling([
            "messages": [["role": "user", "content": ["type": "text", "text": .string(text)]]],
            "maxTokens": JSONValue(maxTokens),
        ])
    }
}
