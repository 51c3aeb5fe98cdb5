public import Localization

import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A shop's sales in one SQLite file, which several processes may use at once.
///
/// Readers never wait: they see the last completed import. Writers take turns.
public final class CommerceStore: Sendable {
    let database: any DatabaseWriter
    let rules: DocumentRules

    /// Opens the file, and creates it with mode 0600 when it is not there.
    ///
    /// - Parameters:
    ///   - rules: if they are not the ones that the data was stored with, its lines are classified anew.
    ///   - isForImport: the store is closed after an import. What goes into a new file then is written once, straight
    ///     to its place; whoever opens the file meanwhile waits. An older file is shared as always.
    public static func open(
        path: String,
        rules: DocumentRules = DocumentRules(),
        isForImport: Bool = false
    ) throws(StoreFailure) -> CommerceStore {
        // SQLite gives its side files the mode of this one.
        let descriptor = Self.create(path)
        guard descriptor >= 0 || errno == EEXIST else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        if descriptor >= 0 { close(descriptor) }
        let isAlone = isForImport && descriptor >= 0
        let start = ContinuousClock.now
        while true {
            do {
                return try CommerceStore(database(path, isAlone: isAlone), rules: rules)
            } catch let error as DatabaseError
                where ContinuousClock.now - start < patience(after: error.resultCode)
            {
                // Several processes that create one file at once meet in the change to WAL mode and in the making of
                // tables, where SQLite refuses at once instead of waiting. Whoever comes second finds it done.
                usleep(20_000)
            } catch {
                throw StoreFailure(error, path: path)
            }
        }
    }

    /// A queue keeps SQLite's rollback journal, in which pages that are new are not noted. A pool keeps a log of all
    /// pages, which readers need and which is copied into its place in the end; it makes one of a file that has none.
    private static func database(_ path: String, isAlone: Bool) throws -> any DatabaseWriter {
        isAlone
            ? try DatabaseQueue(path: path, configuration: configuration)
            : try DatabasePool(path: path, configuration: configuration)
    }

    /// How long to try again: longest for whoever finds an import that has a new file to itself.
    private static func patience(after code: ResultCode) -> Duration {
        switch code {
        case .SQLITE_BUSY: .seconds(60)
        case .SQLITE_ERROR: .seconds(1)
        default: .zero
        }
    }

    /// A store that lives in memory, for trials.
    public static func inMemory(rules: DocumentRules = DocumentRules()) throws(StoreFailure) -> CommerceStore {
        do {
            return try CommerceStore(DatabaseQueue(configuration: configuration), rules: rules)
        } catch {
            throw StoreFailure(error, path: ":memory:")
        }
    }

    private init(_ database: any DatabaseWriter, rules: DocumentRules) throws {
        self.database = database
        self.rules = rules
        // Whoever opens a store that is as it should be needs no turn as a writer, and does not wait for an import.
        let migrator = Schema.migrator
        let (isNewer, isReady) = try database.read { db in
            (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
        }
        if isNewer { throw NewerSchema() }
        if !isReady { try migrator.migrate(database) }
        let classification = Classification(rules: rules)
        if try database.read(classification.isAdopted) { return }
        try database.write(classification.adopt)
    }

    private static func create(_ path: String) -> Int32 {
        let flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC
        #if canImport(Glibc)
            return Glibc.open(path, flags, 0o600)
        #elseif canImport(Musl)
            return Musl.open(path, flags, 0o600)
        #else
            return Darwin.open(path, flags, 0o600)
        #endif
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // An import of the largest files takes seconds; whoever waits longer should be told.
        configuration.busyMode = .timeout(60)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // Large pages make scans of the lines faster; this acts on a new file only.
            try db.execute(sql: "PRAGMA page_size = 16384")
            try db.execute(sql: "PRAGMA cache_size = -16384")
            // The log of a large import shrinks to this with the next write. It is not cut to nothing: opening a pool
            // beside an empty log takes a turn as a writer.
            try db.execute(sql: "PRAGMA journal_size_limit = 4194304")
        }
        return configuration
    }
}

/// The file has tables that this version does not know.
private struct NewerSchema: Error {}

/// Why the data could not be opened or asked.
public enum StoreFailure: LocalizedFailure, Hashable {
    case cannotOpen(path: String, reason: String)
    case newer(path: String)
    /// It is damaged, or something else altogether.
    case notOurs(path: String)
    case busy

    init(_ error: any Error, path: String) {
        if error is NewerSchema {
            self = .newer(path: path)
            return
        }
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_BUSY: self = .busy
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notOurs(path: path)
        default: self = .cannotOpen(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    public var message: LocalizedText {
        switch self {
        case .cannotOpen(let path, let reason):
            LocalizedText(
                es: "No se puede abrir el archivo de datos \(path): \(reason). Revise la carpeta y sus permisos.",
                en: "The data file \(path) cannot be opened: \(reason). Check the folder and its permissions."
            )
        case .newer(let path):
            LocalizedText(
                es: "\(path) es de una versión más nueva de este programa. Actualice el programa o use otra carpeta.",
                en: "\(path) belongs to a newer version of this program. Update the program or use another folder."
            )
        case .notOurs(let path):
            LocalizedText(
                es:
                    "\(path) está dañado o no es un archivo de datos de este programa. Restaure una copia o use otra carpeta.",
                en: "\(path) is damaged or not a data file of this program. Restore a copy or use another folder."
            )
        case .busy:
            LocalizedText(
                es: "Otro programa está guardando datos en la misma carpeta. Espere a que termine y repita.",
                en: "Another program is storing data in the same folder. Wait until it has finished and try again."
            )
        }
    }
}
