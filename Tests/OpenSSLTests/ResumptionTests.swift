import Synchronization
import TestIdentities
import Testing

@testable import OpenSSL

@Suite struct ResumptionTests {
    /// A clock that goes when it is told to.
    private final class Clock: Sendable {
        let seconds = Mutex(1_000)

        func advance(_ count: Int) {
            seconds.withLock { $0 += count }
        }
    }

    private let authority: TestAuthority
    private let clock = Clock()
    private let ring: TicketKeyRing

    init() throws {
        authority = try TestAuthority()
        let clock = clock
        ring = TicketKeyRing(lifetime: 100) { clock.seconds.withLock { $0 } }
    }

    private func server() throws -> TLSContext {
        let ring = ring
        return try authority.server { $0.ticketKeys = ring }
    }

    @Test func aTicketResumesTheSession() throws {
        let server = try server()
        let client = try authority.client()
        let first = try TLSPair.connected(client, server)
        let ticket = try #require(first.client.session.newestResumption)
        #expect(ticket.lifetime > 0)
        let second = try TLSPair.connected(client, server, resuming: ticket)
        #expect(second.client.session.isResumed)
        #expect(second.server.session.isResumed)
        // A new key exchange all the same: forward secrecy.
        #expect(second.client.session.keyExchangeGroup == "x25519")
        #expect(second.client.session.newestResumption != nil)
    }

    @Test func aTLS12TicketResumesTheSession() throws {
        let ring = ring
        let server = try authority.server {
            $0.minimumVersion = .tls12
            $0.ticketKeys = ring
        }
        let client = try authority.client { $0.minimumVersion = .tls12 }.capped(at: .tls12)
        let first = try TLSPair.connected(client, server)
        let ticket = try #require(first.client.session.newestResumption)
        let second = try TLSPair.connected(client, server, resuming: ticket)
        #expect(second.client.session.isResumed)
    }

    @Test func aNewContextWithTheSameKeysGoesOnResuming() throws {
        let client = try authority.client()
        let first = try TLSPair.connected(client, server())
        let ticket = try #require(first.client.session.newestResumption)
        let second = try TLSPair.connected(client, server(), resuming: ticket)
        #expect(second.client.session.isResumed)
    }

    @Test func thePreviousKeyIsAcceptedForOneMoreLifetime() throws {
        let server = try server()
        let client = try authority.client()
        let ticket = try #require(try TLSPair.connected(client, server).client.session.newestResumption)
        clock.advance(150)
        let second = try TLSPair.connected(client, server, resuming: ticket)
        #expect(second.client.session.isResumed)
        // Renewed: the ticket it got is of the new key.
        let renewed = try #require(second.client.session.newestResumption)
        clock.advance(75)
        let third = try TLSPair.connected(client, server, resuming: renewed)
        #expect(third.client.session.isResumed)
        let fourth = try TLSPair.connected(client, server, resuming: ticket)
        #expect(!fourth.client.session.isResumed)
    }

    @Test(arguments: [201, 100_000])
    func anOlderKeyIsRefusedAndTheHandshakeIsFull(_ age: Int) throws {
        let server = try server()
        let client = try authority.client()
        let ticket = try #require(try TLSPair.connected(client, server).client.session.newestResumption)
        clock.advance(age)
        let second = try TLSPair.connected(client, server, resuming: ticket)
        #expect(!second.client.session.isResumed)
        #expect(second.client.session.newestResumption != nil)
        #expect(errorQueueIsEmpty)
    }

    /// A key that was replaced late, because nobody came, is not kept longer for that.
    @Test func aKeyEndsAtItsTimeThoughItWasReplacedLate() throws {
        let server = try server()
        let client = try authority.client()
        let ticket = try #require(try TLSPair.connected(client, server).client.session.newestResumption)
        clock.advance(190)
        _ = try TLSPair.connected(client, server)
        clock.advance(20)
        let second = try TLSPair.connected(client, server, resuming: ticket)
        #expect(!second.client.session.isResumed)
    }

    @Test func anothersTicketIsIgnored() throws {
        let client = try authority.client()
        let other = try authority.server { $0.ticketKeys = TicketKeyRing() }
        let ticket = try #require(try TLSPair.connected(client, other).client.session.newestResumption)
        let second = try TLSPair.connected(client, server(), resuming: ticket)
        #expect(!second.client.session.isResumed)
    }

    @Test(arguments: TLSVersion.allCases)
    func withoutKeysThereAreNoTickets(_ version: TLSVersion) throws {
        let server = try authority.server { $0.minimumVersion = .tls12 }
        let client = try authority.client { $0.minimumVersion = .tls12 }.capped(at: version)
        let first = try TLSPair.connected(client, server)
        try first.server.write([1])
        first.run()
        #expect(first.client.session.newestResumption?.isTicket != true)
        if let session = first.client.session.newestResumption {
            let second = try TLSPair.connected(client, server, resuming: session)
            #expect(!second.client.session.isResumed)
        }
    }

    /// Who is no longer let in must not come back with a ticket of former times.
    @Test func aTicketDoesNotOutliveTheTrustInItsHolder() throws {
        let former = try TestAuthority("Former")
        let identity = try former.identity([], commonName: "eve", usage: .client)
        let ring = ring
        let client = try authority.client { $0.identity = identity }
        let before = try authority.server {
            $0.clientAuthorities = [former.certificate]
            $0.ticketKeys = ring
        }
        let ticket = try #require(try TLSPair.connected(client, before).client.session.newestResumption)
        let after = try authority.server {
            $0.clientAuthorities = [authority.certificate]
            $0.ticketKeys = ring
        }
        let pair = try TLSPair(client, after, resuming: ticket)
        pair.run()
        #expect(!pair.server.isComplete)
        #expect(pair.server.error?.fault == .certificate)
    }

    @Test func aForgedTicketIsIgnored() throws {
        let server = try server()
        let client = try authority.client()
        let ticket = try #require(try TLSPair.connected(client, server).client.session.newestResumption)
        // A ticket of the right key name whose contents were changed: the HMAC does not fit.
        let pair = try TLSPair(client, server, resuming: ticket)
        pair.client.feed([])
        var hello = pair.client.output()
        let identity = try #require(ticket.bytes)
        let place = try #require(hello.firstRange(of: identity))
        hello[place.lowerBound + 40] ^= 1
        pair.server.feed(hello)
        // The binder covers the hello, so it cannot be accepted either way; and nothing falls over.
        #expect(!pair.server.isComplete)
    }
}
