import GRDB

/// The documents that the sums cannot count as orders, and their lines in short for questions to count.
///
/// A document may turn out to be scattered after sums have counted it: its lines came together, and then more of them.
/// ``settle()`` takes it out of the sums again.
final class ScatteredDocuments {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// No sum has counted the document.
    func note(_ document: Int64) throws {
        try database.cachedStatement(sql: Self.noteSQL).execute(arguments: [document, false])
    }

    /// The document came before. If it was not scattered until now, the sums have counted it.
    func noteAgain(_ document: Int64) throws {
        try database.cachedStatement(sql: Self.noteSQL).execute(arguments: [document, true])
    }

    /// Once all lines and sums are written: keeps the lines of what was noted, and corrects the sums.
    func settle() throws {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (\(Self.pending))") ?? false else { return }
        try database.execute(sql: "DELETE FROM scattered_line WHERE document_id IN (\(Self.pending))")
        try database.execute(sql: Self.copyLines)
        for table in [CellSums.Table.products, .customers, .places] {
            for level in table.levels { try database.execute(sql: Self.takeOut(table, level)) }
        }
        try database.execute(sql: "UPDATE scattered_document SET is_pending = 0, is_counted = 0 WHERE is_pending")
    }

    private static let pending = "SELECT document_id FROM scattered_document WHERE is_pending"

    private static let noteSQL = """
        INSERT INTO scattered_document (document_id, is_pending, is_counted) VALUES (?, 1, ?)
        ON CONFLICT (document_id) DO UPDATE SET is_pending = 1
        """

    private static let copyLines = """
        INSERT INTO scattered_line (document_id, product_id, customer_id, country_id, currency_id, day, stratum)
        SELECT DISTINCT s.document_id, s.product_id, s.customer_id, s.country_id, s.currency_id, s.day, s.stratum
        FROM (SELECT DISTINCT first_line, last_line FROM document_sum WHERE document_id IN (\(pending))) AS run
            CROSS JOIN sale AS s ON s.id BETWEEN run.first_line AND run.last_line
        """

    /// Takes the orders out of sums that counted them: the documents' first lines.
    private static func takeOut(_ table: CellSums.Table, _ level: SpanLevel) -> String {
        let keys = table.keys.joined(separator: ", ")
        let figures = CellSums.figures
        let changes = figures.map { figure in
            switch figure {
            case "net_orders": "-COUNT(*)"
            case "gross_orders": "-SUM(gross)"
            case "product_gross_orders": "-SUM(product_gross)"
            case "returns_orders": "-SUM(returns)"
            default: "0"
            }
        }
        return """
            INSERT INTO \(table.name) (\(keys), \(figures.joined(separator: ", ")))
            SELECT span, id, currency, \(changes.joined(separator: ", "))
            FROM (
                SELECT \(level.sql) AS span, COALESCE(s.\(table.keys[1]), 0) AS id, COALESCE(s.currency_id, 0) AS currency,
                    MAX(s.stratum IN (1, 2)) AS gross, MAX(s.stratum = 2) AS product_gross, MAX(s.stratum = 3) AS returns
                FROM (
                    SELECT document_id, MIN(id), first_line, last_line FROM document_sum
                    WHERE document_id IN (SELECT document_id FROM scattered_document WHERE is_pending AND is_counted)
                    GROUP BY document_id) AS run
                CROSS JOIN sale AS s ON s.id BETWEEN run.first_line AND run.last_line
                GROUP BY s.document_id, 1, 2, 3)
            GROUP BY 1, 2, 3
            ON CONFLICT (\(keys)) DO UPDATE SET
            \(figures.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
            """
    }
}
