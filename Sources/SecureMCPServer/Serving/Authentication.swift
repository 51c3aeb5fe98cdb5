import Authorization
import Foundation
import HTTPTransport
import Localization
import MCPHTTP
import NIOHTTP1
import NIOOpenSSL
import OpenSSL

/// Finds out who sends a request: by a bearer token (RFC 6750), else by a client certificate.
///
/// One proof decides, and it alone: a caller who shows a token is what the token says, whatever certificate the
/// connection has, and a bad token is refused even so.
struct Authentication: Sendable {
    enum Decision {
        case admitted(Caller)
        case refused(HTTPResponse)
        /// The keys of the token's issuer have to be fetched first: ask ``Authentication/settle(_:)``.
        case undecided
    }

    private let tokens: StaticTokens?
    private let verifier: AccessTokenVerifier?
    private let certificates: ClientCertificates?
    private let challenge: BearerChallenge
    /// What a client should ask its authorization server for.
    private let scopes: @Sendable () -> Set<String>

    init(
        tokens: StaticTokens? = nil,
        verifier: AccessTokenVerifier? = nil,
        certificates: ClientCertificates? = nil,
        challenge: BearerChallenge = BearerChallenge(),
        scopes: @escaping @Sendable () -> Set<String> = { [] }
    ) {
        self.tokens = tokens
        self.verifier = verifier
        self.certificates = certificates
        self.challenge = challenge
        self.scopes = scopes
    }

    /// Whether anybody is asked. Where nobody is, everybody may do everything.
    var isRequired: Bool { tokens != nil || verifier != nil || certificates != nil }

    /// Whether a browser identifies itself by what it sends by itself to anybody's page.
    var isAmbient: Bool { !isRequired || certificates != nil }

    /// Decides without waiting.
    func decide(_ request: HTTPRequest) -> Decision {
        guard isRequired else { return .admitted(.anybody) }
        switch credentials(of: request) {
        case .refused(let response): return .refused(response)
        case .admitted(let grant): return .admitted(Caller(grant))
        case .token(let token):
            guard let verifier else { return .refused(refusal(.unknown)) }
            switch verifier.verdict(on: token, certificate: { Self.fingerprint(request) }) {
            case .granted(let grant): return .admitted(Caller(grant))
            case .refused(let refusal): return .refused(self.refusal(refusal))
            case .undecided: return .undecided
            }
        }
    }

    /// Decides, after fetching an issuer's keys where that is needed.
    func settle(_ request: HTTPRequest) async -> Decision {
        guard isRequired, let verifier, case .token(let token) = credentials(of: request) else {
            return decide(request)
        }
        switch await verifier.verify(token, certificate: { Self.fingerprint(request) }) {
        case .success(let grant): return .admitted(Caller(grant))
        case .failure(let refusal): return .refused(self.refusal(refusal))
        }
    }

    // MARK: Credentials

    private enum Credentials {
        case admitted(Grant)
        /// One that an issuer may have signed.
        case token(String)
        case refused(HTTPResponse)
    }

    private func credentials(of request: HTTPRequest) -> Credentials {
        // Addresses are logged and kept by everything on the way (RFC 6750 section 5.3).
        guard !request.hasTokenInQuery else {
            return .refused(
                malformed(
                    "a token does not belong into the address, and this one is now known to others: withdraw it"
                )
            )
        }
        let presented = request.headers["authorization"]
        guard presented.count <= 1 else {
            return .refused(malformed("there are \(presented.count) Authorization fields"))
        }
        guard let field = presented.first else {
            guard let certificates else { return .refused(unidentified()) }
            let grant = request.peer.tls?.peerChain.first.flatMap { certificates.grant(for: $0) }
            return grant.map { .admitted($0) } ?? .refused(unidentified())
        }
        guard field.prefix(7).lowercased() == "bearer ", field.utf8.count > 7 else { return .refused(unidentified()) }
        let token = field.dropFirst(7)
        if let grant = tokens?.grant(for: token) { return .admitted(grant) }
        guard verifier != nil, AccessTokenVerifier.looksLikeToken(token) else { return .refused(refusal(.unknown)) }
        return .token(String(token))
    }

    private static func fingerprint(_ request: HTTPRequest) -> [UInt8]? {
        request.peer.tls?.peerChain.first?.fingerprint
    }

    // MARK: Refusals

    private static let hint = "send the header: Authorization: Bearer TOKEN"

    private func unidentified() -> HTTPResponse {
        challenged(.unauthorized, nil, "this server wants a bearer token", hint: Self.hint)
    }

    private func malformed(_ reason: String) -> HTTPResponse {
        challenged(.badRequest, .invalidRequest, reason, hint: Self.hint)
    }

    private func refusal(_ refusal: TokenRefusal) -> HTTPResponse {
        let reason = refusal.message.english
        guard refusal != .keysUnavailable else {
            // The token may be good: whoever shows it is not to ask for another one.
            var response = Refusal.response(.serviceUnavailable, reason)
            response.headers.add(name: "retry-after", value: "5")
            return response
        }
        return challenged(.unauthorized, .invalidToken, reason, hint: "ask its issuer for a token for this server")
    }

    private func challenged(
        _ status: HTTPResponseStatus,
        _ code: BearerChallenge.Code?,
        _ reason: String,
        hint: String
    ) -> HTTPResponse {
        var response = Refusal.response(status, reason, hint: hint)
        let scopes = verifier == nil ? [] : scopes()
        let value = challenge.value(code, description: code == nil ? nil : reason, scopes: scopes)
        response.headers.add(name: "www-authenticate", value: value)
        return response
    }
}

extension Caller {
    init(_ grant: Grant) {
        self.init(principal: grant.principal, scopes: grant.scopes)
    }
}

extension HTTPRequest {
    /// RFC 6750 section 2.3, which nobody should use any more.
    fileprivate var hasTokenInQuery: Bool {
        guard let question = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
        return target[question...].dropFirst().split(separator: "&").contains { item in
            let name = item.prefix { $0 != "=" }
            return (String(name).removingPercentEncoding ?? "").lowercased() == "access_token"
        }
    }
}
