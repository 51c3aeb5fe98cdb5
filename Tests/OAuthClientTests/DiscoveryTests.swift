import JSON
import Localization
import OAuthClient
import Testing

@Suite struct DiscoveryTests {
    typealias Settings = FakeAuthorizationServer.Settings

    private func server(issuer: String = "https://as.example", metadata: String?) -> Settings {
        var settings = Settings()
        settings.issuer = issuer
        settings.metadataAddress = metadata
        return settings
    }

    private func metadata(_ resource: String, _ issuer: String) -> JSONObject {
        ["resource": .string(resource), "authorization_servers": [.string(issuer)]]
    }

    @Test func followsTheChallenge() async throws {
        let world = FakeWorld()
        #expect(try await world.call("tools/list", try world.client()) == 200)
        #expect(
            world.fetched == [
                "https://mcp.example/.well-known/oauth-protected-resource/mcp",
                "https://as.example/.well-known/oauth-authorization-server", "https://as.example/register",
                "https://as.example/token",
            ]
        )
    }

    @Test func findsOpenIDConfiguration() async throws {
        let world = FakeWorld([server(metadata: "https://as.example/.well-known/openid-configuration")]) {
            $0.challenge = #"realm="x""#
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
        #expect(world.fetched[0] == "https://mcp.example/.well-known/oauth-protected-resource/mcp")
    }

    @Test func findsMetadataOfTheHostAndOfATenant() async throws {
        let issuer = "https://as.example/tenant1"
        let world = FakeWorld([
            server(issuer: issuer, metadata: "https://as.example/.well-known/oauth-authorization-server/tenant1")
        ]) {
            $0.challenge = ""
            $0.resourceMetadata = [
                "https://mcp.example/.well-known/oauth-protected-resource": metadata("https://mcp.example", issuer)
            ]
            $0.acceptedIssuer = issuer
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
        #expect(await world.servers[0].authorizations[0]["resource"] == "https://mcp.example")
        #expect(!world.fetched.contains("https://as.example/.well-known/oauth-authorization-server"))
    }

    @Test func findsMetadataBelowTheTenant() async throws {
        let issuer = "https://as.example/tenant1"
        let place = "https://mcp.example/about/this-server.json"
        let world = FakeWorld([
            server(issuer: issuer, metadata: "https://as.example/tenant1/.well-known/openid-configuration")
        ]) {
            $0.challenge = "resource_metadata=\"\(place)\""
            $0.resourceMetadata = [place: metadata("https://mcp.example/mcp", issuer)]
            $0.acceptedIssuer = issuer
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
        #expect(
            world.fetched.prefix(4) == [
                place, "https://as.example/.well-known/oauth-authorization-server/tenant1",
                "https://as.example/.well-known/openid-configuration/tenant1",
                "https://as.example/tenant1/.well-known/openid-configuration",
            ]
        )
    }

    @Test(arguments: [
        "https://evil.example.com/mcp", "https://mcp.example/mc", "https://mcp.example/mcp/other",
        "http://mcp.example/mcp", "https://mcp.example:8443/mcp", "mcp", "https://mcp.example@evil.example/mcp",
    ]) func metadataOfAnotherResourceIsRefused(resource: String) async throws {
        let world = FakeWorld {
            $0.resourceMetadata = [
                "https://mcp.example/.well-known/oauth-protected-resource/mcp":
                    metadata(resource, "https://as.example")
            ]
        }
        let client = try world.client()
        await #expect(throws: OAuthFailure.resourceMismatch(expected: "https://mcp.example/mcp", found: resource)) {
            try await world.call("tools/list", client)
        }
        #expect(world.browsed.isEmpty && world.fetched.count == 1)
    }

    @Test(arguments: ["https://attacker.example", "https://as.example/", "https://AS.example"])
    func metadataOfAnotherIssuerIsRefused(claimed: String) async throws {
        var settings = Settings()
        settings.claimedIssuer = claimed
        let world = FakeWorld([settings])
        let client = try world.client()
        await #expect(throws: OAuthFailure.metadataOfAnotherIssuer(expected: "https://as.example", found: claimed)) {
            try await world.call("tools/list", client)
        }
        #expect(world.browsed.isEmpty && !world.fetched.contains { $0.hasSuffix("/register") })
    }

    @Test func withoutMetadataNothingIsTried() async throws {
        let bare = FakeWorld { $0.resourceMetadata = [:] }
        let client = try bare.client()
        await #expect(throws: OAuthFailure.noResourceMetadata) { try await bare.call("tools/list", client) }
        let silent = FakeWorld([server(metadata: nil)])
        let other = try silent.client()
        await #expect(throws: OAuthFailure.noServerMetadata(issuer: "https://as.example")) {
            try await silent.call("tools/list", other)
        }
    }

    @Test func anOldServerMayBeItsOwnIssuerWhenAllowed() async throws {
        let issuer = "https://mcp.example"
        let world = FakeWorld([
            server(issuer: issuer, metadata: "https://mcp.example/.well-known/oauth-authorization-server")
        ]) {
            $0.resourceMetadata = [:]
            $0.challenge = ""
            $0.acceptedIssuer = issuer
        }
        let strict = try world.client()
        await #expect(throws: OAuthFailure.noResourceMetadata) { try await world.call("tools/list", strict) }
        let lenient = try world.client(OAuthConfiguration(clientName: "test", allowsServerAsIssuer: true))
        #expect(try await world.call("tools/list", lenient) == 200)
    }

    @Test func clearTextIsRefused() async throws {
        for (challenge, issuer) in [
            (#"resource_metadata="http://mcp.example/x""#, "https://as.example"), ("", "http://as.example"),
            ("", "ftp://as.example"), ("", "http://localhost:9000"),
        ] {
            let world = FakeWorld {
                $0.challenge = challenge
                $0.resourceMetadata["https://mcp.example/.well-known/oauth-protected-resource/mcp"] =
                    metadata("https://mcp.example/mcp", issuer)
            }
            let client = try world.client()
            await #expect(throws: OAuthFailure.self) { try await world.call("tools/list", client) }
            #expect(world.browsed.isEmpty)
        }
    }

    @Test func onOneMachineClearTextIsFine() async throws {
        let issuer = "http://localhost:9000"
        let world = FakeWorld([
            server(issuer: issuer, metadata: issuer + "/.well-known/oauth-authorization-server")
        ]) {
            $0.resource = "http://localhost:8000/mcp"
            $0.challenge = ""
            $0.resourceMetadata = [
                "http://localhost:8000/.well-known/oauth-protected-resource/mcp":
                    metadata("http://localhost:8000/mcp", issuer)
            ]
            $0.acceptedIssuer = issuer
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
    }

    @Test func refusalsThatAreNotAboutAuthorizationAreLeftAlone() async throws {
        let client = try FakeWorld().client()
        for (status, challenges) in [(403, []), (403, ["Bearer error=\"invalid_token\""]), (404, ["Bearer"])] {
            let refusal = OAuthClient.Refusal(status: status, challenges: challenges, authorization: nil)
            #expect(try await client.recover(from: refusal, operation: "x", attempt: 0) == false)
        }
    }

    @Test func impossibleSettingsAreRefused() {
        let world = FakeWorld()
        for uri in ["http://example.com/callback", "app:callback", "http://localhost/#x", ""] {
            #expect(throws: OAuthFailure.self) {
                try world.client(OAuthConfiguration(clientName: "test", redirectURI: uri))
            }
        }
        for document in ["http://example.com/a.json", "https://example.com", "https://example.com/"] {
            #expect(throws: OAuthFailure.self) {
                try world.client(OAuthConfiguration(clientName: "test", clientMetadataURL: document))
            }
        }
    }
}

@Suite struct ChallengeTests {
    @Test func readsWhatServersWrite() {
        let header = """
            Negotiate YWJj==, Bearer realm="a \\"b\\", c", scope="files:read  files:write",\tresource_metadata = \
            "https://a/b?c=d,e" , error=invalid_token, Basic realm=x, Digest
            """
        let challenges = AuthenticationChallenge.parse(header)
        #expect(challenges.map(\.scheme) == ["negotiate", "bearer", "basic", "digest"])
        #expect(
            challenges[1].parameters == [
                "realm": #"a "b", c"#, "scope": "files:read  files:write", "resource_metadata": "https://a/b?c=d,e",
                "error": "invalid_token",
            ]
        )
        #expect(challenges[1].scopes == ["files:read", "files:write"])
        #expect(challenges[2].parameters == ["realm": "x"])
    }

    @Test(arguments: ["", " ", ",,,", "=", "\"", "Bearer", "Bearer a=", "Bearer a=\"unfinished", "Bearer a=\"\\", "é"])
    func damageIsNoCrash(header: String) {
        #expect(AuthenticationChallenge.parse(header).allSatisfy { $0.parameters.isEmpty })
    }

    @Test func theFirstOfTwoParametersCounts() {
        #expect(AuthenticationChallenge.parse("Bearer scope=a, scope=b")[0].scopes == ["a"])
    }

    @Test func longHeadersAreCut() {
        let long = "Bearer scope=\"" + String(repeating: "x ", count: 100_000) + "\""
        #expect(AuthenticationChallenge.parse(long).count <= 1 + 100_000)
        #expect(AuthenticationChallenge.parse(long)[0].scopes == [])
    }
}
