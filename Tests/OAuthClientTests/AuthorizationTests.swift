import JSON
import Localization
import OAuthClient
import Testing

@Suite struct AuthorizationTests {
    typealias Settings = FakeAuthorizationServer.Settings

    private func settings(_ change: (inout Settings) -> Void) -> Settings {
        var settings = Settings()
        change(&settings)
        return settings
    }

    /// What a world with one such server lets a client do.
    private func world(_ change: (inout Settings) -> Void) -> FakeWorld { FakeWorld([settings(change)]) }

    // MARK: Registration

    private static let document = "https://client.example/metadata.json"

    @Test func theClientsOwnDocumentIsItsIdentifier() async throws {
        let world = world { $0.supportsDocuments = true }
        let client = try world.client(OAuthConfiguration(clientName: "test", clientMetadataURL: Self.document))
        #expect(try await world.call("tools/list", client) == 200)
        #expect(await world.servers[0].registrations.isEmpty)
        #expect(await world.servers[0].authorizations[0]["client_id"] == Self.document)
        #expect(await world.servers[0].tokenForms[0]["client_id"] == Self.document)
    }

    @Test func registrationIsTheFallback() async throws {
        let world = world { _ in }
        let client = try world.client(OAuthConfiguration(clientName: "test", clientMetadataURL: Self.document))
        #expect(try await world.call("tools/list", client) == 200)
        let request = try #require(await world.servers[0].registrations.first)
        #expect(request["application_type"] == "native")
        #expect(request["redirect_uris"] == ["http://localhost:3000/callback"])
        #expect(request["grant_types"] == ["authorization_code", "refresh_token"])
        #expect(request["token_endpoint_auth_method"] == "none")
    }

    @Test func aGivenIdentifierComesFirst() async throws {
        let world = world {
            $0.supportsDocuments = true
            $0.authMethods = ["client_secret_basic"]
            $0.clients = ["given": "s3cret"]
        }
        let client = try world.client(
            OAuthConfiguration(
                clientName: "test",
                clientMetadataURL: Self.document,
                preregistrations: [.init(clientID: "given", clientSecret: "s3cret")]
            )
        )
        #expect(try await world.call("tools/list", client) == 200)
        #expect(await world.servers[0].tokenForms[0]["(authorization)"] == "Basic Z2l2ZW46czNjcmV0")
    }

    @Test func withoutAnyIdentifierAPersonIsTold() async throws {
        let world = world { $0.supportsRegistration = false }
        let client = try world.client()
        await #expect(throws: OAuthFailure.registrationRequired(issuer: "https://as.example")) {
            try await world.call("tools/list", client)
        }
    }

    @Test func aRefusedRegistrationSaysWhy() async throws {
        let world = world { $0.registrationError = "invalid_redirect_uri" }
        let client = try world.client()
        await #expect(
            throws: OAuthFailure.registrationRefused(error: "invalid_redirect_uri", description: "a redirect[31m")
        ) { try await world.call("tools/list", client) }
    }

    // MARK: Client authentication

    @Test(arguments: ["client_secret_basic", "client_secret_post", "none"])
    func theTokenEndpointGetsWhatItWants(method: String) async throws {
        let world = world {
            $0.authMethods = [method]
            $0.issuesSecret = method != "none"
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
        let form = try #require(await world.servers[0].tokenForms.first)
        #expect((form["(authorization)"] != nil) == (method == "client_secret_basic"))
        #expect((form["client_secret"] != nil) == (method == "client_secret_post"))
        #expect((form["client_id"] != nil) == (method != "client_secret_basic"))
        #expect(form["resource"] == "https://mcp.example/mcp")
        #expect(await world.servers[0].authorizations[0]["resource"] == "https://mcp.example/mcp")
    }

    @Test func aSecretThatNobodyWantsStaysUnused() async throws {
        let world = world {
            $0.authMethods = ["none"]
            $0.issuesSecret = true
            $0.statesAuthMethod = false
        }
        #expect(try await world.call("tools/list", try world.client()) == 200)
        let form = try #require(await world.servers[0].tokenForms.first)
        #expect(form["(authorization)"] == nil && form["client_secret"] == nil && form["client_id"] != nil)
    }

    @Test func anUnknownAuthenticationIsRefused() async throws {
        let world = world {
            $0.authMethods = ["tls_client_auth"]
            $0.clients = ["given": "s"]
        }
        let client = try world.client(
            OAuthConfiguration(clientName: "t", preregistrations: [.init(clientID: "given", clientSecret: "s")])
        )
        await #expect(throws: OAuthFailure.unsupportedAuthentication(["tls_client_auth"])) {
            try await world.call("tools/list", client)
        }
    }

    // MARK: Proof key

    @Test(arguments: [nil, [], ["plain"]] as [[String]?]) func serversWithoutS256AreRefused(methods: [String]?)
        async throws
    {
        let world = world { $0.codeChallengeMethods = methods }
        let client = try world.client()
        await #expect(throws: OAuthFailure.noProofKey(issuer: "https://as.example")) {
            try await world.call("tools/list", client)
        }
        #expect(world.browsed.isEmpty)
    }

    @Test func everyTripHasItsOwnSecrets() async throws {
        let world = world { _ in }
        world.change { $0.acceptsNothing = true }
        let client = try world.client()
        await #expect(throws: OAuthFailure.tooManyAttempts) { try await world.call("tools/list", client) }
        let trips = await world.servers[0].authorizations
        #expect(trips.count == OAuthClient.maximumAttempts)
        for name in ["state", "code_challenge"] { #expect(Set(trips.map { $0[name] }).count == trips.count) }
    }

    // MARK: Which authorization server answers (RFC 9207)

    static let answers: [(announced: Bool, redirect: Settings.Redirect, isAccepted: Bool)] = [
        (true, .correct, true), (true, .none, false), (true, .other("https://evil.example.com"), false),
        (true, .other("https://as.example/"), false), (true, .other("https://AS.example"), false),
        (true, .other("https://as.example:443"), false), (false, .none, true), (false, .correct, true),
        (false, .other("https://evil.example.com"), false),
    ]

    @Test(arguments: answers.indices) func theIssuerOfTheAnswerIsChecked(index: Int) async throws {
        let (announced, redirect, isAccepted) = Self.answers[index]
        let world = world {
            $0.announcesIssuer = announced
            $0.redirectIssuer = redirect
        }
        let client = try world.client()
        if isAccepted {
            #expect(try await world.call("tools/list", client) == 200)
        } else {
            await #expect(throws: OAuthFailure.responseOfAnotherIssuer(expected: "https://as.example")) {
                try await world.call("tools/list", client)
            }
            #expect(await world.servers[0].tokenForms.isEmpty)
        }
    }

    static let forgeries: [@Sendable (String) -> String] = [
        { $0.replacing("state=", with: "state=x") }, { $0.replacing("state=", with: "other=") },
        { $0 + "&state=x" }, { $0 + "&code=x" }, { $0.replacing("localhost:3000", with: "localhost:3001") },
        { $0.replacing("code=", with: "kode=") }, { _ in "" }, { _ in "http://localhost:3000/callback" },
        { $0 + "&x=%zz" },
    ]

    @Test(arguments: forgeries.indices) func forgedAnswersAreDiscarded(index: Int) async throws {
        let world = world { _ in }
        world.change { $0.tamper = Self.forgeries[index] }
        let client = try world.client()
        await #expect(throws: OAuthFailure.invalidResponse) { try await world.call("tools/list", client) }
        #expect(await world.servers[0].tokenForms.isEmpty)
    }

    @Test func aRefusalIsToldOnlyWhenItsOriginIsSure() async throws {
        let world = world { _ in }
        world.change { $0.tamper = { $0.replacing("code=", with: "error=access_denied&error_description=No%1B&x=") } }
        let client = try world.client()
        await #expect(throws: OAuthFailure.denied(error: "access_denied", description: "No")) {
            try await world.call("tools/list", client)
        }
        world.change { state in
            state.tamper = { $0.replacing("code=", with: "error=a&x=").replacing("as.example", with: "evil.example") }
        }
        await #expect(throws: OAuthFailure.responseOfAnotherIssuer(expected: "https://as.example")) {
            try await world.call("tools/list", client)
        }
    }

    @Test func withoutABrowserAPersonIsAskedFor() async throws {
        let world = world { _ in }
        let client = try world.client(hasBrowser: false)
        await #expect(throws: OAuthFailure.interactionRequired) { try await world.call("tools/list", client) }
    }

    // MARK: Client credentials

    @Test func aClientMayActForItself() async throws {
        let world = world {
            $0.authMethods = ["client_secret_basic"]
            $0.codeChallengeMethods = nil
            $0.clients = ["robot": "p:w"]
        }
        let client = try world.client(
            OAuthConfiguration(
                grant: .clientCredentials,
                clientName: "robot",
                preregistrations: [.init(clientID: "robot", clientSecret: "p:w")],
                scopes: ["sales:read"]
            ),
            hasBrowser: false
        )
        #expect(try await world.call("tools/list", client) == 200)
        let form = try #require(await world.servers[0].tokenForms.first)
        #expect(form["grant_type"] == "client_credentials" && form["scope"] == "sales:read")
        #expect(form["resource"] == "https://mcp.example/mcp" && form["code"] == nil)
    }

    @Test func aClientMaySignForItself() async throws {
        let world = world {
            $0.authMethods = ["private_key_jwt"]
            $0.clients = ["robot": nil]
        }
        let client = try world.client(
            OAuthConfiguration(
                grant: .clientCredentials,
                clientName: "robot",
                preregistrations: [.init(clientID: "robot")],
                assertion: ClientAssertion(algorithm: "ES256", sign: { Array($0.prefix(4)) })
            )
        )
        #expect(try await world.call("tools/list", client) == 200)
        let form = try #require(await world.servers[0].tokenForms.first)
        #expect(form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        let parts = try #require(form["client_assertion"]).split(separator: ".")
        #expect(parts.count == 3 && parts[0] == Form.base64URL(Array(#"{"alg":"ES256","typ":"JWT"}"#.utf8))[...])
        let claims = try #require(Form.decoded(String(parts[1])))
        #expect(claims["iss"] == "robot" && claims["sub"] == "robot" && claims["aud"] == "https://as.example")
        #expect(claims["exp"] == 1_000_300)
    }
}
