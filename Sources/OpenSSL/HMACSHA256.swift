internal import COpenSSL

/// A message authentication code with SHA-256 (RFC 2104, FIPS 198-1).
public struct HMACSHA256: Sendable {
    private let key: [UInt8]

    /// - Parameter key: secret; 32 random bytes are as strong as any longer key.
    public init(key: [UInt8]) {
        self.key = key
    }

    /// The 32 bytes of the code.
    public func authenticate(_ message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var length = 0
        let made = EVP_Q_mac(
            nil,
            "HMAC",
            nil,
            "SHA256",
            nil,
            key,
            key.count,
            message,
            message.count,
            &code,
            code.count,
            &length
        )
        precondition(made != nil && length == code.count, "the system's OpenSSL has no HMAC-SHA256")
        return code
    }
}

/// Bytes that nobody can guess.
public enum RandomBytes {
    public static func draw(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, CInt(count)) == 1, "the system has no random numbers")
        return bytes
    }
}
