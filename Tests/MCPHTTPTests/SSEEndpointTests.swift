import HTTPTransport
import JSON
import MCP
import MCPHTTP
import NIOCore
import NIOHTTP1
import Testing

/// The transport of 2024-11-05.
@Suite(.timeLimit(.minutes(5))) struct SSEEndpointTests {
    private let service: TestService
    private let endpoint: SSEEndpoint
    private let reader = StreamReader()

    init() throws {
        service = try TestService()
        endpoint = SSEEndpoint(endpoint: service.endpoint, sessions: service.sessions, postPath: "/messages")
    }

    private func open() -> Task<HTTPResponse?, Never> {
        Task { [endpoint, reader] in
            await endpoint.open(HTTPRequest(method: .GET, target: "/sse"), stream: reader.stream)
        }
    }

    private func post(_ message: JSONValue, to target: String, type: String = "application/json") -> HTTPResponse {
        let body = ByteBuffer(bytes: message.serialized())
        return endpoint.receive(
            HTTPRequest(method: .POST, target: target, headers: ["content-type": type], body: body)
        )
    }

    private static let handshake: JSONValue = [
        "jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": [
            "protocolVersion": "2024-11-05", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"],
        ],
    ]

    @Test func everythingIsSaidOnTheStream() async throws {
        let stream = open()
        let place = try #require(await reader.next())
        #expect(place.type == "endpoint")
        let target = String(decoding: place.data, as: UTF8.self)
        #expect(target.hasPrefix("/messages?session="))
        #expect(post(Self.handshake, to: target).status == .accepted)
        let agreed = await reader.next()
        #expect(agreed?.type == "message" && agreed?.json?["result"]?["protocolVersion"] == "2024-11-05")
        #expect(post(TestService.call("reports"), to: target).status == .accepted)
        #expect(await reader.next()?.method == "notifications/progress")
        #expect(await reader.next()?.method == "notifications/progress")
        #expect(await reader.next()?.text == "reported")
        service.changes.publish(.tools)
        #expect(await reader.next()?.method == "notifications/tools/list_changed")
        #expect(service.sessions.count == 1)
        stream.cancel()
        #expect(await stream.value == nil)
        #expect(service.sessions.count == 0 && service.quota.count == 0)
        #expect(post(Self.handshake, to: target).status == .notFound)
    }

    @Test func theEndOfTheStreamCancels() async throws {
        let stream = open()
        let target = String(decoding: try #require(await reader.next()).data, as: UTF8.self)
        _ = post(Self.handshake, to: target)
        _ = await reader.next()
        _ = post(TestService.call("waits"), to: target)
        _ = await reader.next()
        stream.cancel()
        await service.cancelled.wait()
        _ = await stream.value
    }

    @Test func strangersAreRefused() async throws {
        let stream = open()
        let target = String(decoding: try #require(await reader.next()).data, as: UTF8.self)
        #expect(post(Self.handshake, to: "/messages").status == .notFound)
        #expect(post(Self.handshake, to: "/messages?session=x").status == .notFound)
        #expect(post(Self.handshake, to: target, type: "text/plain").status == .unsupportedMediaType)
        let request = HTTPRequest(method: .POST, target: target, headers: ["content-type": "application/json"])
        #expect(endpoint.receive(request, caller: Caller(principal: "eva")).status == .notFound)
        // A session of the other transport has no stream of this one.
        let other = try #require(await service.initialize())
        #expect(post(Self.handshake, to: "/messages?session=\(other)").status == .notFound)
        service.sessions.endAll()
        #expect(await stream.value == nil)
    }
}
