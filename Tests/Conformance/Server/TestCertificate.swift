import Foundation
import OpenSSL

/// What the fixture server shows to its clients.
enum TestCertificate {
    static func context(_ identity: TLSIdentity) throws -> TLSContext {
        try TLSContext(
            server: TLSServerConfiguration(
                identities: [identity],
                applicationProtocols: ["h2", "http/1.1"],
                ticketKeys: TicketKeyRing()
            )
        )
    }

    /// From files in PEM.
    static func identity(certificate: String, key: String) throws -> TLSIdentity {
        func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
        return try TLSIdentity(
            chain: Certificate.chain(pem: bytes(certificate)),
            key: PrivateKey(pem: bytes(key))
        )
    }

    /// A new one for this machine, signed by an authority that lives as long as the process.
    ///
    /// - Parameter folder: where `ca.pem` goes; `nil`: a new temporary folder. Either is told on standard error.
    static func made(in folder: String?) throws -> TLSIdentity {
        let now = Int(Date().timeIntervalSince1970)
        let authority = try CertificateAuthority.create(commonName: "Conformance tests", lifetime: 86_400, now: now)
        let issued = try authority.issue(
            commonName: "localhost",
            names: ["localhost", "127.0.0.1", "::1"],
            lifetime: 86_400,
            now: now
        )
        let place =
            folder.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory.appendingPathComponent("conformance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = place.appendingPathComponent("ca.pem")
        try Data(authority.certificate.pem()).write(to: file)
        FileHandle.standardError.write(Data("authority \(file.path)\n".utf8))
        return try TLSIdentity(chain: [issued.certificate], key: issued.key)
    }
}
