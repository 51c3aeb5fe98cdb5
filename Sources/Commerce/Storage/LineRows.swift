import GRDB

/// Inserts lines many at a time: a statement for each costs half as much again.
final class LineRows {
    /// The values of `SalesSQL.insertLine`, in its order.
    typealias Row = (
        file: Int64, document: Int64, product: Int64, customer: Int64, country: Int64, currency: Int64, day: Int64,
        second: Int64, stratum: Int64, quantity: Int64, price: Int64, discount: Int64, amount: Int64
    )

    /// Stands for NULL; no value of a line comes near it.
    static let null = Int64.min

    private let insertOne: PreparedStatement
    private let insertMany: PreparedStatement
    private var rows: [Row] = []

    init(_ database: Database) throws {
        insertOne = try PreparedStatement(database, sql: SalesSQL.insertLines(1))
        insertMany = try PreparedStatement(database, sql: SalesSQL.insertLines(Self.many))
        rows.reserveCapacity(Self.many)
    }

    func append(_ row: Row) throws {
        rows.append(row)
        guard rows.count == Self.many else { return }
        var index: Int32 = 1
        for row in rows { Self.bind(row, to: insertMany, from: &index) }
        try insertMany.run()
        rows.removeAll(keepingCapacity: true)
    }

    /// Writes what is held back.
    func flush() throws {
        for row in rows {
            var index: Int32 = 1
            Self.bind(row, to: insertOne, from: &index)
            try insertOne.run()
        }
        rows.removeAll(keepingCapacity: true)
    }

    private static let many = 32

    @inline(__always)
    private static func bind(_ row: Row, to statement: PreparedStatement, from index: inout Int32) {
        statement.bind(index, row.file)
        statement.bind(index + 1, row.document)
        statement.bind(index + 2, row.product)
        bindOptional(row.customer, to: statement, index + 3)
        bindOptional(row.country, to: statement, index + 4)
        bindOptional(row.currency, to: statement, index + 5)
        statement.bind(index + 6, row.day)
        bindOptional(row.second, to: statement, index + 7)
        statement.bind(index + 8, row.stratum)
        statement.bind(index + 9, row.quantity)
        statement.bind(index + 10, row.price)
        statement.bind(index + 11, row.discount)
        statement.bind(index + 12, row.amount)
        index += 13
    }

    @inline(__always)
    private static func bindOptional(_ value: Int64, to statement: PreparedStatement, _ index: Int32) {
        if value == null { statement.bindNull(index) } else { statement.bind(index, value) }
    }
}
