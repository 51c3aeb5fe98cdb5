import GRDB
import Localization

/// Answers questions within one transaction. Limits are the caller's to set.
struct SalesReader {
    let db: Database
    let today: CalendarDay
    private let scansLines: Bool

    /// - Parameter scansLines: answer from the lines instead of from sums of them, to compare.
    init(_ db: Database, today: CalendarDay, scansLines: Bool = false) {
        self.db = db
        self.today = today
        self.scansLines = scansLines
    }

    func summary(_ query: SalesQuery) throws -> SalesSummary {
        let asked = try resolve(query.period, query.filters, query.view, now: query.now, language: query.language)
        let views = try views(facts(asked.scope, nil))
        var summary = SalesSummary(
            context: asked.context,
            figures: views[query.view],
            averageTicket: views.averageTicket,
            views: views,
            groupBy: query.groupBy,
            groups: [],
            groupCount: 0,
            nextCursor: nil
        )
        guard let grouping = query.groupBy else { return summary }

        let fingerprint = PageCursor.fingerprint(of: query, period: asked.scope.period)
        let revision = try PageCursor.revision(db)
        var offset = 0
        if let text = query.cursor {
            offset = try PageCursor(text).offset(fingerprint: fingerprint, revision: revision)
        }
        let rows = try fetch(
            facts(asked.scope, grouping).groups(
                by: grouping,
                view: query.view,
                metric: query.metric,
                isAscending: false,
                withoutNull: false,
                limit: query.limit,
                offset: offset
            )
        )
        summary.groups = rows.map { row in
            SalesGroup(
                key: grouping.key(row[0]),
                name: row[1],
                figures: Self.figures(row, from: 2),
                averageTicket: Self.ticket(row)
            )
        }
        summary.groupCount = rows.first?[7] ?? 0
        let end = offset + rows.count
        if end < summary.groupCount {
            summary.nextCursor = PageCursor(offset: end, fingerprint: fingerprint, revision: revision).text
        }
        return summary
    }

    func top(_ query: TopQuery) throws -> TopProducts {
        let asked = try resolve(query.period, query.filters, query.view, now: query.now, language: query.language)
        let rows = try fetch(
            facts(asked.scope, query.groupBy).groups(
                by: query.groupBy,
                view: query.view,
                metric: query.by,
                isAscending: query.isAscending,
                withoutNull: true,
                limit: query.count,
                offset: 0
            )
        )
        return TopProducts(
            context: asked.context,
            groupBy: query.groupBy,
            by: query.by,
            isAscending: query.isAscending,
            items: rows.enumerated().map { index, row in
                TopItem(
                    rank: index + 1,
                    code: query.groupBy.key(row[0]) ?? "",
                    name: row[1],
                    figures: Self.figures(row, from: 2),
                    averageTicket: Self.ticket(row)
                )
            },
            count: rows.first?[7] ?? 0
        )
    }

    static func dataPeriod(_ db: Database) throws -> Period? {
        let days = try Row.fetchOne(db, sql: "SELECT MIN(first_day), MAX(last_day) FROM source_file")
        guard let first = (days?[0] as Int?).flatMap(CalendarDay.init(packed:)),
            let last = (days?[1] as Int?).flatMap(CalendarDay.init(packed:))
        else { return nil }
        return Period(from: first, to: last)
    }

    // MARK: What is asked

    struct Asked {
        var context: SalesContext
        var scope: SalesScope
    }

    func resolve(
        _ expression: PeriodExpression,
        _ filters: SalesFilters,
        _ view: SalesView,
        now: CalendarDay?,
        language: Language
    ) throws -> Asked {
        let data = try Self.dataPeriod(db)
        let asOf = now ?? min(today, data?.to ?? today)
        let period = try expression.resolve(asOf: asOf, language: language)
        let resolution = try FilterResolution(filters, period: period, db: db)
        var scope = resolution.scope
        scope.data = data
        var context = SalesContext(
            asOf: asOf,
            period: period ?? data,
            currency: nil,
            view: view,
            hasData: data != nil,
            notes: resolution.notes
        )
        guard data != nil else {
            context.notes = [
                LocalizedText(
                    es: "Todavía no hay ventas guardadas. Cárguelas con «ingest».",
                    en: "There are no sales stored yet. Load them with \"ingest\"."
                )
            ]
            return Asked(context: context, scope: scope)
        }
        context.unmatched = resolution.unmatched
        context.currency = try currency(scope)
        if context.currency == nil {
            context.notes.append(
                LocalizedText(es: "Los datos no dicen su moneda.", en: "The data do not state their currency.")
            )
        }
        return Asked(context: context, scope: scope)
    }

    /// The one currency of the lines in scope. Lines that state none count as the only one there is.
    private func currency(_ scope: SalesScope) throws -> String? {
        let known = try Row.fetchAll(db, sql: "SELECT id, code FROM currency ORDER BY code")
        if known.count <= 1 { return known.first?[1] }
        let used = try Optional<Int64>.fetchSet(db, SQLRequest(literal: FactSQL(scope).currencies))
        let codes: [String] = known.filter { used.contains($0[0] as Int64) }.map { $0[1] }
        guard codes.count <= 1, !(codes.count == 1 && used.contains(nil)) else {
            throw QueryFailure.severalCurrencies(used.contains(nil) ? codes + ["?"] : codes)
        }
        return codes.first
    }

    // MARK: Rows

    private func facts(_ scope: SalesScope, _ grouping: SalesGrouping?) throws -> FactSQL {
        var scope = scope
        if grouping == .product || grouping == .customer {
            scope.hasOneCurrency = try Bool.fetchOne(db, sql: Self.hasOneCurrency) ?? false
        }
        if grouping == .category { scope.hasCategories = try Bool.fetchOne(db, sql: Self.hasCategories) ?? true }
        return FactSQL(scope, grouping: grouping, scansLines: scansLines)
    }

    private func fetch(_ sql: SQL) throws -> [Row] {
        try SQLRequest<Row>(literal: sql).fetchAll(db)
    }

    private static let hasOneCurrency = "SELECT COUNT(DISTINCT currency_id) = 1 FROM place_sum WHERE span = 0"

    private static let hasCategories = """
        SELECT EXISTS (SELECT 1 FROM product WHERE category_id IS NOT NULL OR stock_category_id IS NOT NULL)
        """

    private func views(_ facts: FactSQL) throws -> SalesViews {
        guard let row = try fetch(facts.totals).first else { return SalesViews() }
        // In the order of SalesView.allCases.
        return SalesViews(
            net: Self.figures(row, from: 0),
            gross: Self.figures(row, from: 3),
            productGross: Self.figures(row, from: 6),
            returns: Self.figures(row, from: 9)
        )
    }

    private static func figures(_ row: Row, from column: Int) -> SalesFigures {
        SalesFigures(
            revenue: Money(micros: row[column]),
            units: Quantity(micros: row[column + 1]),
            orders: row[column + 2]
        )
    }

    private static func ticket(_ row: Row) -> Money? {
        guard let revenue: Int64 = row[5], let orders: Int64 = row[6] else { return nil }
        return Money(micros: revenue).shared(among: orders)
    }
}
