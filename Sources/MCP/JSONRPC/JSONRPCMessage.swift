public import JSON

/// A request: wants a response with the same identifier.
public struct JSONRPCRequest: Sendable, Hashable {
    public var id: JSONRPCID
    public var method: String
    public var params: JSONObject?

    public init(id: JSONRPCID, method: String, params: JSONObject? = nil) {
        self.id = id
        self.method = method
        self.params = params
    }

    public var json: JSONObject {
        var object: JSONObject = ["jsonrpc": "2.0", "id": id.json, "method": .string(method)]
        if let params { object["params"] = .object(params) }
        return object
    }

    public func serialized() -> [UInt8] { json.serialized() }
}

/// A notification: wants no response.
public struct JSONRPCNotification: Sendable, Hashable {
    public var method: String
    public var params: JSONObject?

    public init(method: String, params: JSONObject? = nil) {
        self.method = method
        self.params = params
    }

    public var json: JSONObject {
        var object: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        if let params { object["params"] = .object(params) }
        return object
    }

    public func serialized() -> [UInt8] { json.serialized() }
}

/// The answer to a request.
public struct JSONRPCResponse: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case result(JSONObject)
        case error(JSONRPCErrorObject)
    }

    /// `nil` only in an error about a message whose identifier could not be read; the member is then left out.
    public var id: JSONRPCID?
    public var outcome: Outcome

    public init(id: JSONRPCID, result: JSONObject) {
        self.id = id
        self.outcome = .result(result)
    }

    public init(id: JSONRPCID?, error: JSONRPCErrorObject) {
        self.id = id
        self.outcome = .error(error)
    }

    public var result: JSONObject? {
        if case .result(let result) = outcome { result } else { nil }
    }

    public var error: JSONRPCErrorObject? {
        if case .error(let error) = outcome { error } else { nil }
    }

    public var json: JSONObject {
        var object: JSONObject = ["jsonrpc": "2.0"]
        if let id { object["id"] = id.json }
        switch outcome {
        case .result(let result): object["result"] = .object(result)
        case .error(let error): object["error"] = .object(error.json)
        }
        return object
    }

    public func serialized() -> [UInt8] { json.serialized() }
}

/// Any JSON-RPC 2.0 message.
public enum JSONRPCMessage: Sendable, Hashable {
    case request(JSONRPCRequest)
    case notification(JSONRPCNotification)
    case response(JSONRPCResponse)
    /// Several messages in an array. Only revision 2025-03-26 allows it; each element stands or falls alone.
    case batch([Result<JSONRPCMessage, JSONRPCFailure>])
}
