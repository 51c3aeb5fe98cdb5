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

    static func isKnown(_ kind: IngestKind, digest: String, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE kind = ? AND digest = ?)",
            arguments: [kind.rawValue, digest]
        ) ?? false
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
