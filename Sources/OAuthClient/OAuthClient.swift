import JSON
import Localization

/// A client's authorization at one MCP server (2026-07-28, basic, "Authorization").
///
/// A transport asks for ``authorization()`` before it sends a request, and hands every 401 and 403 to
/// ``recover(from:operation:attempt:)``, which says whether to send the request again. Requests that fail together
/// share one authorization.
public actor OAuthClient {
    /// A refusal by the MCP server.
    public struct Refusal: Sendable, Hashable {
        public var status: Int
        /// All values of `WWW-Authenticate`.
        public var challenges: [String]
        /// The value of `Authorization` that was refused; `nil` when there was none.
        public var authorization: String?

        public init(status: Int, challenges: [String], authorization: String?) {
            self.status = status
            self.challenges = challenges
            self.authorization = authorization
        }
    }

    /// How often one request is authorized anew before its refusal counts as final.
    public static let maximumAttempts = 3
    /// A token that ends within this many seconds is renewed before it is used.
    static let expiryMargin = 30

    let server: WebAddress
    let configuration: OAuthConfiguration
    let environment: OAuthEnvironment
    private let store: any OAuthCredentialStore
    private var loaded: OAuthCredentials?
    var metadata: [String: AuthorizationServerMetadata] = [:]
    private var renewing: Task<Void, any Error>?
    /// Upgrades that did not help: the person is not asked for them again.
    private var hopeless: Set<Upgrade> = []

    private struct Upgrade: Hashable {
        let operation: String
        let scopes: [String]
    }

    /// - Parameter url: of the MCP server.
    /// - Throws: ``OAuthFailure`` for an address that is none, and for settings that break the rules.
    public init(
        url: String,
        configuration: OAuthConfiguration,
        environment: OAuthEnvironment,
        store: any OAuthCredentialStore = MemoryCredentialStore()
    ) throws(OAuthFailure) {
        guard let server = WebAddress(url) else { throw .insecureAddress(url) }
        try configuration.check()
        self.server = server
        self.configuration = configuration
        self.environment = environment
        self.store = store
    }

    /// The value of `Authorization` for the next request; `nil` when there is no token, and the server will say what
    /// it wants. A token about to expire is renewed first.
    public func authorization() async throws -> String? {
        let credentials = try await credentials()
        guard let key = tokenKey(credentials), let token = credentials.tokens[key] else { return nil }
        guard let expiry = token.expiry, expiry - Self.expiryMargin <= environment.now() else {
            return "Bearer \(token.accessToken)"
        }
        try await shared { try await self.renew(key) }
        return try await self.credentials().tokens[key].map { "Bearer \($0.accessToken)" }
    }

    /// Reacts to a refusal.
    ///
    /// - Parameters:
    ///   - operation: what the request was, such as "tools/call sales_summary": upgrades that did not help are
    ///     remembered by it.
    ///   - attempt: how often this request was recovered already.
    /// - Returns: whether to send the request again; `false` when the refusal is not about authorization.
    /// - Throws: ``OAuthFailure`` when the refusal is final, or what fetching throws.
    public func recover(from refusal: Refusal, operation: String, attempt: Int) async throws -> Bool {
        let bearer = refusal.challenges.flatMap { AuthenticationChallenge.parse($0) }.first { $0.scheme == "bearer" }
        let isUpgrade = refusal.status == 403 && bearer?.parameters["error"] == "insufficient_scope"
        guard refusal.status == 401 || isUpgrade else { return false }
        let upgrade = Upgrade(operation: operation, scopes: bearer?.scopes.sorted() ?? [])
        if isUpgrade, hopeless.contains(upgrade) { throw OAuthFailure.insufficientScope(upgrade.scopes) }
        if attempt >= Self.maximumAttempts {
            guard isUpgrade else { throw OAuthFailure.tooManyAttempts }
            if hopeless.count < 1_000 { hopeless.insert(upgrade) }
            throw OAuthFailure.insufficientScope(upgrade.scopes)
        }
        // Another request may have brought a new token meanwhile.
        if let current = try await storedAuthorization(), current != refusal.authorization { return true }
        let challenge = bearer ?? AuthenticationChallenge(scheme: "bearer", parameters: [:])
        try await shared { try await self.authorize(challenge, isUpgrade: isUpgrade) }
        return true
    }

    /// Forgets the tokens of this server, not the registrations.
    public func signOut() async throws {
        var credentials = try await credentials()
        let url = server.canonical
        credentials.tokens = credentials.tokens.filter { $0.key.resource != url }
        credentials.issuers[url] = nil
        hopeless = []
        try await save(credentials)
    }
}

// MARK: - State

extension OAuthClient {
    func credentials() async throws -> OAuthCredentials {
        if let loaded { return loaded }
        let credentials = try await store.load()
        loaded = loaded ?? credentials
        return loaded ?? credentials
    }

    func save(_ credentials: OAuthCredentials) async throws {
        loaded = credentials
        try await store.save(credentials)
    }

    /// Tokens are kept under the server's own address, whatever the resource that they were asked for.
    func tokenKey(_ credentials: OAuthCredentials) -> OAuthCredentials.TokenKey? {
        credentials.issuers[server.canonical].map {
            OAuthCredentials.TokenKey(issuer: $0, resource: server.canonical)
        }
    }

    private func storedAuthorization() async throws -> String? {
        let credentials = try await credentials()
        return tokenKey(credentials).flatMap { credentials.tokens[$0] }.map { "Bearer \($0.accessToken)" }
    }

    /// One at a time: whoever comes while a token is being obtained waits for the same one.
    private func shared(_ work: @escaping @Sendable () async throws -> Void) async throws {
        while let renewing {
            do {
                return try await renewing.value
            } catch is CancellationError where !Task.isCancelled {
                // Whoever began it gave up; this one has not.
                if self.renewing == renewing { self.renewing = nil }
            }
        }
        let task = Task {
            defer { renewing = nil }
            try await work()
        }
        renewing = task
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

// MARK: - Obtaining a token

extension OAuthClient {
    private func authorize(_ challenge: AuthenticationChallenge, isUpgrade: Bool) async throws {
        // What was wrong may have been what was known of the authorization server.
        metadata = [:]
        let resource = try await discoverResource(challenge)
        let authorizationServer = try await discoverServer(of: resource)
        let key = OAuthCredentials.TokenKey(issuer: authorizationServer.issuer, resource: server.canonical)
        var credentials = try await credentials()
        if credentials.issuers[server.canonical] != key.issuer {
            // The server moved to another authorization server, or is new: tokens of the old one must not be shown.
            credentials.tokens = credentials.tokens.filter { $0.key.resource != key.resource || $0.key == key }
            credentials.issuers[server.canonical] = key.issuer
            try await save(credentials)
        }
        let former = credentials.tokens[key]
        if !isUpgrade, let former, former.refreshToken != nil {
            // The token was refused; a fresh one may not be.
            if try await refresh(former, key, at: authorizationServer, resource: resource.resource) { return }
        }
        let scopes = scopes(challenge, resource, authorizationServer, former)
        let registration = try await registration(at: authorizationServer)
        var fields: FormEncoding.Fields
        switch configuration.grant {
        case .authorizationCode:
            fields = try await codeFields(at: authorizationServer, registration, resource.resource, scopes)
        case .clientCredentials:
            fields = [("grant_type", "client_credentials")]
            if !scopes.isEmpty { fields.append(("scope", scopes.joined(separator: " "))) }
        }
        fields.append(("resource", resource.resource))
        let token = try await requestToken(fields, at: authorizationServer, registration, asked: scopes)
        try await keep(token, key)
    }

    /// Lets a person authorize the client; gives the form that redeems the code.
    private func codeFields(
        at server: AuthorizationServerMetadata,
        _ registration: OAuthCredentials.Registration,
        _ resource: String,
        _ scopes: [String]
    ) async throws -> FormEncoding.Fields {
        guard let endpoint = server.authorizationEndpoint else {
            throw OAuthFailure.noServerMetadata(issuer: server.issuer)
        }
        guard server.codeChallengeMethods?.contains("S256") == true else {
            throw OAuthFailure.noProofKey(issuer: server.issuer)
        }
        guard let authorize = environment.authorize else { throw OAuthFailure.interactionRequired }
        let exchange = AuthorizationExchange(
            at: server,
            endpoint: endpoint,
            clientID: registration.clientID,
            redirectURI: configuration.redirectURI,
            resource: resource,
            scopes: scopes,
            environment: environment
        )
        let code = try exchange.code(in: try await authorize(exchange.address))
        return [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", configuration.redirectURI),
            ("code_verifier", exchange.verifier),
        ]
    }

    /// What to ask for: what the challenge wants, else what the resource lists, else what the client is set to; with
    /// everything that was asked for before, so that nothing granted is lost ("Step-Up Authorization Flow").
    private func scopes(
        _ challenge: AuthenticationChallenge,
        _ resource: ProtectedResourceMetadata,
        _ authorizationServer: AuthorizationServerMetadata,
        _ former: OAuthCredentials.Token?
    ) -> [String] {
        var scopes = challenge.scopes.isEmpty ? resource.scopes ?? configuration.scopes : challenge.scopes
        for scope in former?.requestedScopes ?? [] where !scopes.contains(scope) { scopes.append(scope) }
        scopes.removeAll { $0 == "offline_access" }
        // Alone it would ask for less than the server's default.
        if configuration.grant == .authorizationCode, configuration.wantsRefreshToken, !scopes.isEmpty,
            authorizationServer.scopes.contains("offline_access")
        {
            scopes.append("offline_access")
        }
        return scopes
    }

    func keep(_ token: OAuthCredentials.Token, _ key: OAuthCredentials.TokenKey) async throws {
        var credentials = try await credentials()
        credentials.tokens[key] = token
        credentials.issuers[key.resource] = key.issuer
        try await save(credentials)
    }
}
