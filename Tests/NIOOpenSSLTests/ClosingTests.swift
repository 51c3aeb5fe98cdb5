import NIOCore
import NIOEmbedded
import NIOOpenSSL
import OpenSSL
import TestIdentities
import Testing

@Suite struct ClosingTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    @Test func closingSaysGoodbyeAndWaitsForThePeers() throws {
        let connection = try Connection.established(authority: authority)
        let outcome = Outcome(on: connection.loop)
        connection.client.channel.close(promise: outcome.promise)
        #expect(outcome.result == nil)
        #expect(connection.client.channel.isActive)
        connection.server.receive(try #require(connection.client.takeSent()))
        #expect(connection.server.end.inputClosed == 1)
        #expect(connection.server.channel.isActive)
        connection.server.channel.close(promise: nil)
        connection.run()
        #expect(outcome.succeeded)
        #expect(!connection.client.channel.isActive && !connection.server.channel.isActive)
        #expect(connection.client.end.errors.isEmpty && connection.server.end.errors.isEmpty)
        #expect(connection.server.end.inputClosed == 1)
    }

    @Test func aPeerThatSaysNothingIsWaitedForTwoSeconds() throws {
        let connection = try Connection.established(authority: authority)
        let outcomes = [Outcome(on: connection.loop), Outcome(on: connection.loop)]
        for outcome in outcomes { connection.client.channel.close(promise: outcome.promise) }
        connection.loop.advanceTime(by: .milliseconds(1_999))
        #expect(connection.client.channel.isActive)
        connection.loop.advanceTime(by: .milliseconds(1))
        #expect(!connection.client.channel.isActive)
        #expect(outcomes.allSatisfy { $0.succeeded })
        #expect(connection.client.end.errors.isEmpty)
    }

    @Test func bothMayCloseAtOnce() throws {
        let connection = try Connection.established(authority: authority)
        connection.client.channel.close(promise: nil)
        connection.server.channel.close(promise: nil)
        connection.run()
        #expect(!connection.client.channel.isActive && !connection.server.channel.isActive)
        #expect(connection.client.end.errors.isEmpty && connection.server.end.errors.isEmpty)
    }

    @Test func whatWasFlushedGoesOutBeforeTheGoodbye() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.socket.window = 0
        let bytes = ByteBuffer(repeating: 3, count: 1 << 20)
        let written = Outcome(on: connection.loop)
        connection.server.channel.pipeline.writeAndFlush(bytes, promise: written.promise)
        connection.server.write("unflushed")
        connection.server.channel.close(promise: nil)
        connection.server.socket.open(nil)
        connection.run()
        #expect(connection.client.end.received == bytes)
        #expect(written.succeeded)
        #expect(connection.client.end.inputClosed == 1)
        #expect(connection.client.end.errors.isEmpty)
    }

    @Test func closingTheOutputLeavesTheInputOpen() throws {
        let connection = try Connection.established(authority: authority)
        let late = Outcome(on: connection.loop)
        connection.client.send("question")
        connection.client.channel.close(mode: .output, promise: nil)
        connection.client.send("too late", promise: late.promise)
        connection.run()
        #expect(late.failed)
        #expect(connection.server.end.text == "question")
        #expect(connection.server.end.inputClosed == 1)
        connection.server.send("answer")
        connection.run()
        #expect(connection.client.end.text == "answer")
        let closed = Outcome(on: connection.loop)
        connection.client.channel.close(promise: closed.promise)
        connection.server.channel.close(promise: nil)
        connection.run()
        #expect(closed.succeeded)
        #expect(connection.client.end.errors.isEmpty && connection.server.end.errors.isEmpty)
    }

    @Test func closingTheOutputTwiceSaysGoodbyeOnce() throws {
        let connection = try Connection.established(authority: authority)
        connection.client.channel.close(mode: .output, promise: nil)
        connection.client.channel.close(mode: .output, promise: nil)
        #expect(connection.client.takeSent().map { records(in: $0).count } == 1)
    }

    @Test func anEndWithoutGoodbyeIsATruncation() throws {
        let connection = try Connection.established(authority: authority)
        let written = Outcome(on: connection.loop)
        connection.server.write("unflushed", promise: written.promise)
        connection.server.receiveEnd()
        #expect(connection.server.end.tlsErrors.map(\.fault) == [.truncated])
        #expect(!connection.server.channel.isActive)
        connection.loop.run()
        #expect(written.failed)
        #expect(connection.server.end.tlsErrors.count == 1)
    }

    @Test func aConnectionThatBreaksIsATruncation() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.channel.pipeline.fireChannelInactive()
        #expect(connection.server.end.tlsErrors.map(\.fault) == [.truncated])
        #expect(connection.server.end.inactive == 1)
    }

    @Test func afterAGoodbyeAnEndIsNoNews() throws {
        let connection = try Connection.established(authority: authority)
        connection.client.channel.close(promise: nil)
        connection.run()
        connection.loop.advanceTime(by: .seconds(3))
        connection.run()
        #expect(connection.server.end.errors.isEmpty)
        #expect(connection.server.end.inputClosed == 1)
    }

    @Test func closingInsideAReadDropsTheRestQuietly() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.end.onRead = { context, _ in context.close(promise: nil) }
        connection.client.send("one")
        let first = try #require(connection.client.takeSent())
        connection.client.send("two")
        connection.server.receive(first)
        connection.run()
        #expect(connection.server.end.text == "one")
        #expect(connection.server.end.errors.isEmpty)
        #expect(connection.client.end.inputClosed == 1)
    }

    /// A close that comes after the end, in the same tick of the loop, is answered like any other.
    @Test func closingWhatIsClosedCompletes() throws {
        let connection = try Connection.established(authority: authority)
        let inside = Outcome(on: connection.loop)
        let after = Outcome(on: connection.loop)
        connection.server.end.onInactive = { $0.close(promise: inside.promise) }
        connection.server.receiveEnd()
        connection.server.channel.close(promise: after.promise)
        connection.loop.run()
        #expect(inside.result != nil)
        #expect(after.result != nil)
        for outcome in [inside, after] where outcome.result == nil { outcome.promise.fail(ChannelError.eof) }
    }

    @Test func closingDuringTheHandshakeIsImmediate() throws {
        let connection = try Connection(authority: authority)
        try connection.activate()
        let outcome = Outcome(on: connection.loop)
        connection.client.channel.close(promise: outcome.promise)
        #expect(!connection.client.channel.isActive)
        #expect(outcome.succeeded)
        connection.loop.run()
    }

    @Test func closingBeforeTheConnectionIsImmediate() throws {
        let connection = try Connection(authority: authority)
        let outcome = Outcome(on: connection.loop)
        connection.client.channel.close(promise: outcome.promise)
        connection.loop.run()
        #expect(outcome.result != nil)
    }

    @Test func closingAfterAFailureEnds() throws {
        let connection = try Connection.established(authority: authority)
        let outcome = Outcome(on: connection.loop)
        connection.server.end.onError = { $0.close(promise: outcome.promise) }
        connection.server.receive(ByteBuffer(bytes: [23, 3, 3, 0, 20] + [UInt8](repeating: 0, count: 20)))
        connection.loop.advanceTime(by: .seconds(2))
        #expect(outcome.succeeded)
        #expect(!connection.server.channel.isActive)
        #expect(connection.server.end.tlsErrors.count == 1)
    }

    @Test func nothingIsKeptAliveByTimersOrPromises() throws {
        weak var handler: TLSHandler?
        weak var channel: EmbeddedChannel?
        weak var other: EmbeddedChannel?
        do {
            let connection = try Connection.established(authority: authority)
            handler = connection.server.tls
            channel = connection.server.channel
            other = connection.client.channel
            connection.client.channel.close(promise: nil)
            connection.run()
            connection.server.channel.close(promise: nil)
            connection.run()
            #expect(!connection.server.channel.isActive)
        }
        #expect(handler == nil)
        #expect(channel == nil && other == nil)
    }

    @Test func aChannelThatIsDroppedInTheMiddleLeavesNothing() throws {
        weak var handler: TLSHandler?
        do {
            let connection = try Connection(authority: authority)
            try connection.activate()
            handler = connection.server.tls
            connection.server.receive(try #require(connection.client.takeSent()))
            _ = try? connection.server.channel.finish(acceptAlreadyClosed: true)
            _ = try? connection.client.channel.finish(acceptAlreadyClosed: true)
        }
        #expect(handler == nil)
    }
}
