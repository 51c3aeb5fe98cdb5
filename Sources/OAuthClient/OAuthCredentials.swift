public import JSON

/// Everything that authorization servers have given a client. Secret: to be kept where only its user can read.
///
/// Registrations belong to the authorization server that issued them and are found by its issuer identifier only;
/// tokens belong to an issuer and a resource.
public struct OAuthCredentials: Sendable, Hashable {
    public struct Registration: Sendable, Hashable {
        public var clientID: String
        public var clientSecret: String?
        /// How the client authenticates at the token endpoint, when the server said so.
        public var authMethod: String?
        /// Seconds since 1970; `nil` or 0 for never.
        public var secretExpiry: Int?
        /// Given out beforehand: remembered only for where it was used.
        public var isPreregistered = false
    }

    public struct TokenKey: Sendable, Hashable {
        public var issuer: String
        public var resource: String
    }

    public struct Token: Sendable, Hashable {
        public var accessToken: String
        public var refreshToken: String?
        /// Seconds since 1970; `nil` when the server did not say.
        public var expiry: Int?
        /// The resource that the token was asked for (RFC 8707).
        public var resource: String?
        /// What was asked for, in all requests together.
        public var requestedScopes: [String]
        /// What was granted.
        public var scopes: [String]
    }

    /// By issuer.
    public var registrations: [String: Registration] = [:]
    public var tokens: [TokenKey: Token] = [:]
    /// The issuer in use, by resource (the server's URL).
    public var issuers: [String: String] = [:]

    public init() {}
}

/// Where credentials are kept.
public protocol OAuthCredentialStore: Sendable {
    func load() async throws -> OAuthCredentials
    func save(_ credentials: OAuthCredentials) async throws
}

/// Credentials that end with the process.
public actor MemoryCredentialStore: OAuthCredentialStore {
    private var credentials: OAuthCredentials

    public init(_ credentials: OAuthCredentials = OAuthCredentials()) {
        self.credentials = credentials
    }

    public func load() async throws -> OAuthCredentials { credentials }
    public func save(_ credentials: OAuthCredentials) async throws { self.credentials = credentials }
}

// MARK: - As JSON

extension OAuthCredentials {
    /// For a file.
    public var json: JSONObject {
        var registrations = JSONObject()
        for (issuer, registration) in self.registrations.sorted(by: { $0.key < $1.key }) {
            registrations[issuer] = .object(registration.json)
        }
        var issuers = JSONObject()
        for (resource, issuer) in self.issuers.sorted(by: { $0.key < $1.key }) { issuers[resource] = .string(issuer) }
        let tokens = self.tokens.sorted { ($0.key.issuer, $0.key.resource) < ($1.key.issuer, $1.key.resource) }
            .map { key, token in
                var object = token.json
                object["issuer"] = .string(key.issuer)
                object["resource"] = .string(key.resource)
                return JSONValue.object(object)
            }
        return [
            "registrations": .object(registrations), "issuers": .object(issuers), "tokens": .array(tokens),
        ]
    }

    /// Reads what ``json`` wrote. What is malformed is left out: it is asked for again.
    public init(_ value: JSONValue) {
        for (issuer, registration) in value["registrations"]?.object ?? [:] {
            registrations[issuer] = Registration(registration)
        }
        for (resource, issuer) in value["issuers"]?.object ?? [:] { issuers[resource] = issuer.string }
        for token in value["tokens"]?.array ?? [] {
            guard let issuer = token["issuer"]?.string, let resource = token["resource"]?.string else { continue }
            tokens[TokenKey(issuer: issuer, resource: resource)] = Token(token)
        }
    }
}

extension OAuthCredentials.Registration {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["client_id": .string(clientID)]
        if let clientSecret { object["client_secret"] = .string(clientSecret) }
        if let authMethod { object["token_endpoint_auth_method"] = .string(authMethod) }
        if let secretExpiry { object["client_secret_expires_at"] = JSONValue(secretExpiry) }
        if isPreregistered { object["preregistered"] = true }
        return object
    }

    /// Also reads the response of a registration endpoint (RFC 7591 section 3.2.1).
    init?(_ value: JSONValue) {
        guard let clientID = value["client_id"]?.string, !clientID.isEmpty else { return nil }
        self.init(
            clientID: clientID,
            clientSecret: value["client_secret"]?.string,
            authMethod: value["token_endpoint_auth_method"]?.string,
            secretExpiry: value["client_secret_expires_at"]?.int,
            isPreregistered: value["preregistered"]?.bool ?? false
        )
    }
}

extension OAuthCredentials.Token {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "access_token": .string(accessToken),
            "requested_scopes": .array(requestedScopes.map { .string($0) }),
            "scopes": .array(scopes.map { .string($0) }),
        ]
        if let refreshToken { object["refresh_token"] = .string(refreshToken) }
        if let expiry { object["expiry"] = JSONValue(expiry) }
        if let resource { object["audience"] = .string(resource) }
        return object
    }

    fileprivate init?(_ value: JSONValue) {
        guard let accessToken = value["access_token"]?.string else { return nil }
        self.init(
            accessToken: accessToken,
            refreshToken: value["refresh_token"]?.string,
            expiry: value["expiry"]?.int,
            resource: value["audience"]?.string,
            requestedScopes: value["requested_scopes"]?.array?.compactMap(\.string) ?? [],
            scopes: value["scopes"]?.array?.compactMap(\.string) ?? []
        )
    }
}
