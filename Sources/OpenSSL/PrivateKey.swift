internal import COpenSSL

/// A private key: the one owner of an `EVP_PKEY`.
///
/// `@unchecked Sendable`: the key is never changed after creation, and OpenSSL's reference count is atomic.
public final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// A new ECDSA key on P-256 (secp256r1), the curve every TLS 1.3 client must accept (RFC 8446 section 9.1).
    public static func generateP256() throws(TLSError) -> PrivateKey {
        PrivateKey(
            owning: try ErrorQueue.pointer("generate a P-256 key") { COpenSSL_generate_ec_key("P-256") }
        )
    }

    /// Reads an unencrypted PEM key (PKCS#8, SEC 1 or PKCS#1).
    public convenience init(pem: [UInt8]) throws(TLSError) {
        let bio = try MemoryBIO(reading: pem)
        let pointer = try ErrorQueue.pointer("read a private key in PEM") {
            // A callback that answers "no passphrase": the default one would ask on the terminal.
            PEM_read_bio_PrivateKey(bio.pointer, nil, { _, _, _, _ in -1 }, nil)
        }
        self.init(owning: pointer)
    }

    /// The key as unencrypted PKCS#8 PEM. It is a secret: write it with mode 0600.
    public func pem() throws(TLSError) -> [UInt8] {
        let bio = try MemoryBIO()
        try ErrorQueue.check("write a private key in PEM") {
            PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil)
        }
        return bio.contents
    }

    /// The algorithm and size for a person, such as `EC P-256` or `RSA 2048`.
    public var summary: String { keySummary(pointer) }
}

/// The algorithm and size of a key for a person.
func keySummary(_ key: OpaquePointer) -> String {
    let bits = EVP_PKEY_get_bits(key)
    let type = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "?"
    guard type == "EC" else { return type.hasPrefix("ED") ? type : "\(type) \(bits)" }
    var name = [CChar](repeating: 0, count: 64)
    var length = 0
    guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return "EC \(bits)" }
    let curve = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    return "EC " + (curve == "prime256v1" ? "P-256" : curve == "secp384r1" ? "P-384" : curve)
}
