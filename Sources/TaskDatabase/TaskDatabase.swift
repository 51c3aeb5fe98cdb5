public import Localization
public import MCP

import GRDB
import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tasks in an SQLite file of their own, where they outlive the process.
///
/// A call's arguments may be a whole file. They are written once and dropped when the task is done; what changes with
/// each status is small.
public final class TaskDatabase: TaskStore {
    private let database: DatabaseQueue

    /// Opens the file, and creates it with mode 0600 when it is not there. One process at a time has it: another one
    /// would take the tasks of this one for left behind.
    public init(path: String) throws(TaskDatabaseFailure) {
        // SQLite gives its side files the mode of this one.
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        closeDescriptor(descriptor)
        var configuration = Configuration()
        // As long as a server that is just ending may take to close the file.
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { db in
            // Ends with the process, however that ends.
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // A task is in the store when its caller hears of it, also after the power failed.
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrator.migrate(database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw .inUse(path: path)
        } catch {
            throw .cannotOpen(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    /// Lets go of the file. Every later use fails.
    public func close() throws {
        try database.close()
    }

    public func save(_ task: TaskRecord) async throws {
        var stored = task.stored
        let arguments = task.status.isFinal ? "{}" : JSONValue.object(task.arguments).serializedString
        stored["arguments"] = nil
        let text = JSONValue.object(stored).serializedString
        let values: StatementArguments = [
            task.id, task.principal, task.status.isFinal, task.lifetime.map { task.createdAt + $0 }, arguments, text,
        ]
        try await database.write { db in try db.execute(sql: Self.saveSQL, arguments: values) }
    }

    public func task(id: String) async throws -> TaskRecord? {
        try await database.read { db in
            try Row.fetchOne(db, sql: "SELECT record, arguments FROM task WHERE id = ?", arguments: [id])
                .flatMap(Self.record)
        }
    }

    public func remove(id: String) async throws {
        try await database.write { db in try db.execute(sql: "DELETE FROM task WHERE id = ?", arguments: [id]) }
    }

    public func count() async throws -> Int {
        try await database.read { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM task") ?? 0 }
    }

    public func count(of principal: String?) async throws -> Int {
        try await database.read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM task WHERE principal IS ?", arguments: [principal]) ?? 0
        }
    }

    public func unfinished() async throws -> [TaskRecord] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT record, arguments FROM task WHERE NOT is_final").compactMap(Self.record)
        }
    }

    public func expired(at time: Int64) async throws -> [String] {
        try await database.read { db in
            try String.fetchAll(db, sql: "SELECT id FROM task WHERE expires_at <= ?", arguments: [time])
        }
    }

    /// `nil` for a row that this version cannot read: such a task is unknown.
    private static func record(_ row: Row) -> TaskRecord? {
        let (record, arguments): (String, String) = (row[0], row[1])
        // What this program wrote itself may be larger than what a stranger may send.
        let limits = JSONLimits(bytes: .max, values: .max)
        guard var stored = (try? JSONValue(parsing: record, limits: limits))?.object else { return nil }
        stored["arguments"] = try? JSONValue(parsing: arguments, limits: limits)
        return TaskRecord(stored: stored)
    }

    /// Arguments never change, but that they go.
    private static let saveSQL = """
        INSERT INTO task (id, principal, is_final, expires_at, arguments, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO UPDATE SET is_final = ?3, record = ?6,
            arguments = CASE WHEN ?3 THEN ?5 ELSE arguments END
        """

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("tasks") { db in
            try db.execute(
                sql: """
                    CREATE TABLE task (
                        id TEXT NOT NULL PRIMARY KEY,
                        principal TEXT,
                        is_final INTEGER NOT NULL CHECK (is_final IN (0, 1)),
                        -- Milliseconds of Unix time; NULL: never.
                        expires_at INTEGER,
                        -- JSON, both.
                        arguments TEXT NOT NULL,
                        record TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX task_principal ON task (principal);
                    CREATE INDEX task_expiry ON task (expires_at) WHERE expires_at IS NOT NULL;
                    CREATE INDEX task_unfinished ON task (is_final) WHERE NOT is_final;
                    """
            )
        }
        return migrator
    }
}

/// `close` of the C library, which a method of that name would hide.
private func closeDescriptor(_ descriptor: Int32) {
    close(descriptor)
}

/// The file of tasks cannot be used.
public enum TaskDatabaseFailure: LocalizedFailure, Hashable {
    case cannotOpen(path: String, reason: String)
    /// By another process.
    case inUse(path: String)

    public var message: LocalizedText {
        switch self {
        case .cannotOpen(let path, let reason):
            LocalizedText(
                es: """
                    No se puede abrir el archivo de tareas \(path): \(reason). Revise la carpeta y sus permisos; si está \
                    dañado, bórrelo: solo guarda tareas en curso y sus resultados.
                    """,
                en: """
                    The file of tasks \(path) cannot be opened: \(reason). Check the folder and its permissions; if it \
                    is damaged, delete it: it only holds tasks at work and their results.
                    """
            )
        case .inUse(let path):
            LocalizedText(
                es: "Otro servidor usa el archivo de tareas \(path).",
                en: "Another server uses the file of tasks \(path)."
            )
        }
    }
}
