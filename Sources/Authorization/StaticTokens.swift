import OpenSSL

/// The static bearer tokens (RFC 6750) that callers may show, from a file (``AccessList``): the token as it is, or
/// `sha256:` and its digest in hexadecimal.
///
/// Only SHA-256 digests are kept in memory, and every comparison looks at all of them in full, so that its time tells
/// nothing. A token is random and long, which is why a plain digest is enough: there is nothing to guess.
public struct StaticTokens: Sendable {
    /// Fewer bytes can be guessed.
    public static let minimumBytes = 16

    private let tokens: [(digest: [UInt8], grant: Grant)]

    public init(file path: String) throws(AccessListError) {
        let list = try AccessList(try AccessFile.read(path, isSecret: true), path: path)
        var tokens: [(digest: [UInt8], grant: Grant)] = []
        for entry in list.entries {
            guard let digest = Self.digest(of: entry.selector) else { throw .token(path, line: entry.line) }
            // Without a name, the token is the principal: another token is somebody else.
            let name = entry.name ?? HexText.encode(Array(digest.prefix(8)))
            tokens.append((digest, Grant(principal: "token:\(name)", scopes: entry.scopes)))
        }
        self.tokens = tokens
    }

    /// What the holder of a token may do; `nil` for a token that is not known.
    public func grant(for token: Substring) -> Grant? {
        let digest = SHA256Digest.hash(Array(token.utf8))
        var found: Grant?
        for (ours, grant) in tokens where constantTimeEquals(ours, digest) { found = grant }
        return found
    }

    /// The scopes that any of the tokens has.
    public var scopes: Set<String> {
        tokens.reduce(into: []) { $0.formUnion($1.grant.scopes ?? []) }
    }

    private static func digest(of word: String) -> [UInt8]? {
        guard word.hasPrefix("sha256:") else {
            return word.utf8.count >= minimumBytes ? SHA256Digest.hash(Array(word.utf8)) : nil
        }
        let digest = HexText.decode(word.dropFirst(7))
        return digest?.count == 32 ? digest : nil
    }
}

/// Bytes as hexadecimal digits.
enum HexText {
    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes; colons may stand between them, as fingerprints are printed.
    static func decode(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
