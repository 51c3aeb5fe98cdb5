#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a file's bytes come from, read once from front to back.
protocol ByteSource: AnyObject {
    /// Fills the front of `buffer` and gives how many bytes it wrote; 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestFailure) -> Int
    /// How much of `total` has been consumed so far, in bytes as stored.
    var consumed: Int { get }
    /// The size as stored (compressed if it is), when it is known.
    var total: Int? { get }
}

/// A file on disk, a pipe included.
final class FileByteSource: ByteSource {
    private let descriptor: Int32
    private let name: String
    private(set) var consumed = 0
    let total: Int?

    init(path: String) throws(IngestFailure) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(file: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .cannotRead(file: path, reason: reason)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .cannotRead(file: path, reason: String(cString: strerror(EISDIR)))
        }
        total = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        close(descriptor)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestFailure) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 {
                consumed += count
                return count
            }
            if errno != EINTR { throw .cannotRead(file: name, reason: String(cString: strerror(errno))) }
        }
    }
}

/// Bytes that are already in memory, such as an upload.
final class MemoryByteSource: ByteSource {
    private let bytes: [UInt8]
    private(set) var consumed = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var total: Int? { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - consumed)
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[consumed..<consumed + count]))
        }
        consumed += count
        return count
    }
}
