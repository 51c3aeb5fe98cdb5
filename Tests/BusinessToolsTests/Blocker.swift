import GRDB

/// Takes a store's turn as a writer and keeps it, as an import of another process does.
final class Blocker {
    private let database: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws {
        try database.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
    }
}
