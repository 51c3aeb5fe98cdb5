import Authorization
import JSON
import Localization
import Testing

/// The keys of an issuer: rotation, and what an attacker can make of it.
@Suite struct IssuerKeysTests {
    private let issuer = TestIssuer()
    private let first: TestKey
    private let second: TestKey

    init() async throws {
        first = try await TestKey.make(.es256, "first")
        second = try await TestKey.make(.eddsa, "second")
        issuer.publish([first])
    }

    private func verdict(_ verifier: AccessTokenVerifier, _ token: String) -> String {
        switch verifier.verdict(on: token) {
        case .granted: "granted"
        case .refused(let refusal): "\(refusal.message.english)"
        case .undecided: "undecided"
        }
    }

    @Test func aNewKeyIsFetchedOnce() async throws {
        let keys = issuer.keys()
        let verifier = issuer.verifier([keys])
        await keys.refresh()
        #expect(issuer.fetches == 1)
        issuer.publish([first, second])
        let token = try second.token(issuer.claims())
        // Fetched a moment ago: not again.
        #expect(await verifier.verify(token) == .failure(.key))
        #expect(issuer.fetches == 1)
        issuer.wait(30)
        #expect(verdict(verifier, token) == "undecided")
        _ = try await verifier.verify(token).get()
        #expect(issuer.fetches == 2)
        #expect(verdict(verifier, token) == "granted")
    }

    @Test func unknownKeysMakeNoStorm() async throws {
        let keys = issuer.keys()
        let verifier = issuer.verifier([keys])
        await keys.refresh()
        issuer.wait(31)
        let tokens = try (0..<50).map { try first.token(issuer.claims(), header: ["kid": .string("k\($0)")]) }
        await withTaskGroup(of: Void.self) { group in
            for token in tokens {
                group.addTask { #expect(await verifier.verify(token) == .failure(.key)) }
            }
        }
        #expect(issuer.fetches == 2)
        // And none of them makes a task any more.
        #expect(verdict(verifier, tokens[0]) == TokenRefusal.key.message.english)
        // Strangers' tokens never make one.
        let stranger = try first.token(issuer.claims(["iss": "https://evil.example"]))
        #expect(await verifier.verify(stranger) == .failure(.issuer))
        #expect(issuer.fetches == 2)
    }

    @Test func keysAreKeptWhileTheIssuerIsAway() async throws {
        let keys = issuer.keys()
        let verifier = issuer.verifier([keys])
        let token = try first.token(issuer.claims())
        issuer.setReachable(false)
        #expect(await verifier.verify(token) == .failure(.keysUnavailable))
        issuer.setReachable(true)
        issuer.wait(5)
        _ = try await verifier.verify(token).get()
        issuer.setReachable(false)
        issuer.wait(40)
        #expect(await verifier.verify(try second.token(issuer.claims())) == .failure(.key))
        #expect(issuer.fetches == 3)
        _ = try await verifier.verify(token).get()
    }

    @Test func aWithdrawnKeyEndsWithItsTokens() async throws {
        let keys = issuer.keys()
        let verifier = issuer.verifier([keys])
        let token = try first.token(issuer.claims(["exp": JSONValue(Int(issuer.time) + 100_000)]))
        _ = try await verifier.verify(token).get()
        issuer.publish([second])
        issuer.wait(3_601)
        // The old key is good until the new ones are there, which are being fetched.
        #expect(verdict(verifier, token) == "granted")
        await keys.refresh()
        #expect(await verifier.verify(token) == .failure(.key))
    }

    @Test func issuersAreKeptApart() async throws {
        let other = TestIssuer()
        other.publish([second])
        let verifier = issuer.verifier([issuer.keys(), other.keys(issuer: "https://other.example")])
        let ours = try await verifier.verify(try first.token(issuer.claims())).get()
        let theirs = try await verifier.verify(
            try second.token(issuer.claims(["iss": "https://other.example"]))
        ).get()
        #expect(ours.principal != theirs.principal)
        // One issuer's key says nothing for the other.
        #expect(await verifier.verify(try second.token(issuer.claims())) == .failure(.key))
    }

    @Test func aKeyIsForItsOneAlgorithm() async throws {
        let rsa = try await TestKey.make(.ps256, "rsa")
        var nameless = rsa.published
        nameless["alg"] = nil
        let set: JSONObject = ["keys": [.object(nameless)]]
        // Without a name it is for the first that fits.
        for (allowed, isGood): ([SigningAlgorithm], Bool) in [([.ps256, .rs256], true), ([.rs256, .ps256], false)] {
            let keys = IssuerKeys(issuer: TestIssuer.name, now: { 0 }) {
                try await KeySet(parsing: set.serialized(), allowing: allowed)
            }
            let outcome = await issuer.verifier([keys]).verify(try rsa.token(issuer.claims()))
            #expect(((try? outcome.get()) != nil) == isGood)
        }
    }

    @Test func aSetWithoutUsableKeysIsRefused() async throws {
        var encrypting = first.published
        encrypting["use"] = "enc"
        var secret = first.published
        secret["d"] = "AA"
        var offCurve = first.published
        offCurve["x"] = offCurve["y"]
        let small: JSONObject = ["kty": "RSA", "kid": "s", "n": "3XyZ", "e": "AQAB"]
        let symmetric: JSONObject = ["kty": "oct", "kid": "h", "k": "c2VjcmV0", "alg": "HS256"]
        for key in [encrypting, secret, offCurve, small, symmetric, [:], ["kty": "EC"]] {
            await #expect(throws: KeySetFailure.noUsableKey) {
                let set: JSONObject = ["keys": [.object(key)]]
                _ = try await KeySet(parsing: set.serialized(), allowing: SigningAlgorithm.allCases)
            }
        }
        for text in ["", "[]", "{}", "{\"keys\":1}", "<html>"] {
            await #expect(throws: KeySetFailure.malformed) {
                _ = try await KeySet(parsing: Array(text.utf8), allowing: SigningAlgorithm.allCases)
            }
        }
        await #expect(throws: KeySetFailure.noUsableKey) {
            let set: JSONObject = ["keys": [.object(first.published)]]
            _ = try await KeySet(parsing: set.serialized(), allowing: [.rs256])
        }
    }
}
