import JSON
import MCP
import Synchronization
import Testing

@Suite struct ClientSubscriptionTests {
    private func frame(_ id: JSONRPCID, _ method: String, _ params: JSONObject = [:]) -> ServerMessage {
        var params = params
        params["_meta"] = ["io.modelcontextprotocol/subscriptionId": id.json]
        return Script.notification(method, params)
    }

    @Test func changesArriveOnTheirSubscription() async throws {
        let warnings = Mutex<[ClientWarning]>([])
        let server = Script.modern(
            ["subscriptions/listen": [Script.complete([:])]],
            messages: [
                "subscriptions/listen": { request in
                    [
                        frame(request.id, "notifications/tools/list_changed"),
                        frame(
                            request.id,
                            "notifications/subscriptions/acknowledged",
                            ["notifications": ["toolsListChanged": true]]
                        ),
                        frame(request.id, "notifications/tools/list_changed"),
                        frame(request.id, "notifications/prompts/list_changed"),
                        frame("another", "notifications/tools/list_changed"),
                        frame(request.id, "notifications/resources/updated", ["uri": "test://a/b"]),
                        frame(request.id, "notifications/resources/updated", ["uri": "test://ab"]),
                    ]
                }
            ]
        )
        let client = ClientEngine(
            server,
            handlers: ClientHandlers(warn: { warning in warnings.withLock { $0.append(warning) } })
        )
        var events: [SubscriptionEvent] = []
        for try await event in client.changes(SubscriptionFilter(tools: true, resourceURIs: ["test://a"])) {
            events.append(event)
        }
        #expect(
            events == [
                .acknowledged(SubscriptionFilter(tools: true)), .changed(.tools), .changed(.resource("test://a/b")),
            ]
        )
        // One before the acknowledgement, one of a kind, one of a subscription and one resource not asked for.
        #expect(warnings.withLock { $0.count } == 4)
        #expect(
            await server.requests("subscriptions/listen").first?.params?["notifications"]
                == ["toolsListChanged": true, "resourceSubscriptions": ["test://a"]]
        )
    }

    @Test func aSubscriptionThatWasNeverAcknowledgedFails() async throws {
        let server = Script.modern(["subscriptions/listen": [Script.complete([:])]])
        await #expect(throws: ClientFailure.self) {
            for try await _ in ClientEngine(server).changes(SubscriptionFilter(tools: true)) {}
        }
        let refused = Script.modern(["subscriptions/listen": [Script.error(-32601)]])
        await #expect(throws: ClientFailure.self) {
            for try await _ in ClientEngine(refused).changes(SubscriptionFilter(tools: true)) {}
        }
    }

    @Test func leavingTheLoopEndsTheSubscription() async throws {
        let server = Script.modern(
            [:],
            kind: .channel,
            messages: [
                "subscriptions/listen": { request in
                    [frame(request.id, "notifications/subscriptions/acknowledged", ["notifications": [:]])]
                }
            ],
            hanging: ["subscriptions/listen"]
        )
        for try await _ in ClientEngine(server).changes(SubscriptionFilter(tools: true)) { break }
        await server.waitFor("notifications/cancelled")
    }

    @Test func legacyServersAreHeardOnTheirOwnStream() async throws {
        let server = Script.legacy(
            ["resources/subscribe": [Script.result([:])], "resources/unsubscribe": [Script.result([:])]],
            unrelated: [
                Script.notification("notifications/resources/updated", ["uri": "test://a"]),
                Script.notification("notifications/tools/list_changed"),
                Script.notification("notifications/prompts/list_changed"),
            ]
        )
        var events: [SubscriptionEvent] = []
        let filter = SubscriptionFilter(tools: true, resourceURIs: ["test://a"])
        for try await event in ClientEngine(server).changes(filter) { events.append(event) }
        #expect(events == [.acknowledged(filter), .changed(.resource("test://a")), .changed(.tools)])
        await server.waitFor("resources/unsubscribe")
    }

    @Test func listenersOfALegacyServerShareItsStream() async throws {
        let server = Script.legacy(
            ["resources/unsubscribe": [Script.result([:])], "resources/subscribe": [Script.result([:])]],
            hanging: ["(receive)"]
        )
        let client = ClientEngine(server)
        for try await _ in client.changes(SubscriptionFilter(tools: true)) {
            for try await _ in client.changes(SubscriptionFilter(resourceURIs: ["test://a"])) { break }
            await server.waitFor("resources/unsubscribe")
            break
        }
        #expect(await server.sent.count { $0 == "(receive)" } == 1)
    }

    @Test func aLegacyServerMayAskOutsideOfCalls() async throws {
        let question = JSONRPCRequest(id: "q", method: "roots/list")
        let server = Script.legacy([:], unrelated: [.request(question)], hanging: ["(receive)"])
        let client = ClientEngine(server, handlers: ClientHandlers(roots: { [Root(uri: "file:///a")] }))
        try await client.connect()
        await server.waitFor("response")
        #expect(await server.responses.first?.result?["roots"]?[0]?["uri"] == "file:///a")
    }

    @Test func whoCannotBeAskedReadsNothingByItself() async throws {
        let server = Script.legacy([:])
        let client = ClientEngine(server)
        try await client.ping()
        #expect(await server.sent.contains("(receive)") == false)
    }
}
