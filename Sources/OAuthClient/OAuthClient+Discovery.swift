import JSON

extension OAuthClient {
    /// The server's metadata as a resource: where the challenge says, else at the well-known places.
    ///
    /// - Throws: ``OAuthFailure/resourceMismatch(expected:found:)`` when it is about another server.
    func discoverResource(_ challenge: AuthenticationChallenge) async throws -> ProtectedResourceMetadata {
        let addresses = challenge.parameters["resource_metadata"].map { [$0] } ?? WellKnown.protectedResource(server)
        for address in addresses {
            try checkSecure(address)
            guard let document = try await document(at: address) else { continue }
            guard let metadata = ProtectedResourceMetadata(document) else { throw OAuthFailure.noResourceMetadata }
            // The metadata of a whole host covers a server below it; that of anything else does not.
            guard let resource = WebAddress(metadata.resource), resource.covers(server) else {
                throw OAuthFailure.resourceMismatch(expected: server.canonical, found: metadata.resource.shown)
            }
            return metadata
        }
        guard configuration.allowsServerAsIssuer,
            let own = ProtectedResourceMetadata([
                "resource": .string(server.canonical), "authorization_servers": [.string(server.origin)],
            ])
        else { throw OAuthFailure.noResourceMetadata }
        return own
    }

    /// The metadata of one of the resource's authorization servers: one that the client is registered at, if there is.
    func discoverServer(of resource: ProtectedResourceMetadata) async throws -> AuthorizationServerMetadata {
        let issuers = resource.authorizationServers
        let known = try await credentials()
        let preferred =
            issuers.first { issuer in configuration.preregistrations.contains { $0.issuer == issuer } }
            ?? issuers.first { $0 == known.issuers[server.canonical] } ?? issuers.first {
                known.registrations[$0] != nil
            }
            ?? issuers[0]
        return try await discoverServer(preferred)
    }

    /// The metadata of an authorization server, which must name that very issuer.
    func discoverServer(_ issuer: String) async throws -> AuthorizationServerMetadata {
        if let found = metadata[issuer] { return found }
        try checkSecure(issuer)
        guard let address = WebAddress(issuer), address.query == nil, !issuer.contains("#") else {
            throw OAuthFailure.insecureAddress(issuer)
        }
        for location in WellKnown.authorizationServer(address) {
            guard let document = try await document(at: location),
                let found = AuthorizationServerMetadata(document)
            else { continue }
            guard Array(found.issuer.utf8) == Array(issuer.utf8) else {
                throw OAuthFailure.metadataOfAnotherIssuer(expected: issuer, found: found.issuer.shown)
            }
            try checkSecure(found.tokenEndpoint)
            if let endpoint = found.authorizationEndpoint { try checkSecure(endpoint) }
            if let endpoint = found.registrationEndpoint { try checkSecure(endpoint) }
            metadata[issuer] = found
            return found
        }
        throw OAuthFailure.noServerMetadata(issuer: issuer)
    }

    /// Secrets travel over https, and in clear only between programs of this machine.
    private func checkSecure(_ text: String) throws(OAuthFailure) {
        guard let address = WebAddress(text), !text.contains("#") else { throw .insecureAddress(text.shown) }
        if address.isSecure || address.isLoopback && server.isLoopback { return }
        throw .insecureAddress(text.shown)
    }

    /// A JSON document; `nil` when there is none at the address.
    private func document(at address: String) async throws -> JSONValue? {
        let response = try await environment.fetch(.get(address))
        guard response.status == 200 else { return nil }
        return Self.json(response.body)
    }

    /// What endpoints answer is small.
    static func json(_ body: [UInt8]) -> JSONValue? {
        guard let value = try? JSONValue(parsing: body, limits: JSONLimits(bytes: 256 << 10, depth: 20)),
            value.object != nil
        else { return nil }
        return value
    }
}
