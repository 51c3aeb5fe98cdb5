import Foundation
import HTTPTransport
import Localization
import NIOHTTP1
import OpenSSL

/// The static bearer tokens (RFC 6750) that callers may show.
///
/// Only SHA-256 digests are kept in memory, and every comparison looks at all of them in full, so that its time tells
/// nothing. A token is random and long, which is why a plain digest is enough: there is nothing to guess.
struct AccessTokens: Sendable {
    private let digests: [[UInt8]]

    /// Reads a token file: one token a line, either as it is or as `sha256:` and its digest in hexadecimal; what follows
    /// after white space, and lines that begin with `#`, are for people.
    init(file path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw AccessTokenError.unreadable(path) }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
        guard mode & 0o077 == 0 else { throw AccessTokenError.openToOthers(path) }
        var digests: [[UInt8]] = []
        for (index, line) in String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).enumerated() {
            guard let word = line.split(whereSeparator: \.isWhitespace).first, !word.hasPrefix("#") else { continue }
            guard let digest = Self.digest(of: word) else { throw AccessTokenError.malformed(path, line: index + 1) }
            digests.append(digest)
        }
        guard !digests.isEmpty else { throw AccessTokenError.empty(path) }
        self.digests = digests
    }

    /// Why the request is refused (401 with a challenge, RFC 6750 section 3); `nil` if it shows a token of ours.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let presented = request.headers["authorization"]
        guard presented.count == 1, let token = Self.bearer(presented[0]) else {
            return Self.challenge("Bearer realm=\"SecureMCP\"", "this server wants a bearer token")
        }
        let digest = SHA256Digest.hash(Array(token.utf8))
        let isKnown = digests.reduce(false) { known, ours in constantTimeEquals(ours, digest) || known }
        guard isKnown else {
            return Self.challenge(
                "Bearer realm=\"SecureMCP\", error=\"invalid_token\"",
                "the bearer token is not known here"
            )
        }
        return nil
    }

    private static func challenge(_ value: String, _ reason: String) -> HTTPResponse {
        var response = Refusal.response(.unauthorized, reason, hint: "send the header: Authorization: Bearer TOKEN")
        response.headers.add(name: "www-authenticate", value: value)
        return response
    }

    private static func bearer(_ value: String) -> Substring? {
        guard value.utf8.count < 4_096, value.prefix(7).lowercased() == "bearer " else { return nil }
        let token = value.dropFirst(7)
        return token.isEmpty ? nil : token
    }

    private static func digest(of word: Substring) -> [UInt8]? {
        guard word.hasPrefix("sha256:") else {
            // Short tokens can be guessed.
            return word.utf8.count >= 16 ? SHA256Digest.hash(Array(word.utf8)) : nil
        }
        let digits = Array(word.dropFirst(7))
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }
}

enum AccessTokenError: LocalizedFailure {
    case unreadable(String)
    case openToOthers(String)
    case malformed(String, line: Int)
    case empty(String)

    var message: LocalizedText {
        switch self {
        case .unreadable(let path):
            LocalizedText(es: "No se puede leer \(path).", en: "Cannot read \(path).")
        case .openToOthers(let path):
            LocalizedText(
                es: "Otros usuarios pueden leer \(path): corríjalo con chmod 600 \(path)",
                en: "Other users can read \(path): mend it with chmod 600 \(path)"
            )
        case .malformed(let path, let line):
            LocalizedText(
                es:
                    "\(path), línea \(line): se espera un token de 16 caracteres o más, o sha256: y 64 cifras hexadecimales.",
                en:
                    "\(path), line \(line): expected a token of 16 characters or more, or sha256: and 64 hexadecimal digits."
            )
        case .empty(let path):
            LocalizedText(es: "No hay ningún token en \(path).", en: "There is no token in \(path).")
        }
    }
}
