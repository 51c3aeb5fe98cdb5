import JSON
import Synchronization

/// What is kept of a token whose signature and audience were right.
struct VerifiedToken: Sendable {
    let issuer: String
    /// Of the issuer's keys: see ``IssuerKeys``.
    let generation: Int
    let grant: Grant
    /// Seconds since 1970 UTC.
    let expiresAt: Double
    let validFrom: Double
    /// SHA-256 of the certificate that its holder must show (RFC 8705 section 3.1); `nil` for everybody's.
    let certificate: [UInt8]?

    init(_ token: SignedToken, issuer: String, generation: Int) throws(TokenRefusal) {
        self.issuer = issuer
        self.generation = generation
        guard let expiresAt = try token.time("exp") else { throw .missingClaim("exp") }
        self.expiresAt = expiresAt
        validFrom = max(try token.time("nbf") ?? 0, try token.time("iat") ?? 0)
        let name: String
        // The kind of name is part of it: a user may be called like a program.
        if let subject = try token.text("sub"), !subject.isEmpty {
            name = "sub=\(subject)"
        } else if let client = try token.text("client_id"), !client.isEmpty {
            name = "client=\(client)"
        } else {
            throw .missingClaim("sub")
        }
        // An issuer has no fragment (RFC 8414 section 2), so no two issuers can name the same principal.
        grant = Grant(principal: "\(issuer)#\(name)", scopes: try token.scopes())
        certificate = try Self.holder(token.claims["cnf"])
    }

    /// A token that is bound to something that is not checked here must not pass as everybody's.
    private static func holder(_ confirmation: JSONValue?) throws(TokenRefusal) -> [UInt8]? {
        guard let confirmation else { return nil }
        guard let members = confirmation.object, members.count == 1,
            let text = members["x5t#S256"]?.string, let digest = Base64URL.decode(text.utf8), digest.count == 32
        else { throw .holder }
        return digest
    }
}

/// The tokens that were checked last, by their SHA-256: nobody can read a token out of it.
final class VerifiedTokens: Sendable {
    private let capacity: Int
    private let tokens = Mutex<[[UInt8]: VerifiedToken]>([:])

    init(capacity: Int) {
        self.capacity = capacity
    }

    func token(_ digest: [UInt8]) -> VerifiedToken? {
        tokens.withLock { $0[digest] }
    }

    func keep(_ token: VerifiedToken, _ digest: [UInt8]) {
        guard capacity > 0 else { return }
        tokens.withLock { tokens in
            // Only good tokens get here, so nobody can push others out; a full table is rare and starts again.
            if tokens.count >= capacity { tokens.removeAll(keepingCapacity: true) }
            tokens[digest] = token
        }
    }
}
