import Glibc
public import OpenSSL

/// A certificate authority for one test, and the identities it signs.
public struct TestAuthority: Sendable {
    public let authority: CertificateAuthority

    public init(_ name: String = "Test CA") throws {
        authority = try CertificateAuthority.create(commonName: name, now: time(nil))
    }

    public var certificate: Certificate { authority.certificate }

    /// - Parameter age: how many seconds ago it was issued.
    public func identity(
        _ names: [String] = ["localhost", "127.0.0.1"],
        commonName: String = "test",
        usage: CertificateAuthority.Usage = .server,
        lifetime: Int = 86_400,
        age: Int = 0
    ) throws -> TLSIdentity {
        let issued = try authority.issue(
            commonName: commonName,
            names: names,
            usage: usage,
            lifetime: lifetime,
            now: time(nil) - age
        )
        return try TLSIdentity(chain: [issued.certificate], key: issued.key)
    }

    /// A server's context with an identity for `localhost` and 127.0.0.1.
    public func server(_ change: (inout TLSServerConfiguration) throws -> Void = { _ in }) throws -> TLSContext {
        var configuration = TLSServerConfiguration(identities: [try identity()])
        try change(&configuration)
        return try TLSContext(server: configuration)
    }

    /// A client's context that trusts this authority alone.
    public func client(_ change: (inout TLSClientConfiguration) throws -> Void = { _ in }) throws -> TLSContext {
        var configuration = TLSClientConfiguration(trust: TLSTrust(authorities: [certificate]))
        try change(&configuration)
        return try TLSContext(client: configuration)
    }
}
