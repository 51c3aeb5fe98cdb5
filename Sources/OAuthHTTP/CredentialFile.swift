import Foundation
import Glibc
import JSON
public import Localization
public import OAuthClient

/// Credentials in a file that only its user can read (mode 0600, in a folder of mode 0700).
///
/// Every change replaces the file as a whole, so that it is never half written. Programs that run at the same time keep
/// each other's entries: a change is applied to what the file says at that moment, under a lock.
public actor CredentialFile: OAuthCredentialStore {
    private let path: String
    /// What this process last saw, to know what it has changed.
    private var known = OAuthCredentials()

    /// More than any file of credentials has.
    static let maximumBytes = 4 << 20

    /// - Parameter path: its folder is made if it is not there.
    public init(path: String) {
        self.path = path
    }

    /// - Returns: nothing known where there is no file.
    /// - Throws: ``CredentialFileError``.
    public func load() async throws -> OAuthCredentials {
        known = try read()
        return known
    }

    public func save(_ credentials: OAuthCredentials) async throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw CredentialFileError.unwritable(path, Self.reason()) }
        // Closing gives the lock back.
        defer { Glibc.close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw CredentialFileError.unwritable(path, Self.reason()) }
        let merged = try read().applying(changesFrom: known, to: credentials)
        try write(merged.json.serialized())
        known = credentials
    }

    private func read() throws -> OAuthCredentials {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return OAuthCredentials() }
            throw CredentialFileError.unreadable(path, Self.reason())
        }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw CredentialFileError.unreadable(path, Self.reason()) }
        // Somebody else may have read the tokens, or written them.
        guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
            throw CredentialFileError.readableByOthers(path)
        }
        guard status.st_size <= Self.maximumBytes else { throw CredentialFileError.malformed(path) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let step = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            guard step > 0 else { break }
            count += step
        }
        guard let value = try? JSONValue(parsing: Array(bytes.prefix(count))), value.object != nil else {
            throw CredentialFileError.malformed(path)
        }
        return OAuthCredentials(value)
    }

    private func write(_ bytes: [UInt8]) throws {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw CredentialFileError.unwritable(path, Self.reason()) }
        var isWhole = true
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while isWhole, done < buffer.count {
                let step = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                isWhole = step > 0
                done += max(step, 0)
            }
        }
        isWhole = isWhole && fsync(descriptor) == 0
        Glibc.close(descriptor)
        guard isWhole, rename(temporary, path) == 0 else {
            let reason = Self.reason()
            unlink(temporary)
            throw CredentialFileError.unwritable(path, reason)
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

extension OAuthCredentials {
    /// These credentials with what has changed between two others.
    func applying(changesFrom old: OAuthCredentials, to new: OAuthCredentials) -> OAuthCredentials {
        func merge<Key: Hashable, Value: Equatable>(
            _ base: [Key: Value],
            _ old: [Key: Value],
            _ new: [Key: Value]
        ) -> [Key: Value] {
            var merged = base
            for key in Set(old.keys).union(new.keys) where old[key] != new[key] { merged[key] = new[key] }
            return merged
        }
        var merged = self
        merged.registrations = merge(registrations, old.registrations, new.registrations)
        merged.tokens = merge(tokens, old.tokens, new.tokens)
        merged.issuers = merge(issuers, old.issuers, new.issuers)
        return merged
    }
}

/// Why a file of credentials cannot be used.
public enum CredentialFileError: LocalizedFailure, Hashable {
    case unreadable(String, String)
    case unwritable(String, String)
    case readableByOthers(String)
    case malformed(String)

    public var message: LocalizedText {
        switch self {
        case .unreadable(let path, let reason):
            LocalizedText(es: "No se puede leer \(path): \(reason).", en: "Cannot read \(path): \(reason).")
        case .unwritable(let path, let reason):
            LocalizedText(es: "No se puede escribir \(path): \(reason).", en: "Cannot write \(path): \(reason).")
        case .readableByOthers(let path):
            LocalizedText(
                es: "Otros usuarios pueden leer \(path), que guarda secretos. Corríjalo con: chmod 600 \(path)",
                en: "Other users can read \(path), which holds secrets. Mend it with: chmod 600 \(path)"
            )
        case .malformed(let path):
            LocalizedText(
                es: "\(path) no es un archivo de credenciales. Bórrelo para autorizar de nuevo.",
                en: "\(path) is no file of credentials. Remove it to authorize again."
            )
        }
    }
}
