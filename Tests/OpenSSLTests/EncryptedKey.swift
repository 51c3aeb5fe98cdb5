import COpenSSL
import Testing

@testable import OpenSSL

/// A new key in PKCS#8, encrypted with a passphrase.
func encryptedKey(passphrase: String) throws -> [UInt8] {
    let key = try PrivateKey.generateP256()
    let bio = try MemoryBIO()
    let status = passphrase.withCString { text in
        PEM_write_bio_PKCS8PrivateKey(
            bio.pointer,
            key.pointer,
            EVP_aes_256_cbc(),
            text,
            CInt(passphrase.utf8.count),
            nil,
            nil
        )
    }
    #expect(status == 1)
    return bio.contents
}
