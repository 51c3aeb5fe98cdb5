import TestIdentities
import Testing

@testable import OpenSSL

/// Whatever a peer sends: an error or a wait, never a crash, and nothing left behind in the error queue.
@Suite struct HostileBytesTests {
    private let authority: TestAuthority
    private let server: TLSContext

    init() throws {
        authority = try TestAuthority()
        let identities = [try authority.identity(), try authority.identity(["other.example"])]
        server = try authority.server {
            $0.identities = identities
            $0.applicationProtocols = ["h2", "http/1.1"]
            $0.minimumVersion = .tls12
            $0.ticketKeys = TicketKeyRing()
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0\0\0\0\0", "\u{16}\u{3}\u{1}\0\0",
        "\u{16}\u{3}\u{1}\0\u{1}\u{1}", "\u{15}\u{3}\u{3}\0\u{2}\u{2}\u{28}", "\u{17}\u{3}\u{3}\0\u{1}x",
    ])
    func whatIsNoClientHelloIsAnErrorOfThePeer(_ text: String) throws {
        let endpoint = TLSEndpoint(try TLSSession(server: server))
        endpoint.feed(Array(text.utf8) + [UInt8](repeating: 0, count: 64))
        let error = try #require(endpoint.error)
        #expect(error.fault == .peerMisbehaved || error.fault == .peerIncompatible)
        #expect(!error.reason.isEmpty)
        #expect(errorQueueIsEmpty)
    }

    @Test func aHandshakeMessageThatIsTooLongIsRefused() throws {
        let endpoint = TLSEndpoint(try TLSSession(server: server))
        // A ClientHello that claims 16 MiB: refused at once, not collected.
        endpoint.feed([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff])
        #expect(endpoint.error?.fault == .peerMisbehaved)
    }

    @Test func anEndlessStreamOfEmptyRecordsIsRefused() throws {
        let endpoint = TLSEndpoint(try TLSSession(server: server))
        for _ in 0..<100 where endpoint.error == nil { endpoint.feed([22, 3, 1, 0, 0]) }
        #expect(endpoint.error != nil)
    }

    @Test func aMutatedClientHelloNeverCrashesTheServer() throws {
        var random = SplitMix(state: 20_250_301)
        let client = try authority.client {
            $0.applicationProtocols = ["h2", "http/1.1"]
            $0.minimumVersion = .tls12
        }
        let source = TLSEndpoint(try TLSSession(client: client, host: "localhost"))
        source.feed([])
        let hello = source.output()
        for _ in 0..<400 {
            let endpoint = TLSEndpoint(try TLSSession(server: server))
            endpoint.feed(mutated(hello, &random))
            // Without the client's Finished no mutation leads to the end of a handshake.
            #expect(!endpoint.isComplete)
            endpoint.feed(mutated(hello, &random))
            #expect(!endpoint.isComplete)
            _ = endpoint.output()
            #expect(errorQueueIsEmpty)
        }
    }

    @Test func aMutatedServerFlightNeverCrashesTheClient() throws {
        var random = SplitMix(state: 7)
        let client = try authority.client { $0.applicationProtocols = ["h2"] }
        for _ in 0..<200 {
            let pair = try TLSPair(client, server)
            pair.client.feed([])
            pair.server.feed(pair.client.output())
            let flight = pair.server.output()
            let changed = mutated(flight, &random)
            pair.client.feed(changed)
            if changed != flight, !changed.starts(with: flight) { #expect(!pair.client.isComplete) }
            #expect(errorQueueIsEmpty)
        }
    }

    @Test func mutatedRecordsAfterTheHandshakeAreNeverTakenForData() throws {
        var random = SplitMix(state: 99)
        let client = try authority.client()
        for _ in 0..<200 {
            let pair = try TLSPair.connected(client, server)
            try pair.client.write(Array("genuine".utf8))
            let record = pair.client.output()
            pair.server.feed(mutated(record, &random))
            #expect(pair.server.received.isEmpty || pair.server.received == Array("genuine".utf8))
            #expect(errorQueueIsEmpty)
        }
    }

    private func mutated(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
            case 3: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...16, using: &random)), at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }
}
