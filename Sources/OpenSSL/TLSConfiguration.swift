/// A version of the protocol. Nothing older than 1.2 exists here.
public enum TLSVersion: String, Sendable, Hashable, CaseIterable {
    case tls12 = "1.2"
    case tls13 = "1.3"

    /// The number on the wire: 0x0303 or 0x0304.
    public var wireValue: UInt16 {
        switch self {
        case .tls12: 0x0303
        case .tls13: 0x0304
        }
    }
}

/// A certificate with the chain above it and its private key.
public struct TLSIdentity: Sendable {
    /// Our own certificate first, then those that lead to the authority.
    public let chain: [Certificate]
    public let key: PrivateKey

    /// Fails when the chain is empty or when the key is not the first certificate's.
    public init(chain: [Certificate], key: PrivateKey) throws(TLSError) {
        guard let leaf = chain.first else {
            throw TLSError(.misuse, reason: "the certificate chain is empty")
        }
        guard leaf.matches(key) else {
            throw TLSError(.misuse, reason: "the private key does not belong to the certificate \(leaf.subject)")
        }
        self.chain = chain
        self.key = key
    }

    var leaf: Certificate { chain[0] }
}

/// Which authorities the peer's chain may lead to.
public struct TLSTrust: Sendable {
    /// Also the authorities of the system's store (`/etc/ssl/certs`). Default false.
    public var includesSystem: Bool
    /// Authorities of our own.
    public var authorities: [Certificate]

    public init(includesSystem: Bool = false, authorities: [Certificate] = []) {
        self.includesSystem = includesSystem
        self.authorities = authorities
    }
}

/// What a server asks for and offers.
public struct TLSServerConfiguration: Sendable {
    /// The first one answers when the client names no host or an unknown one (SNI, RFC 6066 section 3).
    public var identities: [TLSIdentity]
    /// Default 1.3.
    public var minimumVersion: TLSVersion
    /// ALPN (RFC 7301) in the server's order of preference. A client that offers none of them is refused with
    /// `no_application_protocol`; one that offers no ALPN at all is served.
    public var applicationProtocols: [String]
    /// With authorities, every client must show a certificate of theirs (mutual TLS). Default: none asked.
    public var clientAuthorities: [Certificate]
    /// The keys of session tickets (RFC 8446 section 4.6.1), shared by all contexts of one server so that a reload of
    /// certificates keeps resumption working. `nil` turns tickets off.
    public var ticketKeys: TicketKeyRing?
    /// Receives every line of the key log (NSS format). Default none: traffic then stays secret.
    public var keyLog: (@Sendable (String) -> Void)?

    public init(
        identities: [TLSIdentity],
        minimumVersion: TLSVersion = .tls13,
        applicationProtocols: [String] = [],
        clientAuthorities: [Certificate] = [],
        ticketKeys: TicketKeyRing? = nil,
        keyLog: (@Sendable (String) -> Void)? = nil
    ) {
        self.identities = identities
        self.minimumVersion = minimumVersion
        self.applicationProtocols = applicationProtocols
        self.clientAuthorities = clientAuthorities
        self.ticketKeys = ticketKeys
        self.keyLog = keyLog
    }
}

/// What a client offers and trusts. The server's certificate and its name are always verified.
public struct TLSClientConfiguration: Sendable {
    public var trust: TLSTrust
    /// Default 1.3.
    public var minimumVersion: TLSVersion
    /// ALPN (RFC 7301) in the client's order of preference.
    public var applicationProtocols: [String]
    /// What to show a server that asks for a certificate. Default none.
    public var identity: TLSIdentity?
    /// Receives every line of the key log (NSS format). Default none.
    public var keyLog: (@Sendable (String) -> Void)?

    public init(
        trust: TLSTrust = TLSTrust(includesSystem: true),
        minimumVersion: TLSVersion = .tls13,
        applicationProtocols: [String] = [],
        identity: TLSIdentity? = nil,
        keyLog: (@Sendable (String) -> Void)? = nil
    ) {
        self.trust = trust
        self.minimumVersion = minimumVersion
        self.applicationProtocols = applicationProtocols
        self.identity = identity
        self.keyLog = keyLog
    }
}
