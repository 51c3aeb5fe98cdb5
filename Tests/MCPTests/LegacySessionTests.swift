import JSON
import Localization
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct LegacySessionTests {
    private let server: FeatureServer

    init() throws {
        server = try FeatureServer()
    }

    private func initialize(_ revision: String = "2025-11-25", principal: String? = nil) -> LegacySession? {
        let request = JSONRPCRequest(
            id: 1,
            method: "initialize",
            params: [
                "protocolVersion": .string(revision), "capabilities": ["elicitation": [:]],
                "clientInfo": ["name": "c", "version": "1"],
            ]
        )
        let context = RequestContext(era: .legacy(.latestLegacy), principal: principal)
        return server.engine.open(request, in: server.sessions, context: context).session
    }

    private func header(_ values: [String: String]) -> StreamableHTTP.HeaderLookup { { values[$0] } }

    private func status(_ body: () throws -> Void) -> Int? {
        do {
            try body()
            return nil
        } catch {
            return (error as? StreamableHTTP.Rejection)?.status
        }
    }

    @Test func aSessionRemembersItsHandshake() throws {
        let session = try #require(initialize("2025-06-18"))
        #expect(session.id.utf8.count == 32)
        #expect(session.id.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        #expect(session.revision == .v2025_06_18)
        #expect(session.clientInfo?.name == "c")
        #expect(session.clientCapabilities["elicitation"] != nil)
        #expect(try #require(initialize()).id != session.id)
    }

    @Test func aRefusedHandshakeLeavesNoSession() {
        let request = JSONRPCRequest(id: 1, method: "initialize", params: [:])
        let context = RequestContext(era: .legacy(.latestLegacy))
        let opened = server.engine.open(request, in: server.sessions, context: context)
        #expect(opened.session == nil)
        #expect(opened.response.error?.code == .invalidParams)
        #expect(server.sessions.count == 0)
    }

    @Test func sessionsEndBySilence() throws {
        let session = try #require(initialize())
        server.clock.advance(999)
        #expect(server.sessions.session(session.id) === session)
        server.clock.advance(999)
        #expect(server.sessions.session(session.id) === session)
        server.clock.advance(1_000)
        #expect(server.sessions.session(session.id) == nil)
        #expect(session.hasEnded)
        #expect(server.sessions.count == 0)
    }

    @Test func theMostSilentSessionMakesRoom() throws {
        let first = try #require(initialize())
        server.clock.advance(1)
        let others = (0..<3).compactMap { _ in initialize() }
        #expect(server.sessions.count == 3)
        #expect(first.hasEnded)
        #expect(others.allSatisfy { !$0.hasEnded })
    }

    @Test func postsFindTheirSession() throws {
        let session = try #require(initialize(principal: "ana"))
        let ping = JSONRPCMessage.request(JSONRPCRequest(id: 1, method: "ping"))
        func find(_ message: JSONRPCMessage, _ headers: [String: String], principal: String? = "ana") throws
            -> LegacySession?
        {
            try StreamableHTTP.session(
                for: message,
                in: server.sessions,
                principal: principal,
                isRequired: true,
                header: header(headers)
            )
        }
        #expect(try find(ping, ["mcp-session-id": session.id]) === session)
        #expect(status { _ = try find(ping, [:]) } == 400)
        #expect(status { _ = try find(ping, ["mcp-session-id": "nonsense"]) } == 404)
        do {
            _ = try find(ping, ["mcp-session-id": "nonsense"])
        } catch {
            #expect((error as? StreamableHTTP.Rejection)?.id == 1, "the error answers the request")
        }
        #expect(status { _ = try find(ping, ["mcp-session-id": session.id], principal: "beto") } == 404)
        #expect(status { _ = try find(ping, ["mcp-session-id": session.id], principal: nil) } == 404)
        let handshake = JSONRPCMessage.request(JSONRPCRequest(id: 1, method: "initialize"))
        #expect(try find(handshake, [:]) == nil)
        #expect(try find(ping, ["mcp-protocol-version": "2026-07-28", "mcp-session-id": session.id]) == nil)
    }

    @Test func deletingEndsASessionOnce() throws {
        let session = try #require(initialize())
        func end(_ headers: [String: String]) -> Int? {
            status { try StreamableHTTP.endSession(in: server.sessions, header: header(headers)) }
        }
        #expect(end([:]) == 405)
        #expect(end(["mcp-session-id": session.id, "mcp-protocol-version": "2026-07-28"]) == 405)
        #expect(end(["mcp-session-id": session.id]) == nil)
        #expect(end(["mcp-session-id": session.id]) == 404)
    }

    @Test func aStreamIsResumedWhereItBroke() async throws {
        let session = try #require(initialize())
        let stream = session.openStream()
        stream.append(Array("one".utf8))
        stream.append(Array("two".utf8))
        stream.finish(Array("three".utf8))
        let lost = try #require(stream.eventID(1))
        let headers = ["mcp-session-id": session.id, "accept": "text/event-stream", "last-event-id": lost]
        let resumed = try StreamableHTTP.openStream(in: server.sessions, header: header(headers))
        #expect(resumed.stream === stream)
        guard case .events(let events) = await resumed.stream.next(after: resumed.sequence) else {
            Issue.record("nothing to resume")
            return
        }
        #expect(events.map(\.sequence) == [2, 3])
        for event in ["", "r1", "r9-1", "r1-x", "r1--1", "-", "r1-1-1", String(repeating: "9", count: 100)] {
            var headers = headers
            headers["last-event-id"] = event
            #expect(status { _ = try StreamableHTTP.openStream(in: server.sessions, header: header(headers)) } == 400)
        }
        let html = ["mcp-session-id": session.id, "accept": "text/html"]
        #expect(status { _ = try StreamableHTTP.openStream(in: server.sessions, header: header(html)) } == 406)
        #expect(status { _ = try StreamableHTTP.openStream(in: server.sessions, header: header([:])) } == 405)
    }

    @Test func changesReachTheStandaloneStreamOfThoseConcerned() async throws {
        let (watching, other) = (try #require(initialize()), try #require(initialize()))
        let request = JSONRPCRequest(id: 2, method: "resources/subscribe", params: ["uri": "test://static-text"])
        let context = RequestContext(era: .legacy(.v2025_11_25), session: watching)
        #expect(server.engine.immediateResponse(to: request, context: context)?.error == nil)
        server.changes.publish(.resource(uri: "test://static-text"))
        server.changes.publish(.resource(uri: "test://static-text"))
        server.changes.publish(.tools)
        guard case .events(let events) = await watching.standalone.next(after: 0) else {
            Issue.record("nothing was told")
            return
        }
        #expect(events.count == 2)
        guard case .events(let told) = await other.standalone.next(after: 0) else {
            Issue.record("nothing was told")
            return
        }
        #expect(told.count == 1)
    }

    @Test func theEndOfASessionEndsItsQuestions() async throws {
        let session = try #require(initialize())
        let output = MessageStream()
        let context = RequestContext(era: .legacy(.v2025_11_25), session: session, outgoing: output)
        let request = JSONRPCRequest(id: 5, method: "tools/call", params: ["name": "hello"])
        let call = Task { [server] in await server.engine.respond(to: request, context: context) }
        guard case .events = await output.next(after: 0) else {
            Issue.record("nothing was asked")
            return
        }
        #expect(server.sessions.end(session.id))
        #expect(await call.value.result?["isError"] == true)
    }

    @Test func aHandlerMayLetItsClientComeBack() async throws {
        let session = try #require(initialize())
        let tool = try Tool(
            ToolDefinition(name: "reconnects", summary: LocalizedText(es: "–", en: "–")),
            handler: { call in
                await call.request.disconnect(retryAfter: 500)
                return .text("back")
            }
        )
        let engine = try ServerEngine(implementation: Implementation(name: "s", version: "1"), tools: [tool])
        let stream = session.openStream()
        let request = JSONRPCRequest(id: 5, method: "tools/call", params: ["name": "reconnects"])
        let context = RequestContext(era: .legacy(.v2025_11_25), session: session, outgoing: stream)
        stream.finish(await engine.serializedResponse(to: request, context: context).bytes)
        guard case .events(let events) = await stream.next(after: 0) else {
            Issue.record("nothing was said")
            return
        }
        #expect(events.count == 2)
        #expect(events.first?.content == .pause(retryAfter: 500))
        // The connection ended after the first event: the client comes back for the second.
        let last = try #require(stream.eventID(1))
        let place = try #require(session.resume(after: last))
        guard case .events(let rest) = await place.stream.next(after: place.sequence) else {
            Issue.record("nothing is left")
            return
        }
        #expect(rest.count == 1)
    }

    @Test func aRequestOutlivesItsConnectionButNotItsCancellation() async throws {
        let session = try #require(initialize())
        let context = RequestContext(era: .legacy(.v2025_11_25))
        func start(_ id: JSONRPCID, _ name: JSONValue) -> LegacyAnswer {
            let request = JSONRPCRequest(id: id, method: "tools/call", params: ["name": name])
            return server.engine.start(request, in: session, context: context)
        }
        guard case .immediate(let sum) = start(1, "names"), case .stream(let greeting) = start(2, "greet"),
            case .stream(let asking) = start(3, "hello"), case .immediate(let repeated) = start(3, "greet")
        else {
            Issue.record("answered in another way")
            return
        }
        #expect(sum.error == nil)
        #expect(repeated.error?.code == .invalidRequest)
        guard case .events(let answer) = await greeting.next(after: 0) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.count == 1)
        #expect(greeting.isFinished)
        guard case .events(let question) = await asking.next(after: 0) else {
            Issue.record("no question")
            return
        }
        #expect(question.count == 1)
        let cancelled = JSONRPCNotification(method: "notifications/cancelled", params: ["requestId": 3])
        server.engine.receive(cancelled, in: session)
        // The question is withdrawn, and there is no answer.
        guard case .events(let withdrawal) = await asking.next(after: 1) else {
            Issue.record("the question stands")
            return
        }
        #expect(withdrawal.count == 1)
        #expect(await asking.next(after: 2) == .end)
        #expect(session.running.count == 0)
    }

    @Test func tooManySubscriptionsAreRefused() async throws {
        let changes = ChangeHub(maximumSubscribers: 1)
        var configuration = ServerConfiguration()
        configuration.changes = changes
        let engine = try FixtureServer.engine(configuration)
        let (first, second) = (MessageStream(), MessageStream())
        let meta = try JSONValue(parsing: Conversation.meta)
        let request = JSONRPCRequest(
            id: 1,
            method: "subscriptions/listen",
            params: ["_meta": meta, "notifications": ["toolsListChanged": true]]
        )
        let listening = Task {
            await engine.respond(to: request, context: RequestContext(era: .modern, outgoing: first))
        }
        _ = await first.next(after: 0)
        let refused = await engine.respond(to: request, context: RequestContext(era: .modern, outgoing: second))
        #expect(refused.error?.code == .internalError)
        changes.close()
        #expect(await listening.value.result?["resultType"] == "complete")
        let none = await engine.respond(to: request, context: RequestContext(era: .modern))
        #expect(none.error?.code == .invalidRequest)
    }

    @Test func floodsAreRefused() throws {
        let running = RunningRequests(maximum: 2)
        #expect(running.begin(1) == .admitted)
        #expect(running.begin(1) == .duplicate)
        #expect(running.begin("1") == .admitted)
        #expect(running.begin(2) == .tooMany)
        running.cancel(1)
        #expect(!running.finish(1))
        #expect(running.finish("1"))
        #expect(running.count == 0)
    }

    @Test func theOldTransportFindsItsSession() {
        let session = server.sessions.open()
        let opening = String(decoding: HTTPWithSSE.opening(path: "/messages", session: session), as: UTF8.self)
        #expect(opening == "event: endpoint\ndata: /messages?session=\(session.id)\n\n")
        #expect(HTTPWithSSE.session(query: "a=1&session=\(session.id)", in: server.sessions) === session)
        #expect(HTTPWithSSE.session(query: "session=", in: server.sessions) == nil)
        #expect(HTTPWithSSE.session(query: "", in: server.sessions) == nil)
    }
}
