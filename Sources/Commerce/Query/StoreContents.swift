import GRDB

/// A file whose lines are in the store.
public struct StoredFile: Sendable, Hashable {
    public var kind: String
    /// Without folders.
    public var name: String
    /// The digest of its decompressed bytes, in lower-case hexadecimal.
    public var sha256: String
    /// Lines stored.
    public var rows: Int
    /// The days of its lines.
    public var period: Period?
    /// When it was stored, as RFC 3339 in UTC; `nil` for files of before this was kept.
    public var storedAt: String?
}

/// What a store holds, in numbers.
public struct StoreOverview: Sendable, Hashable {
    public var period: Period?
    /// All currencies of the data (ISO 4217), sorted.
    public var currencies: [String]
    public var files: Int
    public var documents: Int
    public var products: Int
    public var customers: Int
    public var countries: Int
    public var categories: Int
    /// When the last file was stored, as RFC 3339 in UTC.
    public var lastStoredAt: String?
}

/// What a product is, besides what it sold.
public struct ProductDetails: Sendable, Hashable {
    public var code: String
    public var name: String?
    public var category: String?
    /// Postage, fees and the like.
    public var isService: Bool
}

extension CommerceStore {
    /// The files in the store, in the order in which they came.
    public func files() async throws(QueryFailure) -> [StoredFile] {
        try await read { db in try StoredFile.all(db) }
    }

    public func overview() async throws(QueryFailure) -> StoreOverview {
        try await read { db in
            func count(_ table: String) throws -> Int {
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table)") ?? 0
            }
            return StoreOverview(
                period: try SalesReader.dataPeriod(db),
                currencies: try String.fetchAll(db, sql: "SELECT code FROM currency ORDER BY code"),
                files: try count("source_file"),
                documents: try count("document"),
                products: try count("product"),
                customers: try count("customer"),
                countries: try count("country"),
                categories: try count("category"),
                lastStoredAt: try String.fetchOne(db, sql: Self.lastStoredSQL)
            )
        }
    }

    /// - Parameter code: as stored, in any case.
    /// - Returns: `nil` when there is no such product.
    public func product(code: String) async throws(QueryFailure) -> ProductDetails? {
        try await read { db in
            try Row.fetchOne(db, sql: Self.productSQL, arguments: [code.uppercased()]).map { row in
                ProductDetails(code: row[0], name: row[1], category: row[2], isService: row[3])
            }
        }
    }

    fileprivate static let timeSQL = "strftime('%Y-%m-%dT%H:%M:%SZ', stored_at, 'unixepoch')"

    private static let lastStoredSQL = """
        SELECT \(timeSQL) FROM source_file WHERE stored_at IS NOT NULL ORDER BY stored_at DESC LIMIT 1
        """

    private static let productSQL = """
        SELECT product.code, product.name, category.name, product.is_service
        FROM product LEFT JOIN category ON category.id = COALESCE(product.category_id, product.stock_category_id)
        WHERE product.code = ?
        """
}

extension StoredFile {
    static func all(_ db: Database) throws -> [StoredFile] {
        try Row.fetchAll(db, sql: sql).map { row in
            let (first, last): (Int?, Int?) = (row[4], row[5])
            let name: String = row[1]
            return StoredFile(
                kind: row[0],
                name: name.split(separator: "/").last.map(String.init) ?? name,
                sha256: row[2],
                rows: row[3],
                period: period(first, last),
                storedAt: row[6]
            )
        }
    }

    private static let sql = """
        SELECT kind, name, digest, lines, first_day, last_day, \(CommerceStore.timeSQL) FROM source_file ORDER BY id
        """

    private static func period(_ first: Int?, _ last: Int?) -> Period? {
        guard let from = first.flatMap(CalendarDay.init(packed:)), let to = last.flatMap(CalendarDay.init(packed:))
        else { return nil }
        return Period(from: from, to: to)
    }
}
