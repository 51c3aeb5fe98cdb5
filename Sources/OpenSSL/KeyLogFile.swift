internal import Glibc
internal import Synchronization

/// Appends the secrets of TLS connections to a file in the format that Wireshark reads (NSS key log). Mode 0600.
public final class KeyLogFile: Sendable {
    private let descriptor: Mutex<CInt>

    /// Opens or creates the file. Fails when that is not possible.
    public init(path: String) throws(TLSError) {
        let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard opened >= 0, fchmod(opened, 0o600) == 0 else {
            throw TLSError(.misuse, reason: "could not write \(path): \(String(cString: strerror(errno)))")
        }
        descriptor = Mutex(opened)
    }

    deinit {
        descriptor.withLock { _ = close($0) }
    }

    public func append(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        descriptor.withLock { descriptor in
            _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
