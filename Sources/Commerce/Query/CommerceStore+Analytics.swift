import GRDB

extension CommerceStore {
    /// How sales went over time.
    ///
    /// - Parameter today: the day on the caller's clock; the last sale's day counts instead if that is earlier. It also
    ///   tells whether the last month, week or day is over.
    public func trend(_ query: TrendQuery, today: CalendarDay) async throws(QueryFailure) -> SalesTrend {
        try await read { db in try StoreSnapshot(db).trend(query, today: today) }
    }

    /// Two periods side by side.
    public func compare(_ query: CompareQuery, today: CalendarDay) async throws(QueryFailure) -> SalesComparison {
        guard query.limit > 0 else { throw .limit(query.limit) }
        var query = query
        query.limit = min(query.limit, PageLimit.most)
        return try await read { [query] db in try SalesReader(db, today: today).compare(query) }
    }

    /// What came back, and the products that came back most.
    public func returns(_ query: ReturnsQuery, today: CalendarDay) async throws(QueryFailure) -> SalesReturns {
        guard query.count > 0 else { throw .limit(query.count) }
        var query = query
        query.count = min(query.count, PageLimit.most)
        return try await read { [query] db in try SalesReader(db, today: today).returns(query) }
    }

    /// The state of stock: totals, groups and items with how long they last.
    public func inventory(_ query: InventoryQuery, today: CalendarDay) async throws(QueryFailure) -> InventoryReport {
        try await read { db in try StoreSnapshot(db).inventory(query, today: today) }
    }

    /// The business at a glance.
    public func executiveSummary(
        _ query: ExecutiveQuery,
        today: CalendarDay
    ) async throws(QueryFailure) -> ExecutiveSummary {
        try await read { db in try StoreSnapshot(db).executiveSummary(query, today: today) }
    }
}
