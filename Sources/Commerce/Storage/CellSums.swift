import GRDB

/// Adds up what each product, customer or place sold in each month or day, for one table of sums.
///
/// Memory is bounded: when it is full the sums are added to the table's, and counting starts again.
final class CellSums {
    enum Table {
        /// By month and for all time; `id` is a product or a customer.
        case products, customers
        /// By day and month and for all time; `id` is a country.
        case places
    }

    struct Cell {
        let span: Int64
        let id: Int64
        let currency: Int64
        /// By stratum.
        var amounts = SIMD4<Int64>.zero
        var quantities = SIMD4<Int64>.zero
        /// By view.
        var orders = SIMD4<Int64>.zero
        /// The run of lines that came here last, and a bit for each stratum that it brought.
        var run: Int64 = 0
        var strata: UInt8 = 0
    }

    private(set) var count = 0
    private let cells = UnsafeMutablePointer<Cell>.allocate(capacity: CellSums.capacity)
    private let slots = UnsafeMutablePointer<Int32>.allocate(capacity: CellSums.slotCount)
    /// The cell that an id had last: files run in the order of time, so it mostly has it again.
    private let hints = UnsafeMutablePointer<Int32>.allocate(capacity: CellSums.hintCount)
    private let table: Table
    private let feed: RowFeed

    /// Pages that are not used take no memory.
    private static let capacity = 1 << 16
    private static let slotCount = 1 << 17
    private static let hintCount = 1 << 14

    init(_ table: Table, _ database: Database) throws {
        self.table = table
        feed = try RowFeed(
            database,
            into: table.name,
            columns: table.keys + Self.figures,
            conflict: """
                ON CONFLICT (\(table.keys.joined(separator: ", "))) DO UPDATE SET
                \(Self.figures.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
                """
        )
        clear()
    }

    deinit {
        cells.deallocate()
        slots.deallocate()
        hints.deallocate()
    }

    /// The columns of figures, in order.
    static let figures = SalesView.allCases.flatMap { view in
        ["amount", "quantity", "orders"].map { "\(view.rawValue)_\($0)" }
    }

    /// Whether the next new cell has no place. The owner flushes then, or earlier, between two runs of lines.
    var isFull: Bool { count == Self.capacity }
    var isNearlyFull: Bool { count > Self.capacity - 64 }

    /// The cell's number, until the next flush. The owner sees to it that there is room.
    @inline(__always)
    func index(day: Int64, id: Int64, currency: Int64) -> Int {
        let span = table.span(day: day)
        let hint = hints + (Int(truncatingIfNeeded: id) & (Self.hintCount &- 1))
        let known = Int(hint.pointee)
        if known < count, isCell(known, span, id, currency) { return known }
        let index = find(span, id, currency)
        hint.pointee = Int32(truncatingIfNeeded: index)
        return index
    }

    private func find(_ span: Int64, _ id: Int64, _ currency: Int64) -> Int {
        let mixed = UInt64(bitPattern: (span &* 0x1_0001 &+ currency) &* 0x9E37 &+ id) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> 47)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if isCell(index, span, id, currency) { return index }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        precondition(count < Self.capacity, "not flushed")
        slots[slot] = Int32(truncatingIfNeeded: count)
        (cells + count).initialize(to: Cell(span: span, id: id, currency: currency))
        count &+= 1
        return count &- 1
    }

    @inline(__always)
    private func isCell(_ index: Int, _ span: Int64, _ id: Int64, _ currency: Int64) -> Bool {
        cells[index].id == id && cells[index].span == span && cells[index].currency == currency
    }

    /// Adds to a cell. The sum of absolute values may outgrow 64 bits, and then the import fails; until then nothing
    /// may trap.
    ///
    /// - Returns: whether it is the run's first line in this cell.
    @inline(__always)
    func add(_ stratum: Int, amount: Int64, quantity: Int64, run: Int64, to index: Int) -> Bool {
        let cell = cells + index
        cell.pointee.amounts[stratum] &+= amount
        cell.pointee.quantities[stratum] &+= quantity
        let isFirst = cell.pointee.run != run
        if isFirst {
            cell.pointee.run = run
            cell.pointee.strata = 0
        }
        cell.pointee.strata |= 1 &<< UInt8(truncatingIfNeeded: stratum)
        return isFirst
    }

    /// Counts the run that came last as an order, in each view that it has lines in.
    @inline(__always)
    func countOrder(in index: Int) {
        let strata = cells[index].strata
        cells[index].orders &+= SIMD4(
            1,
            strata & 0b0110 == 0 ? 0 : 1,
            strata & 0b0100 == 0 ? 0 : 1,
            strata & 0b1000 == 0 ? 0 : 1
        )
    }

    /// Adds the sums to the table's.
    func flush() throws {
        for level in table.levels {
            // In the order of the keys, so that the table is written from front to back.
            let order = (0..<count).sorted { left, right in
                let (one, other) = (cells + left, cells + right)
                return (level.span(one.pointee.span), one.pointee.id, one.pointee.currency)
                    < (level.span(other.pointee.span), other.pointee.id, other.pointee.currency)
            }
            var sum: Cell?
            for index in order {
                let cell = cells[index]
                let span = level.span(cell.span)
                if sum?.span != span || sum?.id != cell.id || sum?.currency != cell.currency {
                    if let sum { try append(sum) }
                    sum = Cell(span: span, id: cell.id, currency: cell.currency)
                }
                sum?.amounts &+= cell.amounts
                sum?.quantities &+= cell.quantities
                sum?.orders &+= cell.orders
            }
            if let sum { try append(sum) }
        }
        try feed.flush()
        clear()
    }

    private func clear() {
        count = 0
        slots.update(repeating: -1, count: Self.slotCount)
        hints.update(repeating: 0, count: Self.hintCount)
    }

    private func append(_ cell: Cell) throws {
        try feed.append { row in
            row[0] = cell.span
            row[1] = cell.id
            row[2] = cell.currency
            var at = 3
            for (view, strata) in Self.strataOfViews.enumerated() {
                row[at] = cell.amounts.replacing(with: 0, where: .!strata).wrappedSum()
                row[at + 1] = cell.quantities.replacing(with: 0, where: .!strata).wrappedSum()
                row[at + 2] = cell.orders[view]
                at += 3
            }
        }
    }

    /// Which strata each view holds, in the order of `SalesView.allCases`.
    private static let strataOfViews = SalesView.allCases.map { view in
        SIMDMask<SIMD4<Int64>>(
            arrayLiteral: view.strata.contains(0),
            view.strata.contains(1),
            view.strata.contains(2),
            view.strata.contains(3)
        )
    }
}

extension CellSums.Table {
    var name: String {
        switch self {
        case .products: "product_sum"
        case .customers: "customer_sum"
        case .places: "place_sum"
        }
    }

    /// The columns of the primary key: 0 stands for no customer, country or currency.
    var keys: [String] {
        switch self {
        case .products: ["span", "product_id", "currency_id"]
        case .customers: ["span", "customer_id", "currency_id"]
        case .places: ["span", "country_id", "currency_id"]
        }
    }

    /// What each sum is part of, the longest first. Cells hold the last.
    var levels: [SpanLevel] { self == .places ? [.allTime, .month, .day] : [.allTime, .month] }

    /// The span of a cell for a day.
    @inline(__always)
    func span(day: Int64) -> Int64 { self == .places ? SpanLevel.firstDay + day : day / 100 }
}

/// How long the spans are that sums are kept of: 0 for all time, `YYYYMM`, and `1YYYYMMDD`, which no month is.
enum SpanLevel {
    case allTime, month, day

    /// Added to a day.
    static let firstDay: Int64 = 100_000_000

    /// The span that holds a shorter one, or itself.
    func span(_ shorter: Int64) -> Int64 {
        switch self {
        case .allTime: 0
        case .month: shorter > Self.firstDay ? (shorter - Self.firstDay) / 100 : shorter
        case .day: shorter
        }
    }

    /// The span that holds a day.
    var sql: String {
        switch self {
        case .allTime: "0"
        case .month: "day / 100"
        case .day: "\(Self.firstDay) + day"
        }
    }
}

extension SalesView {
    /// The strata whose lines it holds, as raw values of `Stratum`.
    var strata: Set<Int> {
        switch self {
        case .net: [0, 1, 2, 3]
        case .gross: [1, 2]
        case .productGross: [2]
        case .returns: [3]
        }
    }
}
