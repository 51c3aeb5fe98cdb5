@testable import Commerce
import GRDB
import Testing

/// Answers from sums are those that the lines give.
@Suite struct SumsTests {
    /// How the sums came to be.
    enum Way: CaseIterable {
        case import1, import3, rebuilt, migratedLines, migratedSums, scatteredAll
    }

    @Test(arguments: Way.allCases, [1, 2, 3] as [UInt64])
    func sumsTellWhatLinesTell(_ way: Way, _ seed: UInt64) async throws {
        var made = MadeSales(seed: seed)
        let store = try CommerceStore.inMemory()
        switch way {
        case .import1: try await ingest(store, made.file(documents: 400, oddities: seed == 1 ? 0 : 9))
        case .import3, .rebuilt, .migratedLines, .migratedSums:
            let first = made.file(documents: 200, oddities: 20)
            try await ingest(store, first)
            try await ingest(store, made.file(documents: 150, oddities: 9, days: 200))
            // Everything once more: each document is in two files.
            if seed == 3 { try await ingest(store, first + "999999,P1,X,1,2024-01-01,1,,,,\n") }
            try await ingest(store, made.file(documents: 50, oddities: 0, days: 3))
        case .scatteredAll:
            let lines = made.file(documents: 300, oddities: 5).split(separator: "\n").dropFirst()
            let sorted = lines.sorted { $0.split(separator: ",")[1] < $1.split(separator: ",")[1] }
            try await ingest(store, MadeSales.header + sorted.joined(separator: "\n"))
        }
        if way == .rebuilt { try await store.database.write { try SalesSums.rebuild($0) } }
        if way == .migratedLines { try await migrateAgain(store, hadSums: true) }
        if way == .migratedSums { try await migrateAgain(store, hadSums: false) }
        try await compare(store, seed: seed, rounds: 60)
    }

    @Test func withoutCategories() async throws {
        var made = MadeSales(seed: 7)
        let store = try CommerceStore.inMemory()
        try await ingest(store, made.file(documents: 200, oddities: 20, hasCategories: false))
        try await compare(store, seed: 7, rounds: 60)
    }

    /// Then rankings read sums as they are, without adding up.
    @Test(arguments: [11, 12] as [UInt64])
    func oneCurrency(_ seed: UInt64) async throws {
        var made = MadeSales(seed: seed)
        let store = try CommerceStore.inMemory()
        for _ in 0..<2 {
            let lines = made.file(documents: 200, oddities: 20).split(separator: "\n").dropFirst()
            let ofOne = lines.map { $0[...($0.lastIndex(of: ",") ?? $0.startIndex)] + "GTQ\n" }
            try await ingest(store, MadeSales.header + ofOne.joined())
        }
        let scattered = try await store.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM scattered_line") }
        #expect(scattered != 0)
        try await compare(store, seed: seed, rounds: 200)
    }

    /// The first lines are judged by letters that later ones show to mean nothing.
    @Test func reclassificationMakesTheSumsAnew() async throws {
        var made = MadeSales(seed: 8)
        let store = try CommerceStore.inMemory()
        try await ingest(store, made.file(documents: 100, oddities: 20))
        let before = try await store.summary(SalesQuery(currency: "GTQ"), today: .sample).views.returns
        let series = (0..<400).map { "B\($0)-X,P1,X,1,2024-01-02,1,,,,GTQ\n" }
        try await ingest(store, MadeSales.header + series.joined())
        let after = try await store.summary(SalesQuery(currency: "GTQ"), today: .sample).views.returns
        #expect(before != after)
        try await compare(store, seed: 8, rounds: 60)
    }

    /// More documents, products and sums than are kept in memory at a time.
    @Test func tablesInMemoryBeginAnewWhenTheyAreFull() async throws {
        let store = try CommerceStore.inMemory()
        let lines = (0..<68_000).map { "\($0),P\($0),NOMBRE,2,2024-01-01,1,K\($0 % 7_000),Perú,,\n" }
        // These came before the tables were emptied.
        let again = (0..<100).map { "\($0 * 600),P\($0 * 600 + 1),NOMBRE,1,2024-02-01,1,,Perú,,\n" }
        try await ingest(store, MadeSales.header + lines.joined() + again.joined())
        let summary = try await store.summary(SalesQuery(), today: .sample)
        #expect(
            summary.figures
                == SalesFigures(
                    revenue: Money(micros: 136_100_000_000),
                    units: Quantity(micros: 136_100_000_000),
                    orders: 68_000
                )
        )
        let products = try await store.summary(SalesQuery(groupBy: .product), today: .sample)
        #expect(products.groupCount == 68_000)
        #expect(products.groups.first?.figures.orders == 2)
        let (sums, scanned) = try await store.read { db in
            try (
                SalesReader(db, today: .sample).summary(SalesQuery(groupBy: .product)),
                SalesReader(db, today: .sample, scansLines: true).summary(SalesQuery(groupBy: .product))
            )
        }
        #expect(sums == scanned)
    }

    @Test(.enabled(if: RealSales.isAvailable)) func realSales() async throws {
        try await compare(try await RealSales.imported().store, seed: 4, rounds: 8, isReal: true)
    }

    @Test func aCursorThatIsMadeUpEndsTheList() async throws {
        var made = MadeSales(seed: 10)
        let store = try CommerceStore.inMemory()
        try await ingest(store, made.file(documents: 50, oddities: 0))
        var query = SalesQuery(currency: "GTQ", groupBy: .product)
        query.limit = 5
        let page = try await store.summary(query, today: .sample)
        let rest = try #require(page.nextCursor).drop { $0 != "-" }
        query.cursor = String(Int64.max, radix: 36) + rest
        #expect(try await store.summary(query, today: .sample).groups.isEmpty)
    }

    @Test func reorderCountsTheSameDemand() async throws {
        var made = MadeSales(seed: 9)
        let store = try CommerceStore.inMemory()
        try await ingest(store, made.file(documents: 300, oddities: 9))
        for window in [1, 17, 45, 90, 400] {
            let to = CalendarDay.day("2024-02-\(10 + window % 7)")
            let period = try #require(Period(from: to.adding(days: 1 - window) ?? to, to: to))
            let (sums, lines) = try await store.read { db in
                var scope = SalesScope(period: period)
                scope.data = try SalesReader.dataPeriod(db)
                return try (
                    Self.quantities(FactSQL(scope, grouping: .product), db),
                    Self.quantities(FactSQL(scope, grouping: .product, scansLines: true), db)
                )
            }
            #expect(sums == lines)
            #expect(!lines.isEmpty)
        }
    }

    private static func quantities(_ facts: FactSQL, _ db: Database) throws -> [Int64: Int64] {
        let rows = try SQLRequest<Row>(literal: facts.quantities(.gross)).fetchAll(db)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) }).filter { $0.value != 0 }
    }

    // MARK: Comparison

    private func compare(_ store: CommerceStore, seed: UInt64, rounds: Int, isReal: Bool = false) async throws {
        var random = MadeSales(seed: seed &* 1_000)
        let (from, days) = isReal ? ("2010-11-25", 390) : ("2023-11-10", 230)
        for round in 0..<rounds {
            var query = SalesQuery()
            query.limit = 1_000
            query.view = SalesView.allCases[random.below(4)]
            query.groupBy = round % 8 == 7 ? nil : SalesGrouping.allCases[round % 8]
            query.metric = SalesMetric.allCases[random.below(4)]
            if random.below(4) > 0 {
                let (one, other) = (random.below(days), random.below(days))
                let start = CalendarDay.day(from)
                query.period = .days(
                    from: start.adding(days: min(one, other))?.description,
                    to: start.adding(days: max(one, other))?.description
                )
            }
            if random.below(12) == 0 { query.period = .month(isReal ? "2011-03" : "2024-01") }
            query.filters = filters(&random, isReal: isReal)
            let asked = query
            let (sums, lines) = try await store.read { db in
                try (
                    SalesReader(db, today: .sample).summary(asked),
                    SalesReader(db, today: .sample, scansLines: true).summary(asked)
                )
            }
            #expect(sums == lines, "\(asked)")
            if lines != sums { return }
            guard let grouping = asked.groupBy, !grouping.isTime else { continue }
            var top = TopQuery()
            (top.period, top.filters, top.view) = (asked.period, asked.filters, asked.view)
            (top.groupBy, top.by, top.isAscending) = (grouping, asked.metric, random.below(2) == 0)
            let ranking = top
            let (ranked, scanned) = try await store.read { db in
                try (
                    SalesReader(db, today: .sample).top(ranking),
                    SalesReader(db, today: .sample, scansLines: true).top(ranking)
                )
            }
            #expect(ranked == scanned, "\(ranking)")
        }
    }

    private func filters(_ random: inout MadeSales, isReal: Bool) -> SalesFilters {
        var filters = SalesFilters()
        if !isReal { filters.currency = random.below(5) == 0 ? "USD" : "GTQ" }
        func some(_ values: [String]) -> [String] {
            switch random.below(6) {
            case 0: [values[random.below(values.count)]]
            case 1 where random.below(2) == 0: values.filter { _ in random.below(3) == 0 }
            case 2 where random.below(8) == 0: ["no such thing"]
            default: []
            }
        }
        if isReal {
            filters.products = some(["85123A", "22423", "POST", "47566"])
            filters.countries = some(["France", "EIRE", "United Kingdom"])
            filters.customers = some(["17850", "14646", "12748"])
        } else {
            filters.products = some((0..<40).map { "P\($0)" } + ["POST"])
            filters.countries = some(MadeSales.countries.dropLast())
            filters.customers = some((1..<30).map { "K\($0)" })
            filters.categories = random.below(3) == 0 ? some(MadeSales.categories.dropLast()) : []
        }
        return filters
    }

    @discardableResult
    private func ingest(_ store: CommerceStore, _ csv: String) async throws -> IngestReport {
        let report = try await store.ingest(.bytes(Array(csv.utf8), name: "a.csv")) { SHA256Digest() }
        #expect(report.rowsRejected == 0)
        return report
    }

    /// Makes the store what it was when lines had no headers, or even no sums, and opens it as its user would.
    private func migrateAgain(_ store: CommerceStore, hadSums: Bool) async throws {
        let lines = try await wholeLines(of: store)
        try await store.database.write { db in
            try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
            // Names and types are as they were; constraints do not matter here.
            try db.execute(sql: "CREATE TABLE old_line AS SELECT * FROM sale")
            try db.execute(sql: "DROP VIEW sale; DROP TABLE sale_line; DROP TABLE sale_header")
            try db.execute(sql: "ALTER TABLE old_line RENAME TO sale_line")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'headers'")
            if hadSums { return }
            for table in SalesSQL.sumTables.reversed() { try db.execute(sql: "DROP TABLE \(table)") }
            try db.execute(sql: "CREATE TABLE document_sum (id INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'sums'")
        }
        try Schema.migrator.migrate(store.database)
        #expect(try await wholeLines(of: store) == lines)
    }

    private func wholeLines(of store: CommerceStore) async throws -> [String] {
        try await store.read { db in
            let columns = try db.columns(in: "sale").map(\.name).joined(separator: ", ")
            return try String.fetchAll(db, sql: "SELECT json_array(\(columns)) FROM sale ORDER BY id")
        }
    }
}

extension SalesQuery {
    fileprivate init(currency: String? = nil, groupBy: SalesGrouping? = nil) {
        self.init()
        filters.currency = currency
        self.groupBy = groupBy
    }
}
