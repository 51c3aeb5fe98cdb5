import JSON
import MCP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct TaskRunnerTests {
    private static let meta: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [
            "elicitation": [:], "extensions": ["io.modelcontextprotocol/tasks": [:]],
        ],
    ]

    private func send(
        _ server: FeatureServer,
        _ method: String,
        _ params: JSONObject,
        principal: String? = nil
    ) async -> JSONRPCResponse {
        var params = params
        params["_meta"] = Self.meta
        let request = JSONRPCRequest(id: 1, method: method, params: params)
        return await server.engine.respond(to: request, context: RequestContext(era: .modern, principal: principal))
    }

    private func wait(_ server: FeatureServer, _ id: String, _ status: TaskRecord.Status) async throws {
        while try await server.store.task(id: id)?.status != status { try? await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func aTaskIsSeenByItsOwnerOnly() async throws {
        let server = try FeatureServer()
        let made = await send(server, "tools/call", ["name": "never_ends"], principal: "ana")
        let id = try #require(made.result?["taskId"])
        for method in ["tasks/get", "tasks/cancel"] {
            #expect(await send(server, method, ["taskId": id], principal: "beto").error?.code == .invalidParams)
            #expect(await send(server, method, ["taskId": id]).error?.code == .invalidParams)
        }
        #expect(await send(server, "tasks/get", ["taskId": id], principal: "ana").result?["status"] == "working")
        await server.tasks.stop()
    }

    @Test func recordsSurviveStorage() async throws {
        let server = try FeatureServer()
        _ = await send(server, "tools/call", ["name": "asks_in_task"], principal: "ana")
        try await wait(server, "task-1", .inputRequired)
        let record = try #require(try await server.store.task(id: "task-1"))
        let bytes = record.stored.serialized()
        let read = try #require(JSONValue(parsing: bytes).object.flatMap { TaskRecord(stored: $0) })
        #expect(read == record)
        #expect(TaskRecord(stored: [:]) == nil)
    }

    @Test func afterARestartWorkStartsAgainOrHasFailed() async throws {
        let store = InMemoryTaskStore()
        let before = try FeatureServer(store: store)
        _ = await send(before, "tools/call", ["name": "never_ends"])
        _ = await send(before, "tools/call", ["name": "asks_in_task"])
        try await wait(before, "task-2", .inputRequired)
        await before.tasks.stop()
        // As a crash would leave a repeatable call: at work in the store, and nobody works.
        let waiting = try #require(await store.task(id: "task-1"))
        var stored = waiting.stored
        stored["id"] = "task-9"
        stored["tool"] = "slow"
        await store.save(try #require(TaskRecord(stored: stored)))

        let after = try FeatureServer(store: store)
        try await after.engine.recoverTasks()
        try await wait(after, "task-9", .completed)
        let lost = await send(after, "tasks/get", ["taskId": "task-1"])
        #expect(lost.result?["status"] == "failed")
        #expect(lost.result?["error"]?["code"] == -32603)
        // A question that was open can still be answered.
        let answer: JSONValue = ["user_name": ["action": "accept", "content": ["name": "Ana"]]]
        _ = await send(after, "tasks/update", ["taskId": "task-2", "inputResponses": answer])
        try await wait(after, "task-2", .completed)
        let done = await send(after, "tasks/get", ["taskId": "task-2"])
        #expect(done.result?["result"]?["content"]?[0]?["text"] == "Task for Ana")
    }

    @Test func aToolAsksFirstAndThenGoesOnAsATask() async throws {
        let server = try FeatureServer()
        let asked = await send(server, "tools/call", ["name": "asks_then_works"])
        #expect(asked.result?["resultType"] == "input_required")
        #expect(asked.result?["taskId"] == nil)
        let answer: JSONValue = ["user_name": ["action": "accept", "content": ["name": "Ana"]]]
        let made = await send(server, "tools/call", ["name": "asks_then_works", "inputResponses": answer])
        #expect(made.result?["resultType"] == "task")
        #expect(made.result?["requestState"] == nil)
        try await wait(server, "task-1", .completed)
        let done = await send(server, "tasks/get", ["taskId": "task-1"])
        #expect(done.result?["result"]?["content"]?[0]?["text"] == "Worked for Ana")
    }

    @Test func withoutTasksTheWorkIsDoneInTheCall() async throws {
        let server = try FeatureServer()
        let meta: JSONValue = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": ["elicitation": [:]],
        ]
        let answer: JSONValue = ["user_name": ["action": "accept", "content": ["name": "Ana"]]]
        let params: JSONObject = ["name": "asks_then_works", "inputResponses": answer, "_meta": meta]
        let request = JSONRPCRequest(id: 1, method: "tools/call", params: params)
        let response = await server.engine.respond(to: request, context: RequestContext(era: .modern))
        #expect(response.result?["content"]?[0]?["text"] == "Worked for Ana")
        #expect(try await server.store.count() == 0)
    }

    @Test func tasksAreBounded() async throws {
        var policy = TaskRunner.Policy()
        policy.maximumRunning = 2
        let clock = FeatureServer.Clock()
        let serial = Mutex(0)
        let runner = TaskRunner(
            store: InMemoryTaskStore(),
            policy: policy,
            now: { clock.now },
            newIdentifier: {
                serial.withLock { serial in
                    serial += 1
                    return "t\(serial)"
                }
            }
        )
        var configuration = ServerConfiguration()
        configuration.tasks = runner
        let engine = try ServerEngine(
            implementation: Implementation(name: "s", version: "1"),
            tools: FeatureTools.all(),
            configuration: configuration
        )
        let params: JSONObject = ["name": "never_ends", "_meta": Self.meta]
        let request = JSONRPCRequest(id: 1, method: "tools/call", params: params)
        var outcomes: [String] = []
        for _ in 0..<4 {
            let response = await engine.respond(to: request, context: RequestContext(era: .modern))
            outcomes.append(response.result?["resultType"]?.string ?? "refused")
        }
        #expect(outcomes == ["task", "task", "refused", "refused"])
        await runner.stop()
    }

    @Test func whatExpiredIsForgotten() async throws {
        let server = try FeatureServer()
        _ = await send(server, "tools/call", ["name": "slow"])
        try await wait(server, "task-1", .completed)
        server.clock.advance(86_400_000)
        try await server.tasks.removeExpired()
        #expect(try await server.store.count() == 0)
    }
}
