import GRDB

/// Where a store's data stood at one moment, to ask later what has changed: ``CommerceStore/news(since:)``.
public struct StoreMark: Sendable, Hashable {
    let revision: StoreRevision
    let line: Int64
    /// How lines are classified, and in which currencies they are: what is said of every line depends on it.
    let meaning: [String]
    /// `YYYYMM`.
    let months: Set<Int>
}

/// What changed in a store since a mark.
public struct StoreNews: Sendable, Hashable {
    /// For the next time.
    public var mark: StoreMark
    /// Whether anything at all was stored.
    public var isAny = false
    /// Whether there are months that had no sales before.
    public var hasNewMonths = false
    /// Months with sales that are new or mean something else now, such as `2011-08`.
    public var months: [String] = []
    /// Codes.
    public var products: [String] = []
    public var countries: [String] = []
    public var categories: [String] = []
}

extension CommerceStore {
    /// What was stored since a mark, by whomever.
    ///
    /// - Parameter mark: `nil` marks this moment, and there is no news.
    public func news(since mark: StoreMark?) async throws(QueryFailure) -> StoreNews {
        try await read { db in
            let revision = try StoreRevision(db)
            let meaning = try String.fetchAll(db, sql: Self.meaningSQL)
            if let mark, mark.revision == revision, mark.meaning == meaning { return StoreNews(mark: mark) }

            let line = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM sale_line") ?? 0
            guard let mark else {
                let months = try Int.fetchSet(db, sql: "SELECT DISTINCT day / 100 FROM document_sum")
                return StoreNews(mark: StoreMark(revision: revision, line: line, meaning: meaning, months: months))
            }
            // When what is said of all lines changed, or some are gone, all are news.
            let first = mark.meaning == meaning && mark.line <= line ? mark.line : 0
            let months = try Int.fetchSet(
                db,
                sql: "SELECT DISTINCT day / 100 FROM sale WHERE id > ?",
                arguments: [first]
            )
            let known = first == 0 ? months : mark.months.union(months)
            var news = StoreNews(mark: StoreMark(revision: revision, line: line, meaning: meaning, months: known))
            news.isAny = true
            news.hasNewMonths = known != mark.months
            news.months = months.sorted().compactMap { CalendarDay(packed: $0 * 100 + 1)?.monthKey }
            news.products = try String.fetchAll(db, sql: Self.namesSQL("product", "code"), arguments: [first])
            news.countries = try String.fetchAll(db, sql: Self.namesSQL("country", "name"), arguments: [first])
            // A line may move its product from one category to another, and then both change.
            news.categories = try String.fetchAll(db, sql: "SELECT name FROM category ORDER BY name")
            return news
        }
    }

    private static let meaningSQL = """
        SELECT key || '=' || value FROM setting UNION ALL SELECT 'currency=' || code FROM currency ORDER BY 1
        """

    /// The rows of a table of names that lines after a given one speak of.
    private static func namesSQL(_ table: String, _ column: String) -> String {
        """
        SELECT \(column) FROM \(table)
        WHERE id IN (SELECT \(table)_id FROM sale WHERE id > ?) ORDER BY \(column)
        """
    }
}
