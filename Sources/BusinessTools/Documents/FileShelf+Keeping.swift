public import Documents

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileShelf {
    /// Puts a file into the shelf's own folder, which is made if need be, in place of an earlier one of that name. It is
    /// there whole or not at all, and for its owner alone.
    func keep(_ bytes: [UInt8], as name: String) throws(FileShelfFailure) -> Entry {
        guard Self.isName(name) else { throw .cannotKeep(name, reason: String(cString: strerror(EINVAL))) }
        mkdir(path, 0o700)
        let folder = openFolder(path)
        guard folder >= 0 else { throw Self.failure(name) }
        defer { close(folder) }
        // What is not listed is not found: better to say so.
        let others = FileShelf(path: path).entries().count { $0.name != name }
        guard others < Self.mostFiles else { throw .tooMany(path, most: Self.mostFiles) }
        let temporary = Self.temporaryName()
        let file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(name) }
        defer { close(file) }
        var status = stat()
        let isThere =
            Self.write(bytes, to: file) && fsync(file) == 0 && fstat(file, &status) == 0
            && renameat(folder, temporary, folder, name) == 0
        guard isThere else {
            let failure = Self.failure(name)
            unlinkat(folder, temporary, 0)
            throw failure
        }
        return Self.entry(name, status)
    }

    private static func failure(_ name: String) -> FileShelfFailure {
        .cannotKeep(name, reason: String(cString: strerror(errno)))
    }

    static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = systemWrite(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}

/// `open` and `write` of the C library, which methods of those names hide.
private func openFolder(_ path: String) -> Int32 { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }

/// Documents are indexed as they lie on their shelf.
extension FileShelf: DocumentShelf {
    public func files() -> [ShelvedFile] { entries().map(\.shelved) }

    public func bytes(of name: String, limit: Int) throws -> (file: ShelvedFile, bytes: [UInt8])? {
        do {
            guard let file = try read(name, limit: limit) else { return nil }
            return (file.entry.shelved, file.bytes)
        } catch {
            guard case .tooLarge = error else { throw error }
            throw DocumentFailure.tooLarge(name, megabytes: limit >> 20)
        }
    }
}

extension FileShelf.Entry {
    var shelved: ShelvedFile { ShelvedFile(name: name, size: size, modifiedAt: modifiedAt) }
}
