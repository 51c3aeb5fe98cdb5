/// What the OAuth client needs of the world, handed in: it opens no socket and reads no clock of its own.
public struct OAuthEnvironment: Sendable {
    /// Sends a request. Redirections are not followed: whoever answers for an address must live there.
    public var fetch: @Sendable (OAuthRequest) async throws -> OAuthResponse
    /// SHA-256 (FIPS 180-4), 32 bytes.
    public var sha256: @Sendable ([UInt8]) -> [UInt8]
    /// That many bytes from a cryptographic source.
    public var randomBytes: @Sendable (Int) -> [UInt8]
    /// Seconds since 1970-01-01 00:00 UTC.
    public var now: @Sendable () -> Int
    /// Lets a person authorize the client at an address, in a browser, and gives the address that the browser was sent
    /// to in the end, which begins with the redirect URI. `nil`: nobody is there.
    public var authorize: (@Sendable (String) async throws -> String)?

    public init(
        fetch: @escaping @Sendable (OAuthRequest) async throws -> OAuthResponse,
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8],
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        now: @escaping @Sendable () -> Int,
        authorize: (@Sendable (String) async throws -> String)? = nil
    ) {
        self.fetch = fetch
        self.sha256 = sha256
        self.randomBytes = randomBytes
        self.now = now
        self.authorize = authorize
    }
}

public struct OAuthRequest: Sendable {
    /// "GET" or "POST".
    public var method: String
    public var url: String
    /// By lower-case name.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    static func get(_ url: String) -> OAuthRequest {
        OAuthRequest(method: "GET", url: url, headers: [("accept", "application/json")], body: [])
    }

    static func post(_ url: String, type: String, body: [UInt8]) -> OAuthRequest {
        OAuthRequest(
            method: "POST",
            url: url,
            headers: [("content-type", type), ("accept", "application/json")],
            body: body
        )
    }
}

public struct OAuthResponse: Sendable {
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}
