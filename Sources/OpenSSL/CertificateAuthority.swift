internal import COpenSSL
internal import Glibc

/// A certificate authority for development: it signs the certificate of a server on this machine.
public struct CertificateAuthority: Sendable {
    public let certificate: Certificate
    public let key: PrivateKey

    /// Puts an authority together from what is on disk. Fails if the key is not the certificate's.
    public init(certificate: Certificate, key: PrivateKey) throws(TLSError) {
        guard certificate.isAuthority else {
            throw TLSError(.misuse, reason: "\(certificate.subject) is no certificate authority")
        }
        guard certificate.matches(key) else {
            throw TLSError(.misuse, reason: "the key does not belong to the authority \(certificate.subject)")
        }
        self.certificate = certificate
        self.key = key
    }

    /// Makes a new authority: ECDSA P-256, self-signed, path length 0, key usage certificate and CRL signing.
    ///
    /// - Parameters:
    ///   - commonName: the name that trust stores will show.
    ///   - lifetime: seconds of validity from `now`; ten years by default.
    ///   - now: seconds since 1970 UTC.
    public static func create(
        commonName: String,
        lifetime: Int = 3650 * 86_400,
        now: Int
    ) throws(TLSError) -> CertificateAuthority {
        let key = try PrivateKey.generateP256()
        let certificate = try issue(
            subject: commonName,
            subjectKey: key,
            signer: nil,
            signerKey: key,
            from: now,
            lifetime: lifetime,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        )
        return try CertificateAuthority(certificate: certificate, key: key)
    }

    /// What an issued certificate is for (extended key usage, RFC 5280 section 4.2.1.12).
    public enum Usage: Sendable {
        case server
        case client
    }

    /// Signs a certificate for a new P-256 key.
    ///
    /// - Parameters:
    ///   - commonName: the subject's common name.
    ///   - names: DNS names and IP addresses for the subject alternative name extension.
    ///   - lifetime: seconds of validity; 397 days by default, the longest that browsers accept.
    ///   - now: seconds since 1970 UTC.
    public func issue(
        commonName: String,
        names: [String],
        usage: Usage = .server,
        lifetime: Int = 397 * 86_400,
        now: Int
    ) throws(TLSError) -> (certificate: Certificate, key: PrivateKey) {
        let key = try PrivateKey.generateP256()
        for name in names where !isWellFormed(name) {
            throw TLSError(.misuse, reason: "'\(name)' is neither a DNS name nor an IP address")
        }
        var extensions: [(CInt, String)] = [
            (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, usage == .server ? "serverAuth" : "clientAuth"),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid:always"),
        ]
        if !names.isEmpty {
            let list = names.map { isIPAddress($0) ? "IP:\($0)" : "DNS:\($0)" }.joined(separator: ",")
            extensions.append((NID_subject_alt_name, list))
        }
        let certificate = try Self.issue(
            subject: commonName,
            subjectKey: key,
            signer: certificate,
            signerKey: self.key,
            from: now,
            lifetime: min(lifetime, self.certificate.notAfter - now),
            extensions: extensions
        )
        return (certificate, key)
    }

    /// OpenSSL reads the list of names as a small language of its own: only plain names may enter it.
    private func isWellFormed(_ name: String) -> Bool {
        if isIPAddress(name) { return true }
        return !name.isEmpty && name.utf8.count <= 253
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func issue(
        subject: String,
        subjectKey: PrivateKey,
        signer: Certificate?,
        signerKey: PrivateKey,
        from now: Int,
        lifetime: Int,
        extensions: [(CInt, String)]
    ) throws(TLSError) -> Certificate {
        let certificate = Certificate(owning: try ErrorQueue.pointer("allocate a certificate", X509_new))
        let x509 = certificate.pointer
        // Version 3 is written as 2 (RFC 5280 section 4.1.2.1).
        try ErrorQueue.check("set the version") { X509_set_version(x509, 2) }
        try setRandomSerial(x509)
        let (end, isBeyondAllTime) = now.addingReportingOverflow(lifetime)
        // An hour back, for clocks that disagree a little.
        guard lifetime > 0, !isBeyondAllTime, ASN1_TIME_set(X509_getm_notBefore(x509), now - 3600) != nil,
            ASN1_TIME_set(X509_getm_notAfter(x509), end) != nil
        else {
            throw TLSError(.misuse, reason: "a certificate cannot be valid from \(now) for \(lifetime) seconds")
        }
        let name = X509_get_subject_name(x509)
        try addEntry(name, "O", "SecureMCP")
        try addEntry(name, "CN", subject)
        let issuer = signer.map { X509_get_subject_name($0.pointer) } ?? name
        try ErrorQueue.check("set the issuer") { X509_set_issuer_name(x509, issuer) }
        try ErrorQueue.check("set the public key") { X509_set_pubkey(x509, subjectKey.pointer) }
        for (identifier, value) in extensions {
            let made = try ErrorQueue.pointer("make the extension \(value)") {
                COpenSSL_make_extension(signer?.pointer ?? x509, x509, identifier, value)
            }
            defer { X509_EXTENSION_free(made) }
            try ErrorQueue.check("add the extension \(value)") { X509_add_ext(x509, made, -1) }
        }
        try ErrorQueue.check("sign the certificate") { X509_sign(x509, signerKey.pointer, EVP_sha256()) }
        return certificate
    }

    private static func addEntry(_ name: OpaquePointer?, _ field: String, _ value: String) throws(TLSError) {
        let bytes = Array(value.utf8)
        try ErrorQueue.check("set the name '\(value)'") {
            X509_NAME_add_entry_by_txt(name, field, MBSTRING_FLAG | 0, bytes, CInt(bytes.count), -1, 0)
        }
    }

    /// A positive serial number of 127 random bits (RFC 5280 section 4.1.2.2 asks for at most 20 octets).
    private static func setRandomSerial(_ x509: OpaquePointer) throws(TLSError) {
        var bytes = [UInt8](repeating: 0, count: 16)
        try ErrorQueue.check("draw random bytes") { RAND_bytes(&bytes, CInt(bytes.count)) }
        bytes[0] &= 0x7f
        let number = try ErrorQueue.pointer("make a serial number") { BN_bin2bn(bytes, CInt(bytes.count), nil) }
        defer { BN_free(number) }
        _ = try ErrorQueue.pointer("set the serial number") { BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) }
    }
}
