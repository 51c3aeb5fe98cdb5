internal import COpenSSL
internal import Glibc

/// An X.509 certificate (RFC 5280): the one owner of an `X509`.
///
/// `@unchecked Sendable`: the certificate is never changed after creation, and OpenSSL's reference count is atomic.
public final class Certificate: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        X509_free(pointer)
    }

    /// Reads every certificate of a PEM file, in the order of the file (for a server: its own first).
    ///
    /// Fails when there is none, or when one of them cannot be read.
    public static func chain(pem: [UInt8]) throws(TLSError) -> [Certificate] {
        let bio = try MemoryBIO(reading: pem)
        var chain: [Certificate] = []
        while true {
            ErrorQueue.clear()
            guard let pointer = PEM_read_bio_X509(bio.pointer, nil, { _, _, _, _ in -1 }, nil) else {
                let queue = ErrorQueue.collect()
                // The end of the file is an error to OpenSSL; after a certificate it is simply the end.
                if !chain.isEmpty, queue.last?.reason == PEM_R_NO_START_LINE { return chain }
                throw TLSError.misuse("read a certificate in PEM", queue: queue)
            }
            chain.append(Certificate(owning: pointer))
        }
    }

    /// The certificate in PEM.
    public func pem() throws(TLSError) -> [UInt8] {
        let bio = try MemoryBIO()
        try ErrorQueue.check("write a certificate in PEM") { PEM_write_bio_X509(bio.pointer, pointer) }
        return bio.contents
    }

    /// The subject's distinguished name, such as `O=SecureMCP, CN=localhost`.
    public var subject: String { name(X509_get_subject_name(pointer)) }

    /// The issuer's distinguished name.
    public var issuer: String { name(X509_get_issuer_name(pointer)) }

    /// The common name of the subject, if it has one.
    public var commonName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let length = X509_NAME_get_text_by_NID(
            X509_get_subject_name(pointer),
            NID_commonName,
            &buffer,
            CInt(buffer.count)
        )
        guard length >= 0 else { return nil }
        return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The serial number in hexadecimal, upper case.
    public var serialNumber: String {
        guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil) else { return "" }
        defer { BN_free(number) }
        guard let text = BN_bn2hex(number) else { return "" }
        defer { COpenSSL_OPENSSL_free(text) }
        return String(cString: text)
    }

    /// The first second of validity, in seconds since 1970 UTC.
    public var notBefore: Int { seconds(X509_get0_notBefore(pointer)) }

    /// The last second of validity, in seconds since 1970 UTC.
    public var notAfter: Int { seconds(X509_get0_notAfter(pointer)) }

    /// The DNS names and IP addresses of the subject alternative name extension (RFC 5280 section 4.2.1.6).
    public var subjectAlternativeNames: [String] {
        alternativeNames { name in
            COpenSSL_GENERAL_NAME_string(name).flatMap { string in
                let bytes = bytes(string)
                return name.pointee.type == GEN_IPADD ? addressText(bytes) : String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    /// The URIs of the same extension, such as `spiffe://shop/till-3`.
    public var subjectAlternativeURIs: [String] {
        alternativeNames { name in
            COpenSSL_GENERAL_NAME_uri(name).map { String(decoding: bytes($0), as: UTF8.self) }
        }
    }

    /// Whether this is a certificate authority (basic constraints, RFC 5280 section 4.2.1.9).
    public var isAuthority: Bool { X509_check_ca(pointer) == 1 }

    /// The public key's algorithm and size for a person, such as `EC P-256`.
    public var keySummary: String {
        X509_get0_pubkey(pointer).map(OpenSSL.keySummary) ?? "?"
    }

    /// The signature algorithm, such as `ecdsa-with-SHA256`.
    public var signatureAlgorithm: String {
        OBJ_nid2ln(X509_get_signature_nid(pointer)).map { String(cString: $0) } ?? "?"
    }

    /// SHA-256 of the DER encoding.
    public var fingerprint: [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: CUnsignedInt = 0
        guard X509_digest(pointer, EVP_sha256(), &digest, &length) == 1 else { return [] }
        return Array(digest.prefix(Int(length)))
    }

    /// The fingerprint as people compare it: upper-case hexadecimal with colons.
    public var fingerprintText: String {
        let digits = Array("0123456789ABCDEF".utf8)
        let pairs = fingerprint.map { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: Array(pairs.joined(separator: [UInt8(ascii: ":")])), as: UTF8.self)
    }

    /// Whether the certificate is for this host name (RFC 6125, with wildcards) or literal IP address.
    public func matches(host: String) -> Bool {
        isIPAddress(host)
            ? X509_check_ip_asc(pointer, host, 0) == 1
            : X509_check_host(pointer, host, host.utf8.count, 0, nil) == 1
    }

    /// Whether `key` is the private half of this certificate's public key.
    public func matches(_ key: PrivateKey) -> Bool {
        defer { ErrorQueue.clear() }
        return X509_check_private_key(pointer, key.pointer) == 1
    }

    /// Whether `authority` signed this certificate.
    public func isSigned(by authority: Certificate) -> Bool {
        defer { ErrorQueue.clear() }
        guard let key = X509_get0_pubkey(authority.pointer) else { return false }
        return X509_check_issued(authority.pointer, pointer) == X509_V_OK && X509_verify(pointer, key) == 1
    }

    private func alternativeNames(_ read: (UnsafePointer<GENERAL_NAME>) -> String?) -> [String] {
        guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
        let names = OpaquePointer(raw)
        defer { GENERAL_NAMES_free(names) }
        return (0..<COpenSSL_sk_GENERAL_NAME_num(names)).compactMap { index in
            COpenSSL_sk_GENERAL_NAME_value(names, index).flatMap(read)
        }
    }

    private func bytes(_ string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
        guard let data = ASN1_STRING_get0_data(string) else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
    }

    private func name(_ name: OpaquePointer?) -> String {
        guard let name, let bio = try? MemoryBIO() else { return "" }
        guard X509_NAME_print_ex(bio.pointer, name, 0, COpenSSL_readable_name_flags()) >= 0 else { return "" }
        return bio.text
    }

    private func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
        var broken = tm()
        guard let time, ASN1_TIME_to_tm(time, &broken) == 1 else { return 0 }
        return timegm(&broken)
    }
}

/// Whether a string is a literal IPv4 or IPv6 address, which has no place in SNI (RFC 6066 section 3).
func isIPAddress(_ host: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
}

private func addressText(_ bytes: [UInt8]) -> String? {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard bytes.count == 4 || bytes.count == 16,
        inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil
    else { return nil }
    return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
}
