import JSON
import Localization
public import MCP

/// What a server says of itself.
public struct ServerStatus: Sendable {
    public var service: String
    public var version: String
    /// The time, as RFC 3339 in UTC.
    public var timestamp: @Sendable () -> String

    public init(service: String, version: String, timestamp: @escaping @Sendable () -> String) {
        self.service = service
        self.version = version
        self.timestamp = timestamp
    }
}

/// `server_status`: whether the server answers, and what it is. It reads nothing, so it tells the cost of a call itself.
public enum ServerStatusTool {
    public static func make(status: ServerStatus) throws -> Tool {
        let definition = ToolDefinition(
            name: "server_status",
            title: LocalizedText(es: "Estado del servidor", en: "Server status"),
            summary: LocalizedText(
                es: "Dice si el servidor responde, con su versión y su hora.",
                en: "Tells whether the server answers, with its version and its time."
            ),
            inputSchema: [
                "type": "object", "additionalProperties": false,
                "properties": ["lang": SalesArguments.languageSchema],
            ],
            arguments: ["lang": SalesArguments.languageText],
            outputSchema: [
                "type": "object",
                "properties": [
                    "service": ["type": "string"], "version": ["type": "string"], "status": ["type": "string"],
                    "timestamp": ["type": "string"],
                ],
                "required": ["service", "version", "status", "timestamp"],
            ],
            annotations: .readsOnly
        )
        return try Tool(
            definition,
            immediate: { call in
                let timestamp = status.timestamp()
                let facts: JSONObject = [
                    "service": .string(status.service), "version": .string(status.version), "status": "ok",
                    "timestamp": .string(timestamp),
                ]
                let text =
                    switch SalesArguments.language(of: call) {
                    case .spanish: "\(status.service) \(status.version) responde. Hora del servidor: \(timestamp)."
                    case .english: "\(status.service) \(status.version) is up. Server time: \(timestamp)."
                    }
                return .structured(.object(facts), text: text)
            }
        )
    }
}
