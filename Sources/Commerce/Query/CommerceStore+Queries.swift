import GRDB
import Localization

extension CommerceStore {
    /// Sums sales up, as a whole and by group.
    ///
    /// - Parameter today: the day on the caller's clock; the last sale's day counts instead if that is earlier.
    public func summary(_ query: SalesQuery, today: CalendarDay) async throws(QueryFailure) -> SalesSummary {
        try await read { db in try StoreSnapshot(db).summary(query, today: today) }
    }

    /// Ranks products, categories, customers or countries. Lines without one of them take no place.
    public func top(_ query: TopQuery, today: CalendarDay) async throws(QueryFailure) -> TopProducts {
        try await read { db in try StoreSnapshot(db).top(query, today: today) }
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
        } catch {
            throw QueryFailure(error)
        }
    }
}

extension QueryFailure {
    init(_ error: any Error) {
        switch error {
        case let failure as QueryFailure: self = failure
        case let failure as PeriodFailure: self = .period(failure)
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY: self = .busy
        default: self = .storage(reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }
}
