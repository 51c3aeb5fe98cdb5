public import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that lie directly in a folder, or in a few of them, for others to read. What is in folders below, hidden, a link or no file
/// at all is not on the shelf, and no name leads out of its folder.
public struct FileShelf: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var name: String
        /// Bytes.
        public var size: Int
        /// Milliseconds of Unix time.
        public var modifiedAt: Int64
    }

    /// More files of one folder than these are not listed.
    public static let mostFiles = 10_000

    /// The folder; it need not exist.
    public let path: String
    /// Further folders. A name that is in several of them is the file of the first.
    public let others: [String]

    public init(path: String, others: [String] = []) {
        self.path = path
        self.others = others
    }

    /// By name; empty when there is no folder.
    public func entries() -> [Entry] { listing().entries }

    /// - Returns: also whether these are all.
    func listing() -> (entries: [Entry], isWhole: Bool) {
        var all: [String: Entry] = [:]
        var isWhole = true
        for path in [path] + others {
            var listed = 0
            Self.visit(path) { name, status in
                guard Self.isName(name) else { return true }
                listed += 1
                guard listed <= Self.mostFiles else {
                    isWhole = false
                    return false
                }
                if all[name] == nil { all[name] = Self.entry(name, status) }
                return true
            }
        }
        return (all.values.sorted { $0.name < $1.name }, isWhole)
    }

    /// Shows the files of a folder, hidden ones too, until it is told that it is enough.
    static func visit(_ path: String, _ goesOn: (_ name: String, _ status: stat) -> Bool) {
        guard let folder = opendir(path) else { return }
        defer { closedir(folder) }
        while let item = readdir(folder) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: bytes.pointee)) {
                    String(validatingCString: $0)
                }
            }
            var status = stat()
            guard let name, fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0, isFile(status) else {
                continue
            }
            guard goesOn(name, status) else { return }
        }
    }

    /// The file's bytes with what is known of it; `nil` when no such file is on the shelf.
    ///
    /// - Parameter limit: a larger file is not read, in bytes.
    public func read(_ name: String, limit: Int) throws(FileShelfFailure) -> (entry: Entry, bytes: [UInt8])? {
        guard let file = try open(name) else { return nil }
        let entry = file.entry
        guard entry.size <= limit else { throw .tooLarge(name, size: entry.size, limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entry.size)
        while true {
            let piece = try file.read(at: bytes.count, count: 65_536)
            if piece.isEmpty { return (entry, bytes) }
            // A file may grow while it is read.
            guard bytes.count + piece.count <= limit else {
                throw .tooLarge(name, size: bytes.count + piece.count, limit: limit)
            }
            bytes += piece
        }
    }

    /// The file, open for reading; `nil` when no such file is on the shelf.
    public func open(_ name: String) throws(FileShelfFailure) -> ShelfFile? {
        guard Self.isName(name) else { return nil }
        for path in [path] + others {
            if let file = try Self.open(name, in: path) { return file }
        }
        return nil
    }

    private static func open(_ name: String, in path: String) throws(FileShelfFailure) -> ShelfFile? {
        let folder = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        // The name has no slash, so only its last step could be a link; and nobody waits for a pipe to be written to.
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ELOOP { return nil }
            throw .cannotRead(name, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(file, &status) == 0, isFile(status) else {
            close(file)
            return nil
        }
        return ShelfFile(descriptor: file, entry: entry(name, status))
    }

    /// One step of a path, neither hidden nor `..`.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && !name.hasPrefix(".")
            && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.properties.generalCategory == .control }
    }

    static func isFile(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    static func entry(_ name: String, _ status: stat) -> Entry {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Entry(
            name: name,
            size: Int(status.st_size),
            modifiedAt: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        )
    }
}

/// `open` of the C library, which a method of that name hides.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

/// A file of a shelf, open for reading. It stays as it is when another one takes its name.
public final class ShelfFile: Sendable {
    public let entry: FileShelf.Entry
    private let descriptor: Int32

    init(descriptor: Int32, entry: FileShelf.Entry) {
        self.descriptor = descriptor
        self.entry = entry
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from a position on; none at the end of the file. It waits for the disk.
    public func read(at position: Int, count: Int) throws(FileShelfFailure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                let result = pread(descriptor, buffer.baseAddress, count, off_t(position))
                if result < 0, errno == EINTR { continue }
                code = result < 0 ? errno : 0
                filled = max(result, 0)
                return
            }
        }
        guard code == 0 else { throw .cannotRead(entry.name, reason: String(cString: strerror(code))) }
        return bytes
    }
}

/// Why a file that is there could not be given.
public enum FileShelfFailure: LocalizedFailure, Hashable {
    case tooLarge(String, size: Int, limit: Int)
    case cannotRead(String, reason: String)
    case cannotKeep(String, reason: String)
    /// There are more files than are listed.
    case tooMany(String, most: Int)

    public var message: LocalizedText {
        switch self {
        case .tooLarge(let name, let size, let limit):
            LocalizedText(
                es: """
                    «\(name)» tiene \(size) bytes; como recurso se leen hasta \(limit). Descárguelo con \
                    GET /files/\(name).
                    """,
                en: """
                    '\(name)' has \(size) bytes; as a resource up to \(limit) are read. Download it with \
                    GET /files/\(name).
                    """
            )
        case .cannotRead(let name, let reason):
            LocalizedText(
                es: "No se puede leer «\(name)»: \(reason). Avise a quien administra el servidor.",
                en: "'\(name)' cannot be read: \(reason). Tell whoever runs the server."
            )
        case .cannotKeep(let name, let reason):
            LocalizedText(
                es: "No se puede guardar «\(name)»: \(reason). Revise la carpeta de datos y sus permisos.",
                en: "'\(name)' cannot be stored: \(reason). Check the data folder and its permissions."
            )
        case .tooMany(let path, let most):
            LocalizedText(
                es: "La carpeta \(path) tiene más de \(most) archivos; los demás no se toman en cuenta. Quite algunos.",
                en: "The folder \(path) has more than \(most) files; the others are not used. Take some away."
            )
        }
    }
}
