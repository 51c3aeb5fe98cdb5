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
        "tools/call": "CallToolRequest", "server/discover": "DiscoverRequest",
    ]
    private static let results = [
        "initialize": "InitializeResult", "ping": "EmptyResult", "tools/list": "ListToolsResult",
        "tools/call": "CallToolResult", "server/discover": "DiscoverResult",
    ]

    /// Judges a request and its response by their own definitions.
    func violations(request: JSONRPCRequest, response: JSONRPCResponse) throws -> [String] {
        let message = JSONValue.object(response.json)
        switch response.outcome {
        case .result(let result):
            var found = try violations(.object(request.json), "JSONRPCRequest")
            found += try violations(message, has("JSONRPCResultResponse") ? "JSONRPCResultResponse" : "JSONRPCResponse")
            if let name = Self.requests[request.method] { found += try violations(.object(request.json), name) }
            if let name = Self.results[request.method] { found += try violations(.object(result), name) }
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
