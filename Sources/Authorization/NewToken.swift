import Foundation
import Glibc
public import Localization
import OpenSSL

/// A static bearer token that was just made. Whoever makes it sees it once; the file has its digest only.
public struct NewToken: Sendable {
    /// 256 random bits.
    public let text: String
    private let line: String

    /// - Parameters:
    ///   - name: whose token it is. Default: nobody's name; the token stands for itself.
    ///   - scopes: what its holder may do; `nil`: everything.
    public init(name: String?, scopes: [String]?) throws(NewTokenError) {
        if let name {
            guard (1...128).contains(name.utf8.count), !name.contains(where: { $0.isWhitespace || $0 == "=" }) else {
                throw .name(name)
            }
        }
        for scope in scopes ?? [] where !ScopeName.isValid(scope) || scope.contains(",") { throw .scope(scope) }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // A prefix lets scanners find tokens that got into the wrong place.
        text = "smcp_" + HexText.encode(bytes)
        var words = ["sha256:" + HexText.encode(SHA256Digest.hash(Array(text.utf8)))]
        if let name { words.append("name=\(name)") }
        if let scopes { words.append("scopes=\(scopes.joined(separator: ","))") }
        line = words.joined(separator: " ")
    }

    /// Adds the token's digest to a file, which is made with mode 0600 where there is none.
    public func append(to path: String) throws(NewTokenError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0o777
        guard mode & 0o077 == 0 else { throw .openToOthers(path) }
        var last = UInt8(ascii: "\n")
        let size = lseek(descriptor, 0, SEEK_END)
        if size > 0 { pread(descriptor, &last, 1, size - 1) }
        let bytes = Array(((last == UInt8(ascii: "\n") ? "" : "\n") + line + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw .cannotWrite(path, reason: String(cString: strerror(errno)))
        }
    }
}

public enum NewTokenError: LocalizedFailure, Hashable {
    case name(String)
    case scope(String)
    case cannotWrite(String, reason: String)
    case openToOthers(String)

    public var message: LocalizedText {
        switch self {
        case .name(let name):
            LocalizedText(
                es: "«\(name.prefix(80))» no sirve de nombre: hasta 128 bytes, sin espacios ni «=».",
                en: "'\(name.prefix(80))' cannot be a name: up to 128 bytes, without spaces or '='."
            )
        case .scope(let scope):
            LocalizedText(
                es: "«\(scope.prefix(80))» no es un ámbito: caracteres ASCII visibles, sin comas ni comillas.",
                en: "'\(scope.prefix(80))' is no scope: visible ASCII characters, without commas or quotes."
            )
        case .cannotWrite(let path, let reason):
            LocalizedText(es: "No se puede escribir \(path): \(reason).", en: "Cannot write \(path): \(reason).")
        case .openToOthers(let path): AccessListError.openToOthers(path).message
        }
    }
}
