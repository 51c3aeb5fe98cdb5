import JSON
import Localization

extension OAuthClient {
    /// The client's identifier at an authorization server: given beforehand, its own document, or registered now
    /// (2026-07-28, "Client Registration").
    func registration(at server: AuthorizationServerMetadata) async throws -> OAuthCredentials.Registration {
        if let preregistered = try await preregistration(at: server.issuer) { return preregistered }
        if let document = configuration.clientMetadataURL, server.supportsClientIDMetadataDocuments {
            return OAuthCredentials.Registration(
                clientID: document,
                authMethod: configuration.assertion == nil ? "none" : nil
            )
        }
        if let stored = try await credentials().registrations[server.issuer], !stored.isPreregistered {
            let end = stored.secretExpiry ?? 0
            if end == 0 || environment.now() < end { return stored }
        }
        guard let endpoint = server.registrationEndpoint else {
            throw OAuthFailure.registrationRequired(issuer: server.issuer)
        }
        let registration = try await register(at: endpoint, server)
        var credentials = try await credentials()
        credentials.registrations[server.issuer] = registration
        try await save(credentials)
        return registration
    }

    /// Identifiers given out beforehand are those of one authorization server, and no other ever sees them.
    private func preregistration(at issuer: String) async throws -> OAuthCredentials.Registration? {
        let given = configuration.preregistrations
        guard let match = given.first(where: { $0.issuer == issuer }) ?? given.first(where: { $0.issuer == nil }) else {
            if let other = given.first {
                throw OAuthFailure.registeredElsewhere(clientID: other.clientID, issuer: issuer)
            }
            return nil
        }
        let registration = OAuthCredentials.Registration(
            clientID: match.clientID,
            clientSecret: match.clientSecret,
            isPreregistered: true
        )
        guard match.issuer == nil else { return registration }
        var credentials = try await credentials()
        let bound = credentials.registrations.first { $1.isPreregistered && $1.clientID == match.clientID }
        if let bound, bound.key != issuer {
            throw OAuthFailure.registeredElsewhere(clientID: match.clientID, issuer: issuer)
        }
        if bound == nil {
            credentials.registrations[issuer] = OAuthCredentials.Registration(
                clientID: match.clientID,
                isPreregistered: true
            )
            try await save(credentials)
        }
        return registration
    }

    /// RFC 7591 section 3.
    private func register(
        at endpoint: String,
        _ server: AuthorizationServerMetadata
    ) async throws -> OAuthCredentials.Registration {
        let isNative = WebAddress(configuration.redirectURI)?.isLoopback ?? true
        // A program on a person's machine keeps no secrets: it asks for none where it may.
        let methods = server.tokenEndpointAuthMethods ?? ["client_secret_basic"]
        let method = ["none", "client_secret_basic", "client_secret_post"].first { methods.contains($0) }
        var request: JSONObject = [
            "client_name": .string(configuration.clientName),
            "application_type": isNative ? "native" : "web",
        ]
        switch configuration.grant {
        case .authorizationCode:
            request["redirect_uris"] = [.string(configuration.redirectURI)]
            request["grant_types"] = ["authorization_code", "refresh_token"]
            request["response_types"] = ["code"]
        case .clientCredentials: request["grant_types"] = ["client_credentials"]
        }
        if let method { request["token_endpoint_auth_method"] = .string(method) }
        let response = try await environment.fetch(
            .post(endpoint, type: "application/json", body: request.serialized())
        )
        let answer = Self.json(response.body)
        guard (200..<300).contains(response.status), let answer,
            let registration = OAuthCredentials.Registration(answer)
        else {
            throw OAuthFailure.registrationRefused(
                error: (answer?["error"]?.string ?? "HTTP \(response.status)").shown,
                description: (answer?["error_description"]?.string ?? "").shown
            )
        }
        return registration
    }
}

extension OAuthConfiguration {
    func check() throws(OAuthFailure) {
        if grant == .authorizationCode {
            guard let redirect = WebAddress(redirectURI), redirect.isSecure || redirect.isLoopback,
                !redirectURI.contains("#")
            else {
                throw .invalidConfiguration(
                    LocalizedText(
                        es: "La dirección de retorno debe ser https, o http en esta máquina.",
                        en: "The redirect URI must be https, or http on this machine."
                    )
                )
            }
        }
        if let clientMetadataURL {
            guard let document = WebAddress(clientMetadataURL), document.isSecure, !document.trimmedPath.isEmpty,
                !clientMetadataURL.contains("#")
            else {
                throw .invalidConfiguration(
                    LocalizedText(
                        es: "El documento del cliente debe tener una dirección https con una ruta.",
                        en: "The client's metadata document must have an https address with a path."
                    )
                )
            }
        }
    }
}
