import GRDB
import Localization

extension CommerceStore {
    /// Sums sales up, as a whole and by group.
    ///
    /// - Parameter today: the day on the caller's clock; the last sale's day counts instead if that is earlier.
    public func summary(_ query: SalesQuery, today: CalendarDay) async throws(QueryFailure) -> SalesSummary {
        guard query.limit > 0 else { throw .limit(query.limit) }
        var query = query
        query.limit = min(query.limit, PageLimit.most)
        return try await read { [query] db in try SalesReader(db, today: today).summary(query) }
    }

    /// Ranks products, categories, customers or countries. Lines without one of them take no place.
    public func top(_ query: TopQuery, today: CalendarDay) async throws(QueryFailure) -> TopProducts {
        guard query.count > 0 else { throw .limit(query.count) }
        guard !query.groupBy.isTime else { throw .notRankable(query.groupBy) }
        var query = query
        query.count = min(query.count, PageLimit.most)
        return try await read { [query] db in
            let reader = SalesReader(db, today: today)
            return try query.abc.map { try reader.classified(query, $0) } ?? reader.top(query)
        }
    }

    /// The first and the last day with sales; nil without data.
    public func dataPeriod() async throws(QueryFailure) -> Period? {
        try await read { db in try SalesReader.dataPeriod(db) }
    }

    /// One question sees one state of the data.
    func read<Answer: Sendable>(
        _ answer: @escaping @Sendable (Database) throws -> Answer
    ) async throws(QueryFailure) -> Answer {
        do {
            return try await database.read(answer)
        } catch let failure as QueryFailure {
            throw failure
        } catch let failure as PeriodFailure {
            throw .period(failure)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw .busy
        } catch {
            throw .storage(reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }
}
