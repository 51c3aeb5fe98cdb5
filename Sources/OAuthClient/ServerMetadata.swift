import JSON

/// What a server says of itself as a protected resource (RFC 9728 section 2).
struct ProtectedResourceMetadata: Sendable, Hashable {
    let resource: String
    let authorizationServers: [String]
    let scopes: [String]?

    init?(_ value: JSONValue) {
        guard let resource = value["resource"]?.string,
            let servers = value["authorization_servers"]?.array?.compactMap(\.string), !servers.isEmpty
        else { return nil }
        self.resource = resource
        authorizationServers = Array(servers.prefix(20))
        scopes = value["scopes_supported"]?.array?.compactMap(\.string)
    }
}

/// What an authorization server says of itself (RFC 8414 section 2, OpenID Connect Discovery section 3).
struct AuthorizationServerMetadata: Sendable, Hashable {
    let issuer: String
    let authorizationEndpoint: String?
    let tokenEndpoint: String
    let registrationEndpoint: String?
    let scopes: [String]
    let codeChallengeMethods: [String]?
    let tokenEndpointAuthMethods: [String]?
    let supportsClientIDMetadataDocuments: Bool
    let sendsIssuer: Bool

    init?(_ value: JSONValue) {
        guard let issuer = value["issuer"]?.string, let tokenEndpoint = value["token_endpoint"]?.string else {
            return nil
        }
        func list(_ name: String) -> [String]? { value[name]?.array?.compactMap(\.string) }
        self.issuer = issuer
        self.tokenEndpoint = tokenEndpoint
        authorizationEndpoint = value["authorization_endpoint"]?.string
        registrationEndpoint = value["registration_endpoint"]?.string
        scopes = list("scopes_supported") ?? []
        codeChallengeMethods = list("code_challenge_methods_supported")
        tokenEndpointAuthMethods = list("token_endpoint_auth_methods_supported")
        supportsClientIDMetadataDocuments = value["client_id_metadata_document_supported"]?.bool ?? false
        sendsIssuer = value["authorization_response_iss_parameter_supported"]?.bool ?? false
    }
}

/// Where metadata is found.
package enum WellKnown {
    /// RFC 9728 section 3.1: at the path of the resource, then at the root.
    package static func protectedResource(_ resource: WebAddress) -> [String] {
        let root = resource.origin + "/.well-known/oauth-protected-resource"
        let path = resource.trimmedPath + (resource.query.map { "?\($0)" } ?? "")
        return path.isEmpty ? [root] : [root + path, root]
    }

    /// RFC 8414 section 3.1 and OpenID Connect, in the order of the specification.
    package static func authorizationServer(_ issuer: WebAddress) -> [String] {
        let path = issuer.trimmedPath
        var addresses = [
            issuer.origin + "/.well-known/oauth-authorization-server" + path,
            issuer.origin + "/.well-known/openid-configuration" + path,
        ]
        if !path.isEmpty { addresses.append(issuer.origin + path + "/.well-known/openid-configuration") }
        return addresses
    }
}
