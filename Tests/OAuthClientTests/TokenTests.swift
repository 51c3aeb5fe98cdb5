import JSON
import Localization
import OAuthClient
import Testing

@Suite struct TokenTests {
    typealias Settings = FakeAuthorizationServer.Settings

    private func world(
        _ settings: (inout Settings) -> Void = { _ in },
        _ state: (inout FakeWorld.State) -> Void = { _ in }
    ) -> FakeWorld {
        var server = Settings()
        settings(&server)
        return FakeWorld([server], state)
    }

    private func asked(_ world: FakeWorld) async -> [String?] {
        await world.servers[0].authorizations.map { $0["scope"] }
    }

    // MARK: Scopes

    private static let place = "https://mcp.example/.well-known/oauth-protected-resource/mcp"

    private static func listing(_ scopes: JSONValue?) -> @Sendable (inout FakeWorld.State) -> Void {
        { state in state.resourceMetadata[place]?["scopes_supported"] = scopes }
    }

    @Test func theChallengeDecidesWhatIsAskedFor() async throws {
        let world = world({ _ in }) {
            $0.challenge += #", scope="mcp:basic""#
            Self.listing(["mcp:basic", "mcp:read"])(&$0)
        }
        try await world.call("tools/list", try world.client())
        #expect(await asked(world) == ["mcp:basic"])
    }

    @Test func elseTheResourceDoes() async throws {
        let world = world({ _ in }, Self.listing(["mcp:basic", "mcp:read", "mcp:write"]))
        try await world.call("tools/list", try world.client())
        #expect(await asked(world) == ["mcp:basic mcp:read mcp:write"])
    }

    @Test func elseNothingIsAskedFor() async throws {
        let world = world { $0.scopes = ["offline_access"] }
        try await world.call("tools/list", try world.client())
        #expect(await asked(world) == [nil])
    }

    @Test func offlineAccessIsAskedForWhereItIsOffered() async throws {
        let offering = world({ $0.scopes = ["mcp:basic", "offline_access"] }, Self.listing(["mcp:basic"]))
        try await offering.call("tools/list", try offering.client())
        #expect(await asked(offering) == ["mcp:basic offline_access"])

        let modest = OAuthConfiguration(clientName: "test", wantsRefreshToken: false)
        let declined = world({ $0.scopes = ["mcp:basic", "offline_access"] }, Self.listing(["mcp:basic"]))
        try await declined.call("tools/list", try declined.client(modest))
        #expect(await asked(declined) == ["mcp:basic"])

        // A resource has no business asking for it.
        let lacking = world({ $0.scopes = ["mcp:basic"] }, Self.listing(["mcp:basic", "offline_access"]))
        try await lacking.call("tools/list", try lacking.client())
        #expect(await asked(lacking) == ["mcp:basic"])
    }

    @Test func anUpgradeKeepsWhatWasGranted() async throws {
        let world = world({ _ in }) {
            $0.challenge += #", scope="mcp:basic""#
            $0.needed = ["tools/call": ["mcp:write"]]
            Self.listing(["mcp:profile"])(&$0)
        }
        let client = try world.client()
        try await world.call("tools/list", client)
        #expect(try await world.call("tools/call", client) == 200)
        #expect(await asked(world) == ["mcp:basic", "mcp:write mcp:basic"])
        #expect(try await world.call("tools/list", client) == 200)
        #expect(await world.servers[0].registrations.count == 1)
    }

    @Test func upgradesThatNeverHelpEnd() async throws {
        let world = world({ _ in }) {
            // No token has a scope with a space inside.
            $0.needed = ["tools/call": ["mcp admin"]]
            $0.challenge += #", scope="mcp:basic""#
        }
        let client = try world.client()
        for _ in 0..<2 {
            await #expect(throws: OAuthFailure.insufficientScope(["admin", "mcp"])) {
                try await world.call("tools/call", client)
            }
        }
        // The second time nobody is asked any more.
        #expect(world.browsed.count == OAuthClient.maximumAttempts)
    }

    // MARK: Life of a token

    @Test func aTokenIsUsedAgain() async throws {
        let world = world()
        let client = try world.client()
        for _ in 0..<3 { try await world.call("tools/list", client) }
        #expect(world.browsed.count == 1)
    }

    @Test func requestsThatFailTogetherShareOneTrip() async throws {
        let world = world()
        let client = try world.client()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<8 { group.addTask { try await world.call("call \(index)", client) } }
            for try await status in group { #expect(status == 200) }
        }
        #expect(world.browsed.count == 1)
    }

    @Test func anExpiringTokenIsRenewedBeforeUse() async throws {
        let world = world { $0.issuesRefreshTokens = true }
        let client = try world.client()
        try await world.call("tools/list", client)
        world.change { $0.time += 3_600 - 31 }
        try await world.call("tools/list", client)
        #expect(await world.servers[0].tokenForms.count == 1)
        world.change { $0.time += 1 }
        try await world.call("tools/list", client)
        let forms = await world.servers[0].tokenForms
        #expect(forms.map { $0["grant_type"] } == ["authorization_code", "refresh_token"])
        #expect(forms[1]["resource"] == "https://mcp.example/mcp")
        #expect(world.browsed.count == 1)
    }

    @Test func aRefusedTokenIsRenewedFirstAndReplacedThen() async throws {
        let world = world { $0.issuesRefreshTokens = true }
        let store = MemoryCredentialStore()
        let client = try world.client(store: store)
        try await world.call("tools/list", client)
        let first = try await client.authorization()
        let refusal = OAuthClient.Refusal(status: 401, challenges: ["Bearer"], authorization: first)
        #expect(try await client.recover(from: refusal, operation: "x", attempt: 0))
        #expect(world.browsed.count == 1)
        #expect(try await client.authorization() != first)

        await world.servers[0].revokeRefreshTokens()
        let second = OAuthClient.Refusal(
            status: 401,
            challenges: ["Bearer"],
            authorization: try await client.authorization()
        )
        #expect(try await client.recover(from: second, operation: "x", attempt: 0))
        #expect(world.browsed.count == 2)
    }

    @Test func anExpiredTokenWithoutARefreshTokenIsDropped() async throws {
        let world = world()
        let client = try world.client()
        try await world.call("tools/list", client)
        world.change { $0.time += 3_600 }
        #expect(try await client.authorization() == nil)
        #expect(try await world.call("tools/list", client) == 200)
    }

    @Test func credentialsSurviveAsJSON() async throws {
        let world = world {
            $0.issuesRefreshTokens = true
            $0.issuesSecret = true
            $0.authMethods = ["client_secret_post"]
        }
        let store = MemoryCredentialStore()
        try await world.call("tools/list", try world.client(store: store))
        let saved = try await store.load()
        let text = saved.json.serialized()
        let restored = OAuthCredentials(try JSONValue(parsing: text))
        #expect(restored == saved && restored.tokens.count == 1 && restored.registrations.count == 1)
        try await world.call("tools/list", try world.client(store: MemoryCredentialStore(restored)))
        #expect(world.browsed.count == 1)
        #expect(OAuthCredentials(["tokens": [1, ["issuer": "x"]], "registrations": ["x": 1]]) == OAuthCredentials())
    }

    @Test func signingOutForgetsTokensOnly() async throws {
        let world = world()
        let client = try world.client()
        try await world.call("tools/list", client)
        try await client.signOut()
        #expect(try await client.authorization() == nil)
        try await world.call("tools/list", client)
        #expect(await world.servers[0].registrations.count == 1)
    }

    // MARK: Another authorization server

    private func twoServers() -> FakeWorld {
        var second = Settings()
        second.issuer = "https://new.example"
        second.metadataAddress = "https://new.example/.well-known/oauth-authorization-server"
        return FakeWorld([Settings(), second])
    }

    private func migrate(_ world: FakeWorld) {
        world.change {
            $0.resourceMetadata[Self.place]?["authorization_servers"] = ["https://new.example"]
            $0.acceptedIssuer = "https://new.example"
        }
    }

    @Test func aNewAuthorizationServerSeesNothingOfTheOldOne() async throws {
        let world = twoServers()
        let store = MemoryCredentialStore()
        let client = try world.client(store: store)
        try await world.call("tools/list", client)
        let old = try #require(try await store.load().registrations["https://as.example"])
        migrate(world)
        #expect(try await world.call("tools/call", client) == 200)
        #expect(await world.servers[1].registrations.count == 1)
        let sent = await world.servers[1].requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(!sent.contains { $0.contains(old.clientID) })
        let credentials = try await store.load()
        #expect(credentials.registrations.count == 2)
        #expect(credentials.tokens.keys.map(\.issuer) == ["https://new.example"])
    }

    @Test func aGivenIdentifierDoesNotMove() async throws {
        let world = FakeWorld([
            {
                var settings = Settings()
                settings.clients = ["given": nil]
                return settings
            }(),
            {
                var settings = Settings()
                settings.issuer = "https://new.example"
                settings.metadataAddress = "https://new.example/.well-known/oauth-authorization-server"
                return settings
            }(),
        ])
        let configuration = OAuthConfiguration(clientName: "test", preregistrations: [.init(clientID: "given")])
        let client = try world.client(configuration)
        try await world.call("tools/list", client)
        migrate(world)
        await #expect(throws: OAuthFailure.registeredElsewhere(clientID: "given", issuer: "https://new.example")) {
            try await world.call("tools/list", client)
        }
        #expect(await world.servers[1].authorizations.isEmpty)

        let bound = OAuthConfiguration(
            clientName: "test",
            preregistrations: [.init(issuer: "https://third.example", clientID: "given")]
        )
        let other = try world.client(bound)
        await #expect(throws: OAuthFailure.self) { try await world.call("tools/list", other) }
    }

    @Test func aDocumentMovesAlong() async throws {
        let document = "https://client.example/metadata.json"
        var first = Settings()
        first.supportsDocuments = true
        var second = first
        second.issuer = "https://new.example"
        second.metadataAddress = "https://new.example/.well-known/oauth-authorization-server"
        let world = FakeWorld([first, second])
        let client = try world.client(OAuthConfiguration(clientName: "test", clientMetadataURL: document))
        try await world.call("tools/list", client)
        migrate(world)
        #expect(try await world.call("tools/list", client) == 200)
        #expect(await world.servers[1].authorizations[0]["client_id"] == document)
    }
}

extension Form {
    /// The JSON inside of a part of a JWT.
    static func decoded(_ part: String) -> JSONValue? {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        return data(text).flatMap { try? JSONValue(parsing: $0) }
    }
}
