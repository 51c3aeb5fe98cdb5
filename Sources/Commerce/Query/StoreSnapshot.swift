import GRDB

/// One state of the data, for questions whose answers must fit each other: what is stored meanwhile is not seen. Each
/// question is as ``CommerceStore`` has it.
public struct StoreSnapshot {
    let db: Database
    private let isCancelled: () -> Bool

    init(_ db: Database, isCancelled: @escaping () -> Bool = { false }) {
        self.db = db
        self.isCancelled = isCancelled
    }

    public func summary(_ query: SalesQuery, today: CalendarDay) throws -> SalesSummary {
        try check(query.limit > 0, .limit(query.limit))
        var query = query
        query.limit = min(query.limit, PageLimit.most)
        return try SalesReader(db, today: today).summary(query)
    }

    public func top(_ query: TopQuery, today: CalendarDay) throws -> TopProducts {
        try check(query.count > 0, .limit(query.count))
        try check(!query.groupBy.isTime, .notRankable(query.groupBy))
        var query = query
        query.count = min(query.count, PageLimit.most)
        let reader = SalesReader(db, today: today)
        return try query.abc.map { try reader.classified(query, $0) } ?? reader.top(query)
    }

    public func trend(_ query: TrendQuery, today: CalendarDay) throws -> SalesTrend {
        try check()
        return try SalesReader(db, today: today).trend(query)
    }

    public func inventory(_ query: InventoryQuery, today: CalendarDay) throws -> InventoryReport {
        try check(query.limit > 0, .limit(query.limit))
        try check(1...ReorderLimits.mostDays ~= query.windowDays, .reorder(.windowDays))
        try check(1...InventoryQuery.mostOverstockDays ~= query.overstockDays, .overstockDays)
        var query = query
        query.limit = min(query.limit, PageLimit.most)
        return try StockReader(db).inventory(query, today: today)
    }

    public func reorder(_ query: ReorderQuery, today: CalendarDay) throws -> ReorderReport {
        try check(query.limit > 0, .limit(query.limit))
        try check(1...ReorderLimits.mostDays ~= query.windowDays, .reorder(.windowDays))
        try check(0...ReorderLimits.mostLeadTime ~= query.leadTimeDays.micros, .reorder(.leadTimeDays))
        try check(0...ReorderLimits.mostFactor ~= query.safetyFactor.micros, .reorder(.safetyFactor))
        return try StockReader(db).reorder(query, today: today)
    }

    public func executiveSummary(_ query: ExecutiveQuery, today: CalendarDay) throws -> ExecutiveSummary {
        try check()
        return try ExecutiveReader(db, today: today).summary(query)
    }

    /// The first and the last day with sales; nil without data.
    public func dataPeriod() throws -> Period? {
        try check()
        return try SalesReader.dataPeriod(db)
    }

    public func files() throws -> [StoredFile] {
        try check()
        return try StoredFile.all(db)
    }

    private func check() throws {
        if isCancelled() { throw CancellationError() }
    }

    private func check(_ isAllowed: Bool, _ failure: QueryFailure) throws {
        try check()
        if !isAllowed { throw failure }
    }
}

extension CommerceStore {
    /// Asks several questions of one state of the data. It keeps the caller's thread, so it is for one that may be kept.
    ///
    /// - Parameter isCancelled: asked before each question. Default: nobody cancels.
    /// - Throws: ``QueryFailure``, `CancellationError`, and what the caller throws.
    public func snapshot<Answer>(
        isCancelled: @escaping () -> Bool = { false },
        _ ask: (StoreSnapshot) throws -> Answer
    ) throws -> Answer {
        do {
            return try database.read { db in try ask(StoreSnapshot(db, isCancelled: isCancelled)) }
        } catch let error where error is DatabaseError || error is PeriodFailure {
            throw QueryFailure(error)
        }
    }
}
