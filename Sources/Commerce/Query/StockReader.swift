import GRDB
import Localization

/// Answers questions about stock within one transaction.
struct StockReader {
    let db: Database

    init(_ db: Database) {
        self.db = db
    }

    func stock(_ query: StockQuery) throws -> StockReport {
        let (items, notes) = try items(query.filters)
        var totals = StockTotals()
        for item in items { totals.add(item.value) }
        let asked = items.map(\.value).filter { query.status == nil || $0.status == query.status }
        let source = try source()
        return StockReport(
            currency: try currency(),
            hasData: source != nil,
            source: source,
            totals: totals,
            items: Array(asked.prefix(query.limit)),
            itemCount: asked.count,
            notes: source == nil ? [Self.noStock] : notes
        )
    }

    func reorder(_ query: ReorderQuery, today: CalendarDay) throws -> ReorderReport {
        let sales = try SalesReader.dataPeriod(db)
        let asOf = query.now ?? min(today, sales?.to ?? today)
        guard let from = asOf.adding(days: 1 - query.windowDays), let window = Period(from: from, to: asOf) else {
            throw QueryFailure.reorder(.windowDays)
        }
        let (stock, filterNotes) = try items(query.filters)
        let hasList = try source() != nil
        var notes = hasList ? filterNotes : [Self.noStock]
        if sales == nil { notes.append(Self.noSales) }
        let sold = try unitsSold(window)
        var suggestions: [ReorderItem] = []
        for row in stock where row.value.status != .discontinued {
            let suggestion = Self.suggestion(for: row.value, sold: sold[row.id] ?? 0, query)
            if suggestion.suggested > .zero { suggestions.append(suggestion) }
        }
        suggestions.sort { left, right in
            if left.suggested != right.suggested { return left.suggested > right.suggested }
            return CodeOrder.precedes(left.item.code, right.item.code)
        }
        return ReorderReport(
            query: query,
            asOf: asOf,
            window: window,
            hasData: !stock.isEmpty,
            items: Array(suggestions.prefix(query.limit)),
            itemCount: suggestions.count,
            units: Quantity(micros: suggestions.reduce(0) { $0 + $1.suggested.micros }),
            cost: Self.cost(of: suggestions),
            currency: try currency(),
            notes: notes,
            unmatched: hasList && stock.isEmpty ? filterNotes : []
        )
    }

    // MARK: Items

    /// The file the list came from, without folders; nil when there is none.
    func source() throws -> String? {
        let name = try String.fetchOne(db, sql: "SELECT name FROM source_file WHERE kind = 'inventory'")
        return name?.split(separator: "/").last.map(String.init)
    }

    /// By code.
    func items(_ filters: StockFilters) throws -> (
        items: [(id: Int64, value: StockItem)], notes: [LocalizedText]
    ) {
        var filter = StockFilter(filters)
        var items: [(id: Int64, value: StockItem)] = []
        let rows = try Row.fetchCursor(db, sql: Self.itemsSQL)
        while let row = try rows.next() {
            let item = Self.item(row)
            if filter.accepts(item) { items.append((row[0], item)) }
        }
        items.sort { CodeOrder.precedes($0.value.code, $1.value.code) }
        return (items, try notes(filter.unseen))
    }

    private func notes(_ unseen: Set<String>) throws -> [LocalizedText] {
        // No more are told, so no more are looked for.
        let told = unseen.sorted().prefix(5)
        guard !told.isEmpty else { return [] }
        var near = Dictionary(uniqueKeysWithValues: told.map { ($0, NearNames($0)) })
        var names: [String: String] = [:]
        let rows = try Row.fetchCursor(db, sql: Self.itemsSQL + " LIMIT 20000")
        while let row = try rows.next() {
            let item = Self.item(row)
            for name in [item.category, item.supplier].compactMap(\.self) { names[name] = name }
            names[item.name ?? item.code] = item.name.map { "\($0) (\(item.code))" } ?? item.code
        }
        for value in told {
            for (name, shown) in names { near[value]?.add(name, shown: shown) }
        }
        return told.map { value in
            let similar = near[value]?.best.joined(separator: ", ") ?? ""
            return LocalizedText(
                es: "No hay existencias de «\(value.prefix(60))»." + (similar.isEmpty ? "" : " Parecidos: \(similar)."),
                en: "There is no stock of \"\(value.prefix(60))\"." + (similar.isEmpty ? "" : " Similar: \(similar).")
            )
        }
    }

    private static let itemsSQL = """
        SELECT i.product_id, p.code, COALESCE(i.name, p.name), c.name, s.name, i.stock, i.on_order, i.reorder_level,
            i.price, i.cost, i.is_discontinued, m.code
        FROM stock_item AS i JOIN product AS p ON p.id = i.product_id
            LEFT JOIN category AS c ON c.id = COALESCE(p.stock_category_id, p.category_id)
            LEFT JOIN supplier AS s ON s.id = i.supplier_id LEFT JOIN currency AS m ON m.id = i.currency_id
        """

    private static func item(_ row: Row) -> StockItem {
        let (stock, level) = (Quantity(micros: row[5]), Quantity(micros: row[7]))
        let price = (row[8] as Int64?).map(Money.init(micros:))
        return StockItem(
            code: row[1],
            name: row[2],
            category: row[3],
            supplier: row[4],
            stock: stock,
            onOrder: Quantity(micros: row[6]),
            reorderLevel: level,
            price: price,
            cost: (row[9] as Int64?).map(Money.init(micros:)),
            status: StockStatus(isDiscontinued: row[10], stock: stock, reorderLevel: level),
            value: price.flatMap { Self.product(stock, $0) },
            currency: row[11]
        )
    }

    /// To a millionth; nil beyond 64 bits, which no shop's shelf reaches.
    static func product(_ quantity: Quantity, _ price: Money) -> Money? {
        let product = Int128(quantity.micros) * Int128(price.micros)
        guard product.magnitude / 1_000_000 < UInt128(Int64.max) else { return nil }
        return Money(micros: Money.roundedQuotient(product, 1_000_000))
    }

    func currency() throws -> String? {
        let codes = try String?.fetchAll(
            db,
            sql: "SELECT DISTINCT m.code FROM stock_item AS i LEFT JOIN currency AS m ON m.id = i.currency_id LIMIT 2"
        )
        if codes.count > 1 { throw QueryFailure.severalCurrencies(codes.map { $0 ?? "?" }) }
        return codes.first ?? nil
    }

    // MARK: Demand

    /// Gross units by product, in millionths.
    func unitsSold(_ window: Period) throws -> [Int64: Int64] {
        var scope = SalesScope(period: window)
        scope.data = try SalesReader.dataPeriod(db)
        let rows = try SQLRequest<Row>(literal: FactSQL(scope, grouping: .product).quantities(.gross)).fetchAll(db)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    private static func suggestion(for item: StockItem, sold: Int64, _ query: ReorderQuery) -> ReorderItem {
        // Millionths three times over, divided by the days: exact until the one rounding, upwards.
        let numerator = Int128(sold) * Int128(query.leadTimeDays.micros) * Int128(query.safetyFactor.micros)
        let divisor = Int128(query.windowDays) * 1_000_000 * 1_000_000 * 1_000_000
        let point = Int64(clamping: (numerator + divisor - 1) / divisor)
        let available = Int128(item.stock.micros) + Int128(item.onOrder.micros)
        let suggested = max(0, Int128(point) * 1_000_000 - available)
        return ReorderItem(
            item: item,
            sold: Quantity(micros: sold),
            dailyDemand: Quantity(micros: Money.roundedQuotient(Int128(sold), Int128(query.windowDays))),
            reorderPoint: point,
            available: Quantity(micros: Int64(clamping: available)),
            suggested: Quantity(micros: Int64(clamping: suggested))
        )
    }

    private static func cost(of suggestions: [ReorderItem]) -> Money? {
        var sum: Int128 = 0
        for suggestion in suggestions {
            guard let cost = suggestion.item.cost, let product = product(suggestion.suggested, cost) else { return nil }
            sum += Int128(product.micros)
        }
        return Int64(exactly: sum).map(Money.init(micros:))
    }

    static let noStock = LocalizedText(
        es: "Todavía no hay existencias guardadas. Cárguelas con «ingest --kind inventory».",
        en: "There is no stock list yet. Load one with \"ingest --kind inventory\"."
    )

    static let noSales = LocalizedText(
        es: "No hay ventas guardadas, así que la demanda es cero.",
        en: "There are no sales stored, so demand is zero."
    )
}

extension StockTotals {
    mutating func add(_ item: StockItem) {
        products += 1
        units = Quantity(micros: units.micros &+ item.stock.micros)
        let worth = item.value?.micros ?? 0
        value = Money(micros: value.micros &+ worth)
        if item.value == nil { withoutPrice += 1 }
        if item.status == .discontinued {
            discontinued += 1
            return
        }
        active += 1
        valueActive = Money(micros: valueActive.micros &+ worth)
        if item.status == .outOfStock { outOfStock += 1 }
        if item.status == .lowStock { lowStock += 1 }
    }
}

/// Keeps the items that a person named, and knows the names that fit none.
struct StockFilter {
    private let products: [FoldedText: String]
    private let categories: [FoldedText: String]
    private let suppliers: [FoldedText: String]
    private(set) var unseen: Set<String>

    init(_ filters: StockFilters) {
        func folded(_ values: [String]) -> [FoldedText: String] {
            Dictionary(values.map { (FoldedText($0.trimmed), $0) }) { first, _ in first }
        }
        products = folded(filters.products)
        categories = folded(filters.categories)
        suppliers = folded(filters.suppliers)
        unseen = Set(filters.products + filters.categories + filters.suppliers)
    }

    mutating func accepts(_ item: StockItem) -> Bool {
        let inProducts = matches(products, [item.code, item.name])
        let inCategories = matches(categories, [item.category])
        let inSuppliers = matches(suppliers, [item.supplier])
        return inProducts && inCategories && inSuppliers
    }

    private mutating func matches(_ wanted: [FoldedText: String], _ texts: [String?]) -> Bool {
        if wanted.isEmpty { return true }
        var isMatch = false
        for text in texts {
            guard let text, let value = wanted[FoldedText(text)] else { continue }
            unseen.remove(value)
            isMatch = true
        }
        return isMatch
    }
}

/// The order of codes as people count: `7` comes before `13`, `A2` before `A10`.
enum CodeOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        let (one, other) = (Array(left.utf8), Array(right.utf8))
        var (at, and) = (0, 0)
        while at < one.count, and < other.count {
            if isDigit(one[at]), isDigit(other[and]) {
                let (first, second) = (digits(one, &at), digits(other, &and))
                if first.count != second.count { return first.count < second.count }
                if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
            } else {
                if one[at] != other[and] { return one[at] < other[and] }
                at += 1
                and += 1
            }
        }
        // Codes that differ in leading zeros only: by their text.
        return one.count - at == other.count - and ? left < right : one.count - at < other.count - and
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// A run of digits without its leading zeros.
    private static func digits(_ bytes: [UInt8], _ at: inout Int) -> ArraySlice<UInt8> {
        while at < bytes.count, bytes[at] == UInt8(ascii: "0") { at += 1 }
        let start = at
        while at < bytes.count, isDigit(bytes[at]) { at += 1 }
        return bytes[start..<at]
    }
}
