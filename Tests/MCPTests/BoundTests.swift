import JSON
import Localization
import Testing

@testable import MCP

/// What one client can make a server keep.
@Suite(.timeLimit(.minutes(5))) struct BoundTests {
    private let server: FeatureServer

    init() throws {
        server = try FeatureServer()
    }

    private func open(capabilities: JSONObject) -> (response: SerializedResponse, session: LegacySession?) {
        let request = JSONRPCRequest(
            id: 1,
            method: "initialize",
            params: ["protocolVersion": "2025-03-26", "capabilities": .object(capabilities)]
        )
        let context = RequestContext(era: .legacy(.latestLegacy))
        return server.engine.open(request, in: server.sessions, context: context)
    }

    @Test func aSessionKeepsNoLongIntroduction() {
        let long = open(capabilities: ["experimental": ["a": .string(String(repeating: "x", count: 70_000))]])
        #expect(long.session == nil)
        #expect(long.response.error?.code == .invalidParams)
        #expect(
            open(capabilities: ["experimental": ["a": .string(String(repeating: "x", count: 60_000))]]).session != nil
        )
    }

    @Test func aSessionForgetsWhatIsDone() throws {
        var limits = LegacySession.Limits()
        limits.finishedBytes = 250
        let session = LegacySession(id: "s", limits: limits)
        let running = session.openStream()
        running.append([UInt8](repeating: 0, count: 200))
        let done = (0..<4).map { _ in session.openStream() }
        for stream in done { stream.finish([UInt8](repeating: 0, count: 100)) }
        _ = session.openStream()
        func isKept(_ stream: MessageStream) throws -> Bool {
            session.resume(after: try #require(stream.eventID(0))) != nil
        }
        #expect(try done.map(isKept) == [false, false, true, true])
        #expect(try isKept(running))
        session.forget(done[3])
        #expect(try !isKept(done[3]))
    }

    @Test func nobodyResumesAfterWhatWasNeverSaid() {
        let session = LegacySession(id: "s")
        session.standalone.append([1])
        #expect(session.resume(after: "g-1") != nil)
        #expect(session.resume(after: "g-2") == nil)
        #expect(session.resume(after: "g-\(Int.max)") == nil)
    }

    @Test(arguments: [
        [String(repeating: "x", count: 70_000)],
        (0..<1_000).map { "shop://\($0)/" + String(repeating: "x", count: 100) },
    ])
    func aListenerNamesNoLongResources(_ names: [String]) throws {
        let params: JSONObject = ["notifications": ["resourceSubscriptions": .array(names.map { .string($0) })]]
        #expect(throws: JSONRPCErrorObject.self) { try ChangeFilter(params, .english) }
    }

    @Test func aBatchIsCountedAndEndsWithItsSession() async throws {
        let session = try #require(open(capabilities: [:]).session)
        let meta = RequestContext(era: .legacy(.v2025_03_26), session: session)
        let call = JSONRPCRequest(id: 7, method: "tools/call", params: ["name": "never_ends"])
        let stream = try #require(
            server.engine.start(batch: [.success(.request(call))], in: session, context: meta)
        )
        #expect(session.running.count == 1)
        session.end()
        var read = 0
        while case .events(let events) = await stream.next(after: read) { read += events.count }
    }

    @Test func aBatchThatSaysTooMuchIsCutShort() async throws {
        let text = String(repeating: "x", count: 5 << 20)
        let tool = try Tool(
            ToolDefinition(name: "long", summary: LocalizedText(es: "–", en: "–")),
            immediate: { _ in .text(text) }
        )
        let engine = try ServerEngine(implementation: Implementation(name: "s", version: "1"), tools: [tool])
        let batch = (1...8).map { id in
            Result<JSONRPCMessage, JSONRPCFailure>.success(
                .request(JSONRPCRequest(id: .integer(Int64(id)), method: "tools/call", params: ["name": "long"]))
            )
        }
        let bytes = await engine.serializedResponse(
            toBatch: batch,
            context: RequestContext(era: .legacy(.v2025_03_26))
        )
        let answers = String(decoding: try #require(bytes), as: UTF8.self)
        #expect(answers.utf8.count < 21 << 20)
        #expect(answers.split(separator: "\"error\":").count == 5)
    }
}
