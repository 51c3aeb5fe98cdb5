import GRDB
import GRDBSQLite

/// Rows of integers that SQLite fetches by itself: `INSERT … SELECT` from a virtual table costs a third of binding and
/// stepping through a statement for each row.
///
/// Besides ``PreparedStatement``, the only place where pointers of SQLite's are held.
final class RowFeed {
    /// Stands for NULL; no value of a row comes near it.
    static let null = Int64.min

    /// The row that an id refers to; 0 is none.
    @inline(__always)
    static func reference(_ id: Int64) -> Int64 { id == 0 ? null : id }

    private let database: Database
    private let module: String
    private let statement: PreparedStatement
    private let rows: Rows

    /// What the virtual table reads. SQLite keeps it as long as the table.
    fileprivate final class Rows {
        let width: Int
        let capacity: Int
        let values: UnsafeMutablePointer<Int64>
        var count = 0

        init(width: Int, capacity: Int) {
            self.width = width
            self.capacity = capacity
            values = .allocate(capacity: width * capacity)
        }

        deinit {
            values.deallocate()
        }
    }

    /// - Parameters:
    ///   - table: names the virtual table, `feed_` and this.
    ///   - fixed: what is the same in all rows, in SQL; its columns come first. Less to fetch.
    ///   - columns: what the rows hold, in order.
    ///   - conflict: what follows `INSERT INTO … SELECT …`, such as `ON CONFLICT …`.
    ///   - capacity: how many rows are inserted at a time.
    init(
        _ database: Database,
        into table: String,
        fixed: KeyValuePairs<String, String> = [:],
        columns: [String],
        conflict: String = "",
        capacity: Int = 2_048
    ) throws {
        self.database = database
        rows = Rows(width: columns.count, capacity: capacity)
        module = "feed_\(table)"
        let list = (fixed.map(\.key) + columns).joined(separator: ", ")
        let context = Unmanaged.passRetained(rows)
        // SQLite calls the last argument even where it fails.
        let code = sqlite3_create_module_v2(
            database.sqliteConnection,
            module,
            RowFeedModule.shared,
            context.toOpaque()
        ) { context in
            if let context { Unmanaged<Rows>.fromOpaque(context).release() }
        }
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        // Without a WHERE clause, ON CONFLICT would be read as part of a join.
        let values = fixed.map(\.value) + columns.indices.map { "c\($0)" }
        let source = "SELECT \(values.joined(separator: ", ")) FROM \(module) WHERE true"
        do {
            statement = try PreparedStatement(database, sql: "INSERT INTO \(table) (\(list)) \(source) \(conflict)")
        } catch {
            Self.removeModule(module, database)
            throw error
        }
    }

    deinit {
        Self.removeModule(module, database)
    }

    /// The table itself goes with its last statement.
    private static func removeModule(_ name: String, _ database: Database) {
        sqlite3_create_module_v2(database.sqliteConnection, name, nil, nil, nil)
    }

    /// Adds a row. The caller fills all of its values.
    @inline(__always)
    func append(_ fill: (UnsafeMutablePointer<Int64>) -> Void) throws {
        if rows.count == rows.capacity { try flush() }
        fill(rows.values + rows.count &* rows.width)
        rows.count &+= 1
    }

    /// Inserts what is held back.
    func flush() throws {
        guard rows.count > 0 else { return }
        try statement.run()
        rows.count = 0
    }
}

/// A virtual table over ``RowFeed/Rows`` that can only be read from front to back.
private enum RowFeedModule {
    // Never changed, and never freed: SQLite lets go of a module's context before it disconnects the last table, and
    // needs the functions for that.
    nonisolated(unsafe) static let shared: UnsafePointer<sqlite3_module> = {
        let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        module.initialize(to: make())
        return UnsafePointer(module)
    }()

    private struct Table {
        var base: sqlite3_vtab
        /// Lives as long as there are cursors; see ``shared``.
        var rows: UnsafeMutableRawPointer
    }

    private struct Cursor {
        var base: sqlite3_vtab_cursor
        var values: UnsafeMutablePointer<Int64>
        var end: UnsafeMutablePointer<Int64>
        var width: Int
        var row: Int64
    }

    private static func make() -> sqlite3_module {
        var module = sqlite3_module()
        // Without xCreate the table is there under its module's name.
        module.xConnect = { database, context, _, _, table, _ in
            guard let database, let context, let table else { return SQLITE_ERROR }
            let rows = Unmanaged<RowFeed.Rows>.fromOpaque(context).takeUnretainedValue()
            let columns = (0..<rows.width).map { "c\($0)" }.joined(separator: ", ")
            let code = sqlite3_declare_vtab(database, "CREATE TABLE feed (\(columns))")
            guard code == SQLITE_OK else { return code }
            let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            made.initialize(to: Table(base: sqlite3_vtab(), rows: context))
            table.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        }
        module.xBestIndex = { _, info in
            info?.pointee.estimatedCost = 1
            return SQLITE_OK
        }
        module.xDisconnect = { table in
            UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: Table.self).deallocate()
            return SQLITE_OK
        }
        module.xOpen = { table, cursor in
            guard let table = UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: Table.self), let cursor else {
                return SQLITE_ERROR
            }
            let rows = Unmanaged<RowFeed.Rows>.fromOpaque(table.pointee.rows).takeUnretainedValue()
            let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            made.initialize(
                to: Cursor(
                    base: sqlite3_vtab_cursor(),
                    values: rows.values,
                    end: rows.values,
                    width: rows.width,
                    row: 0
                )
            )
            cursor.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { cursor in
            UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: Cursor.self).deallocate()
            return SQLITE_OK
        }
        module.xFilter = { cursor, _, _, _, _ in
            guard let at = RowFeedModule.pointer(cursor), let table = at.pointee.base.pVtab else { return SQLITE_ERROR }
            let context = UnsafeMutableRawPointer(table).assumingMemoryBound(to: Table.self).pointee.rows
            let rows = Unmanaged<RowFeed.Rows>.fromOpaque(context).takeUnretainedValue()
            at.pointee.values = rows.values
            at.pointee.end = rows.values + rows.count * rows.width
            at.pointee.row = 0
            return SQLITE_OK
        }
        module.xNext = { cursor in
            guard let at = RowFeedModule.pointer(cursor) else { return SQLITE_ERROR }
            at.pointee.values += at.pointee.width
            at.pointee.row &+= 1
            return SQLITE_OK
        }
        module.xEof = { cursor in
            guard let at = RowFeedModule.pointer(cursor) else { return 1 }
            return at.pointee.values >= at.pointee.end ? 1 : 0
        }
        module.xColumn = { cursor, result, column in
            guard let at = RowFeedModule.pointer(cursor) else { return SQLITE_ERROR }
            let value = at.pointee.values[Int(column)]
            // A column that is not set is NULL.
            if value != RowFeed.null { sqlite3_result_int64(result, value) }
            return SQLITE_OK
        }
        module.xRowid = { cursor, row in
            guard let at = RowFeedModule.pointer(cursor) else { return SQLITE_ERROR }
            row?.pointee = at.pointee.row
            return SQLITE_OK
        }
        return module
    }

    @inline(__always)
    private static func pointer(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?)
        -> UnsafeMutablePointer<Cursor>?
    {
        UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: Cursor.self)
    }
}
