import NIOCore
import NIOHTTP1
import NIOPosix
import OpenSSL
import ScriptedServer
import Synchronization
import TestIdentities
import Testing

@testable import HTTPTransport

/// How many connections there are, and which requests are sent again.
@Suite(.timeLimit(.minutes(5))) struct ClientConnectionsTests {
    private func start(
        _ protocols: [String]? = nil,
        connections: Int = 32,
        script: @escaping ScriptedServer.Script
    ) async throws -> (ScriptedServer, HTTPClientConnections) {
        let authority = try TestAuthority()
        let server = try await ScriptedServer.start(
            protocols.map { ScriptedServer.Security(authority, protocols: $0) },
            script: script
        )
        var limits = HTTPClientConnections.Limits()
        limits.connections = connections
        let client = HTTPClientConnections(
            host: "127.0.0.1",
            port: server.port,
            authority: "localhost",
            context: protocols == nil ? nil : try authority.client { $0.applicationProtocols = ["h2", "http/1.1"] },
            limits: limits,
            on: MultiThreadedEventLoopGroup.singleton
        )
        return (server, client)
    }

    /// Answers only once so many requests are there at the same time.
    private final class Meeting: Sendable {
        private let gate = Gate()
        private let missing: Mutex<Int>

        init(_ count: Int) { missing = Mutex(count) }

        func arrive() async {
            let isLast = missing.withLock { count in
                count -= 1
                return count == 0
            }
            if isLast { await gate.open() }
            await gate.wait()
        }
    }

    @Test(arguments: [nil, ["http/1.1"], ["h2"]] as [[String]?])
    func requestsAtTheSameTimeDoNotWaitForEachOther(_ protocols: [String]?) async throws {
        let meeting = Meeting(8)
        let (server, client) = try await start(protocols) { exchange in
            await meeting.arrive()
            try await exchange.respond(.ok, [:], exchange.target)
        }
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...8 {
                group.addTask { String(buffer: try await client.send(.GET, "/\(number)").body) }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers == Set((1...8).map { "/\($0)" }))
        #expect(server.connections == (protocols == ["h2"] ? 1 : 8))
    }

    @Test func oneAfterTheOtherNeedsOneConnection() async throws {
        let (server, client) = try await start { try await $0.respond(.ok, [:], "x") }
        for _ in 1...5 { _ = try await client.send(.GET, "/") }
        #expect(server.connections == 1)
    }

    @Test func beyondTheLimitRequestsWait() async throws {
        let (server, client) = try await start(connections: 2) { try await $0.respond(.ok, [:], $0.target) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...20 { group.addTask { _ = try await client.send(.GET, "/\(number)") } }
            try await group.waitForAll()
        }
        #expect(server.exchanges.count == 20)
        #expect(server.connections <= 2)
    }

    @Test func whoeverWaitsCanBeCancelled() async throws {
        let (began, gate) = (Gate(), Gate())
        let (server, client) = try await start(connections: 1) { exchange in
            await began.open()
            await gate.wait()
            try await exchange.respond()
        }
        let first = Task { try await client.send(.GET, "/first") }
        await began.wait()
        let second = Task { try await client.send(.GET, "/second") }
        second.cancel()
        await #expect(throws: CancellationError.self) { _ = try await second.value }
        await gate.open()
        _ = try await first.value
        _ = try await client.send(.GET, "/third")
        #expect(server.exchanges.map(\.target) == ["/first", "/third"])
    }

    @Test func aConnectionThatTheServerEndsIsNotUsedAgain() async throws {
        let (server, client) = try await start { try await $0.respond(.ok, ["connection": "close"], "x") }
        for _ in 1...3 { _ = try await client.send(.POST, "/", body: ByteBuffer(string: "x")) }
        #expect(server.connections == 3)
    }

    /// The second request on a connection finds it closed, as when a server loses its patience at that moment.
    private func closingTheSecond() async throws -> (ScriptedServer, HTTPClientConnections) {
        let count = Mutex(0)
        return try await start { exchange in
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number == 2 {
                exchange.abort()
            } else {
                try await exchange.respond(.ok, [:], "x")
            }
        }
    }

    @Test func aRepeatableRequestIsSentAgainWhenAnIdleConnectionCloses() async throws {
        let (server, client) = try await closingTheSecond()
        _ = try await client.send(.GET, "/one")
        _ = try await client.send(.POST, "/two", body: ByteBuffer(string: "x"), isRepeatable: true)
        #expect(server.exchanges.map(\.target) == ["/one", "/two", "/two"])
    }

    @Test func anyOtherRequestIsNeverSentAgain() async throws {
        let (server, client) = try await closingTheSecond()
        _ = try await client.send(.GET, "/one")
        await #expect(throws: HTTPClientError.self) {
            _ = try await client.send(.POST, "/two", body: ByteBuffer(string: "x"))
        }
        #expect(server.exchanges.map(\.target) == ["/one", "/two"])
    }

    @Test func aNewConnectionThatClosesIsNotTriedAgain() async throws {
        let (server, client) = try await start { $0.abort() }
        await #expect(throws: HTTPClientError.self) { _ = try await client.send(.GET, "/") }
        #expect(server.exchanges.count == 1)
    }

    @Test func laterConnectionsResumeTheSession() async throws {
        let (server, client) = try await start(["http/1.1"]) { exchange in
            try await exchange.respond(.ok, ["connection": "close"], exchange.isResumed ? "resumed" : "new")
        }
        #expect(String(buffer: try await client.send(.GET, "/").body) == "new")
        #expect(String(buffer: try await client.send(.GET, "/").body) == "resumed")
        #expect(server.connections == 2)
    }

    @Test func everybodyLearnsThatNobodyListens() async throws {
        // A free port may be somebody else's a moment later; nobody offers the first one.
        let client = HTTPClientConnections(
            host: "127.0.0.1",
            port: 1,
            authority: "localhost",
            context: try TestAuthority().client(),
            on: MultiThreadedEventLoopGroup.singleton
        )
        await withTaskGroup(of: Bool.self) { group in
            for _ in 1...5 {
                group.addTask {
                    let error = await #expect(throws: HTTPClientError.self) { _ = try await client.send(.GET, "/") }
                    if case .cannotConnect = error { return true }
                    Issue.record("\(String(describing: error))")
                    return false
                }
            }
            for await failed in group { #expect(failed) }
        }
    }

    @Test func afterClosingEverythingBeginsAnew() async throws {
        let (server, client) = try await start { try await $0.respond() }
        _ = try await client.send(.GET, "/")
        await client.close()
        _ = try await client.send(.GET, "/")
        #expect(server.connections == 2)
    }
}
