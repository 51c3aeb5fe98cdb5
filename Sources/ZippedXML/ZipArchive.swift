import CZip

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A ZIP archive that is open for reading. The one owner of libzip's pointers.
public final class ZipArchive {
    private let archive: OpaquePointer
    /// What libzip reads from, when that is memory.
    private let memory: UnsafeMutableRawBufferPointer?

    /// - Parameter descriptor: of a regular file; closed with the archive, and when it is none.
    public init(descriptor: Int32) throws(ZippedXMLFailure) {
        var code: Int32 = 0
        // libzip closes the descriptor with the archive, but not when it cannot open it.
        guard let opened = zip_fdopen(descriptor, 0, &code) else {
            close(descriptor)
            throw .damaged(reason: "zip \(code)")
        }
        archive = opened
        memory = nil
    }

    public init(bytes: [UInt8]) throws(ZippedXMLFailure) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        memory.copyBytes(from: bytes)
        var error = zip_error_t()
        zip_error_init(&error)
        guard let source = zip_source_buffer_create(memory.baseAddress, UInt64(bytes.count), 0, &error) else {
            memory.deallocate()
            throw .damaged(reason: "zip")
        }
        guard let opened = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            memory.deallocate()
            throw .damaged(reason: "zip \(zip_error_code_zip(&error))")
        }
        archive = opened
        self.memory = memory
    }

    deinit {
        zip_discard(archive)
        memory?.deallocate()
    }

    /// Opens an entry by its path in the archive; nil when there is none.
    ///
    /// - Parameter mostBytes: the most it may hold once decompressed.
    public func entry(_ path: String, mostBytes: Int) throws(ZippedXMLFailure) -> ZipEntry? {
        // Some writers spell the case of paths in their own way.
        let index = zip_name_locate(archive, path, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat_index(archive, UInt64(index), 0, &status) == 0 else { throw damaged }
        guard status.size <= UInt64(mostBytes) else { throw .tooLarge(bytes: mostBytes) }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw damaged }
        return ZipEntry(file, size: Int(status.size), mostBytes: mostBytes, archive: self)
    }

    /// Hands an XML document of the archive to a handler, piece by piece.
    ///
    /// - Parameters:
    ///   - mostBytes: the most it may hold once decompressed.
    ///   - isEnough: asked after each piece; when it says so, the rest is left.
    /// - Returns: whether there is such an entry.
    public func read(
        _ path: String,
        into handler: any XMLHandler,
        mostBytes: Int,
        until isEnough: () -> Bool = { false }
    ) throws(ZippedXMLFailure) -> Bool {
        guard let entry = try entry(path, mostBytes: mostBytes) else { return false }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)
        defer { chunk.deallocate() }
        let stream = try XMLStream(handler)
        while !isEnough() {
            let count = try entry.read(into: chunk)
            try stream.parse(UnsafeRawBufferPointer(rebasing: chunk[..<count]), isLast: count == 0)
            if count == 0 { break }
        }
        return true
    }

    private var damaged: ZippedXMLFailure {
        .damaged(reason: String(cString: zip_strerror(archive)))
    }
}

/// One entry of an archive, read from front to back.
public final class ZipEntry {
    /// As its directory states it.
    public let size: Int
    /// Bytes given so far.
    public private(set) var consumed = 0
    private let file: OpaquePointer
    private let mostBytes: Int
    /// The archive must outlive its entries.
    private let archive: ZipArchive

    fileprivate init(_ file: OpaquePointer, size: Int, mostBytes: Int, archive: ZipArchive) {
        self.file = file
        self.size = size
        self.mostBytes = mostBytes
        self.archive = archive
    }

    deinit {
        zip_fclose(file)
    }

    /// 0 only at the end, where libzip has compared the checksum.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ZippedXMLFailure) -> Int {
        let count = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw .damaged(reason: "zip") }
        consumed += Int(count)
        // The directory may lie about the size.
        guard consumed <= mostBytes else { throw .tooLarge(bytes: mostBytes) }
        return Int(count)
    }
}
