/// Base64 as OAuth writes it (RFC 4648).
enum Base64Text {
    /// With `+`, `/` and padding (section 4), as in HTTP Basic.
    static func standard(_ bytes: [UInt8]) -> String {
        encode(bytes, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", isPadded: true)
    }

    /// With `-` and `_`, without padding (section 5), as in PKCE and JWT.
    static func url(_ bytes: [UInt8]) -> String {
        encode(bytes, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", isPadded: false)
    }

    private static func encode(_ bytes: [UInt8], alphabet: String, isPadded: Bool) -> String {
        let alphabet = Array(alphabet.utf8)
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            let group = chunk.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - chunk.count))
            for position in 0...chunk.count { output.append(alphabet[Int(group >> UInt32(18 - 6 * position) & 63)]) }
            if isPadded { output += Array(repeating: UInt8(ascii: "="), count: 3 - chunk.count) }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
