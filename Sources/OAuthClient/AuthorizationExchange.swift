/// One trip of a person to an authorization server and back. The issuer is recorded before the trip, with the proof
/// key and the state, so that the answer can be held against it.
struct AuthorizationExchange: Sendable {
    let issuer: String
    let issuerIsSent: Bool
    let redirectURI: String
    let verifier: String
    let state: String
    /// Where the person goes.
    let address: String

    init(
        at server: AuthorizationServerMetadata,
        endpoint: String,
        clientID: String,
        redirectURI: String,
        resource: String,
        scopes: [String],
        environment: OAuthEnvironment
    ) {
        issuer = server.issuer
        issuerIsSent = server.sendsIssuer
        self.redirectURI = redirectURI
        verifier = Base64Text.url(environment.randomBytes(32))
        state = Base64Text.url(environment.randomBytes(16))
        var fields: FormEncoding.Fields = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI),
            ("code_challenge", Base64Text.url(environment.sha256(Array(verifier.utf8)))),
            ("code_challenge_method", "S256"), ("state", state), ("resource", resource),
        ]
        if !scopes.isEmpty { fields.append(("scope", scopes.joined(separator: " "))) }
        address = endpoint + (endpoint.contains("?") ? "&" : "?") + FormEncoding.encode(fields)
    }

    /// The code, from the address that the browser came back to.
    ///
    /// The order matters: an answer of unknown origin is not believed in anything, its error text included.
    func code(in callback: String) throws(OAuthFailure) -> String {
        let address = callback.prefix { $0 != "#" }
        let base = address.prefix { $0 != "?" }
        guard base == redirectURI.prefix(while: { $0 != "?" }),
            let fields = FormEncoding.decode(String(address.dropFirst(base.count + 1)))
        else { throw .invalidResponse }
        func single(_ name: String) throws(OAuthFailure) -> String? {
            let values = fields.filter { $0.name == name }
            // A parameter must not appear twice (RFC 6749 section 3.1).
            guard values.count <= 1 else { throw .invalidResponse }
            return values.first?.value
        }
        guard try single("state") == state else { throw .invalidResponse }
        switch try single("iss") {
        // Simple comparison: two spellings of one address are two issuers.
        case let found?: if Array(found.utf8) != Array(issuer.utf8) { throw .responseOfAnotherIssuer(expected: issuer) }
        case nil: if issuerIsSent { throw .responseOfAnotherIssuer(expected: issuer) }
        }
        if let error = try single("error") {
            throw .denied(error: error.shown, description: (try single("error_description") ?? "").shown)
        }
        guard let code = try single("code"), !code.isEmpty else { throw .invalidResponse }
        return code
    }
}

extension String {
    /// A peer's text, short and without anything that a terminal would obey.
    var shown: String {
        String(
            String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(300))
        )
    }
}
