import NIOCore
import NIOEmbedded
import NIOOpenSSL
import OpenSSL
import TestIdentities
import Testing

@Suite struct TransferTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    @Test func smallWritesShareARecord() throws {
        let connection = try Connection.established(authority: authority)
        let outcomes = (0..<10).map { _ in Outcome(on: connection.loop) }
        for outcome in outcomes { connection.server.write("0123456789", promise: outcome.promise) }
        #expect(connection.server.takeSent() == nil)
        connection.server.channel.pipeline.flush()
        let sent = try #require(connection.server.takeSent())
        // 100 bytes, one byte of content type, 16 of tag (RFC 8446 section 5.2).
        #expect(records(in: sent).map(\.length) == [117])
        #expect(outcomes.allSatisfy { $0.succeeded })
        connection.client.receive(sent)
        #expect(connection.client.end.received.readableBytes == 100)
    }

    @Test func onlyWhatWasFlushedIsSent() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.send("a")
        connection.server.write("b")
        connection.run()
        #expect(connection.client.end.text == "a")
        connection.server.channel.pipeline.flush()
        connection.run()
        #expect(connection.client.end.text == "ab")
    }

    @Test func orderIsKeptWhateverTheSizes() throws {
        let connection = try Connection.established(authority: authority)
        var expected = ByteBuffer()
        var outcomes: [Outcome] = []
        var order: [Int] = []
        for (index, size) in [1, 16_383, 16_384, 0, 16_385, 300_000, 5, 0, 700_001, 3].enumerated() {
            let buffer = ByteBuffer(repeating: UInt8(index + 1), count: size)
            expected.writeImmutableBuffer(buffer)
            let outcome = Outcome(on: connection.loop)
            outcome.promise.futureResult.assumeIsolated().whenSuccess { order.append(index) }
            outcomes.append(outcome)
            connection.server.channel.pipeline.write(buffer, promise: outcome.promise)
        }
        connection.server.channel.pipeline.flush()
        connection.run()
        #expect(connection.client.end.received == expected)
        #expect(outcomes.allSatisfy { $0.succeeded })
        #expect(order == Array(0..<10))
    }

    @Test func aSlowPeerHoldsBackEncryption() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.socket.window = 0
        let big = ByteBuffer(repeating: 9, count: 4 << 20)
        let outcome = Outcome(on: connection.loop)
        connection.server.channel.pipeline.writeAndFlush(big, promise: outcome.promise)
        #expect(!connection.server.channel.isWritable)
        #expect(connection.server.takeSent() == nil)
        #expect(outcome.result == nil)
        // Room for a burst at a time: no more than one is ever encrypted ahead.
        var received = 0
        var rounds = 0
        while received < 4 << 20, rounds < 100 {
            rounds += 1
            connection.server.socket.open(300_000)
            if let sent = connection.server.takeSent() {
                #expect(sent.readableBytes <= 300_000)
                connection.client.receive(sent)
            }
            received = connection.client.end.received.readableBytes
        }
        #expect(connection.client.end.received == big)
        #expect(rounds >= 14)
        #expect(outcome.succeeded)
        #expect(connection.server.channel.isWritable)
    }

    @Test func aChannelThatClosesFailsWhatWaits() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.socket.window = 0
        let outcomes = (0..<3).map { _ in Outcome(on: connection.loop) }
        for outcome in outcomes {
            connection.server.channel.pipeline.write(ByteBuffer(repeating: 1, count: 600_000), promise: outcome.promise)
        }
        connection.server.channel.pipeline.flush()
        let unflushed = Outcome(on: connection.loop)
        connection.server.write("never", promise: unflushed.promise)
        connection.server.channel.close(promise: nil)
        #expect(connection.server.channel.isActive)
        connection.server.receiveEnd()
        connection.loop.run()
        #expect(!connection.server.channel.isActive)
        #expect(outcomes.allSatisfy { $0.failed })
        #expect(unflushed.failed)
    }

    @Test func whatIsEchoedInsideARead() throws {
        let connection = try Connection.established(authority: authority)
        connection.server.end.onRead = { context, buffer in
            context.writeAndFlush(NIOAny(buffer), promise: nil)
        }
        let bytes = ByteBuffer(repeating: 5, count: 1 << 20)
        connection.client.channel.pipeline.writeAndFlush(bytes, promise: nil)
        connection.run()
        #expect(connection.client.end.received == bytes)
    }

    @Test func aWriteThatSucceedsMayWriteAgain() throws {
        let connection = try Connection.established(authority: authority)
        let first = Outcome(on: connection.loop)
        first.promise.futureResult.assumeIsolated().whenSuccess { connection.server.send("b") }
        connection.server.send("a", promise: first.promise)
        connection.run()
        #expect(connection.client.end.text == "ab")
    }

    /// A good record and a forged one in one piece: an answer to the first is written while the session has already
    /// failed over the second.
    @Test func anAnswerWrittenWhileTheSessionFailsIsToldSo() throws {
        let connection = try Connection.established(authority: authority)
        let outcome = Outcome(on: connection.loop)
        connection.server.end.onRead = { context, _ in
            context.writeAndFlush(NIOAny(ByteBuffer(string: "answer")), promise: outcome.promise)
        }
        connection.client.send("one")
        connection.client.send("two")
        var bytes = try #require(connection.client.takeSent())
        let last = bytes.writerIndex - 1
        bytes.setInteger(try #require(bytes.getInteger(at: last, as: UInt8.self)) ^ 1, at: last)
        connection.server.receive(bytes)
        connection.loop.run()
        #expect(connection.server.end.text == "one")
        #expect(outcome.failed)
        #expect(connection.server.end.tlsErrors.count == 1)
        #expect(connection.server.end.tlsErrors.first?.fault == .peerMisbehaved)
        // Completed here so that a promise that was forgotten is this test's failure and not the whole run's.
        if outcome.result == nil { outcome.promise.fail(ChannelError.eof) }
    }
}
