import Foundation
import JSON
import JSONSchema
import Localization
import MCP

/// The official schemas, in an optional folder outside of the package.
enum SharedFolder {
    /// `SECURE_MCP_SHARED`, or the folder `shared` beside one of the folders that hold this file.
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment["SECURE_MCP_SHARED"]
        var candidates = environment.map { [$0] } ?? []
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            candidates.append(folder.appending(path: "shared").path)
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0 + "/mcp/schema-2026-07-28.json") }
    }()

    static func schema(of revision: ProtocolRevision) throws -> JSONObject? {
        guard let path else { return nil }
        let data = try Data(contentsOf: URL(filePath: "\(path)/mcp/schema-\(revision).json"))
        return try JSONValue(parsing: Array(data)).object
    }
}

/// The official schema of one revision, ready to judge messages.
struct OfficialSchema {
    let revision: ProtocolRevision
    private let document: JSONObject
    private let definitionsKey: String

    init?(_ revision: ProtocolRevision) throws {
        guard let document = try SharedFolder.schema(of: revision) else { return nil }
        self.revision = revision
        self.document = document
        definitionsKey = document["$defs"] == nil ? "definitions" : "$defs"
    }

    func has(_ definition: String) -> Bool { document[definitionsKey]?[definition] != nil }

    /// What is wrong with a value as a definition sees it.
    func violations(_ value: JSONValue, _ definition: String) throws -> [String] {
        var schema = document
        schema["$ref"] = .string("#/\(definitionsKey)/\(definition)")
        return try JSONSchema(compiling: .object(schema)).validate(value).map {
            "\(definition)\($0.instancePath): \($0.message.english)"
        }
    }

    private static let requests = [
        "initialize": "InitializeRequest", "ping": "PingRequest", "tools/list": "ListToolsRequest",
        "tools/call": "CallToolRequest", "server/discover": "DiscoverRequest", "prompts/list": "ListPromptsRequest",
        "prompts/get": "GetPromptRequest", "resources/list": "ListResourcesRequest",
        "resources/templates/list": "ListResourceTemplatesRequest", "resources/read": "ReadResourceRequest",
        "completion/complete": "CompleteRequest", "logging/setLevel": "SetLevelRequest",
        "resources/subscribe": "SubscribeRequest", "resources/unsubscribe": "UnsubscribeRequest",
        "subscriptions/listen": "SubscriptionsListenRequest",
        "elicitation/create": "ElicitRequest", "sampling/createMessage": "CreateMessageRequest",
        "roots/list": "ListRootsRequest",
    ]
    private static let results = [
        "initialize": "InitializeResult", "ping": "EmptyResult", "tools/list": "ListToolsResult",
        "tools/call": "CallToolResult", "server/discover": "DiscoverResult", "prompts/list": "ListPromptsResult",
        "prompts/get": "GetPromptResult", "resources/list": "ListResourcesResult",
        "resources/templates/list": "ListResourceTemplatesResult", "resources/read": "ReadResourceResult",
        "completion/complete": "CompleteResult", "logging/setLevel": "EmptyResult",
        "resources/subscribe": "EmptyResult", "resources/unsubscribe": "EmptyResult",
        "subscriptions/listen": "SubscriptionsListenResult",
    ]
    private static let notifications = [
        "notifications/progress": "ProgressNotification", "notifications/message": "LoggingMessageNotification",
        "notifications/tools/list_changed": "ToolListChangedNotification",
        "notifications/prompts/list_changed": "PromptListChangedNotification",
        "notifications/resources/list_changed": "ResourceListChangedNotification",
        "notifications/resources/updated": "ResourceUpdatedNotification",
        "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
        "notifications/cancelled": "CancelledNotification",
    ]

    /// Judges a notification by its own definition; those of extensions have none.
    func violations(notification: JSONRPCNotification) throws -> [String] {
        let value = JSONValue.object(notification.json)
        let name = Self.notifications[notification.method].flatMap { has($0) ? $0 : nil }
        return try violations(value, "JSONRPCNotification") + (try name.map { try violations(value, $0) } ?? [])
    }

    /// Judges a request of the server by its own definition.
    func violations(question: JSONRPCRequest) throws -> [String] {
        guard let name = Self.requests[question.method], has(name) else {
            return ["\(question.method) is unknown here"]
        }
        let value = JSONValue.object(question.json)
        return try violations(value, "JSONRPCRequest") + (try violations(value, name))
    }

    /// Judges a request and its response by their own definitions.
    ///
    /// - Parameter judgesRequest: false where the request is wrong on purpose.
    func violations(
        request: JSONRPCRequest,
        response: JSONRPCResponse,
        judgesRequest: Bool = true
    ) throws -> [String] {
        let message = JSONValue.object(response.json)
        switch response.outcome {
        case .result(let result):
            var found = judgesRequest ? try violations(.object(request.json), "JSONRPCRequest") : []
            found += try violations(message, has("JSONRPCResultResponse") ? "JSONRPCResultResponse" : "JSONRPCResponse")
            if judgesRequest, let name = Self.requests[request.method], has(name) {
                found += try violations(.object(request.json), name)
            }
            switch result["resultType"]?.string {
            case "input_required": found += try violations(.object(result), "InputRequiredResult")
            case "task": found += try violations(.object(result), "Result")
            default:
                if let name = Self.results[request.method], has(name) { found += try violations(.object(result), name) }
            }
            return found
        case .error(let error):
            let special: [JSONRPCErrorCode: String] = [
                .headerMismatch: "HeaderMismatchError", .unsupportedProtocolVersion: "UnsupportedProtocolVersionError",
                .missingClientCapability: "MissingRequiredClientCapabilityError",
            ]
            let general = has("JSONRPCErrorResponse") ? "JSONRPCErrorResponse" : "JSONRPCError"
            let name = special[error.code].flatMap { has($0) ? $0 : nil } ?? general
            return try violations(message, name)
        }
    }
}
