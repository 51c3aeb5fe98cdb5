import JSON
import JWTKit
public import Localization

/// The keys of an issuer with which tokens can be checked (RFC 7517 section 5).
public struct KeySet: Sendable {
    /// A key and the one algorithm that it is for (RFC 8725 section 3.1).
    struct Key: Sendable {
        let identifier: String?
        let algorithm: SigningAlgorithm
        private let implementation: any JWTAlgorithm

        init(_ identifier: String?, _ algorithm: SigningAlgorithm, _ implementation: any JWTAlgorithm) {
            self.identifier = identifier
            self.algorithm = algorithm
            self.implementation = implementation
        }

        func isSignature(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
            (try? implementation.verify(signature, signs: bytes)) == true
        }
    }

    /// A set with more keys is refused.
    private static let maximumKeys = 100
    private static let limits = JSONLimits(bytes: 256 << 10, depth: 16)

    let keys: [Key]

    /// Reads a key set. Keys for encryption, symmetric and unknown ones, private ones and those of algorithms that are
    /// not allowed are left out, as RFC 7517 asks.
    ///
    /// - Parameter allowed: an RSA key that does not name its algorithm is for the first that fits.
    /// - Throws: when it is no key set, or holds no key for these algorithms.
    public init(parsing bytes: [UInt8], allowing allowed: [SigningAlgorithm]) async throws(KeySetFailure) {
        guard let values = (try? JSONValue(parsing: bytes, limits: Self.limits))?["keys"]?.array,
            values.count <= Self.maximumKeys
        else { throw .malformed }
        var keys: [Key] = []
        for value in values {
            if let key = await Self.key(value, allowed) { keys.append(key) }
        }
        guard !keys.isEmpty else { throw .noUsableKey }
        self.keys = keys
    }

    /// The key of a token. Without an identifier only where there is no choice.
    func key(_ identifier: String?, _ algorithm: SigningAlgorithm) -> Key? {
        let fitting = keys.filter { $0.algorithm == algorithm }
        guard let identifier else { return fitting.count == 1 ? fitting[0] : nil }
        return fitting.first { $0.identifier == identifier }
    }

    private static func key(_ value: JSONValue, _ allowed: [SigningAlgorithm]) async -> Key? {
        // What everybody can read proves nothing.
        guard value["d"] == nil, value["use"].map({ $0 == "sig" }) ?? true,
            value["key_ops"].map({ $0.array?.contains("verify") ?? false }) ?? true
        else { return nil }
        let candidates: [SigningAlgorithm] =
            switch (value["kty"]?.string, value["crv"]?.string) {
            case ("RSA", _): [.rs256, .ps256]
            case ("EC", "P-256"): [.es256]
            case ("OKP", "Ed25519"): [.eddsa]
            default: []
            }
        let fitting = allowed.filter { candidates.contains($0) }
        let chosen = value["alg"].map { name in fitting.first { $0.rawValue == name.string } } ?? fitting.first
        guard let algorithm = chosen, let implementation = await implementation(algorithm, value) else { return nil }
        return Key(value["kid"]?.string, algorithm, implementation)
    }

    /// The library hands out implementations from its collections only, so each key passes through one of its own.
    private static func implementation(_ algorithm: SigningAlgorithm, _ value: JSONValue) async -> (any JWTAlgorithm)? {
        let name: JWKIdentifier = "key"
        func text(_ member: String) -> String? { value[member]?.string }
        let key: JWK
        switch algorithm {
        // Fewer than 2,048 bits are refused by the library.
        case .rs256: key = .rsa(.rs256, identifier: name, modulus: text("n"), exponent: text("e"))
        case .ps256: key = .rsa(.ps256, identifier: name, modulus: text("n"), exponent: text("e"))
        case .es256: key = .ecdsa(.es256, identifier: name, x: text("x"), y: text("y"), curve: .p256)
        case .eddsa: key = .octetKeyPair(.eddsa, identifier: name, x: text("x"), y: nil, curve: .ed25519)
        }
        let collection = JWTKeyCollection()
        return try? await collection.add(jwk: key).getKey(for: name)
    }
}

public enum KeySetFailure: LocalizedFailure, Hashable {
    case malformed
    case noUsableKey

    public var message: LocalizedText {
        switch self {
        case .malformed:
            LocalizedText(
                es: "No es un conjunto de claves JWKS: se espera {\"keys\": […]}.",
                en: "This is no JSON Web Key Set: expected {\"keys\": […]}."
            )
        case .noUsableKey:
            LocalizedText(
                es: "No hay ninguna clave pública de firma que sirva para los algoritmos admitidos.",
                en: "There is no public signature key for any of the accepted algorithms."
            )
        }
    }
}
