import Synchronization
import TestIdentities
import Testing

@testable import OpenSSL

@Suite struct ExchangeTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    /// Bytes that differ from place to place.
    private func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix(state: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
    }

    @Test func largeTransfersBothWaysArriveAsTheyWere() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        let up = pattern(1_000_003, seed: 1)
        let down = pattern(777_777, seed: 2)
        try pair.client.write(up)
        try pair.server.write(down)
        pair.run()
        #expect(pair.server.received == up)
        #expect(pair.client.received == down)
    }

    @Test func recordsArriveByteByByte() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server(), delivery: .byteByByte)
        let bytes = pattern(40_000, seed: 3)
        try pair.client.write(bytes)
        pair.run()
        #expect(pair.server.received == bytes)
    }

    @Test func anEmptyWriteIsNothing() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        try pair.client.write([])
        #expect(pair.client.output().isEmpty)
    }

    @Test func aWriteBeforeTheHandshakeIsOurOwnMistake() throws {
        let pair = try TLSPair(authority.client(), authority.server())
        let thrown = #expect(throws: TLSError.self) { try pair.client.write([1]) }
        #expect(thrown?.fault == .misuse)
        let server = #expect(throws: TLSError.self) { try pair.server.write([1]) }
        #expect(server?.fault == .misuse)
        // And it spoils nothing.
        pair.run()
        #expect(pair.client.isComplete && pair.server.isComplete)
        #expect(errorQueueIsEmpty)
    }

    @Test func closeNotifyGoesBothWays() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        try pair.client.write(Array("last".utf8))
        pair.client.session.closeNotify()
        pair.run()
        #expect(pair.server.received == Array("last".utf8))
        #expect(pair.server.isClosed)
        // Half closed: the other direction is still open.
        try pair.server.write(Array("answer".utf8))
        pair.server.session.closeNotify()
        pair.run()
        #expect(pair.client.received == Array("answer".utf8))
        #expect(pair.client.isClosed)
        #expect(pair.client.error == nil && pair.server.error == nil)
        pair.client.session.closeNotify()
        #expect(pair.client.output().isEmpty)
        #expect(errorQueueIsEmpty)
    }

    @Test func closeNotifyBeforeTheHandshakeIsNothing() throws {
        let pair = try TLSPair(authority.client(), authority.server())
        pair.client.session.closeNotify()
        #expect(pair.client.output().isEmpty)
        pair.run()
        #expect(pair.server.isComplete)
    }

    @Test func aChangedRecordIsTheSendersFault() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        try pair.client.write(Array("transfer 10".utf8))
        var record = pair.client.output()
        record[record.count - 1] ^= 1
        pair.server.feed(record)
        #expect(pair.server.error?.fault == .peerMisbehaved)
        #expect(pair.server.received.isEmpty)
        // The alert is bad_record_mac (RFC 8446 section 5.2).
        pair.run()
        #expect(pair.client.error?.receivedAlert?.name == "bad_record_mac")
        #expect(errorQueueIsEmpty)
    }

    @Test func aRepeatedRecordIsRefused() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        try pair.client.write(Array("pay".utf8))
        let record = pair.client.output()
        pair.server.feed(record)
        pair.server.feed(record)
        #expect(pair.server.received == Array("pay".utf8))
        #expect(pair.server.error?.fault == .peerMisbehaved)
    }

    @Test func aTruncatedRecordWaitsForItsRest() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        try pair.client.write(Array("whole".utf8))
        let record = pair.client.output()
        pair.server.feed(Array(record.dropLast()))
        #expect(pair.server.received.isEmpty)
        #expect(pair.server.error == nil)
        pair.server.feed([record[record.count - 1]])
        #expect(pair.server.received == Array("whole".utf8))
    }

    @Test func aRecordThatIsTooLongIsRefusedBeforeItIsThere() throws {
        let pair = try TLSPair.connected(authority.client(), authority.server())
        // 2^14 + 256 is the most that RFC 8446 section 5.2 allows.
        pair.server.feed([23, 3, 3, 0x41, 0x01])
        #expect(pair.server.error?.fault == .peerMisbehaved)
        pair.run()
        #expect(pair.client.error?.receivedAlert?.name == "record_overflow")
    }

    // MARK: Key log

    @Test func theKeyLogHasTheFourSecretsOfTLS13() throws {
        let lines = Mutex<[String]>([])
        let keep: @Sendable (String) -> Void = { line in lines.withLock { $0.append(line) } }
        _ = try TLSPair.connected(authority.client(), authority.server { $0.keyLog = keep })
        let logged = lines.withLock { $0 }.map { $0.split(separator: " ") }
        #expect(logged.allSatisfy { $0.count == 3 && $0[1].count == 64 })
        #expect(Set(logged.map { $0[1] }).count == 1)
        let labels = Set(logged.map { String($0[0]) })
        let expected: Set = [
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
        ]
        #expect(labels.isSuperset(of: expected))
    }

    @Test func aKeyLogOfOneContextHearsNothingOfAnother() throws {
        let count = Mutex(0)
        let keep: @Sendable (String) -> Void = { _ in count.withLock { $0 += 1 } }
        _ = try authority.server { $0.keyLog = keep }
        _ = try TLSPair.connected(authority.client(), authority.server())
        #expect(count.withLock { $0 } == 0)
    }

    // MARK: Ownership

    @Test func nothingIsKeptAlive() throws {
        weak var clientContext: TLSContext?
        weak var serverContext: TLSContext?
        weak var session: TLSSession?
        weak var other: TLSSession?
        weak var ticket: TLSResumption?
        do {
            let client = try authority.client()
            let server = try authority.server { $0.ticketKeys = TicketKeyRing() }
            let pair = try TLSPair.connected(client, server)
            clientContext = client
            serverContext = server
            session = pair.client.session
            other = pair.server.session
            ticket = pair.client.session.newestResumption
            #expect(ticket != nil)
        }
        #expect(clientContext == nil && serverContext == nil)
        #expect(session == nil && other == nil)
        #expect(ticket == nil)
    }

    @Test func aSessionKeepsItsContext() throws {
        let pair = try {
            try TLSPair(authority.client(), authority.server { $0.applicationProtocols = ["h2"] })
        }()
        pair.run()
        #expect(pair.client.isComplete && pair.server.isComplete)
    }

    /// In a process of its own, where nothing else needs memory.
    @Test func thousandsOfSessionsNeedNoMoreMemoryThanHundreds() async {
        await #expect(processExitsWith: .success) {
            let authority = try TestAuthority()
            let client = try authority.client()
            let server = try authority.server { $0.ticketKeys = TicketKeyRing() }
            func connect(_ count: Int) throws {
                for _ in 0..<count {
                    let pair = try TLSPair(client, server)
                    pair.run()
                    precondition(pair.server.isComplete)
                }
            }
            try connect(300)
            let before = try residentBytes()
            try connect(1_500)
            // A leaked session alone would cost 10 MB here.
            let growth = try residentBytes() - before
            precondition(growth < 3 << 20)
        }
    }
}

/// A small generator with a seed (Steele, Lea and Flood 2014), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
