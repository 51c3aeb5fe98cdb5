import GRDB

/// Adds the lines of a document up while they pass, for `document_sum`.
///
/// Files run in documents. Where one comes again later it gets further rows, which add up just the same.
final class DocumentSums {
    struct Key: Equatable {
        var customer: Int64?
        var country: Int64?
        var currency: Int64?
        var day: Int64
        var stratum: Int64
    }

    private let fileID: Int64
    private let insert: PreparedStatement
    private var document: Int64 = 0
    private var sums: [(key: Key, quantity: Int64, amount: Int64)] = []

    init(_ database: Database, fileID: Int64) throws {
        self.fileID = fileID
        insert = try PreparedStatement(database, sql: SalesSQL.insertSum)
    }

    func add(_ key: Key, document: Int64, quantity: Int64, amount: Int64) throws {
        if document != self.document || sums.count >= Self.mostKeys {
            try flush()
            self.document = document
        }
        guard let index = sums.lastIndex(where: { $0.key == key }) else {
            sums.append((key, quantity, amount))
            return
        }
        // The sum of absolute values may outgrow 64 bits, and then the import fails; until then nothing may trap.
        sums[index].quantity &+= quantity
        sums[index].amount &+= amount
    }

    /// Writes what is held back.
    func flush() throws {
        for sum in sums {
            insert.bind(1, fileID)
            insert.bind(2, document)
            insert.bind(3, sum.key.customer)
            insert.bind(4, sum.key.country)
            insert.bind(5, sum.key.currency)
            insert.bind(6, sum.key.day)
            insert.bind(7, sum.key.stratum)
            insert.bind(8, sum.quantity)
            insert.bind(9, sum.amount)
            try insert.run()
        }
        sums.removeAll(keepingCapacity: true)
    }

    /// A document has one or two; a file that gives one thousands must not make us slow.
    private static let mostKeys = 16
}
