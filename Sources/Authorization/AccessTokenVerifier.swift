import JSON
import OpenSSL

/// Checks JSON Web Tokens as access tokens of this server (RFC 9068 section 4, RFC 8725).
public final class AccessTokenVerifier: Sendable {
    public struct Policy: Sendable {
        /// The identifiers of this server, one of which a token must name in `aud` (RFC 8707 section 2).
        public var audiences: [String]
        /// Default: all.
        public var algorithms: [SigningAlgorithm]
        /// Seconds by which clocks may differ. Default: 60.
        public var clockSkew: Double = 60
        /// Bytes of the longest token that is looked at. Default: 8 KiB.
        public var maximumBytes = 8 << 10
        /// Tokens that were checked and are remembered, so that their next request costs no signature. Default: 1,024.
        public var remembered = 1_024

        public init(audiences: [String], algorithms: [SigningAlgorithm] = SigningAlgorithm.allCases) {
            self.audiences = audiences.map(ResourceIdentifier.canonical)
            self.algorithms = algorithms
        }
    }

    /// What can be said of a token without waiting.
    public enum Verdict: Sendable {
        case granted(Grant)
        case refused(TokenRefusal)
        /// The keys of its issuer have to be fetched: ask ``AccessTokenVerifier/verify(_:certificate:)``.
        case undecided
    }

    private let policy: Policy
    private let issuers: [String: IssuerKeys]
    private let now: @Sendable () -> Double
    private let remembered: VerifiedTokens

    /// - Parameter now: seconds since 1970 UTC.
    public init(_ policy: Policy, issuers: [IssuerKeys], now: @escaping @Sendable () -> Double) {
        self.policy = policy
        self.issuers = Dictionary(issuers.map { ($0.issuer, $0) }, uniquingKeysWith: { first, _ in first })
        self.now = now
        remembered = VerifiedTokens(capacity: policy.remembered)
    }

    /// Whether a text looks like a token that this could check.
    public static func looksLikeToken(_ text: Substring) -> Bool {
        text.utf8.count { $0 == UInt8(ascii: ".") } == 2
    }

    /// Judges a token at once.
    ///
    /// - Parameter certificate: SHA-256 of the certificate that the caller has shown in the TLS handshake, asked for
    ///   when the token is bound to one.
    public func verdict(on text: String, certificate: () -> [UInt8]? = { nil }) -> Verdict {
        switch judge(text, certificate) {
        case .settled(.success(let grant)): .granted(grant)
        case .settled(.failure(let refusal)): .refused(refusal)
        case .lacksKeys(let keys, let refusal): keys.mayRefresh ? .undecided : .refused(refusal)
        }
    }

    /// Judges a token, after fetching its issuer's keys once where that could help.
    public func verify(
        _ text: String,
        certificate: () -> [UInt8]? = { nil }
    ) async -> Result<Grant, TokenRefusal> {
        guard case .lacksKeys(let keys, _) = judge(text, certificate) else { return settled(text, certificate) }
        await keys.refresh()
        return settled(text, certificate)
    }

    // MARK: Judging

    private enum Judgement {
        case settled(Result<Grant, TokenRefusal>)
        case lacksKeys(IssuerKeys, TokenRefusal)
    }

    private func settled(_ text: String, _ certificate: () -> [UInt8]?) -> Result<Grant, TokenRefusal> {
        switch judge(text, certificate) {
        case .settled(let result): result
        case .lacksKeys(_, let refusal): .failure(refusal)
        }
    }

    private func judge(_ text: String, _ certificate: () -> [UInt8]?) -> Judgement {
        do throws(TokenRefusal) {
            guard text.utf8.count <= policy.maximumBytes else { throw .tooLong(limit: policy.maximumBytes) }
            let digest = SHA256Digest.hash(Array(text.utf8))
            if let known = remembered.token(digest), let keys = issuers[known.issuer],
                keys.current.generation == known.generation
            {
                return .settled(.success(try admit(known, certificate)))
            }
            let token = try SignedToken(text)
            let algorithm = try token.algorithm(among: policy.algorithms)
            guard let issuer = try token.text("iss") else { throw .missingClaim("iss") }
            guard let keys = issuers[issuer] else { throw .issuer }
            let identifier = token.header["kid"]
            guard identifier == nil || identifier?.string != nil else { throw .malformed }
            let (current, generation) = keys.current
            guard let current else { return .lacksKeys(keys, .keysUnavailable) }
            guard let key = current.key(identifier?.string, algorithm) else { return .lacksKeys(keys, .key) }
            guard key.isSignature(token.signature, of: token.signed) else { throw .signature }
            let verified = try VerifiedToken(token, issuer: issuer, generation: generation)
            guard let audiences = try token.texts("aud") else { throw .missingClaim("aud") }
            guard audiences.contains(where: { policy.audiences.contains(ResourceIdentifier.canonical($0)) }) else {
                throw .audience
            }
            let grant = try admit(verified, certificate)
            remembered.keep(verified, digest)
            return .settled(.success(grant))
        } catch {
            return .settled(.failure(error))
        }
    }

    /// What may change between two requests with the same token: the time, and who shows it.
    private func admit(_ token: VerifiedToken, _ certificate: () -> [UInt8]?) throws(TokenRefusal) -> Grant {
        let time = now()
        guard time < token.expiresAt + policy.clockSkew else { throw .expired }
        guard time >= token.validFrom - policy.clockSkew else { throw .notYetValid }
        if let holder = token.certificate {
            guard let shown = certificate(), constantTimeEquals(shown, holder) else { throw .holder }
        }
        return token.grant
    }
}
