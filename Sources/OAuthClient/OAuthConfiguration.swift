/// Who the client is to authorization servers.
public struct OAuthConfiguration: Sendable {
    public enum Grant: Sendable, Hashable {
        /// A person authorizes the client.
        case authorizationCode
        /// The client acts on its own behalf.
        case clientCredentials
    }

    /// An identifier that an authorization server gave out beforehand.
    public struct Preregistration: Sendable, Hashable {
        /// Where it is valid; `nil` binds it to the first authorization server that it is used at.
        public var issuer: String?
        public var clientID: String
        public var clientSecret: String?

        public init(issuer: String? = nil, clientID: String, clientSecret: String? = nil) {
            self.issuer = issuer
            self.clientID = clientID
            self.clientSecret = clientSecret
        }
    }

    public var grant: Grant
    /// Shown to the person who authorizes.
    public var clientName: String
    /// Where the browser comes back to: `http` on this machine, or `https`.
    public var redirectURI: String
    /// The address of the client's metadata document (CIMD), which is its identifier where that is supported: `https`
    /// with a path.
    public var clientMetadataURL: String?
    public var preregistrations: [Preregistration]
    /// Signs for the client instead of a secret (RFC 7523).
    public var assertion: ClientAssertion?
    /// What to ask for when the server does not say. Default: nothing in particular.
    public var scopes: [String]
    /// Whether to ask for a refresh token where the authorization server offers `offline_access`.
    public var wantsRefreshToken: Bool
    /// Whether a server without metadata about itself may be its own authorization server, as in 2025-03-26.
    public var allowsServerAsIssuer: Bool

    public init(
        grant: Grant = .authorizationCode,
        clientName: String,
        redirectURI: String = "http://localhost:3000/callback",
        clientMetadataURL: String? = nil,
        preregistrations: [Preregistration] = [],
        assertion: ClientAssertion? = nil,
        scopes: [String] = [],
        wantsRefreshToken: Bool = true,
        allowsServerAsIssuer: Bool = false
    ) {
        self.grant = grant
        self.clientName = clientName
        self.redirectURI = redirectURI
        self.clientMetadataURL = clientMetadataURL
        self.preregistrations = preregistrations
        self.assertion = assertion
        self.scopes = scopes
        self.wantsRefreshToken = wantsRefreshToken
        self.allowsServerAsIssuer = allowsServerAsIssuer
    }
}

/// A key that signs for the client (`private_key_jwt`).
public struct ClientAssertion: Sendable {
    /// The name in the JWT's header, such as "ES256".
    public var algorithm: String
    public var keyID: String?
    /// The signature of the bytes, in the form of JWS (for ES256 the two numbers of 32 bytes).
    public var sign: @Sendable ([UInt8]) throws -> [UInt8]

    public init(algorithm: String, keyID: String? = nil, sign: @escaping @Sendable ([UInt8]) throws -> [UInt8]) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.sign = sign
    }
}
