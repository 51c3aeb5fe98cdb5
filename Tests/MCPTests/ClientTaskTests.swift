import JSON
import MCP
import Synchronization
import Testing

/// Calls that a server answers with a task, as a client sees them.
@Suite struct ClientTaskTests {
    private static func state(_ status: String, _ more: JSONObject = [:]) -> ScriptedServer.Answer {
        var object: JSONObject = ["taskId": "t1", "status": .string(status), "pollIntervalMs": 1]
        for (name, value) in more { object[name] = value }
        return Script.complete(object)
    }

    private static let started = Script.result([
        "resultType": "task", "taskId": "t1", "status": "working", "pollIntervalMs": 1,
    ])
    private static let done: JSONObject = ["result": ["content": [["type": "text", "text": "done"]]]]
    private static let question: JSONObject = [
        "inputRequests": [
            "name": [
                "method": "elicitation/create",
                "params": [
                    "message": "Who?",
                    "requestedSchema": ["type": "object", "properties": ["name": ["type": "string"]]],
                ],
            ]
        ]
    ]

    private func client(
        _ server: ScriptedServer,
        _ handlers: ClientHandlers = ClientHandlers(),
        takesTasks: Bool = true
    ) -> ClientEngine {
        ClientEngine(
            transport: server,
            implementation: Implementation(name: "test", version: "1"),
            capabilities: takesTasks ? ClientEngine.tasksCapability : [:],
            handlers: handlers,
            clock: ClientClock(now: { .zero }, sleep: { _ in try Task.checkCancellation() })
        )
    }

    private func server(_ states: ScriptedServer.Answer..., hanging: Set<String> = []) -> ScriptedServer {
        Script.modern(
            [
                "tools/list": [Script.complete(["tools": []])], "tools/call": [Self.started], "tasks/get": states,
                "tasks/update": [Script.complete([:])], "tasks/cancel": [Script.complete([:])],
            ],
            hanging: hanging
        )
    }

    @Test func aCallWaitsForItsTask() async throws {
        let server = server(Self.state("working"), Self.state("completed", Self.done))
        let result = try await client(server).callTool(named: "slow")
        #expect(result == .text("done"))
        #expect(await server.requests("tasks/get").map { $0.params?["taskId"] } == ["t1", "t1"])
    }

    @Test func aTaskCanBeLeftAlone() async throws {
        let server = server(Self.state("working"))
        guard case .task(let task) = try await client(server).startTool(named: "slow") else {
            Issue.record("no task")
            return
        }
        #expect(task.id == "t1" && task.status == .working && task.pollInterval == 50)
        #expect(await server.requests("tasks/get").isEmpty)
    }

    @Test func questionsAreAnsweredOnce() async throws {
        let asked = Mutex(0)
        let handlers = ClientHandlers(elicit: { _ in
            asked.withLock { $0 += 1 }
            return .accept(["name": "Ana"])
        })
        let waiting = Self.state("input_required", Self.question)
        let server = server(waiting, waiting, Self.state("completed", Self.done))
        #expect(try await client(server, handlers).callTool(named: "slow") == .text("done"))
        #expect(asked.withLock(\.self) == 1)
        let update = try #require(await server.requests("tasks/update").first?.params)
        #expect(update["inputResponses"]?["name"] == ["action": "accept", "content": ["name": "Ana"]])
    }

    @Test func failuresAndCancellation() async throws {
        let failed = server(Self.state("failed", ["error": ["code": -32603, "message": "broken"]]))
        await #expect(throws: ClientFailure.refused(JSONRPCErrorObject(code: .internalError, message: "broken"))) {
            try await client(failed).callTool(named: "slow")
        }
        let cancelled = server(Self.state("cancelled", ["statusMessage": "by the owner"]))
        await #expect(throws: ClientFailure.taskCancelled("by the owner")) {
            try await client(cancelled).callTool(named: "slow")
        }
    }

    @Test func givingUpCancelsTheTask() async throws {
        let server = server(Self.state("working"), hanging: ["tasks/get"])
        let client = client(server)
        let call = Task { try await client.callTool(named: "slow") }
        await server.waitFor("tasks/get")
        call.cancel()
        await #expect(throws: (any Error).self) { try await call.value }
        await server.waitFor("tasks/cancel")
        #expect(await server.requests("tasks/cancel").first?.params?["taskId"] == "t1")
    }

    @Test(
        arguments: [
            ["resultType": "task"], ["resultType": "task", "taskId": "t"],
            ["resultType": "task", "taskId": "t", "status": "sleeping"],
        ] as [JSONObject]
    )
    func nonsenseIsRefused(_ result: JSONObject) async throws {
        let server = Script.modern([
            "tools/list": [Script.complete(["tools": []])], "tools/call": [Script.result(result)],
        ])
        await #expect(throws: ClientFailure.self) { try await client(server).callTool(named: "slow") }
    }

    @Test func whoeverDidNotAskForTasksGetsNone() async throws {
        let server = server(Self.state("working"))
        await #expect(throws: ClientFailure.self) {
            try await client(server, takesTasks: false).callTool(named: "slow")
        }
    }
}
