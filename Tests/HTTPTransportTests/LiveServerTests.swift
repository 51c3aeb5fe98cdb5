import NIOCore
import NIOHTTP1
import NIOOpenSSL
import NIOPosix
import OpenSSL
import Synchronization
import TestIdentities
import Testing

@testable import HTTPTransport

/// What needs real sockets: both versions of HTTP end to end, limits on connections, and orderly ends.
@Suite(.timeLimit(.minutes(5))) struct LiveServerTests {
    private static let echo: WholeResponder = { request in
        var response = HTTPResponse(text: "\(request.method) \(request.target) \(request.body.readableBytes)")
        response.headers.add(name: "x-protocol", value: request.peer.tls?.applicationProtocol ?? "plain")
        return response
    }

    private static let protocols: [[String]] = [["h2"], ["http/1.1"], []]

    @Test(arguments: protocols)
    func requestsAreAnswered(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(tls: !protocols.isEmpty, responder: Self.echo)
        let client = try await live.connect(protocols)
        #expect(client.isHTTP2 == (protocols == ["h2"]))
        let body = ByteBuffer(repeating: 7, count: 100_000)
        let first = try await client.send(.POST, "/a?b=c", body: body, authority: "localhost")
        #expect(first.status == .ok)
        #expect(String(buffer: first.body) == "POST /a?b=c 100000")
        #expect(first.headers.first(name: "x-protocol") == protocols.first ?? "plain")
        #expect(first.headers.first(name: "date") != nil)
        let second = try await client.send(.HEAD, "/", authority: "localhost")
        #expect(second.body.readableBytes == 0)
        #expect(second.headers.first(name: "content-length") == "8")
        await client.close()
        #expect(!client.isOpen)
        await live.stop()
    }

    @Test(arguments: protocols)
    func requestsAtTheSameTimeAllGetTheirOwnAnswer(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(tls: !protocols.isEmpty) { request in
            await Task.yield()
            return HTTPResponse(text: request.target)
        }
        let client = try await live.connect(protocols)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let response = try await client.send(.GET, "/\(index)", authority: "localhost")
                    return String(buffer: response.body) == "/\(index)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        await client.close()
        await live.stop()
    }

    /// Over HTTP/2 nobody waits for the one before.
    @Test func streamsAreConcurrent() async throws {
        let gate = Gate()
        let live = try await LiveServer.start { request in
            if request.target == "/first" { await gate.wait() } else { await gate.open() }
            return HTTPResponse(text: request.target)
        }
        let client = try await live.connect()
        async let first = client.send(.GET, "/first", authority: "localhost")
        let second = try await client.send(.GET, "/second", authority: "localhost")
        #expect(String(buffer: second.body) == "/second")
        #expect(String(buffer: try await first.body) == "/first")
        await client.close()
        await live.stop()
    }

    @Test(arguments: protocols)
    func bigBodiesArriveWhole(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(tls: !protocols.isEmpty) { HTTPResponse(body: $0.body) }
        let client = try await live.connect(protocols)
        var body = ByteBuffer()
        for index in 0..<1_000_000 { body.writeInteger(UInt32(truncatingIfNeeded: index &* 2_654_435_761)) }
        let response = try await client.send(.POST, "/", body: body, authority: "localhost")
        #expect(response.body == body)
        await client.close()
        await live.stop()
    }

    @Test(arguments: protocols)
    func aBodyThatIsTooLongIsRefused(_ protocols: [String]) async throws {
        var configuration = HTTPServer.Configuration()
        configuration.limits.bodyBytes = 1_000
        let live = try await LiveServer.start(
            tls: !protocols.isEmpty,
            configuration: configuration,
            responder: Self.echo
        )
        let client = try await live.connect(protocols)
        let body = ByteBuffer(repeating: 1, count: 1_001)
        let response = try await client.send(.POST, "/", body: body, authority: "localhost")
        #expect(response.status == .payloadTooLarge)
        await client.close()
        await live.stop()
    }

    @Test(arguments: [["h2"], ["http/1.1"]])
    func aResponseThatIsTooLongIsRefused(_ protocols: [String]) async throws {
        let live = try await LiveServer.start { _ in HTTPResponse(body: ByteBuffer(repeating: 0, count: 5_000)) }
        let client = try await live.connect(protocols, responseLimit: 4_999)
        await #expect(throws: HTTPClientError.self) {
            _ = try await client.send(.GET, "/", authority: "localhost")
        }
        await client.close()
        await live.stop()
    }

    @Test func aSessionIsResumed() async throws {
        let live = try await LiveServer.start(responder: Self.echo)
        let context = try live.clientContext(["h2"])
        let group = MultiThreadedEventLoopGroup.singleton
        let first = try await HTTPClientConnection.connect(
            to: "127.0.0.1",
            port: live.port,
            security: .tls(context),
            on: group
        )
        _ = try await first.send(.GET, "/", authority: "localhost")
        let ticket = try #require(await first.newestResumption())
        await first.close()
        let second = try await HTTPClientConnection.connect(
            to: "127.0.0.1",
            port: live.port,
            security: .tls(context, resuming: ticket),
            on: group
        )
        #expect(second.tls?.isResumed == true)
        await second.close()
        await live.stop()
    }

    // MARK: Ends

    @Test(arguments: [["h2"], ["http/1.1"]])
    func aClientsGoodbyeEndsTheConnection(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(responder: Self.echo)
        let client = try await live.connect(protocols)
        _ = try await client.send(.GET, "/", authority: "localhost")
        await client.close()
        #expect(await live.server.shutdown(drain: .seconds(30)))
    }

    @Test(arguments: [["h2"], ["http/1.1"]])
    func aServersGoodbyeEndsTheConnection(_ protocols: [String]) async throws {
        let live = try await LiveServer.start(responder: Self.echo)
        let client = try await live.connect(protocols)
        _ = try await client.send(.GET, "/", authority: "localhost")
        #expect(await live.server.shutdown(drain: .seconds(30)))
        // The client hears of it in its own time; if it did not, the time limit would.
        while client.isOpen { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: (any Error).self) { _ = try await client.send(.GET, "/", authority: "localhost") }
        await client.close()
    }

    @Test(arguments: protocols)
    func shuttingDownLetsTheRequestAtHandFinish(_ protocols: [String]) async throws {
        let arrived = Gate()
        let leave = Gate()
        let live = try await LiveServer.start(tls: !protocols.isEmpty) { _ in
            await arrived.open()
            await leave.wait()
            return HTTPResponse(text: "done")
        }
        let client = try await live.connect(protocols)
        async let response = client.send(.GET, "/", authority: "localhost")
        await arrived.wait()
        async let ended = live.server.shutdown(drain: .seconds(30))
        await leave.open()
        #expect(String(buffer: try await response.body) == "done")
        await client.close()
        #expect(await ended)
        await #expect(throws: HTTPClientError.self) { _ = try await live.connect(protocols) }
    }

    @Test(arguments: protocols)
    func whatDoesNotEndInTimeIsCutOff(_ protocols: [String]) async throws {
        let arrived = Gate()
        let never = Gate()
        let live = try await LiveServer.start(tls: !protocols.isEmpty) { _ in
            await arrived.open()
            await never.wait()
            return HTTPResponse()
        }
        let client = try await live.connect(protocols)
        let response = Task { try await client.send(.GET, "/", authority: "localhost", timeout: .seconds(30)) }
        await arrived.wait()
        #expect(await !live.server.shutdown(drain: .milliseconds(50)))
        let error = await #expect(throws: HTTPClientError.self) { _ = try await response.value }
        // By the server, and not because the client lost patience.
        if case .timedOut = error { Issue.record("the connection was left open") }
        await never.open()
        await client.close()
    }

    @Test func shuttingDownTwiceIsLikeOnce() async throws {
        let arrived = Gate()
        let leave = Gate()
        let live = try await LiveServer.start(tls: false) { _ in
            await arrived.open()
            await leave.wait()
            return HTTPResponse()
        }
        let client = try await live.connect([])
        let response = Task { try await client.send(.GET, "/", authority: "localhost") }
        await arrived.wait()
        async let first = live.server.shutdown(drain: .seconds(30))
        async let second = live.server.shutdown(drain: .seconds(30))
        await leave.open()
        #expect(try await response.value.status == .ok)
        #expect(await first)
        #expect(await second)
        await client.close()
    }

    @Test func aPeerThatGoesAwayCancelsItsRequest() async throws {
        let arrived = Gate()
        let cancelled = Gate()
        let live = try await LiveServer.start { _ in
            await arrived.open()
            await withTaskCancellationHandler {
                await cancelled.wait()
            } onCancel: {
                Task { await cancelled.open() }
            }
            return HTTPResponse()
        }
        let client = try await live.connect()
        let request = Task { try await client.send(.GET, "/", authority: "localhost") }
        await arrived.wait()
        request.cancel()
        // Only the cancellation of the responder's task opens this.
        await cancelled.wait()
        await #expect(throws: (any Error).self) { _ = try await request.value }
        await client.close()
        await live.stop()
    }

    @Test func tooManyConnectionsWaitTheirTurn() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.limits.connections = 1
        let live = try await LiveServer.start(tls: false, configuration: configuration, responder: Self.echo)
        let first = try await live.connect([])
        _ = try await first.send(.GET, "/", authority: "localhost")
        let second = try await live.connect([])
        let answered = Mutex(false)
        let waiting = Task {
            let response = try await second.send(.GET, "/second", authority: "localhost")
            answered.withLock { $0 = true }
            return response
        }
        for _ in 0..<20 { _ = try await first.send(.GET, "/", authority: "localhost") }
        #expect(!answered.withLock { $0 })
        await first.close()
        #expect(try await waiting.value.status == .ok)
        await second.close()
        await live.stop()
    }

    @Test func aPortThatIsTakenIsToldAndNothingStaysOpen() async throws {
        let live = try await LiveServer.start(tls: false, responder: Self.echo)
        let taken = HTTPServer.Listener(
            host: "127.0.0.1",
            port: live.port,
            security: .plain,
            responder: { request, _ in await Self.echo(request) }
        )
        let free = HTTPServer.Listener(
            host: "127.0.0.1",
            port: 0,
            security: .plain,
            responder: { request, _ in await Self.echo(request) }
        )
        await #expect(throws: IOError.self) {
            _ = try await HTTPServer.start([free, taken], on: .singletonMultiThreadedEventLoopGroup)
        }
        await live.stop()
    }

    @Test func nobodyThereIsToldAsThat() async throws {
        let live = try await LiveServer.start(tls: false, responder: Self.echo)
        await live.server.shutdown(drain: .seconds(1))
        let error = await #expect(throws: HTTPClientError.self) { _ = try await live.connect([]) }
        guard case .cannotConnect(_, let port, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(port == live.port)
    }

    @Test func aStrangersCertificateIsRefused() async throws {
        let live = try await LiveServer.start(responder: Self.echo)
        let stranger = try TestAuthority("Stranger")
        let error = await #expect(throws: HTTPClientError.self) {
            _ = try await HTTPClientConnection.connect(
                to: "127.0.0.1",
                port: live.port,
                security: .tls(stranger.client()),
                on: .singletonMultiThreadedEventLoopGroup
            )
        }
        guard case .tls(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.verification?.isUnknownAuthority == true)
        await live.stop()
    }

    @Test func plainHTTPOnTheTLSPortIsToldWhatToDo() async throws {
        let live = try await LiveServer.start(responder: Self.echo)
        let client = try await live.connect([])
        let response = try await client.send(.GET, "/", authority: "localhost")
        #expect(response.status == .badRequest)
        #expect(String(buffer: response.body).contains("https://"))
        await client.close()
        await live.stop()
    }
}
