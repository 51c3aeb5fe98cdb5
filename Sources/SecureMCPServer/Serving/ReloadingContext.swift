import Foundation
import Logging
import OpenSSL
import Synchronization

/// The TLS context of a running server, replaced when the certificate files change.
///
/// Connections that exist keep the context they began with. Files that cannot be used are reported and change nothing.
final class ReloadingContext: Sendable {
    private struct Loaded {
        var context: TLSContext
        var names: Set<String>
        var stamp: [FileStamp]
    }

    /// What tells one state of a file from another.
    private struct FileStamp: Equatable {
        let inode: Int?
        let size: Int?
        let modified: Date?

        init(_ path: String) {
            // Certificates are often links to the newest of several files.
            let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            inode = facts?[.systemFileNumber] as? Int
            size = facts?[.size] as? Int
            modified = facts?[.modificationDate] as? Date
        }
    }

    private let files: [String]
    private let make: @Sendable () throws -> (context: TLSContext, names: [String])
    private let loaded: Mutex<Loaded>
    private let logger: Logger

    /// - Parameters:
    ///   - files: what `make` reads; a change of any of them calls it again.
    ///   - make: reads the files, builds a context, and tells which names its certificates are for.
    init(
        files: [String],
        logger: Logger,
        make: @escaping @Sendable () throws -> (context: TLSContext, names: [String])
    ) throws {
        self.files = files
        self.make = make
        self.logger = logger
        loaded = Mutex(try Self.load(make, files))
    }

    var current: TLSContext { loaded.withLock { $0.context } }

    /// The names of the certificates, in lower case.
    var names: Set<String> { loaded.withLock { $0.names } }

    private static func load(
        _ make: () throws -> (context: TLSContext, names: [String]),
        _ files: [String]
    ) throws -> Loaded {
        // Looked at before reading: what changes in between is noticed the next time.
        let stamp = files.map(FileStamp.init)
        let made = try make()
        return Loaded(context: made.context, names: Set(made.names.map { $0.lowercased() }), stamp: stamp)
    }

    func reloadIfChanged() {
        let stamp = files.map(FileStamp.init)
        guard loaded.withLock({ $0.stamp }) != stamp else { return }
        reload()
    }

    func reload() {
        do {
            let fresh = try Self.load(make, files)
            loaded.withLock { $0 = fresh }
            logger.notice("certificates reloaded")
        } catch {
            let stamp = files.map(FileStamp.init)
            loaded.withLock { $0.stamp = stamp }
            logger.error("certificates not reloaded, the earlier ones stay in use", metadata: ["error": "\(error)"])
        }
    }
}
