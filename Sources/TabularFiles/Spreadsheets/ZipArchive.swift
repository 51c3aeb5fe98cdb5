import CZip

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A ZIP archive that is open for reading. The one owner of libzip's pointers.
final class ZipArchive {
    private let archive: OpaquePointer
    private let name: String
    /// What libzip reads from, when that is memory.
    private let memory: UnsafeMutableRawBufferPointer?

    init(_ input: TableInput) throws(TabularFileFailure) {
        name = input.name
        (archive, memory) = try input.withStored(
            file: { (descriptor) throws(TabularFileFailure) in
                var code: Int32 = 0
                // libzip closes the descriptor with the archive, but not when it cannot open it.
                guard let opened = zip_fdopen(descriptor, 0, &code) else {
                    close(descriptor)
                    throw .damagedSpreadsheet(file: input.name, reason: "zip \(code)")
                }
                return (opened, nil)
            },
            bytes: { (bytes) throws(TabularFileFailure) in
                let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
                memory.copyBytes(from: bytes)
                var error = zip_error_t()
                zip_error_init(&error)
                guard let source = zip_source_buffer_create(memory.baseAddress, UInt64(bytes.count), 0, &error) else {
                    memory.deallocate()
                    throw .damagedSpreadsheet(file: input.name, reason: "zip")
                }
                guard let opened = zip_open_from_source(source, ZIP_RDONLY, &error) else {
                    zip_source_free(source)
                    memory.deallocate()
                    throw .damagedSpreadsheet(file: input.name, reason: "zip \(zip_error_code_zip(&error))")
                }
                return (opened, memory)
            }
        )
    }

    deinit {
        zip_discard(archive)
        memory?.deallocate()
    }

    /// Opens an entry by its path in the archive; nil when there is none.
    ///
    /// - Parameter mostBytes: the most it may hold once decompressed.
    func entry(_ path: String, mostBytes: Int) throws(TabularFileFailure) -> ZipEntry? {
        // Some writers spell the case of paths in their own way.
        let index = zip_name_locate(archive, path, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat_index(archive, UInt64(index), 0, &status) == 0 else { throw damaged }
        guard status.size <= UInt64(mostBytes) else { throw .tooLarge(file: name, bytes: mostBytes) }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw damaged }
        return ZipEntry(file, size: Int(status.size), mostBytes: mostBytes, archive: self, name: name)
    }

    private var damaged: TabularFileFailure {
        .damagedSpreadsheet(file: name, reason: String(cString: zip_strerror(archive)))
    }
}

/// One entry of an archive, read from front to back.
final class ZipEntry {
    /// As its directory states it.
    let size: Int
    private(set) var consumed = 0
    private let file: OpaquePointer
    private let mostBytes: Int
    /// The archive must outlive its entries.
    private let archive: ZipArchive
    private let name: String

    fileprivate init(_ file: OpaquePointer, size: Int, mostBytes: Int, archive: ZipArchive, name: String) {
        self.file = file
        self.size = size
        self.mostBytes = mostBytes
        self.archive = archive
        self.name = name
    }

    deinit {
        zip_fclose(file)
    }

    /// 0 only at the end, where libzip has compared the checksum.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        let count = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw .damagedSpreadsheet(file: name, reason: "zip") }
        consumed += Int(count)
        // The directory may lie about the size.
        guard consumed <= mostBytes else { throw .tooLarge(file: name, bytes: mostBytes) }
        return Int(count)
    }
}
