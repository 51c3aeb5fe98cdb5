import MCP

/// What the servers of a session have, kept for a moment so that a Tab does not ask them again.
actor Vocabulary {
    private struct Kept<Value: Sendable> {
        let values: [(server: ServerConnection, value: Value)]
        let since: ContinuousClock.Instant
    }

    private let fleet: Fleet
    private var keptTools: Kept<[RemoteTool]>?
    private var keptPrompts: Kept<[RemotePrompt]>?
    private var keptResources: Kept<[RemoteResource]>?

    private static let freshness = Duration.seconds(30)

    init(fleet: Fleet) {
        self.fleet = fleet
    }

    func tools() async -> [(server: ServerConnection, value: [RemoteTool])] {
        if let keptTools, Self.isFresh(keptTools.since) { return keptTools.values }
        let values = await lists { try await $0.engine.listTools() }
        keptTools = Kept(values: values, since: .now)
        return values
    }

    func prompts() async -> [(server: ServerConnection, value: [RemotePrompt])] {
        if let keptPrompts, Self.isFresh(keptPrompts.since) { return keptPrompts.values }
        let values = await lists { try await $0.engine.listPrompts() }
        keptPrompts = Kept(values: values, since: .now)
        return values
    }

    func resources() async -> [(server: ServerConnection, value: [RemoteResource])] {
        if let keptResources, Self.isFresh(keptResources.since) { return keptResources.values }
        let values = await lists { try await $0.engine.listResources() }
        keptResources = Kept(values: values, since: .now)
        return values
    }

    func forget() {
        keptTools = nil
        keptPrompts = nil
        keptResources = nil
    }

    /// A server that does not answer has nothing to suggest.
    private func lists<Value: Sendable>(
        _ list: @escaping @Sendable (ServerConnection) async throws -> [Value]
    ) async -> [(server: ServerConnection, value: [Value])] {
        await withTaskGroup(of: (Int, [Value]).self) { group in
            for (index, server) in fleet.connections.enumerated() {
                group.addTask { (index, (try? await list(server)) ?? []) }
            }
            var found: [Int: [Value]] = [:]
            for await (index, values) in group { found[index] = values }
            return fleet.connections.enumerated().map { ($1, found[$0] ?? []) }
        }
    }

    private static func isFresh(_ since: ContinuousClock.Instant) -> Bool { .now - since < freshness }
}
