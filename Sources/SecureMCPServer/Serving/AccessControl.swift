import Authorization
import Foundation
import Localization
import Logging
import MCPHTTP
import NIOCore
import OpenSSL

/// How callers identify themselves, made of the options of `serve`: everything that ``Application`` needs of it.
struct AccessControl: Sendable {
    let authentication: Authentication
    /// `nil` where there is no authorization server that clients could be sent to.
    let metadata: ResourceMetadata?
    let challenge: BearerChallenge
    private let keys: [IssuerKeys]

    /// Asks nobody.
    static let open = AccessControl(
        authentication: Authentication(),
        metadata: nil,
        challenge: BearerChallenge(),
        keys: []
    )

    private init(
        authentication: Authentication,
        metadata: ResourceMetadata?,
        challenge: BearerChallenge,
        keys: [IssuerKeys]
    ) {
        self.authentication = authentication
        self.metadata = metadata
        self.challenge = challenge
        self.keys = keys
    }

    /// - Parameters:
    ///   - resource: the identifier of this server when no option names it.
    ///   - clientAuthorities: whether every client has to show a certificate.
    ///   - scopes: what clients should ask for at first.
    /// - Throws: what the operator has to mend.
    init(
        _ options: AccessOptions,
        resource: String?,
        clientAuthorities: Bool,
        scopes: @escaping @Sendable () -> Set<String>,
        on group: any EventLoopGroup,
        logger: Logger
    ) async throws {
        guard !options.noAuth || !options.isRequired else { throw AccessFailure.contradictory }
        guard options.clientScopes == nil || clientAuthorities else { throw AccessFailure.clientScopesWithoutAuthority }
        guard options.jwks.isEmpty || options.jwks.count == options.oauthIssuer.count else {
            throw AccessFailure.keysWithoutIssuer
        }
        let tokens = try options.tokenFile.map { try StaticTokens(file: $0) }
        let certificates = try options.clientScopes.map { try ClientCertificates(file: $0) }
        guard !options.oauthIssuer.isEmpty else {
            guard options.resource == nil, options.oauthAudience.isEmpty, options.oauthAlgorithm.isEmpty,
                options.oauthCA == nil
            else { throw AccessFailure.issuerOptionsWithoutIssuer }
            self.init(
                authentication: Authentication(tokens: tokens, certificates: certificates),
                metadata: nil,
                challenge: BearerChallenge(),
                keys: []
            )
            return
        }
        guard let resource = options.resource ?? resource else { throw AccessFailure.noResource }
        guard ResourceIdentifier.isValid(resource) else { throw AccessFailure.resource(resource) }
        let metadata = ResourceMetadata(
            resource: resource,
            issuers: options.oauthIssuer,
            takesBoundTokens: clientAuthorities,
            scopes: scopes
        )
        let algorithms = options.oauthAlgorithm.compactMap { SigningAlgorithm(rawValue: $0) }
        var policy = AccessTokenVerifier.Policy(audiences: [resource] + options.oauthAudience)
        if !algorithms.isEmpty { policy.algorithms = algorithms }
        let keys = try await Self.keys(options, policy.algorithms, on: group, logger)
        let challenge = BearerChallenge(resourceMetadata: metadata.location)
        self.init(
            authentication: Authentication(
                tokens: tokens,
                verifier: AccessTokenVerifier(policy, issuers: keys) { Date().timeIntervalSince1970 },
                certificates: certificates,
                challenge: challenge,
                scopes: scopes
            ),
            metadata: metadata,
            challenge: challenge,
            keys: keys
        )
    }

    /// Fetches the keys of all issuers. Called at the beginning, so that the first request need not wait; an issuer that
    /// cannot be reached yet is asked again when a token of its comes.
    func prepare() async {
        await withTaskGroup(of: Void.self) { group in
            for keys in keys { group.addTask { await keys.refresh() } }
        }
    }

    private static func keys(
        _ options: AccessOptions,
        _ algorithms: [SigningAlgorithm],
        on group: any EventLoopGroup,
        _ logger: Logger
    ) async throws -> [IssuerKeys] {
        let fetcher = try KeyFetcher(authorities: options.oauthCA.map { try CertificateFolder.chain($0) }, on: group)
        var all: [IssuerKeys] = []
        for (index, issuer) in options.oauthIssuer.enumerated() {
            try KeySource.checkIssuer(issuer)
            let source = options.jwks.isEmpty ? KeySource.discovery : try KeySource(options.jwks[index])
            if case .file(let path) = source {
                // A file is here or it is not: better said now than to the first caller.
                do {
                    _ = try await source.load(issuer: issuer, allowing: algorithms, get: fetcher.get)
                } catch let failure as KeySetFailure {
                    throw AccessFailure.keys(path, reason: failure.message)
                }
            }
            all.append(
                IssuerKeys(
                    issuer: issuer,
                    now: { ProcessInfo.processInfo.systemUptime },
                    report: { error in
                        logger.warning("no keys of an issuer", metadata: ["issuer": "\(issuer)", "error": "\(error)"])
                    },
                    fetch: { try await source.load(issuer: issuer, allowing: algorithms, get: fetcher.get) }
                )
            )
        }
        return all
    }
}
