import JSON
import Localization

extension ClientEngine {
    func negotiate() async throws -> ServerIdentity {
        guard let newest = revisions.first(where: \.isModern) else { return try await initialize(upTo: .latestLegacy) }
        let response: JSONRPCResponse
        do {
            // A legacy server on a channel may say nothing at all to a method that it does not know.
            let patience = transport.kind == .channel && speaksLegacy ? Self.probeTimeout : nil
            response = try await send("server/discover", [:], newest, options: RequestOptions(timeout: patience))
        } catch let failure as ClientTransportFailure where failure.suggestsLegacyServer && speaksLegacy {
            return try await initialize(upTo: .latestLegacy)
        }
        switch response.outcome {
        case .result(let result) where result["supportedVersions"]?.array != nil:
            return try await settle(result)
        case .error(let error) where error.code == .unsupportedProtocolVersion:
            let offered = error.data?["supported"]?.array?.compactMap(\.string) ?? []
            return try await retry(offered: offered)
        case .error(let error) where error.code.isModernOnly || !speaksLegacy:
            throw ClientFailure.refused(error)
        case .result where !speaksLegacy:
            throw ClientFailure.invalidResponse("server/discover without supportedVersions")
        // Whatever else a server says to a method that it does not know: no single code tells a legacy server.
        case .error, .result: return try await initialize(upTo: .latestLegacy)
        }
    }

    private var speaksLegacy: Bool { revisions.contains { !$0.isModern } }

    /// The newest revision that both know.
    private func common(with offered: [String]) -> ProtocolRevision? {
        revisions.first { offered.contains($0.rawValue) }
    }

    private func settle(_ discovery: JSONObject) async throws -> ServerIdentity {
        let offered = discovery["supportedVersions"]?.array?.compactMap(\.string) ?? []
        guard let revision = common(with: offered) else { throw ClientFailure.noCommonRevision(offered: offered) }
        guard revision.isModern else { return try await initialize(upTo: revision) }
        return ServerIdentity(
            revision: revision,
            implementation: discovery[MetaKey.meta]?[MetaKey.serverInfo].flatMap { Implementation($0) },
            capabilities: discovery["capabilities"]?.object ?? [:],
            instructions: discovery["instructions"]?.string
        )
    }

    private func retry(offered: [String]) async throws -> ServerIdentity {
        // A server may refuse once and list the very version it refused; asking again is what the protocol wants.
        guard let revision = common(with: offered) else { throw ClientFailure.noCommonRevision(offered: offered) }
        guard revision.isModern else { return try await initialize(upTo: revision) }
        let response = try await send("server/discover", [:], revision)
        switch response.outcome {
        case .error(let error): throw ClientFailure.refused(error)
        case .result(let result): return try await settle(result)
        }
    }

    private func initialize(upTo newest: ProtocolRevision) async throws -> ServerIdentity {
        let legacy = revisions.filter { !$0.isModern }
        guard let proposal = legacy.first(where: { $0 <= newest }) else {
            throw ClientFailure.noCommonRevision(offered: [newest.rawValue])
        }
        let response = try await send(
            "initialize",
            [
                "protocolVersion": .string(proposal.rawValue),
                "capabilities": .object(capabilities),
                "clientInfo": .object(implementation.json(revision: proposal, language: .english)),
            ],
            nil
        )
        guard let result = response.result else {
            throw response.error.map { ClientFailure.refused($0) } ?? .invalidResponse("initialize without a result")
        }
        guard let version = result["protocolVersion"]?.string else {
            throw ClientFailure.invalidResponse("initialize without protocolVersion")
        }
        guard let agreed = ProtocolRevision(version), legacy.contains(agreed) else {
            throw ClientFailure.noCommonRevision(offered: [version])
        }
        try await transport.notify(JSONRPCNotification(method: "notifications/initialized"), revision: agreed)
        await attend(agreed)
        return ServerIdentity(
            revision: agreed,
            implementation: result["serverInfo"].flatMap { Implementation($0) },
            capabilities: result["capabilities"]?.object ?? [:],
            instructions: result["instructions"]?.string
        )
    }
}
