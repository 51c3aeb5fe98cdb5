import JSON
import Localization
import OAuthClient
import Synchronization

/// An MCP server, its authorization servers, a browser and a clock, all in memory.
final class FakeWorld: Sendable {
    struct State: Sendable {
        var resource = "https://mcp.example/mcp"
        /// Where the server's metadata is, and what it says.
        var resourceMetadata: [String: JSONObject] = [
            "https://mcp.example/.well-known/oauth-protected-resource/mcp": [
                "resource": "https://mcp.example/mcp", "authorization_servers": ["https://as.example"],
            ]
        ]
        /// What a 401 says besides "Bearer".
        var challenge = #"resource_metadata="https://mcp.example/.well-known/oauth-protected-resource/mcp""#
        /// The scopes that an operation needs.
        var needed: [String: [String]] = [:]
        /// Whose tokens the server takes.
        var acceptedIssuer = "https://as.example"
        var acceptsNothing = false
        var time = 1_000_000
        var fetched: [String] = []
        var browsed: [String] = []
        /// What the browser brings back instead of the truth.
        var tamper: (@Sendable (String) -> String)?
    }

    let servers: [FakeAuthorizationServer]
    private let state: Mutex<State>
    private let random = Mutex<UInt8>(0)

    init(
        _ servers: [FakeAuthorizationServer.Settings] = [FakeAuthorizationServer.Settings()],
        _ change: (inout State) -> Void = { _ in }
    ) {
        self.servers = servers.map { FakeAuthorizationServer($0, sha256: Self.sha256) }
        var state = State()
        change(&state)
        self.state = Mutex(state)
    }

    var fetched: [String] { state.withLock { $0.fetched } }
    /// Where the browser was sent.
    var browsed: [String] { state.withLock { $0.browsed } }
    private var now: State { state.withLock { $0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Not the real one: 32 bytes that depend on all of the input.
    static let sha256: @Sendable ([UInt8]) -> [UInt8] = { bytes in
        var digest = [UInt8](repeating: 7, count: 32)
        for (index, byte) in bytes.enumerated() { digest[index % 32] = digest[index % 32] &* 31 &+ byte }
        return digest
    }

    func environment(hasBrowser: Bool = true) -> OAuthEnvironment {
        let browser: (@Sendable (String) async throws -> String)? = { try await self.browse($0) }
        return OAuthEnvironment(
            fetch: { request in
                self.change { $0.fetched.append(request.url) }
                for server in self.servers {
                    if let response = await server.answer(request) { return response }
                }
                let document = self.now.resourceMetadata[request.url]
                return document.map { .json($0) } ?? OAuthResponse(status: 404, body: [])
            },
            sha256: Self.sha256,
            randomBytes: { count in
                self.random.withLock { last in
                    last &+= 1
                    return (0..<count).map { last &* 37 &+ UInt8($0) }
                }
            },
            now: { self.now.time },
            authorize: hasBrowser ? browser : nil
        )
    }

    private func browse(_ address: String) async throws -> String {
        change { $0.browsed.append(address) }
        for server in servers where address.hasPrefix(server.settings.issuer + "/authorize") {
            let callback = try await server.visit(address)
            return now.tamper.map { $0(callback) } ?? callback
        }
        return ""
    }

    func client(
        _ configuration: OAuthConfiguration = OAuthConfiguration(clientName: "test"),
        hasBrowser: Bool = true,
        store: any OAuthCredentialStore = MemoryCredentialStore()
    ) throws -> OAuthClient {
        try OAuthClient(
            url: now.resource,
            configuration: configuration,
            environment: environment(hasBrowser: hasBrowser),
            store: store
        )
    }

    /// Calls the MCP server as a transport does.
    @discardableResult
    func call(_ operation: String, _ client: OAuthClient) async throws -> Int {
        var attempt = 0
        while true {
            let authorization = try await client.authorization()
            let (status, challenge) = await answer(operation, authorization)
            guard status == 401 || status == 403 else { return status }
            let refusal = OAuthClient.Refusal(
                status: status,
                challenges: challenge.map { [$0] } ?? [],
                authorization: authorization
            )
            guard try await client.recover(from: refusal, operation: operation, attempt: attempt) else { return status }
            attempt += 1
        }
    }

    private func answer(_ operation: String, _ authorization: String?) async -> (Int, String?) {
        let state = now
        let token = authorization.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil } ?? ""
        for server in servers where server.settings.issuer == state.acceptedIssuer {
            guard let scopes = await server.liveTokens[token], !state.acceptsNothing else { continue }
            let needed = state.needed[operation] ?? []
            if needed.allSatisfy(scopes.contains) { return (200, nil) }
            let scope = needed.joined(separator: " ")
            return (403, "Bearer error=\"insufficient_scope\", scope=\"\(scope)\", \(state.challenge)")
        }
        return (401, "Bearer " + state.challenge)
    }
}
