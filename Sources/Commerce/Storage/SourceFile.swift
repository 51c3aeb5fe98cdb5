import GRDB

/// The row of a file that is being stored.
struct SourceFile {
    let id: Int64

    /// The digest is known after the last byte; until then the row holds its place.
    init(_ kind: IngestKind, name: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO source_file (kind, name, digest, lines, quantity_magnitude, amount_magnitude)
                VALUES (?, ?, ?, 0, 0, 0)
                """,
            arguments: [kind.rawValue, name, String(repeating: "0", count: 64)]
        )
        id = db.lastInsertedRowID
    }

    /// - Parameter size: of all bytes, decompressed.
    func finish(
        digest: String,
        size: Int,
        lines: Int,
        days: (first: Int?, last: Int?) = (nil, nil),
        magnitudes: (quantity: Int64, amount: Int64) = (0, 0),
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE source_file SET digest = ?, size = ?, lines = ?, first_day = ?, last_day = ?,
                    quantity_magnitude = ?, amount_magnitude = ?, stored_at = unixepoch() WHERE id = ?
                """,
            arguments: [digest, size, lines, days.first, days.last, magnitudes.quantity, magnitudes.amount, id]
        )
    }

    private init(id: Int64) {
        self.id = id
    }

    /// The file that was stored with these bytes.
    static func known(_ kind: IngestKind, digest: String, in db: Database) throws -> SourceFile? {
        let id = try Int64.fetchOne(
            db,
            sql: "SELECT id FROM source_file WHERE kind = ? AND digest = ?",
            arguments: [kind.rawValue, digest]
        )
        return id.map(SourceFile.init(id:))
    }

    /// The data folder's, where it knows just one.
    static func onlyCurrency(_ db: Database) throws -> String? {
        let known = try String.fetchAll(db, sql: "SELECT code FROM currency LIMIT 2")
        return known.count == 1 ? known[0] : nil
    }

    /// Whether a stored file could have the same bytes: it is worth reading a file twice only then. gzip states a size
    /// modulo 2^32.
    static func mayBeKnown(_ kind: IngestKind, size: Int, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE kind = ?1 AND (size = ?2 OR size % 4294967296 = ?2))",
            arguments: [kind.rawValue, size]
        ) ?? false
    }
}

extension IngestReport {
    /// Takes the days of the file's lines, and what they are in, from where they are stored.
    mutating func describe(_ file: SourceFile, in db: Database) throws {
        let table = kind == .sales ? "document_sum" : "stock_item"
        currencies = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT c.code FROM \(table) AS s JOIN currency AS c ON c.id = s.currency_id
                WHERE s.file_id = ? ORDER BY c.code
                """,
            arguments: [file.id]
        )
        currency = currencies.count == 1 ? currencies[0] : nil
        let days = try Row.fetchOne(
            db,
            sql: "SELECT first_day, last_day FROM source_file WHERE id = ?",
            arguments: [file.id]
        )
        if let first = (days?[0] as Int?).flatMap(CalendarDay.init(packed:)),
            let last = (days?[1] as Int?).flatMap(CalendarDay.init(packed:))
        {
            period = Period(from: first, to: last)
        }
    }

    /// The same bytes are there already, as this file: nothing changes.
    func markedAsKnown(_ file: SourceFile, in db: Database) throws -> IngestReport {
        var report = self
        report.alreadyIngested = true
        report.warnings = [IngestWarning.alreadyIngested]
        try report.describe(file, in: db)
        return report
    }
}
