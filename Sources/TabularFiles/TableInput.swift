#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a table's bytes are, to be read as often as it takes: whoever finds in line 9,000 that the dates were month
/// first has to begin again.
///
/// A pipe is copied to a nameless temporary file first.
public final class TableInput: Sendable {
    /// As the caller named it.
    public let name: String
    private let place: Place

    private enum Place: Sendable {
        case file(FileDescriptor)
        case memory([UInt8])
    }

    public init(path: String) throws(TabularFileFailure) {
        name = path
        place = .file(try FileDescriptor(path: path))
    }

    public init(bytes: [UInt8], name: String) {
        self.name = name
        place = .memory(bytes)
    }

    /// The bytes from the first one, independent of other readers.
    public func open() -> any ByteSource {
        switch place {
        case .file(let file): FileByteSource(file, name: name)
        case .memory(let bytes): MemoryByteSource(bytes)
        }
    }

    /// Whether it begins as gzip does.
    public func isCompressed() throws(TabularFileFailure) -> Bool { try open().start(2) == [0x1F, 0x8B] }

    /// Its size once decompressed, as far as the file says so without being read: for gzip, the last four bytes, which
    /// hold the size of the last member only (RFC 1952, 2.3.1). Good enough to rule a repeat out, not to prove one.
    public func statedSize() throws(TabularFileFailure) -> Int {
        let size = open().total ?? 0
        guard size >= 18, try isCompressed() else { return size }
        let tail: [UInt8]
        switch place {
        case .file(let file): tail = try file.bytes(at: size - 4, count: 4, name: name)
        case .memory(let bytes): tail = bytes.suffix(4)
        }
        return tail.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// What libzip reads from: a descriptor of its own, or the bytes.
    func withStored<Result, Failure>(
        file: (Int32) throws(Failure) -> Result,
        bytes: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch place {
        case .file(let descriptor): try file(descriptor.duplicate())
        case .memory(let memory): try bytes(memory)
        }
    }
}

/// A regular file that is open for reading at any place.
final class FileDescriptor: Sendable {
    let size: Int
    private let descriptor: Int32

    init(path: String) throws(TabularFileFailure) {
        let opened = Self.open(path)
        guard opened >= 0 else { throw .cannotRead(file: path, reason: Self.reason) }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            let reason = Self.reason
            close(opened)
            throw .cannotRead(file: path, reason: reason)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            descriptor = opened
            size = Int(status.st_size)
        case S_IFDIR:
            close(opened)
            throw .cannotRead(file: path, reason: String(cString: strerror(EISDIR)))
        default:
            defer { close(opened) }
            (descriptor, size) = try Self.spool(opened, name: path)
        }
    }

    deinit {
        close(descriptor)
    }

    func duplicate() -> Int32 { dup(descriptor) }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer, name: String) throws(TabularFileFailure)
        -> Int
    {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw .cannotRead(file: name, reason: Self.reason) }
        }
    }

    func bytes(at offset: Int, count: Int, name: String) throws(TabularFileFailure) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        let found = try read(at: offset, into: buffer, name: name)
        return Array(buffer[..<found])
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func open(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #elseif canImport(Musl)
            Musl.open(path, O_RDONLY | O_CLOEXEC)
        #else
            Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
    }

    /// Copies what a pipe gives into a file without a name.
    private static func spool(_ pipe: Int32, name: String) throws(TabularFileFailure) -> (Int32, Int) {
        var template = Array("/tmp/table-XXXXXX".utf8CString)
        let copy = mkstemp(&template)
        guard copy >= 0 else { throw .cannotRead(file: name, reason: reason) }
        unlink(template)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var size = 0
        while true {
            let count = systemRead(pipe, buffer)
            if count == 0 { return (copy, size) }
            if count < 0, errno == EINTR { continue }
            var written = 0
            while count > 0, written < count {
                let more = systemWrite(copy, UnsafeRawBufferPointer(rebasing: buffer[written..<count]))
                if more < 0 { break }
                written += more
            }
            guard count > 0, written == count else {
                let reason = reason
                close(copy)
                throw .cannotRead(file: name, reason: reason)
            }
            size += count
        }
    }

    private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}

/// A file from front to back.
private final class FileByteSource: ByteSource {
    private let file: FileDescriptor
    private let name: String
    private(set) var consumed = 0

    init(_ file: FileDescriptor, name: String) {
        self.file = file
        self.name = name
    }

    var total: Int? { file.size }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        let count = try file.read(at: consumed, into: buffer, name: name)
        consumed += count
        return count
    }
}
