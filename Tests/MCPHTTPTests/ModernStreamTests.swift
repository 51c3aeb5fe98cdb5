import HTTPTransport
import JSON
import MCP
import MCPHTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(5))) struct ModernStreamTests {
    private let service: TestService
    private let reader = StreamReader()

    init() throws {
        service = try TestService()
    }

    @Test func whatSaysNothingFirstIsAnsweredWithJSON() async {
        let response = await service.modern("tools/call", ["name": "quiet"], to: reader)
        #expect(response?.text == "quiet")
        #expect(response?.headers.first(name: "content-type") == "application/json")
        #expect(!reader.hasBegun && service.quota.count == 0)
    }

    @Test func whatSpeaksFirstIsAStream() async {
        #expect(await service.modern("tools/call", ["name": "reports"], to: reader) == nil)
        #expect(reader.head?.status == .ok)
        #expect(reader.head?.headers.first(name: "content-type") == "text/event-stream")
        #expect(reader.head?.headers.first(name: "x-accel-buffering") == "no")
        #expect(reader.head?.headers.first(name: "cache-control")?.contains("no-transform") == true)
        let events = [await reader.next(), await reader.next(), await reader.next()]
        #expect(events.prefix(2).allSatisfy { $0?.method == "notifications/progress" })
        #expect(events[2]?.text == "reported")
        // There is nothing to come back to in this era.
        #expect(events.allSatisfy { $0?.lastEventID == "" })
        #expect(service.quota.count == 0)
    }

    @Test func whoReadsNoStreamsIsAnsweredWithJSON() async {
        let json = [("accept", "application/json")]
        #expect(await service.modern("tools/call", ["name": "reports"], to: reader, json)?.text == "reported")
        #expect(!reader.hasBegun)
        #expect(await service.modern("subscriptions/listen", ["notifications": [:]], json)?.status == .badRequest)
    }

    @Test func closingTheStreamCancels() async {
        let call = Task { await service.modern("tools/call", ["name": "waits"], to: reader) }
        #expect(await reader.next()?.method == "notifications/progress")
        #expect(service.quota.count == 1)
        // As the transport does when the peer goes away.
        call.cancel()
        await service.cancelled.wait()
        _ = await call.value
        #expect(service.quota.count == 0)
    }

    @Test func changesAreToldUntilTheServerStops() async {
        let params: JSONObject = ["notifications": ["toolsListChanged": true]]
        let listening = Task { await service.modern("subscriptions/listen", params, to: reader) }
        #expect(await reader.next()?.method == "notifications/subscriptions/acknowledged")
        service.changes.publish(.tools)
        #expect(await reader.next()?.method == "notifications/tools/list_changed")
        service.changes.close()
        #expect(await reader.next()?.json?["result"] != nil)
        #expect(await listening.value == nil)
    }

    @Test func whoStopsListeningIsForgotten() async {
        let params: JSONObject = ["notifications": ["toolsListChanged": true]]
        let before = service.changes.subscriberCount
        let listening = Task { await service.modern("subscriptions/listen", params, to: reader) }
        _ = await reader.next()
        #expect(service.changes.subscriberCount == before + 1)
        listening.cancel()
        _ = await listening.value
        #expect(service.changes.subscriberCount == before)
    }

    @Test func streamsHaveALimit() async throws {
        let service = try TestService(quota: StreamQuota(perPeer: 1))
        let params: JSONObject = ["notifications": ["toolsListChanged": true]]
        let first = Task { await service.modern("subscriptions/listen", params, to: reader) }
        _ = await reader.next()
        let refused = await service.modern("subscriptions/listen", params)
        #expect(refused?.status == .tooManyRequests)
        #expect(refused?.headers.first(name: "retry-after") != nil)
        // What can do without a stream does.
        #expect(await service.modern("tools/call", ["name": "reports"])?.text == "reported")
        first.cancel()
        _ = await first.value
        #expect(await service.modern("tools/call", ["name": "reports"]) == nil)
    }

    @Test func quietStreamsShowThatTheyLive() async throws {
        let service = try TestService(keepAlive: .milliseconds(5))
        let params: JSONObject = ["notifications": ["toolsListChanged": true]]
        let listening = Task { await service.modern("subscriptions/listen", params, to: reader) }
        _ = await reader.next()
        for _ in 0..<3 { await reader.nextComment() }
        service.changes.close()
        #expect(await reader.next()?.json?["result"] != nil)
        _ = await listening.value
    }

    @Test func closingAConnectionCancelsItsCall() async throws {
        let service = service
        let listener = HTTPServer.Listener(host: "127.0.0.1", port: 0, security: .plain) { request, stream in
            await service.endpoint.respond(to: request, stream: stream)
        }
        let server = try await HTTPServer.start([listener], on: .singletonMultiThreadedEventLoopGroup)
        let client = try await HTTPClientConnection.connect(
            to: "127.0.0.1",
            port: server.addresses[0].port ?? 0,
            security: .plain,
            on: .singletonMultiThreadedEventLoopGroup
        )
        let body = ByteBuffer(
            string: #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"waits","_meta":{"#
                + #""io.modelcontextprotocol/protocolVersion":"2026-07-28","#
                + #""io.modelcontextprotocol/clientCapabilities":{},"progressToken":1}}}"#
        )
        let headers: HTTPHeaders = [
            "content-type": "application/json", "accept": "application/json, text/event-stream",
            "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "waits",
        ]
        let call = Task {
            try await client.send(.POST, "/mcp", headers: headers, body: body, authority: "localhost")
        }
        await service.started.wait()
        await client.close()
        await service.cancelled.wait()
        await #expect(throws: (any Error).self) { _ = try await call.value }
        await server.shutdown(drain: .seconds(5))
    }
}
