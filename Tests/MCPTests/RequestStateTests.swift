import JSON
import MCP
import Testing

@Suite struct RequestStateTests {
    private static let everything: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [
            "elicitation": ["form": [:]], "sampling": [:], "roots": [:],
        ],
    ]

    private func call(
        _ server: FeatureServer,
        _ name: JSONValue = "state_only",
        arguments: JSONValue = [:],
        state: JSONValue? = nil,
        responses: JSONValue? = nil,
        principal: String? = "ana"
    ) async -> JSONRPCResponse {
        var params: JSONObject = ["_meta": Self.everything, "name": name, "arguments": arguments]
        params["requestState"] = state
        params["inputResponses"] = responses
        let request = JSONRPCRequest(id: 1, method: "tools/call", params: params)
        return await server.engine.respond(to: request, context: RequestContext(era: .modern, principal: principal))
    }

    private func text(_ response: JSONRPCResponse) -> String? { response.result?["content"]?[0]?["text"]?.string }
    private func reason(_ response: JSONRPCResponse) -> String? { response.error?.data?["reason"]?.string }

    @Test func aStateComesBack() async throws {
        let server = try FeatureServer()
        let first = await call(server)
        let state = try #require(first.result?["requestState"])
        #expect(text(await call(server, state: state)) == "state-ok")
    }

    @Test func anAlteredStateIsRefused() async throws {
        let server = try FeatureServer()
        let state = try #require(await call(server).result?["requestState"]?.string)
        var refused = 0
        for index in state.indices {
            var altered = state
            altered.replaceSubrange(index...index, with: state[index] == "A" ? "B" : "A")
            if reason(await call(server, state: .string(altered))) == "notAuthentic" { refused += 1 }
        }
        #expect(refused == state.count)
        let hostile = [
            "", ".", "..", "a.b", state + "A", String(state.dropLast()), String(repeating: "A", count: 100_000),
        ]
        for text in hostile {
            let response = await call(server, state: .string(text))
            #expect(reason(response) == "notAuthentic")
            #expect(response.error?.code == .invalidParams)
        }
    }

    @Test func aStateExpires() async throws {
        let server = try FeatureServer()
        let state = try #require(await call(server).result?["requestState"])
        server.clock.advance(599_999)
        #expect(text(await call(server, state: state)) == "state-ok")
        server.clock.advance(1)
        #expect(reason(await call(server, state: state)) == "expired")
    }

    @Test func aStateBelongsToItsRequestAndItsCaller() async throws {
        let server = try FeatureServer()
        let state = try #require(await call(server, arguments: ["a": 1, "b": [2.50]]).result?["requestState"])
        // A client may write the same arguments in another way.
        #expect(text(await call(server, arguments: ["b": [2.5], "a": 1.0], state: state)) == "state-ok")
        #expect(reason(await call(server, arguments: ["a": 2], state: state)) == "foreign")
        #expect(reason(await call(server, "hello", arguments: ["a": 1, "b": [2.5]], state: state)) == "foreign")
        let other = await call(server, arguments: ["a": 1, "b": [2.5]], state: state, principal: "beto")
        #expect(reason(other) == "foreign")
        let nobody = await call(server, arguments: ["a": 1, "b": [2.5]], state: state, principal: nil)
        #expect(reason(nobody) == "foreign")
    }

    @Test func answersOfEarlierRoundsAreRemembered() async throws {
        let server = try FeatureServer()
        let name: JSONValue = ["action": "accept", "content": ["name": "Eva"]]
        let second = await call(server, "steps", responses: ["user_name": name])
        #expect(second.result?["inputRequests"]?.object?.map(\.key) == ["capital"])
        let message: JSONValue = ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Guatemala"]]
        let done = await call(
            server,
            "steps",
            state: try #require(second.result?["requestState"]),
            responses: ["capital": message]
        )
        #expect(text(done) == "Eva: Guatemala")
    }

    @Test func withoutASealAllQuestionsAreAskedAgain() async throws {
        let server = try FeatureServer(hasSeal: false)
        let name: JSONValue = ["action": "accept", "content": ["name": "Eva"]]
        let second = await call(server, "steps", responses: ["user_name": name])
        #expect(second.result?["requestState"] == nil)
        let kept = await call(server)
        #expect(kept.error?.code == .internalError)
        #expect(reason(await call(server, state: "x")) == "notAuthentic")
    }
}
