import HTTPTransport
import JSON
import MCP
import MCPHTTP
import NIOCore
import NIOHTTP1
import Testing

@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    private let service: TestService
    private let reader = StreamReader()

    init() throws {
        service = try TestService()
    }

    private func post(_ body: JSONValue, to reader: StreamReader = StreamReader(), _ session: String) async
        -> HTTPResponse?
    {
        await service.post(body, to: reader, revision: "2025-11-25", session: session)
    }

    @Test func initializeGivesASession() async throws {
        let session = try #require(await service.initialize())
        #expect(session.utf8.count == 32)
        #expect(await post(["jsonrpc": "2.0", "id": 1, "method": "ping"], session)?.status == .ok)
        #expect(await post(["jsonrpc": "2.0", "method": "notifications/initialized"], session)?.status == .accepted)
        #expect(await post(["jsonrpc": "2.0", "id": 1, "method": "ping"], "other")?.status == .notFound)
    }

    @Test func aSessionIsNobodyElses() async throws {
        let ana = Caller(principal: "ana")
        let session = try #require(await service.initialize(caller: ana))
        let ping: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": "ping"]
        #expect(await service.post(ping, session: session, caller: ana)?.status == .ok)
        #expect(await service.post(ping, session: session)?.status == .notFound)
        #expect(await service.other(.GET, session: session)?.status == .notFound)
        #expect(await service.other(.DELETE, session: session, caller: Caller(principal: "eva"))?.status == .notFound)
        #expect(await service.other(.DELETE, session: session, caller: ana)?.status == .noContent)
    }

    @Test func deletingEndsIt() async throws {
        let session = try #require(await service.initialize())
        let listening = Task { await service.other(.GET, session: session, to: reader) }
        _ = await reader.next()
        #expect(await service.other(.DELETE, session: session)?.status == .noContent)
        #expect(await listening.value == nil)
        #expect(await service.other(.DELETE, session: session)?.status == .notFound)
        #expect(await service.other(.GET, session: session)?.status == .notFound)
        #expect(await post(["jsonrpc": "2.0", "id": 1, "method": "ping"], session)?.status == .notFound)
    }

    @Test(arguments: [HTTPMethod.GET, .DELETE]) func withoutASessionOnlyPostsAreServed(_ method: HTTPMethod)
        async throws
    {
        let response = await service.other(method, session: nil)
        #expect(response?.status == .methodNotAllowed)
        #expect(response?.headers.first(name: "allow") == "POST")
        #expect(await service.other(method, session: "x", revision: TestService.modern)?.status == .methodNotAllowed)
        let none = MCPEndpoint(engine: service.engine)
        let request = HTTPRequest(method: method, target: "/mcp", headers: ["mcp-session-id": "x"])
        #expect(await none.respond(to: request, stream: reader.stream)?.status == .methodNotAllowed)
    }

    @Test func withoutASessionAnswersArePlain() async {
        let response = await service.post(TestService.call("reports"), to: reader, revision: "2025-11-25")
        #expect(response?.text == "reported")
        #expect(!reader.hasBegun)
    }

    @Test func whatSaysNothingFirstIsAnsweredWithJSON() async throws {
        let session = try #require(await service.initialize())
        #expect(await post(TestService.call("quiet"), to: reader, session)?.text == "quiet")
        #expect(!reader.hasBegun)
    }

    @Test func eventsHaveNames() async throws {
        let session = try #require(await service.initialize())
        #expect(await post(TestService.call("reports"), to: reader, session) == nil)
        let events = [await reader.next(), await reader.next(), await reader.next(), await reader.next()]
        #expect(events.map { $0?.lastEventID } == ["r1-0", "r1-1", "r1-2", "r1-3"])
        #expect(events[0]?.data == [])
        #expect(reader.retry == .milliseconds(700))
        #expect(events[3]?.text == "reported")
    }

    /// Clients of earlier revisions expect a message in each event.
    @Test func earlierRevisionsGetNoEmptyEvent() async throws {
        let session = try #require(await service.initialize("2025-06-18"))
        #expect(await service.post(TestService.call("reports"), to: reader, session: session) == nil)
        #expect(await reader.next()?.method == "notifications/progress")
    }

    @Test func aStreamThatBreaksIsTakenUpAgain() async throws {
        let session = try #require(await service.initialize())
        let call = Task { await post(TestService.call("waits"), to: reader, session) }
        _ = await reader.next()
        let seen = try #require(await reader.next())
        #expect(seen.lastEventID == "r1-1")
        reader.leave()
        call.cancel()
        _ = await call.value
        service.leave.raise()
        let again = StreamReader()
        #expect(await service.other(.GET, session: session, to: again, after: seen.lastEventID) == nil)
        #expect(await again.next()?.data == [])
        let answer = await again.next()
        #expect(answer?.lastEventID == "r1-2" && answer?.text == "waited")
        #expect(await service.other(.GET, session: session, after: "r9-1")?.status == .badRequest)
    }

    @Test func aToolMaySendItsClientAway() async throws {
        let session = try #require(await service.initialize())
        #expect(await post(TestService.call("away"), to: reader, session) == nil)
        #expect(await reader.next()?.lastEventID == "r1-0")
        #expect(reader.retry == .milliseconds(50))
        let again = StreamReader()
        let waiting = Task { await service.other(.GET, session: session, to: again, after: "r1-0") }
        _ = await again.next()
        service.leave.raise()
        #expect(await again.next()?.method == "notifications/progress")
        #expect(await again.next()?.text == "back")
        #expect(await waiting.value == nil)
    }

    @Test func questionsAreAnsweredByPost() async throws {
        let session = try #require(await service.initialize())
        let call = Task { await post(TestService.call("asks"), to: reader, session) }
        _ = await reader.next()
        let question = try #require(await reader.next()?.json)
        #expect(question["method"] == "elicitation/create")
        let answer: JSONValue = [
            "jsonrpc": "2.0", "id": question["id"] ?? .null,
            "result": ["action": "accept", "content": ["name": "Ana"]],
        ]
        #expect(await post(answer, session)?.status == .accepted)
        #expect(await reader.next()?.text == "Ana")
        #expect(await call.value == nil)
    }

    @Test func whoReadsNoStreamsIsNotAsked() async throws {
        let session = try #require(await service.initialize())
        let json = [("accept", "application/json")]
        let response = await service.post(TestService.call("asks"), to: reader, session: session, json)
        #expect(response?.status == .ok && !reader.hasBegun)
        #expect(response?.json?["result"]?["isError"] == true)
    }

    @Test func aNotificationCancels() async throws {
        let session = try #require(await service.initialize())
        let call = Task { await post(TestService.call("waits", id: 7), to: reader, session) }
        _ = await reader.next()
        _ = await reader.next()
        let cancel: JSONValue = [
            "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 7],
        ]
        #expect(await post(cancel, session)?.status == .accepted)
        await service.cancelled.wait()
        #expect(await call.value == nil)
        reader.end()
        // It is not answered.
        #expect(await reader.next() == nil)
    }

    @Test func changesReachTheStreamOfASession() async throws {
        let session = try #require(await service.initialize())
        let first = Task { await service.other(.GET, session: session, to: reader) }
        #expect(await reader.next()?.lastEventID == "g-0")
        service.changes.publish(.tools)
        let told = await reader.next()
        #expect(told?.method == "notifications/tools/list_changed" && told?.lastEventID == "g-1")
        // One reader at a time: the later one.
        let other = StreamReader()
        let second = Task { await service.other(.GET, session: session, to: other) }
        #expect(await first.value == nil)
        _ = await other.next()
        service.changes.publish(.tools)
        #expect(await other.next()?.lastEventID == "g-2")
        service.sessions.endAll()
        #expect(await second.value == nil)
    }

    @Test func batchesAreOfTheirRevision() async throws {
        let session = try #require(await service.initialize("2025-03-26"))
        let batch: JSONValue = [
            ["jsonrpc": "2.0", "method": "notifications/initialized"], ["jsonrpc": "2.0", "id": 1, "method": "ping"],
            TestService.call("quiet", id: 2),
        ]
        let response = await service.post(batch, session: session)
        #expect(response?.json?.array?.compactMap { $0["id"]?.int } == [1, 2])
        let notes: JSONValue = [["jsonrpc": "2.0", "method": "notifications/initialized"]]
        #expect(await service.post(notes, session: session)?.status == .accepted)
        let later = try #require(await service.initialize("2025-06-18"))
        #expect(await service.post(batch, session: later)?.status == .badRequest)
        let spoken: JSONValue = [TestService.call("reports", id: 3)]
        #expect(await service.post(spoken, to: reader, session: session) == nil)
        #expect(await reader.next()?.method == "notifications/progress")
        _ = await reader.next()
        #expect(await reader.next()?.json?.array?.count == 1)
    }
}
