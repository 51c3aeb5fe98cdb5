import JSON

extension OAuthClient {
    /// Renews a token that is about to expire. One that cannot be renewed is dropped: the server will then ask.
    func renew(_ key: OAuthCredentials.TokenKey) async throws {
        var credentials = try await credentials()
        guard let token = credentials.tokens[key] else { return }
        if token.refreshToken != nil {
            let authorizationServer = try await discoverServer(key.issuer)
            let resource = token.resource ?? key.resource
            if try await refresh(token, key, at: authorizationServer, resource: resource) { return }
        }
        credentials = try await self.credentials()
        credentials.tokens[key] = nil
        try await save(credentials)
    }

    /// Redeems a refresh token (OAuth 2.1 section 4.3).
    ///
    /// - Returns: whether there is a new token; `false` when the authorization server no longer honours it, which is
    ///   then dropped.
    func refresh(
        _ token: OAuthCredentials.Token,
        _ key: OAuthCredentials.TokenKey,
        at server: AuthorizationServerMetadata,
        resource: String
    ) async throws -> Bool {
        guard let refreshToken = token.refreshToken else { return false }
        let registration = try await registration(at: server)
        do {
            var renewed = try await requestToken(
                [("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("resource", resource)],
                at: server,
                registration,
                asked: token.scopes
            )
            // A server that does not rotate refresh tokens leaves the old one valid.
            renewed.refreshToken = renewed.refreshToken ?? refreshToken
            renewed.requestedScopes = token.requestedScopes
            try await keep(renewed, key)
            return true
        } catch OAuthFailure.tokenRefused {
            var credentials = try await credentials()
            credentials.tokens[key]?.refreshToken = nil
            try await save(credentials)
            return false
        }
    }

    func requestToken(
        _ fields: FormEncoding.Fields,
        at server: AuthorizationServerMetadata,
        _ registration: OAuthCredentials.Registration,
        asked: [String]
    ) async throws -> OAuthCredentials.Token {
        var request = OAuthRequest.post(server.tokenEndpoint, type: "application/x-www-form-urlencoded", body: [])
        let proof = try authentication(registration, at: server)
        if let header = proof.header { request.headers.append(("authorization", header)) }
        request.body = Array(FormEncoding.encode(fields + proof.fields).utf8)
        let response = try await environment.fetch(request)
        let answer = Self.json(response.body)
        guard response.status == 200 else {
            // A secret that the server no longer knows: register again next time.
            if answer?["error"]?.string == "invalid_client" { try await forgetRegistration(at: server.issuer) }
            throw OAuthFailure.tokenRefused(
                error: (answer?["error"]?.string ?? "HTTP \(response.status)").shown,
                description: (answer?["error_description"]?.string ?? "").shown
            )
        }
        guard let answer, let accessToken = answer["access_token"]?.string, Self.isHeaderSafe(accessToken),
            answer["token_type"]?.string?.lowercased() == "bearer"
        else { throw OAuthFailure.malformedToken }
        let lifetime = answer["expires_in"]?.int.map { min(max($0, 0), 10 * 365 * 86_400) }
        return OAuthCredentials.Token(
            accessToken: accessToken,
            refreshToken: answer["refresh_token"]?.string,
            expiry: lifetime.map { environment.now() + $0 },
            resource: fields.first { $0.name == "resource" }?.value,
            requestedScopes: asked,
            scopes: answer["scope"]?.string.map { $0.split(separator: " ").map(String.init) } ?? asked
        )
    }

    private func forgetRegistration(at issuer: String) async throws {
        var credentials = try await credentials()
        guard credentials.registrations[issuer]?.isPreregistered == false else { return }
        credentials.registrations[issuer] = nil
        try await save(credentials)
    }

    /// RFC 6750 section 2.1, `b64token`, and nothing that could break out of a header.
    private static func isHeaderSafe(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.count <= 64 << 10 && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

// MARK: - Client authentication

extension OAuthClient {
    /// How the client shows who it is at the token endpoint: in a header or in further fields, never both.
    private func authentication(
        _ registration: OAuthCredentials.Registration,
        at server: AuthorizationServerMetadata
    ) throws -> (header: String?, fields: FormEncoding.Fields) {
        let id = registration.clientID
        switch try method(registration, at: server) {
        case "client_secret_basic":
            let secret = FormEncoding.encode(registration.clientSecret ?? "")
            return ("Basic " + Base64Text.standard(Array("\(FormEncoding.encode(id)):\(secret)".utf8)), [])
        case "client_secret_post":
            return (nil, [("client_id", id), ("client_secret", registration.clientSecret ?? "")])
        case "private_key_jwt":
            return (
                nil,
                [
                    ("client_id", id),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    ("client_assertion", try assertion(id, audience: server.issuer)),
                ]
            )
        default: return (nil, [("client_id", id)])
        }
    }

    private func method(
        _ registration: OAuthCredentials.Registration,
        at server: AuthorizationServerMetadata
    ) throws(OAuthFailure) -> String {
        // RFC 8414 section 2: without a list it is Basic.
        let offered = server.tokenEndpointAuthMethods ?? ["client_secret_basic"]
        let mine = ["none", "client_secret_basic", "client_secret_post"]
        if let said = registration.authMethod, mine.contains(said) {
            return registration.clientSecret == nil ? "none" : said
        }
        if configuration.assertion != nil, offered.contains("private_key_jwt") { return "private_key_jwt" }
        guard registration.clientSecret != nil else { return "none" }
        // A server that takes no authentication may still hand out a secret: then it stays unused.
        guard let method = (mine.dropFirst() + mine.prefix(1)).first(where: { offered.contains($0) }) else {
            throw .unsupportedAuthentication(offered.map(\.shown))
        }
        return method
    }

    /// A JWT that proves the client's key (RFC 7523 section 3), valid for five minutes.
    private func assertion(_ clientID: String, audience: String) throws -> String {
        guard let key = configuration.assertion else {
            throw OAuthFailure.unsupportedAuthentication(["private_key_jwt"])
        }
        var header: JSONObject = ["alg": .string(key.algorithm), "typ": "JWT"]
        if let keyID = key.keyID { header["kid"] = .string(keyID) }
        let now = environment.now()
        let claims: JSONObject = [
            "iss": .string(clientID), "sub": .string(clientID), "aud": .string(audience), "iat": JSONValue(now),
            "exp": JSONValue(now + 300), "jti": .string(Base64Text.url(environment.randomBytes(16))),
        ]
        let signed = Base64Text.url(header.serialized()) + "." + Base64Text.url(claims.serialized())
        return signed + "." + Base64Text.url(try key.sign(Array(signed.utf8)))
    }
}
