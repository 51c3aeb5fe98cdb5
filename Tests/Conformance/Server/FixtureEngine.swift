import Foundation
import MCP
import OpenSSL

/// The engine of the fixture server, with everything that outlives a request.
struct FixtureEngine {
    let engine: ServerEngine
    let sessions: LegacySessions
    let changes: ChangeHub

    init() throws {
        let changes = ChangeHub()
        let code = HMACSHA256(key: RandomBytes.draw(32))
        let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        var policy = TaskRunner.Policy()
        policy.pollInterval = 200
        policy.lifetime = 600_000
        var configuration = ServerConfiguration()
        configuration.offersLogging = true
        configuration.changes = changes
        configuration.stateSeal = RequestStateSeal(now: now) { code.authenticate($0) }
        configuration.tasks = TaskRunner(
            store: InMemoryTaskStore(),
            policy: policy,
            changes: changes,
            now: now,
            newIdentifier: { UUID().uuidString.lowercased() }
        )
        configuration.onToolFailure = { name, error, _ in
            FileHandle.standardError.write(Data("\(name) failed: \(error)\n".utf8))
        }
        engine = try ServerEngine(
            implementation: Implementation(name: "conformance-server", version: "1.0"),
            tools: ContentTools.all() + TellingTools.all(changes) + AskingTools.all() + InputRequiredTools.all()
                + SchemaTools.all() + TaskTools.all(),
            prompts: FixturePrompts.all(),
            resources: FixtureResources.catalog(),
            configuration: configuration
        )
        sessions = LegacySessions(changes: changes, now: now, randomBytes: { RandomBytes.draw($0) })
        self.changes = changes
    }
}
