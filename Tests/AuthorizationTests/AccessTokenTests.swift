import Authorization
import Foundation
import JSON
import JWTKit
import Testing

@Suite struct AccessTokenTests {
    private let issuer = TestIssuer()
    private let key: TestKey
    private let verifier: AccessTokenVerifier

    init() async throws {
        key = try await TestKey.make(.es256, "one")
        issuer.publish([key])
        verifier = issuer.verifier([issuer.keys()])
    }

    private func outcome(_ token: String) async -> Result<Grant, TokenRefusal> {
        await verifier.verify(token)
    }

    private func refusal(_ claims: JSONObject, header: JSONObject = [:]) async throws -> TokenRefusal? {
        let token = try key.token(issuer.claims(claims), header: header)
        guard case .failure(let refusal) = await outcome(token) else { return nil }
        return refusal
    }

    private func scopes(_ claims: JSONObject) async throws -> Set<String>? {
        try await outcome(key.token(issuer.claims(claims))).get().scopes
    }

    // MARK: Who is let in

    @Test(arguments: SigningAlgorithm.allCases)
    func aGoodTokenSaysWhoAndWhat(_ algorithm: SigningAlgorithm) async throws {
        let key = try await TestKey.make(algorithm, "two")
        issuer.publish([self.key, key])
        let token = try key.token(issuer.claims())
        let expected = Grant(
            principal: "https://login.example#sub=ana",
            scopes: ["sales:read", "stock:read"]
        )
        #expect(await outcome(token) == .success(expected))
        // Now without waiting, and remembered.
        guard case .granted(expected) = verifier.verdict(on: token) else {
            Issue.record("not granted at once")
            return
        }
    }

    @Test func theOtherWaysOfWritingItAreUnderstood() async throws {
        #expect(try await scopes(["scope": .null]) == [])
        #expect(try await scopes(["scope": .null, "scp": "a b"]) == ["a", "b"])
        #expect(try await scopes(["scope": .null, "scp": ["a", "b c"]]) == ["a", "b", "c"])
        #expect(try await scopes(["scope": ["a"]]) == ["a"])
        #expect(try await scopes(["scope": "a \"b\" c\\ d"]) == ["a", "d"])
        #expect(try await refusal(["aud": ["x", "https://SHOP.example:443/mcp"]]) == nil)
        for type: JSONValue in [.null, "JWT", "application/at+jwt", "AT+JWT"] {
            #expect(try await refusal([:], header: ["typ": type]) == nil)
        }
        let client = try await outcome(key.token(issuer.claims(["sub": .null]))).get()
        #expect(client.principal == "https://login.example#client=app")
        // A user who is called like the program is somebody else.
        let user = try await outcome(key.token(issuer.claims(["sub": "client=app"]))).get()
        #expect(user.principal != client.principal)
    }

    // MARK: Who is not

    @Test(
        arguments: [
            (["iss": "https://login.example/"], .issuer),
            (["iss": "https://LOGIN.example"], .issuer),
            (["iss": "https://evil.example"], .issuer),
            (["iss": .null], .missingClaim("iss")),
            (["iss": ["https://login.example"]], .malformed),
            (["aud": "https://other.example/mcp"], .audience),
            (["aud": "https://shop.example"], .audience),
            (["aud": "https://shop.example/mcp/"], .audience),
            (["aud": []], .audience),
            (["aud": .null], .missingClaim("aud")),
            (["aud": [1]], .malformed),
            (["exp": .null], .missingClaim("exp")),
            (["exp": "tomorrow"], .malformed),
            (["exp": -1], .malformed),
            (["sub": .null, "client_id": .null], .missingClaim("sub")),
            (["sub": "", "client_id": ""], .missingClaim("sub")),
            (["sub": 7], .malformed),
            (["scope": 7], .malformed),
            (["cnf": ["jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"]], .holder),
            (["cnf": ["x5t#S256": "short"]], .holder),
            (["cnf": "x"], .holder),
        ] as [(JSONObject, TokenRefusal)]
    )
    func aClaimThatDoesNotFitIsRefused(_ claims: JSONObject, _ expected: TokenRefusal) async throws {
        #expect(try await refusal(claims) == expected)
    }

    @Test(
        arguments: [
            (["alg": "none"], .algorithm), (["alg": "None"], .algorithm), (["alg": "HS256"], .algorithm),
            (["alg": "es256"], .algorithm), (["alg": .null], .algorithm), (["alg": 1], .algorithm),
            (["crit": ["exp"]], .criticalExtension), (["crit": []], .criticalExtension),
            (["crit": ["b64"], "b64": false], .criticalExtension),
            (["typ": "dpop+jwt"], .type), (["typ": "logout+jwt"], .type), (["typ": 1], .malformed),
            (["kid": 1], .malformed), (["kid": "unknown"], .key), (["alg": "RS256"], .key), (["alg": "EdDSA"], .key),
        ] as [(JSONObject, TokenRefusal)]
    )
    func aHeaderThatDoesNotFitIsRefused(_ header: JSONObject, _ expected: TokenRefusal) async throws {
        #expect(try await refusal([:], header: header) == expected)
    }

    /// Names of keys in the token are not followed.
    @Test func aTokenCannotBringItsOwnKey() async throws {
        let foreign = try await TestKey.make(.es256, "one")
        for header: JSONObject in [
            ["jku": "https://evil.example/keys"], ["x5u": "https://evil.example/x"],
            ["jwk": .object(foreign.published)],
        ] {
            let token = try foreign.token(issuer.claims(), header: header)
            #expect(await outcome(token) == .failure(.signature))
        }
        #expect(issuer.fetches == 1)
    }

    @Test func anUnsignedTokenIsRefused() async throws {
        let parts = try key.token(issuer.claims(), header: ["alg": "none"]).split(separator: ".")
        #expect(await outcome("\(parts[0]).\(parts[1]).") == .failure(.algorithm))
        let signed = try key.token(issuer.claims()).split(separator: ".")
        #expect(await outcome("\(signed[0]).\(signed[1]).") == .failure(.signature))
    }

    /// The public key as if it were a shared secret (RFC 8725 section 2.1).
    @Test func aPublicKeyIsNoSharedSecret() async throws {
        let rsa = try await TestKey.make(.rs256, "rsa")
        issuer.publish([rsa])
        let secrets = [
            JSONValue.object(rsa.published).serializedString, try #require(rsa.published["n"]?.string),
        ]
        for secret in secrets {
            let keys = JWTKeyCollection()
            await keys.add(hmac: HMACKey(stringLiteral: secret), digestAlgorithm: .sha256)
            let forger = TestKey(identifier: "rsa", signer: try await keys.getKey(), published: [:])
            #expect(await outcome(try forger.token(issuer.claims())) == .failure(.algorithm))
            // And with the algorithm of the key itself, over the same bytes.
            #expect(await outcome(try forger.token(issuer.claims(), header: ["alg": "RS256"])) == .failure(.signature))
        }
    }

    @Test func everyByteCounts() async throws {
        let token = try key.token(issuer.claims())
        _ = try await outcome(token).get()
        let bytes = Array(token.utf8)
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            if case .success = await outcome(String(decoding: changed, as: UTF8.self)) {
                Issue.record("byte \(index) does not matter")
            }
            if case .success = await outcome(String(decoding: bytes[..<index], as: UTF8.self)) {
                Issue.record("cut at \(index)")
            }
        }
        for text in [
            "", ".", "..", "...", "a.b.c", token + "=", token + ".", " " + token, token + "\n", "\(token).x.y",
            "e30.e30.",
            "eyJhbGciOiJFUzI1NiJ9.W10.AA", "eyJhIjoxLCJhIjoyfQ.e30.AA",
        ] {
            if case .success = await outcome(text) { Issue.record("\(text.prefix(40)) was let in") }
        }
    }

    @Test func anEndlessTokenIsNotLookedAt() async throws {
        let long = try key.token(issuer.claims(["x": .string(String(repeating: "x", count: 9_000))]))
        #expect(await outcome(long) == .failure(.tooLong(limit: 8_192)))
        let deep = "{\"a\":" + String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000) + "}"
        #expect(await outcome("\(base64URL(Data(deep.utf8))).e30.AA") == .failure(.malformed))
    }

    // MARK: Time

    @Test func clocksMayDifferByAMinute() async throws {
        let token = try key.token(issuer.claims(["iat": .null]))
        issuer.wait(359)
        _ = try await outcome(token).get()
        issuer.wait(1)
        // Remembered or not.
        #expect(await outcome(token) == .failure(.expired))
        #expect(await issuer.verifier([issuer.keys()]).verify(token) == .failure(.expired))
        let now = Int(issuer.time)
        for claim in ["nbf", "iat"] {
            #expect(try await refusal([claim: JSONValue(now + 60)]) == nil)
            #expect(try await refusal([claim: JSONValue(now + 61)]) == .notYetValid)
        }
        #expect(try await refusal(["exp": .number(#require(JSONNumber(Double(now) + 0.5)))]) == nil)
    }

    // MARK: Holders (RFC 8705)

    @Test func aBoundTokenNeedsItsCertificate() async throws {
        let digest = [UInt8](repeating: 7, count: 32)
        let claims = issuer.claims(["cnf": ["x5t#S256": .string(base64URL(digest))]])
        let token = try key.token(claims)
        #expect(await verifier.verify(token) == .failure(.holder))
        #expect(await verifier.verify(token, certificate: { [UInt8](repeating: 8, count: 32) }) == .failure(.holder))
        _ = try await verifier.verify(token, certificate: { digest }).get()
        // Remembered for its holder, and for nobody else.
        guard case .refused(.holder) = verifier.verdict(on: token) else {
            Issue.record("a stolen token was let in")
            return
        }
    }
}
