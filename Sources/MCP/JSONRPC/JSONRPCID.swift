public import JSON

/// The identifier of a request: a string or an integer, echoed with the type it came with (JSON-RPC 2.0 section 4;
/// MCP forbids null and fractions).
public enum JSONRPCID: Sendable, Hashable, CustomStringConvertible {
    case string(String)
    case integer(Int64)

    public init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        default: return nil
        }
    }

    public var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        }
    }

    public var description: String { json.serializedString }
}

extension JSONRPCID: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}
