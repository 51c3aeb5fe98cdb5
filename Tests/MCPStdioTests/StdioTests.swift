import Foundation
import JSON
import Localization
import MCP
import MCPStdio
import Synchronization
import Testing

/// A server that is a program: a few lines of Python.
@Suite(.timeLimit(.minutes(5))) struct StdioTests {
    private static let prelude = """
        import json, os, signal, sys
        def say(message):
            sys.stdout.write(json.dumps(message) + "\\n")
            sys.stdout.flush()
        def answer(request, result):
            say({"jsonrpc": "2.0", "id": request["id"], "result": result})

        """

    /// Answers every request with its method and parameters.
    private static let echo = """
        for line in sys.stdin:
            message = json.loads(line)
            if "id" in message and "method" in message:
                answer(message, {"method": message["method"], "size": len(line)})

        """

    private func transport(
        _ script: String,
        environment: [String: String] = [:],
        limits: StdioClientTransport.Limits = StdioClientTransport.Limits(),
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) -> StdioClientTransport {
        let program = StdioProgram(
            command: "python3",
            arguments: ["-u", "-c", Self.prelude + script],
            environment: environment
        )
        return StdioClientTransport(program, limits: limits, warn: warn)
    }

    private func call(
        _ transport: StdioClientTransport,
        _ method: String = "tools/list",
        id: JSONRPCID = 1,
        params: JSONObject? = nil,
        revision: ProtocolRevision? = .latest,
        handler: @escaping ServerMessageHandler = { _ in }
    ) async throws -> JSONRPCResponse {
        let request = JSONRPCRequest(id: id, method: method, params: params)
        return try await transport.send(request, revision: revision, headers: [], handler: handler)
    }

    @Test func requestsAtTheSameTimeGetTheirOwnAnswers() async throws {
        let transport = transport(Self.echo)
        try await withThrowingTaskGroup(of: (JSONRPCID, JSONRPCID?, Int?).self) { group in
            for number in Int64(1)...20 {
                group.addTask {
                    // Longer than a pipe holds, so that lines would mix if they could.
                    let filling = JSONValue.string(String(repeating: "x", count: 100_000))
                    let response = try await call(transport, id: .integer(number), params: ["filling": filling])
                    return (.integer(number), response.id, response.result?["size"]?.int)
                }
            }
            for try await (asked, answered, size) in group {
                #expect(asked == answered)
                #expect(size ?? 0 > 100_000)
            }
        }
        await transport.close()
    }

    @Test func whatTheServerSaysOnTheWayReachesTheHandler() async throws {
        let transport = transport(
            """
            request = json.loads(sys.stdin.readline())
            say({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progress": 1}})
            say({"jsonrpc": "2.0", "id": "q", "method": "roots/list"})
            reply = json.loads(sys.stdin.readline())
            answer(request, {"heard": reply["id"]})
            sys.stdin.read()
            """
        )
        let methods = Mutex<[String]>([])
        let response = try await call(transport, revision: .latestLegacy) { message in
            switch message {
            case .notification(let notification): methods.withLock { $0.append(notification.method) }
            case .request(let request):
                methods.withLock { $0.append(request.method) }
                let answer = JSONRPCResponse(id: request.id, result: ["roots": []])
                try? await transport.respond(answer, revision: nil)
            }
        }
        #expect(response.result?["heard"] == "q")
        #expect(methods.withLock { $0 } == ["notifications/progress", "roots/list"])
        await transport.close()
    }

    @Test func variablesReachTheServer() async throws {
        let script = """
            request = json.loads(sys.stdin.readline())
            answer(request, {"shop": os.environ["SHOP"], "home": "PATH" in os.environ})
            """
        let transport = transport(script, environment: ["SHOP": "tienda"])
        let response = try await call(transport)
        #expect(response.result?["shop"] == "tienda")
        #expect(response.result?["home"] == true)
        await transport.close()
    }

    @Test func theServersDeathIsAnErrorWithItsStatus() async throws {
        let transport = transport("sys.stdin.readline()\nsys.exit(7)")
        await #expect(throws: StdioFailure.exited(command: "python3", status: 7)) { _ = try await call(transport) }
        await transport.close()
    }

    @Test func aSignalThatKilledTheServerIsNamed() async throws {
        let transport = transport("sys.stdin.readline()\nos.kill(os.getpid(), signal.SIGKILL)")
        await #expect(throws: StdioFailure.killed(command: "python3", signal: 9)) { _ = try await call(transport) }
        await transport.close()
    }

    @Test func aProgramThatIsNotThereCannotBeStarted() async throws {
        let transport = StdioClientTransport(StdioProgram(command: "no-such-program-anywhere"))
        let error = await #expect(throws: StdioFailure.self) { _ = try await call(transport) }
        guard case .cannotStart("no-such-program-anywhere", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await transport.close()
    }

    @Test func aDeadServerIsStartedAnew() async throws {
        let transport = transport("answer(json.loads(sys.stdin.readline()), {\"pid\": os.getpid()})")
        let first = try await call(transport).result?["pid"]?.int
        // It ends after each answer; a request that comes before this is known fails.
        var second: Int?
        while second == nil { second = try? await call(transport, id: 2).result?["pid"]?.int }
        #expect(first != second)
        await transport.close()
    }

    @Test func aLegacySessionEndsWithItsServer() async throws {
        let transport = transport("answer(json.loads(sys.stdin.readline()), {})")
        _ = try await call(transport, "initialize", revision: nil)
        var error: (any Error)?
        while !(error is ClientTransportFailure) {
            do {
                _ = try await call(transport, revision: .latestLegacy)
            } catch let caught {
                error = caught
            }
        }
        #expect(error as? ClientTransportFailure == .sessionExpired)
        await transport.close()
    }

    @Test func aLineWithoutEndIsCutOff() async throws {
        var limits = StdioClientTransport.Limits()
        limits.lineBytes = 10_000
        let transport = transport(
            "sys.stdout.write(\"x\" * 100000)\nsys.stdout.write(\"\\n\")\nsys.stdin.read()",
            limits: limits
        )
        await #expect(throws: StdioFailure.lineTooLong(command: "python3", limit: 10_000)) {
            _ = try await call(transport)
        }
        await transport.close()
    }

    @Test func whatIsNoMessageIsPassedOver() async throws {
        let strays = Mutex<[String]>([])
        let transport = transport("print(\"Starting…\")\n" + Self.echo) { line in
            strays.withLock { $0.append(line) }
        }
        #expect(try await call(transport).id == 1)
        #expect(strays.withLock { $0 } == ["Starting…"])
        await transport.close()
    }

    @Test func aCancelledRequestIsLeftAndTheServerLives() async throws {
        let transport = transport(
            """
            json.loads(sys.stdin.readline())
            say({"jsonrpc": "2.0", "method": "notifications/progress"})
            answer(json.loads(sys.stdin.readline()), {})
            sys.stdin.read()
            """
        )
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let first = Task { try await call(transport) { _ in begin.finish() } }
        for await _ in begun {}
        first.cancel()
        await #expect(throws: CancellationError.self) { _ = try await first.value }
        #expect(try await call(transport, id: 2).id == 2)
        await transport.close()
    }

    @Test(
        arguments: [
            // Ends when its input does, when it is told to, and only by force.
            Self.echo, Self.echo + "import time\nwhile True: time.sleep(1)",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + Self.echo + "import time\nwhile True: time.sleep(1)",
        ]
    )
    func closingEndsTheServer(_ script: String) async throws {
        var limits = StdioClientTransport.Limits()
        limits.patience = .milliseconds(200)
        let transport = transport(
            "first = json.loads(sys.stdin.readline())\nanswer(first, {\"pid\": os.getpid()})\n" + script,
            limits: limits
        )
        let pid = try #require(try await call(transport).result?["pid"]?.int)
        await transport.close()
        #expect(kill(pid_t(pid), 0) == -1)
        await #expect(throws: StdioFailure.closed) { _ = try await call(transport) }
    }

    @Test func theEngineSpeaksToALegacyServer() async throws {
        let transport = transport(
            """
            for line in sys.stdin:
                message = json.loads(line)
                if message.get("method") == "initialize":
                    answer(message, {"protocolVersion": "2025-06-18", "capabilities": {},
                                     "serverInfo": {"name": "s", "version": "1"}})
                elif "id" in message:
                    say({"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32601, "message": "no"}})
            """
        )
        let engine = ClientEngine(transport: transport, implementation: Implementation(name: "test", version: "1"))
        #expect(try await engine.connect().revision == .v2025_06_18)
        await transport.close()
    }
}
