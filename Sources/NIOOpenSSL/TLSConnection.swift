public import OpenSSL

/// What the two sides of a TLS connection agreed on, as a value that can leave the event loop.
public struct TLSConnection: Sendable {
    /// `TLSv1.3` or `TLSv1.2`.
    public let version: String
    /// The cipher suite in the IANA registry's spelling.
    public let cipherSuite: String
    /// The group of the key exchange, such as `x25519`.
    public let keyExchangeGroup: String?
    /// The application protocol of ALPN, such as `h2`.
    public let applicationProtocol: String?
    /// The host that the client asked for by SNI.
    public let serverName: String?
    /// Whether an earlier session was resumed.
    public let isResumed: Bool
    /// The peer's certificates, its own first.
    public let peerChain: [Certificate]

    init(_ session: TLSSession) {
        version = session.version
        cipherSuite = session.cipherSuite
        keyExchangeGroup = session.keyExchangeGroup
        applicationProtocol = session.applicationProtocol
        serverName = session.serverName
        isResumed = session.isResumed
        peerChain = session.peerChain
    }
}
