import GRDB
import Localization

extension CommerceStore {
    /// What is in stock, by the last list that was imported.
    public func stock(_ query: StockQuery) async throws(QueryFailure) -> StockReport {
        guard query.limit > 0 else { throw .limit(query.limit) }
        return try await read { db in try StockReader(db).stock(query) }
    }

    /// What to order, by the stock and by what sold lately.
    ///
    /// - Parameter today: the day on the caller's clock; the last sale's day counts instead if that is earlier.
    public func reorder(_ query: ReorderQuery, today: CalendarDay) async throws(QueryFailure) -> ReorderReport {
        try await read { db in try StoreSnapshot(db).reorder(query, today: today) }
    }
}

/// The range of what can be asked, so that products fit 128 bits.
enum ReorderLimits {
    static let mostDays = 3_660
    /// A year and a factor of a hundred, in millionths.
    static let mostLeadTime: Int64 = 366_000_000
    static let mostFactor: Int64 = 100_000_000
}
