public import JSON
import Localization

/// The code of a JSON-RPC error. A code not listed here is kept as it is.
public struct JSONRPCErrorCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The bytes are not JSON (JSON-RPC 2.0 section 5.1).
    public static let parseError = JSONRPCErrorCode(rawValue: -32700)
    /// The JSON is no JSON-RPC message, or one that does not belong here.
    public static let invalidRequest = JSONRPCErrorCode(rawValue: -32600)
    /// The method does not exist in this revision or is not offered.
    public static let methodNotFound = JSONRPCErrorCode(rawValue: -32601)
    /// The parameters are wrong: missing `_meta` fields, an unknown tool, a stale cursor.
    public static let invalidParams = JSONRPCErrorCode(rawValue: -32602)
    public static let internalError = JSONRPCErrorCode(rawValue: -32603)
    /// HTTP headers are missing or disagree with the body (2026-07-28).
    public static let headerMismatch = JSONRPCErrorCode(rawValue: -32020)
    /// The request needs a client capability that was not declared; `data.requiredCapabilities` names it (2026-07-28).
    public static let missingClientCapability = JSONRPCErrorCode(rawValue: -32021)
    /// `data` is `{supported: [String], requested: String}` (2026-07-28).
    public static let unsupportedProtocolVersion = JSONRPCErrorCode(rawValue: -32022)
    /// A resource that does not exist, in 2025-11-25 and earlier; later revisions say ``invalidParams``.
    public static let legacyResourceNotFound = JSONRPCErrorCode(rawValue: -32002)

    /// The caller lacks scopes; `data.requiredScopes` names those that the request needs. Of our own: the protocol leaves
    /// such codes outside of the range that JSON-RPC reserves (2026-07-28, "Error Codes").
    public static let insufficientScope = JSONRPCErrorCode(rawValue: 403)

    /// Whether only a server of 2026-07-28 or later says this.
    public var isModernOnly: Bool {
        self == .headerMismatch || self == .missingClientCapability || self == .unsupportedProtocolVersion
    }
}

/// The `error` of a JSON-RPC response.
public struct JSONRPCErrorObject: Error, Sendable, Hashable {
    /// Where the request failed. Not on the wire: transports choose their own status by it.
    public enum Stage: Sendable, Hashable {
        /// The message was refused as malformed before any method looked at it.
        case admission
        /// The caller may not do this.
        case authorization
        /// The method itself refused or failed.
        case method
    }

    public let code: JSONRPCErrorCode
    public let message: String
    public let data: JSONValue?
    public let stage: Stage

    public init(code: JSONRPCErrorCode, message: String, data: JSONValue? = nil, stage: Stage = .method) {
        self.code = code
        self.message = message
        self.data = data
        self.stage = stage
    }

    init(
        _ code: JSONRPCErrorCode,
        _ text: LocalizedText,
        _ language: Language,
        data: JSONValue? = nil,
        stage: Stage = .method
    ) {
        self.init(code: code, message: text(language), data: data, stage: stage)
    }

    public var json: JSONObject {
        var object: JSONObject = ["code": JSONValue(code.rawValue), "message": .string(message)]
        if let data { object["data"] = data }
        return object
    }

    /// Reads the `error` member of a response; `nil` when code or message are missing.
    public init?(_ value: JSONValue) {
        guard let code = value["code"]?.int, let message = value["message"]?.string else { return nil }
        self.init(code: JSONRPCErrorCode(rawValue: code), message: message, data: value["data"])
    }
}

extension JSONRPCErrorObject: CustomStringConvertible {
    public var description: String { "\(message) (\(code.rawValue))" }
}
