import Authorization
import HTTPTransport
import JSON
import Localization
import NIOCore
import NIOHTTP1

/// What this server says of itself to clients that have to find its authorization server (RFC 9728). Anybody may read it,
/// and the pages of every origin.
struct ResourceMetadata: Sendable {
    static let path = "/.well-known/oauth-protected-resource"

    /// The identifier of this server (RFC 8707).
    let resource: String
    let issuers: [String]
    /// Whether tokens that are bound to a client certificate can be shown (RFC 8705).
    let takesBoundTokens: Bool
    let scopes: @Sendable () -> Set<String>

    /// Where it is, as a URL for challenges.
    var location: String { ResourceIdentifier.metadataLocation(of: resource) ?? Self.path }

    /// The document; `nil` for requests of anything else.
    func response(to request: HTTPRequest) -> HTTPResponse? {
        // At the root, at the endpoint's path, and where the identifier leads to behind a proxy that has a path of its own.
        let paths = [Self.path, Self.path + "/mcp"]
        guard paths.contains(String(request.path)) || location.hasSuffix(request.path),
            request.path.hasPrefix(Self.path)
        else { return nil }
        switch request.method {
        case .GET, .HEAD:
            return HTTPResponse(
                headers: [
                    "content-type": "application/json", "cache-control": "public, max-age=300",
                    "access-control-allow-origin": "*",
                ],
                body: ByteBuffer(bytes: json.serialized())
            )
        case .OPTIONS:
            return HTTPResponse(
                status: .noContent,
                headers: [
                    "access-control-allow-origin": "*", "access-control-allow-methods": "GET",
                    // Clients send the version of the protocol even here.
                    "access-control-allow-headers": "mcp-protocol-version", "access-control-max-age": "600",
                ]
            )
        default:
            var response = Refusal.response(
                .methodNotAllowed,
                "\(request.method.rawValue) is not for \(request.path)",
                hint: "use GET"
            )
            response.headers.add(name: "allow", value: "GET, HEAD, OPTIONS")
            return response
        }
    }

    private var json: JSONObject {
        let name = LocalizedText(es: "SecureMCP: cifras de un negocio", en: "SecureMCP: the figures of a business")
        var object: JSONObject = [
            "resource": .string(resource),
            "authorization_servers": .array(issuers.map { .string($0) }),
            "bearer_methods_supported": ["header"],
            "resource_name": .string(name.english),
            // RFC 9728 section 2.1, BCP 47 tags.
            "resource_name#en": .string(name.english),
            "resource_name#es": .string(name.spanish),
        ]
        let scopes = scopes()
        if !scopes.isEmpty { object["scopes_supported"] = .array(scopes.sorted().map { .string($0) }) }
        if takesBoundTokens { object["tls_client_certificate_bound_access_tokens"] = true }
        return object
    }
}
