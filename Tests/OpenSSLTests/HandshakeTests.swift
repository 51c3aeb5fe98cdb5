import TestIdentities
import Testing

@testable import OpenSSL

@Suite struct HandshakeTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    @Test(arguments: TLSPair.Delivery.allCases)
    func bothSidesAgreeOnTLS13(_ delivery: TLSPair.Delivery) throws {
        let pair = try TLSPair.connected(authority.client(), authority.server(), delivery: delivery)
        for session in [pair.client.session, pair.server.session] {
            #expect(session.version == "TLSv1.3")
            #expect(session.cipherSuite.hasPrefix("TLS_"))
            #expect(session.keyExchangeGroup == "x25519")
            #expect(session.applicationProtocol == nil)
            #expect(!session.isResumed)
        }
        #expect(pair.server.session.serverName == "localhost")
        #expect(pair.client.session.peerChain.first?.subjectAlternativeNames == ["localhost", "127.0.0.1"])
        #expect(pair.server.session.peerChain.isEmpty)
        try pair.client.write(Array("ping".utf8))
        try pair.server.write(Array("pong".utf8))
        pair.run()
        #expect(pair.server.received == Array("ping".utf8))
        #expect(pair.client.received == Array("pong".utf8))
        #expect(errorQueueIsEmpty)
    }

    @Test(arguments: TLSPair.Delivery.allCases)
    func aTLS12PeerIsServedWhereThatIsAllowed(_ delivery: TLSPair.Delivery) throws {
        let server = try authority.server { $0.minimumVersion = .tls12 }
        let client = try authority.client { $0.minimumVersion = .tls12 }.capped(at: .tls12)
        let pair = try TLSPair.connected(client, server, delivery: delivery)
        #expect(pair.client.session.version == "TLSv1.2")
        #expect(pair.client.session.cipherSuite.hasPrefix("TLS_ECDHE_ECDSA_"))
        try pair.client.write([1, 2, 3])
        pair.run()
        #expect(pair.server.received == [1, 2, 3])
    }

    @Test func aPeerThatIsTooOldIsToldTheVersion() throws {
        let client = try authority.client { $0.minimumVersion = .tls12 }.capped(at: .tls12)
        let pair = try TLSPair(client, authority.server())
        pair.run()
        #expect(pair.server.error?.fault == .peerIncompatible)
        #expect(pair.server.error?.receivedAlert == nil)
        #expect(pair.client.error?.fault == .peerIncompatible)
        #expect(pair.client.error?.receivedAlert == .protocolVersion)
        #expect(errorQueueIsEmpty)
    }

    @Test func aServerThatIsTooOldIsRefused() throws {
        let server = try authority.server { $0.minimumVersion = .tls12 }.capped(at: .tls12)
        let pair = try TLSPair(authority.client(), server)
        pair.run()
        #expect(pair.server.error?.fault == .peerIncompatible)
        #expect(pair.client.error?.fault == .peerIncompatible)
    }

    // MARK: ALPN

    @Test func theServersOrderOfProtocolsWins() throws {
        let server = try authority.server { $0.applicationProtocols = ["h2", "http/1.1"] }
        let client = try authority.client { $0.applicationProtocols = ["http/1.1", "h2"] }
        let pair = try TLSPair.connected(client, server)
        #expect(pair.client.session.applicationProtocol == "h2")
        #expect(pair.server.session.applicationProtocol == "h2")
    }

    @Test func withoutACommonProtocolTheAlertSaysSo() throws {
        let server = try authority.server { $0.applicationProtocols = ["h2"] }
        let client = try authority.client { $0.applicationProtocols = ["smtp"] }
        let pair = try TLSPair(client, server)
        pair.run()
        #expect(pair.server.error?.fault == .peerIncompatible)
        #expect(pair.client.error?.fault == .peerIncompatible)
        #expect(pair.client.error?.receivedAlert == .noApplicationProtocol)
    }

    @Test(arguments: [([], ["h2"]), (["h2"], [])] as [([String], [String])])
    func aSideWithoutProtocolsIsServedWithoutOne(_ clients: [String], _ servers: [String]) throws {
        let server = try authority.server { $0.applicationProtocols = servers }
        let client = try authority.client { $0.applicationProtocols = clients }
        let pair = try TLSPair.connected(client, server)
        #expect(pair.client.session.applicationProtocol == nil)
        #expect(pair.server.session.applicationProtocol == nil)
    }

    @Test(arguments: ["", String(repeating: "x", count: 256)])
    func aNameThatIsNoProtocolIsRefused(_ name: String) throws {
        let thrown = #expect(throws: TLSError.self) {
            _ = try authority.server { $0.applicationProtocols = [name] }
        }
        #expect(thrown?.fault == .misuse)
        #expect(throws: TLSError.self) { _ = try authority.client { $0.applicationProtocols = [name] } }
    }

    // MARK: Identities

    @Test(arguments: [
        ("one.example", "one"), ("two.example", "two"), ("a.two.example", "two"), ("TWO.EXAMPLE", "two"),
    ])
    func theServerShowsTheIdentityThatIsAskedFor(_ host: String, _ commonName: String) throws {
        let identities = [
            try authority.identity(["one.example"], commonName: "one"),
            try authority.identity(["two.example", "*.two.example"], commonName: "two"),
        ]
        let server = try authority.server {
            $0.identities = identities
            $0.applicationProtocols = ["h2"]
            $0.ticketKeys = TicketKeyRing()
        }
        let client = try authority.client { $0.applicationProtocols = ["h2"] }
        let pair = try TLSPair.connected(client, server, host: host)
        #expect(pair.client.session.peerChain.first?.commonName == commonName)
        // What was set on the first context holds on the others too.
        #expect(pair.client.session.applicationProtocol == "h2")
        let resumption = try #require(pair.client.session.newestResumption)
        let again = try TLSPair.connected(client, server, host: host, resuming: resumption)
        #expect(again.client.session.isResumed)
    }

    @Test func anUnknownHostGetsTheFirstIdentity() throws {
        let identities = [
            try authority.identity(["one.example"], commonName: "one"),
            try authority.identity(["two.example"], commonName: "two"),
        ]
        let server = try authority.server { $0.identities = identities }
        let pair = try TLSPair(authority.client(), server, host: "three.example")
        pair.run()
        #expect(pair.client.session.peerChain.first?.commonName == "one")
        #expect(pair.client.error?.verification?.isWrongHost == true)
    }

    @Test func theKeyMustBelongToTheCertificate() throws {
        let one = try authority.identity()
        let two = try authority.identity()
        let thrown = #expect(throws: TLSError.self) { _ = try TLSIdentity(chain: one.chain, key: two.key) }
        #expect(thrown?.fault == .misuse)
        #expect(throws: TLSError.self) { _ = try TLSIdentity(chain: [], key: one.key) }
        #expect(throws: TLSError.self) { _ = try authority.server { $0.identities = [] } }
        #expect(errorQueueIsEmpty)
    }

    // MARK: Verification

    @Test(arguments: [
        ("localhost", "localhost"), ("LocalHost", "localhost"), ("a.example", "*.example"),
        ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("0:0:0:0:0:0:0:1", "::1"),
    ])
    func theRightHostIsAccepted(_ host: String, _ name: String) throws {
        // OpenSSL accepts no wildcard right below a top-level domain.
        let name = name.replacing("*.example", with: "*.one.example")
        let host = host.replacing("a.example", with: "a.one.example")
        let identity = try authority.identity([name])
        _ = try TLSPair.connected(authority.client(), authority.server { $0.identities = [identity] }, host: host)
    }

    @Test(arguments: [
        ("example.com", "localhost"), ("a.b.one.example", "*.one.example"), ("one.example", "*.one.example"),
        ("localhost.evil.com", "localhost"), ("127.0.0.2", "127.0.0.1"), ("127.0.0.1", "localhost"),
        ("::2", "::1"), ("a.example", "*.example"),
    ])
    func theWrongHostIsRefused(_ host: String, _ name: String) throws {
        let identity = try authority.identity([name])
        let pair = try TLSPair(authority.client(), authority.server { $0.identities = [identity] }, host: host)
        pair.run()
        let error = try #require(pair.client.error)
        #expect(error.fault == .certificate)
        #expect(error.verification?.isWrongHost == true)
        #expect(error.verification?.isUnknownAuthority == false)
        #expect(pair.server.error?.fault == .certificate)
        #expect(!pair.server.isComplete)
        #expect(errorQueueIsEmpty)
    }

    @Test(arguments: ["", "local\0host"])
    func aHostThatIsNoNameVerifiesNothing(_ host: String) throws {
        let thrown = #expect(throws: TLSError.self) { _ = try TLSSession(client: authority.client(), host: host) }
        #expect(thrown?.fault == .misuse)
    }

    @Test func anUnknownAuthorityIsRefused() throws {
        let stranger = try TestAuthority("Stranger")
        let pair = try TLSPair(stranger.client(), authority.server())
        pair.run()
        #expect(pair.client.error?.fault == .certificate)
        #expect(pair.client.error?.verification?.isUnknownAuthority == true)
        #expect(pair.server.error?.receivedAlert == .unknownCA)
        #expect(pair.server.error?.fault == .certificate)
    }

    @Test func anExpiredCertificateIsRefused() throws {
        let old = try authority.identity(lifetime: 3_600, age: 86_400)
        let pair = try TLSPair(authority.client(), authority.server { $0.identities = [old] })
        pair.run()
        #expect(pair.client.error?.verification?.isOutOfDate == true)
        #expect(pair.server.error?.receivedAlert?.name == "certificate_expired")
    }

    @Test func aClientsCertificateIsNoServers() throws {
        let identity = try authority.identity(usage: .client)
        let pair = try TLSPair(authority.client(), authority.server { $0.identities = [identity] })
        pair.run()
        #expect(pair.client.error?.fault == .certificate)
        #expect(!pair.server.isComplete)
    }

    // MARK: Mutual TLS

    @Test func aClientOfTheRightAuthorityIsKnownByName() throws {
        let identity = try authority.identity([], commonName: "ana", usage: .client)
        let server = try authority.server { $0.clientAuthorities = [authority.certificate] }
        let pair = try TLSPair.connected(authority.client { $0.identity = identity }, server)
        #expect(pair.server.session.peerChain.first?.commonName == "ana")
    }

    @Test func aClientWithoutCertificateIsRefused() throws {
        let server = try authority.server { $0.clientAuthorities = [authority.certificate] }
        let pair = try TLSPair(authority.client(), server)
        pair.run()
        #expect(pair.server.error?.fault == .certificate)
        #expect(pair.client.error?.receivedAlert == .certificateRequired)
        #expect(pair.client.error?.fault == .certificate)
    }

    @Test func aClientOfAnotherAuthorityIsRefused() throws {
        let stranger = try TestAuthority("Stranger")
        let identity = try stranger.identity([], commonName: "eve", usage: .client)
        let server = try authority.server { $0.clientAuthorities = [authority.certificate] }
        let pair = try TLSPair(authority.client { $0.identity = identity }, server)
        pair.run()
        #expect(pair.server.error?.fault == .certificate)
        #expect(pair.server.error?.verification != nil)
        #expect(pair.client.error?.fault == .certificate)
    }

    @Test func aServersCertificateIsNoClients() throws {
        let identity = try authority.identity(commonName: "server")
        let server = try authority.server { $0.clientAuthorities = [authority.certificate] }
        let pair = try TLSPair(authority.client { $0.identity = identity }, server)
        pair.run()
        #expect(pair.server.error?.fault == .certificate)
    }
}
