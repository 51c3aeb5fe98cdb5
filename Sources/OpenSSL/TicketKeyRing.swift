internal import COpenSSL
internal import Glibc
internal import Synchronization

/// The keys that protect session tickets (RFC 5077 section 4, RFC 8446 section 4.6.1), replaced as time goes by.
///
/// A stolen ticket key opens the resumed TLS 1.2 sessions of its time and lets its holder impersonate tickets, so a key
/// issues tickets for one `lifetime` and accepts them for one more; then it is overwritten.
public final class TicketKeyRing: Sendable {
    private struct Key {
        var name: [UInt8]
        var encryption: [UInt8]
        var authentication: [UInt8]
        var born: Int

        init(born: Int) {
            name = Key.random(16)
            encryption = Key.random(32)
            authentication = Key.random(32)
            self.born = born
        }

        private static func random(_ count: Int) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            precondition(RAND_bytes(&bytes, CInt(count)) == 1, "the system has no random numbers")
            return bytes
        }

        mutating func erase() {
            encryption.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
            authentication.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        }
    }

    private struct Ring: ~Copyable {
        var current: Key
        var previous: Key?

        mutating func rotate(at now: Int, lifetime: Int) {
            // Though it was replaced late, because nobody came, it is not kept longer for that.
            if let previous, now - previous.born >= 2 * lifetime {
                self.previous?.erase()
                self.previous = nil
            }
            let age = now - current.born
            guard age >= lifetime else { return }
            previous?.erase()
            // After a long pause the old key, too, is past its time.
            if age < 2 * lifetime {
                previous = current
            } else {
                current.erase()
                previous = nil
            }
            current = Key(born: now)
        }
    }

    private let ring: Mutex<Ring>
    private let lifetime: Int
    private let clock: @Sendable () -> Int

    /// - Parameter lifetime: seconds a key issues tickets for; 12 hours by default.
    public convenience init(lifetime: Int = 12 * 3600) {
        self.init(lifetime: lifetime) {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec
        }
    }

    /// - Parameters:
    ///   - lifetime: seconds a key issues tickets for.
    ///   - clock: seconds that never go back.
    public init(lifetime: Int, clock: @escaping @Sendable () -> Int) {
        self.lifetime = lifetime
        self.clock = clock
        ring = Mutex(Ring(current: Key(born: clock()), previous: nil))
    }

    /// What `SSL_CTX_set_tlsext_ticket_key_evp_cb` wants: AES-256-CBC, then HMAC-SHA-256.
    ///
    /// - Returns: 1 done; 2 done, and issue a new ticket because the key is the previous one; 0 the ticket is not ours;
    ///   -1 failed.
    func protect(
        keyName: UnsafeMutablePointer<UInt8>,
        iv: UnsafeMutablePointer<UInt8>,
        cipher: OpaquePointer,
        mac: OpaquePointer,
        encrypting: Bool
    ) -> CInt {
        let now = clock()
        return ring.withLock { ring -> CInt in
            ring.rotate(at: now, lifetime: lifetime)
            if encrypting {
                guard RAND_bytes(iv, CInt(EVP_MAX_IV_LENGTH)) == 1 else { return -1 }
                keyName.update(from: ring.current.name, count: 16)
                return Self.start(ring.current, cipher, mac, iv, encrypting: true) ? 1 : -1
            }
            let name = UnsafeBufferPointer(start: keyName, count: 16)
            if name.elementsEqual(ring.current.name) {
                return Self.start(ring.current, cipher, mac, iv, encrypting: false) ? 1 : -1
            }
            if let previous = ring.previous, name.elementsEqual(previous.name) {
                return Self.start(previous, cipher, mac, iv, encrypting: false) ? 2 : -1
            }
            return 0
        }
    }

    /// Fetched once: OpenSSL 3 looks an algorithm up anew whenever it is named.
    nonisolated(unsafe) private static let aes256CBC: OpaquePointer = {
        guard let cipher = EVP_CIPHER_fetch(nil, "AES-256-CBC", nil) else {
            preconditionFailure("the system's OpenSSL has no AES-256-CBC")
        }
        return cipher
    }()

    private static func start(
        _ key: Key,
        _ cipher: OpaquePointer,
        _ mac: OpaquePointer,
        _ iv: UnsafePointer<UInt8>,
        encrypting: Bool
    ) -> Bool {
        guard EVP_CipherInit_ex(cipher, aes256CBC, nil, key.encryption, iv, encrypting ? 1 : 0) == 1 else {
            return false
        }
        var digest = Array("SHA256".utf8CString)
        return digest.withUnsafeMutableBufferPointer { digest in
            var parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(mac, key.authentication, key.authentication.count, &parameters) == 1
        }
    }
}
