import Foundation
import JSON
import Localization
import MCP
import Synchronization
import TaskDatabase
import Testing

@Suite(.timeLimit(.minutes(5))) struct TaskDatabaseTests {
    private static let context = RequestContext(era: .modern, language: .spanish, principal: "ana")

    /// A server whose tools wait until they are let go, on a file that outlives it.
    private struct Server {
        let engine: ServerEngine
        let runner: TaskRunner
        let store: TaskDatabase

        init(_ path: String, now: Int64 = 1_000, policy: TaskRunner.Policy = .init(), waits: Bool) throws {
            store = try TaskDatabase(path: path)
            runner = TaskRunner(store: store, policy: policy, now: { now }, newIdentifier: { UUID().uuidString })
            var configuration = ServerConfiguration()
            configuration.tasks = runner
            engine = try ServerEngine(
                implementation: Implementation(name: "t", version: "1"),
                tools: ["repeatable", "once"].map { name in
                    try Tool(
                        ToolDefinition(
                            name: name,
                            summary: LocalizedText(es: name, en: name),
                            inputSchema: ["type": "object"],
                            annotations: name == "repeatable" ? .readsOnly : ToolAnnotations(readOnly: false),
                            taskUse: .always
                        )
                    ) { call in
                        if waits { try await Task.sleep(for: .seconds(3_600)) }
                        return .text("hecho: \(call.arguments["text"]?.string?.count ?? 0)")
                    }
                },
                configuration: configuration
            )
        }

        func send(_ method: String, _ params: JSONObject, principal: String = "ana") async -> JSONRPCResponse {
            var params = params
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": ["extensions": ["io.modelcontextprotocol/tasks": [:]]],
            ]
            var context = TaskDatabaseTests.context
            context.principal = principal
            return await engine.respond(to: JSONRPCRequest(id: 1, method: method, params: params), context: context)
        }

        func start(_ tool: String, text: String = "", principal: String = "ana") async throws -> JSONValue {
            let response = await send(
                "tools/call",
                ["name": .string(tool), "arguments": ["text": .string(text)]],
                principal: principal
            )
            return try #require(response.result?["taskId"], "\(response.error?.message ?? "")")
        }

        func end(of id: JSONValue) async -> JSONObject? {
            var task: JSONObject?
            repeat { task = await send("tasks/get", ["taskId": id]).result } while task?["status"] == "working"
            return task
        }
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".sqlite").path
    }

    @Test func aRestartGoesOnWithWhatCanBeDoneTwice() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let before = try Server(path, waits: true)
        let repeatable = try await before.start("repeatable", text: String(repeating: "á", count: 100_000))
        let once = try await before.start("once")
        // The process ends: nobody works, and the file says that somebody does.
        await before.runner.stop()
        try before.store.close()

        let after = try Server(path, waits: false)
        try await after.engine.recoverTasks()
        let done = await after.end(of: repeatable)
        #expect(done?["status"] == "completed")
        #expect(done?["result"]?["content"]?[0]?["text"] == "hecho: 100000")
        let lost = await after.end(of: once)
        #expect(lost?["status"] == "failed")
        #expect(lost?["statusMessage"]?.string?.contains("reinició") == true)

        try after.store.close()
        let later = try Server(path, waits: false)
        #expect(await later.end(of: repeatable) == done)
        // Somebody else's are still somebody else's.
        let stranger = await later.send("tasks/get", ["taskId": repeatable], principal: "beto")
        #expect(stranger.error?.code == .invalidParams)
    }

    @Test func argumentsGoWhenTheyAreNotNeededAnyMore() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = try Server(path, waits: false)
        let id = try await server.start("repeatable", text: "private figures")
        _ = await server.end(of: id)
        let record = try await server.store.task(id: try #require(id.string))
        #expect(record?.status == .completed)
        #expect(record?.arguments == [:])
    }

    @Test func tasksExpire() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var policy = TaskRunner.Policy()
        policy.lifetime = 500
        let before = try Server(path, now: 1_000, policy: policy, waits: false)
        let id = try await before.start("repeatable")
        _ = await before.end(of: id)
        #expect(try await before.store.expired(at: 1_499) == [])
        #expect(try await before.store.expired(at: 1_500) == [id.string])

        try before.store.close()
        let after = try Server(path, now: 1_500, policy: policy, waits: false)
        try await after.runner.removeExpired()
        #expect(try await after.store.count() == 0)
    }

    @Test func onePrincipalCannotFillTheStore() async throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var policy = TaskRunner.Policy()
        policy.maximumKeptOfOne = 2
        let server = try Server(path, policy: policy, waits: true)
        _ = try await server.start("once")
        _ = try await server.start("once")
        let refused = await server.send("tools/call", ["name": "once", "arguments": [:]])
        #expect(refused.error?.code == .internalError)
        _ = try await server.start("once", principal: "beto")
        #expect(try await server.store.count(of: "ana") == 2)
        #expect(try await server.store.count(of: "beto") == 1)
        #expect(try await server.store.count(of: nil) == 0)
        await server.runner.stop()
    }

    @Test func theFileIsItsOwnersAlone() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try TaskDatabase(path: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func twoServersDoNotShareAFile() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try TaskDatabase(path: path)
        #expect(throws: TaskDatabaseFailure.inUse(path: path)) { try TaskDatabase(path: path) }
        try first.close()
        _ = try TaskDatabase(path: path)
    }

    @Test func anUnusableFileIsExplained() throws {
        #expect(throws: TaskDatabaseFailure.self) { try TaskDatabase(path: "/nonexistent/folder/tasks.sqlite") }
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("this is no database, it only looks long enough to be one ......".utf8).write(
            to: URL(fileURLWithPath: path)
        )
        #expect(throws: TaskDatabaseFailure.self) { try TaskDatabase(path: path) }
    }
}
