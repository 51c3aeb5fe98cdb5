import Authorization
import Crypto
import CryptoExtras
import Foundation
import JSON
import JWTKit
import Synchronization

/// A key that signs tokens in a test, and what its issuer publishes of it.
struct TestKey: Sendable {
    let identifier: String
    let signer: any JWTAlgorithm
    /// The public half as a JSON Web Key.
    let published: JSONObject

    static func make(_ algorithm: SigningAlgorithm, _ identifier: String) async throws -> TestKey {
        let keys = JWTKeyCollection()
        var published: JSONObject = [
            "kid": .string(identifier), "alg": .string(algorithm.rawValue), "use": "sig",
        ]
        switch algorithm {
        case .rs256, .ps256:
            let key = try Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
            let parts = try key.publicKey.getKeyPrimitives()
            published["kty"] = "RSA"
            published["n"] = .string(base64URL(parts.modulus))
            published["e"] = .string(base64URL(parts.publicExponent))
            if algorithm == .rs256 {
                await keys.add(rsa: key, digestAlgorithm: .sha256)
            } else {
                await keys.add(pss: key, digestAlgorithm: .sha256)
            }
        case .es256:
            let key = P256.Signing.PrivateKey()
            let point = key.publicKey.rawRepresentation
            published["kty"] = "EC"
            published["crv"] = "P-256"
            published["x"] = .string(base64URL(point.prefix(32)))
            published["y"] = .string(base64URL(point.suffix(32)))
            await keys.add(ecdsa: try ES256PrivateKey(backing: key))
        case .eddsa:
            let key = Curve25519.Signing.PrivateKey()
            published["kty"] = "OKP"
            published["crv"] = "Ed25519"
            published["x"] = .string(base64URL(key.publicKey.rawRepresentation))
            await keys.add(eddsa: EdDSA.PrivateKey(backing: key))
        }
        return TestKey(identifier: identifier, signer: try await keys.getKey(), published: published)
    }

    /// A token with these claims. The header names algorithm and key; `header` adds to it or, with `null`, takes away.
    func token(_ claims: JSONObject, header changes: JSONObject = [:]) throws -> String {
        var header: JSONObject = ["alg": .string(signer.name), "kid": .string(identifier), "typ": "at+jwt"]
        for (name, value) in changes { header[name] = value == .null ? nil : value }
        let signed = "\(base64URL(Data(header.serialized()))).\(base64URL(Data(claims.serialized())))"
        return "\(signed).\(base64URL(Data(try signer.sign(Array(signed.utf8)))))"
    }
}

func base64URL(_ data: some DataProtocol) -> String {
    Data(data).base64EncodedString()
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
}

/// An issuer whose key set is changed by hand, and whose fetches are counted.
final class TestIssuer: Sendable {
    struct Unreachable: Error {}

    static let name = "https://login.example"
    static let server = "https://shop.example/mcp"

    private struct State {
        var published: [JSONObject] = []
        var isReachable = true
        var fetches = 0
        var time = 1_800_000_000.0
    }

    private let state = Mutex(State())

    var fetches: Int { state.withLock { $0.fetches } }
    var time: Double { state.withLock { $0.time } }

    func publish(_ keys: [TestKey]) { state.withLock { $0.published = keys.map(\.published) } }
    func setReachable(_ isReachable: Bool) { state.withLock { $0.isReachable = isReachable } }
    func wait(_ seconds: Double) { state.withLock { $0.time += seconds } }

    func keys(_ policy: IssuerKeys.Policy = IssuerKeys.Policy(), issuer: String = name) -> IssuerKeys {
        IssuerKeys(issuer: issuer, policy: policy, now: { self.time }) {
            let bytes = try self.state.withLock { state in
                state.fetches += 1
                guard state.isReachable else { throw Unreachable() }
                let keys: JSONObject = ["keys": .array(state.published.map { .object($0) })]
                return keys.serialized()
            }
            return try await KeySet(parsing: bytes, allowing: SigningAlgorithm.allCases)
        }
    }

    func verifier(
        _ keys: [IssuerKeys],
        _ change: (inout AccessTokenVerifier.Policy) -> Void = { _ in }
    ) -> AccessTokenVerifier {
        var policy = AccessTokenVerifier.Policy(audiences: [Self.server])
        change(&policy)
        return AccessTokenVerifier(policy, issuers: keys, now: { self.time })
    }

    /// The claims of a good token, with changes; `null` takes away.
    func claims(_ changes: JSONObject = [:]) -> JSONObject {
        var claims: JSONObject = [
            "iss": .string(Self.name), "aud": .string(Self.server), "sub": "ana", "client_id": "app",
            "iat": JSONValue(Int(time)), "exp": JSONValue(Int(time) + 300), "jti": "1",
            "scope": "sales:read stock:read",
        ]
        for (name, value) in changes { claims[name] = value == .null ? nil : value }
        return claims
    }
}
