import GRDB
import Localization

extension StockReader {
    func inventory(_ query: InventoryQuery, today: CalendarDay) throws -> InventoryReport {
        let sales = try SalesReader.dataPeriod(db)
        let asOf = query.now ?? min(today, sales?.to ?? today)
        guard let from = asOf.adding(days: 1 - query.windowDays), let window = Period(from: from, to: asOf) else {
            throw QueryFailure.reorder(.windowDays)
        }
        let (stock, filterNotes) = try items(query.filters)
        let source = try source()
        var report = InventoryReport(
            query: query,
            asOf: asOf,
            window: window,
            currency: try currency(),
            hasData: source != nil,
            hasSales: sales != nil,
            source: source,
            totals: StockTotals(),
            overstock: StockSlice(),
            notMoving: StockSlice(),
            selected: StockSlice(),
            items: [],
            groups: [],
            groupCount: 0,
            nextCursor: nil,
            notes: source == nil ? [Self.noStock] : filterNotes
        )
        if source != nil, stock.isEmpty { report.unmatched = filterNotes }
        if source != nil, sales == nil { report.notes.append(Self.noDemand) }
        let sold = sales == nil ? nil : try unitsSold(window)
        var selected: [CoveredItem] = []
        for (id, item) in stock {
            let cover = sold.map { StockCover(of: item, sold: $0[id] ?? 0, query, asOf: asOf) }
            report.totals.add(item)
            if cover?.isOverstock == true { report.overstock.add(item) }
            if cover?.isNotMoving == true { report.notMoving.add(item) }
            guard query.selection.accepts(item, cover) else { continue }
            report.selected.add(item)
            selected.append(CoveredItem(item: item, cover: cover))
        }
        if let metric = query.metric {
            // By code already, and the sort of the standard library is stable.
            selected.sort { metric.micros($0.item) > metric.micros($1.item) }
        }
        try report.page(selected, revision: try PageCursor.revision(db))
        return report
    }

    private static let noDemand = LocalizedText(
        es: "No hay ventas guardadas, así que no se sabe cuánto dura la existencia.",
        en: "There are no sales stored, so how long stock lasts is not known."
    )
}

extension InventoryReport {
    /// Cuts items, or groups where they are asked for, to the page of the cursor.
    fileprivate mutating func page(_ selected: [CoveredItem], revision: Int64) throws(QueryFailure) {
        let fingerprint = PageCursor.fingerprint(of: [
            query.selection.rawValue, query.groupBy?.rawValue ?? "", query.metric?.rawValue ?? "", window.description,
            String(query.overstockDays), query.filters.products.joined(separator: "\u{1F}"),
            query.filters.categories.joined(separator: "\u{1F}"), query.filters.suppliers.joined(separator: "\u{1F}"),
        ])
        var offset = 0
        if let text = query.cursor {
            offset = try PageCursor(text).offset(fingerprint: fingerprint, revision: revision)
        }
        let count: Int
        if let grouping = query.groupBy {
            let all = StockGroup.all(of: selected.map(\.item), by: grouping, metric: query.metric ?? .stockValue)
            groups = Array(all.dropFirst(offset).prefix(query.limit))
            groupCount = all.count
            items = Array(selected.prefix(query.limit))
            count = all.count
        } else {
            items = Array(selected.dropFirst(offset).prefix(query.limit))
            count = selected.count
        }
        let end = offset + (query.groupBy == nil ? items.count : groups.count)
        if offset < end, end < count {
            nextCursor = PageCursor(offset: end, fingerprint: fingerprint, revision: revision).text
        }
    }
}

extension StockCover {
    fileprivate init(of item: StockItem, sold: Int64, _ query: InventoryQuery, asOf: CalendarDay) {
        let (stock, demand) = (Int128(item.stock.micros), Int128(sold))
        let days = Int128(query.windowDays)
        self.sold = Quantity(micros: sold)
        dailyDemand = Quantity(micros: Money.roundedQuotient(demand, days))
        isNotMoving = stock > 0 && sold == 0
        // stock ÷ (sold ÷ days), without dividing first.
        isOverstock = stock > 0 && sold > 0 && stock * days > Int128(query.overstockDays) * demand
        guard stock > 0 else {
            daysOfCover = .zero
            return
        }
        guard sold > 0 else { return }
        let hundredths = (stock * days * 200 + demand) / (demand * 2)
        // More than a person can mean: a shelf that lasts millions of years.
        daysOfCover = hundredths < 1_000_000_000 ? Quantity(micros: Int64(hundredths) * 10_000) : nil
        stockOutDate = Int(exactly: (stock * days + demand - 1) / demand).flatMap(asOf.adding(days:))
    }
}

extension StockSelection {
    fileprivate func accepts(_ item: StockItem, _ cover: StockCover?) -> Bool {
        switch self {
        case .all: true
        case .status(let status): item.status == status
        case .overstock: cover?.isOverstock ?? false
        case .notMoving: cover?.isNotMoving ?? false
        }
    }
}

extension StockMetric {
    fileprivate func micros(_ item: StockItem) -> Int64 {
        switch self {
        case .stockValue: item.value?.micros ?? 0
        case .units: item.stock.micros
        }
    }

    fileprivate func micros(_ totals: StockTotals) -> Int64 {
        switch self {
        case .stockValue: totals.value.micros
        case .units: totals.units.micros
        }
    }
}

extension StockSlice {
    fileprivate mutating func add(_ item: StockItem) {
        items += 1
        units = Quantity(micros: units.micros &+ item.stock.micros)
        value = Money(micros: value.micros &+ (item.value?.micros ?? 0))
    }
}

extension StockGroup {
    fileprivate static func all(
        of items: [StockItem],
        by grouping: StockGrouping,
        metric: StockMetric
    ) -> [StockGroup] {
        var groups: [String?: StockGroup] = [:]
        for item in items {
            let key = grouping.key(item)
            let name = grouping == .product ? item.name : nil
            groups[key, default: StockGroup(key: key, name: name, totals: StockTotals())].totals.add(item)
        }
        return groups.values.sorted { left, right in
            let (one, other) = (metric.micros(left.totals), metric.micros(right.totals))
            if one != other { return one > other }
            guard let first = left.key, let second = right.key else { return left.key != nil }
            return CodeOrder.precedes(first, second)
        }
    }
}

extension StockGrouping {
    fileprivate func key(_ item: StockItem) -> String? {
        switch self {
        case .category: item.category
        case .product: item.code
        case .supplier: item.supplier
        case .status: item.status.rawValue
        }
    }
}
