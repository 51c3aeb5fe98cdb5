public import MCP
import NIOHTTP1
import HTTPTransport

/// What a client is told that has to identify itself, or to ask for more: a `WWW-Authenticate` field (RFC 6750
/// section 3, RFC 9728 section 5.1).
public struct BearerChallenge: Sendable, Hashable {
    /// The codes of RFC 6750 section 3.1.
    public enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
    }

    /// Where the metadata of this protected resource are, as a URL. Default: nowhere.
    public var resourceMetadata: String?

    public init(resourceMetadata: String? = nil) {
        self.resourceMetadata = resourceMetadata
    }

    /// The value of the field.
    ///
    /// - Parameters:
    ///   - code: left out where no credentials were shown, as RFC 6750 asks.
    ///   - description: ASCII, for developers.
    ///   - scopes: to ask for. Refresh tokens are no matter of a resource, so `offline_access` is never among them.
    public func value(_ code: Code? = nil, description: String? = nil, scopes: Set<String> = []) -> String {
        var parameters = ["realm=\"SecureMCP\""]
        if let code { parameters.append("error=\"\(code.rawValue)\"") }
        if let description { parameters.append("error_description=\"\(description.filter(Self.isPlain))\"") }
        let scopes = scopes.filter { $0 != "offline_access" && !$0.isEmpty && $0.allSatisfy(Self.isScopeCharacter) }
        if !scopes.isEmpty { parameters.append("scope=\"\(scopes.sorted().joined(separator: " "))\"") }
        if let resourceMetadata { parameters.append("resource_metadata=\"\(resourceMetadata)\"") }
        return "Bearer " + parameters.joined(separator: ", ")
    }

    /// The value for a caller who lacks scopes: those needed, and those that the caller has already, so that a client that
    /// asks for exactly these loses none. `nil` when the error is another one.
    public func value(for error: JSONRPCErrorObject, granted: Set<String>?) -> String? {
        error.requiredScopes.map { value(.insufficientScope, scopes: $0.union(granted ?? [])) }
    }

    /// Adds the field to a response whose error says that the caller lacks scopes.
    func add(to response: inout HTTPResponse, for error: JSONRPCErrorObject?, granted: Set<String>?) {
        guard let error, let value = value(for: error, granted: granted) else { return }
        response.headers.replaceOrAdd(name: "www-authenticate", value: value)
    }

    /// RFC 6749 section 3.3, `scope-token`. Scopes come from tokens of others: a quote would end the parameter.
    private static func isScopeCharacter(_ character: Character) -> Bool {
        isPlain(character) && character != " "
    }

    /// RFC 6750 section 3, what `error_description` may hold.
    private static func isPlain(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
