import NIOCore
import NIOHTTP1
import NIOPosix
import OpenSSL
import ScriptedServer
import Synchronization
import TestIdentities
import Testing

@testable import HTTPTransport

/// Responses that are read while they are written.
@Suite(.timeLimit(.minutes(5))) struct StreamedResponseTests {
    /// How client and server speak: HTTP/1.1 in clear, over TLS, and HTTP/2.
    enum Wire: String, CaseIterable {
        case plain
        case http1 = "http/1.1"
        case http2 = "h2"
    }

    private func connect(
        _ wire: Wire,
        limits: HTTPClientConnections.Limits = HTTPClientConnections.Limits(),
        script: @escaping ScriptedServer.Script
    ) async throws -> (ScriptedServer, HTTPClientConnections) {
        let authority = try TestAuthority()
        let security = wire == .plain ? nil : ScriptedServer.Security(authority, protocols: [wire.rawValue])
        let server = try await ScriptedServer.start(security, script: script)
        let connections = HTTPClientConnections(
            host: "127.0.0.1",
            port: server.port,
            authority: "127.0.0.1:\(server.port)",
            context: wire == .plain ? nil : try authority.client { $0.applicationProtocols = [wire.rawValue] },
            limits: limits,
            on: MultiThreadedEventLoopGroup.singleton
        )
        return (server, connections)
    }

    @Test(arguments: Wire.allCases)
    func aPieceArrivesBeforeTheNextIsWritten(_ wire: Wire) async throws {
        let gate = Gate()
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.beginEvents()
            try await exchange.write("one")
            await gate.wait()
            try await exchange.write("two")
            try await exchange.end()
        }
        let response = try await connections.open(.GET, "/")
        var seen = ""
        for try await piece in response.body {
            seen += String(buffer: piece)
            await gate.open()
        }
        #expect(response.headers.first(name: "content-type") == "text/event-stream")
        #expect(seen == "onetwo")
    }

    @Test(arguments: Wire.allCases)
    func whoeverStopsReadingLeavesTheExchange(_ wire: Wire) async throws {
        let left = Gate()
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.beginEvents()
            try await exchange.write("one")
            await exchange.left()
            await left.open()
        }
        let response = try await connections.open(.GET, "/")
        for try await _ in response.body { break }
        await left.wait()
    }

    @Test(arguments: Wire.allCases)
    func aBodyThatIsDroppedUnreadLeavesTheExchange(_ wire: Wire) async throws {
        let left = Gate()
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.beginEvents()
            await exchange.left()
            await left.open()
        }
        #expect(try await connections.open(.GET, "/").status == .ok)
        await left.wait()
    }

    @Test(arguments: Wire.allCases)
    func aCancelledReaderLeavesTheExchange(_ wire: Wire) async throws {
        let (began, left) = (Gate(), Gate())
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.beginEvents()
            try await exchange.write("one")
            await exchange.left()
            await left.open()
        }
        let reading = Task {
            for try await _ in try await connections.open(.GET, "/").body { await began.open() }
        }
        await began.wait()
        reading.cancel()
        await left.wait()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }

    @Test(arguments: Wire.allCases)
    func aRequestThatIsCancelledBeforeItsResponseIsLeft(_ wire: Wire) async throws {
        let (began, left) = (Gate(), Gate())
        let (_, connections) = try await connect(wire) { exchange in
            await began.open()
            await exchange.left()
            await left.open()
        }
        let asking = Task { try await connections.open(.GET, "/") }
        await began.wait()
        asking.cancel()
        await left.wait()
        await #expect(throws: CancellationError.self) { _ = try await asking.value }
    }

    @Test(arguments: Wire.allCases)
    func aSlowReaderHoldsTheServerBack(_ wire: Wire) async throws {
        let written = Mutex(0)
        let total = 64 << 20
        let chunk = String(repeating: "x", count: 256 << 10)
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.begin(.ok, [:])
            while written.withLock({ $0 }) < total {
                try await exchange.write(chunk)
                written.withLock { $0 += chunk.utf8.count }
            }
            try await exchange.end()
        }
        let response = try await connections.open(.GET, "/")
        var iterator = response.body.makeAsyncIterator()
        var read = try await iterator.next()?.readableBytes ?? 0
        // The writing stops somewhere, however long one waits: what does not move for a while has stopped.
        var last = -1
        while last != written.withLock({ $0 }) {
            last = written.withLock { $0 }
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(last < total)
        while let piece = try await iterator.next() { read += piece.readableBytes }
        #expect(read == total)
    }

    @Test(arguments: Wire.allCases)
    func anUnfinishedBodyIsAnError(_ wire: Wire) async throws {
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.begin(.ok, ["content-length": "10"])
            try await exchange.write("half")
            exchange.abort()
        }
        let response = try await connections.open(.GET, "/")
        await #expect(throws: HTTPClientError.self) { _ = try await response.collect(upTo: 100) }
    }

    @Test(arguments: Wire.allCases)
    func aBodyBeyondTheLimitIsRefused(_ wire: Wire) async throws {
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.begin(.ok, [:])
            while true { try await exchange.write(String(repeating: "x", count: 10_000)) }
        }
        let error = await #expect(throws: HTTPClientError.self) {
            _ = try await connections.send(.GET, "/", limit: 50_000)
        }
        guard case .responseTooLarge(50_000) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: Wire.allCases)
    func aServerThatSaysNothingIsGivenUp(_ wire: Wire) async throws {
        var limits = HTTPClientConnections.Limits()
        limits.headTimeout = .milliseconds(100)
        let (_, connections) = try await connect(wire, limits: limits) { await $0.left() }
        let error = await #expect(throws: HTTPClientError.self) { _ = try await connections.open(.GET, "/") }
        guard case .timedOut = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: Wire.allCases)
    func hugeHeadersAreRefused(_ wire: Wire) async throws {
        let (_, connections) = try await connect(wire) { exchange in
            let value = String(repeating: "x", count: 200_000)
            try await exchange.respond(.ok, ["x-huge": value])
        }
        await #expect(throws: HTTPClientError.self) { _ = try await connections.open(.GET, "/") }
    }

    @Test(arguments: Wire.allCases)
    func aRestThatNobodyNeedsDoesNotCostTheConnection(_ wire: Wire) async throws {
        let gate = Gate()
        let (server, connections) = try await connect(wire) { exchange in
            try await exchange.begin(.ok, [:])
            try await exchange.write("answer")
            await gate.wait()
            try await exchange.write("rest")
            try await exchange.end()
        }
        for _ in 1...3 {
            let response = try await connections.open(.GET, "/")
            for try await _ in response.body {
                response.body.skipRest()
                break
            }
            await gate.open()
            // Over HTTP/1.1 the end of the rest makes the connection free; until then another one is needed.
            if wire == .http2 { continue }
            for _ in 1...1_000 where connections.idleCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        #expect(server.connections == 1)
    }

    @Test(arguments: Wire.allCases)
    func anEndlessRestIsLeftAllTheSame(_ wire: Wire) async throws {
        let left = Gate()
        let (_, connections) = try await connect(wire) { exchange in
            try await exchange.begin(.ok, [:])
            do {
                while true { try await exchange.write(String(repeating: "x", count: 10_000)) }
            } catch {
                await left.open()
            }
        }
        try await connections.open(.GET, "/").body.skipRest()
        await left.wait()
    }
}
