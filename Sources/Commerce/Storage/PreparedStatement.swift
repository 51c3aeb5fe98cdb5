import GRDB
import GRDBSQLite

/// A prepared statement whose arguments are bound straight to SQLite: a third of the cost of the general way, which
/// counts where a statement runs once for each document of a file.
///
/// Besides ``RowFeed``, the only place where a pointer of SQLite's is held. GRDB's statement owns it, and this owns
/// GRDB's statement.
final class PreparedStatement {
    private let statement: Statement
    private let database: Database

    init(_ database: Database, sql: String) throws {
        self.database = database
        statement = try database.makeStatement(sql: sql)
    }

    func bind(_ index: Int32, _ value: Int64) {
        sqlite3_bind_int64(statement.sqliteStatement, index, value)
    }

    /// Runs the statement once, without reading rows, and makes it ready for the next time.
    func run() throws {
        let code = sqlite3_step(statement.sqliteStatement)
        sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    /// The same with `text` as its first argument.
    func run(_ text: String) throws {
        try step(text) { _ in }
    }

    /// Runs a query with `text` as its first argument, and gives the integers of its first row: nil without a row, 0
    /// for NULL and for columns that it has not.
    func first(_ text: String) throws -> (Int64, Int64)? {
        try step(text) { code in
            guard code == SQLITE_ROW else { return nil }
            return (
                sqlite3_column_int64(statement.sqliteStatement, 0),
                sqlite3_column_int64(statement.sqliteStatement, 1)
            )
        }
    }

    /// Runs an `INSERT … ON CONFLICT DO NOTHING` with `text` as its first argument, and gives the new row; nil where
    /// there was one.
    func insertNew(_ text: String) throws -> Int64? {
        try step(text) { _ in database.changesCount > 0 ? database.lastInsertedRowID : nil }
    }

    private func step<Result>(_ text: String, _ result: (Int32) -> Result) throws -> Result {
        var text = text
        return try text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(
                    statement.sqliteStatement,
                    1,
                    characters.baseAddress,
                    Int32(characters.count),
                    nil
                )
            }
            // SQLite was not given a copy of the text, so it must not keep it.
            defer {
                sqlite3_reset(statement.sqliteStatement)
                sqlite3_bind_null(statement.sqliteStatement, 1)
            }
            let code = sqlite3_step(statement.sqliteStatement)
            guard code == SQLITE_ROW || code == SQLITE_DONE else { throw failure(code) }
            return result(code)
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
}
