import GRDB

/// Keeps every table of sums while lines are stored, or makes them anew from the lines that are there.
///
/// Orders are counted once in each sum, so sums can be added up only for documents that are in one sum of a kind each:
/// those whose lines follow one another and share day, customer, country and currency. Nearly all do. The others are
/// *scattered*: no sum counts them as orders, and questions count them from ``ScatteredDocuments``' table.
final class SalesSums {
    struct Line {
        var file: Int64
        var document: Int64
        var product: Int64
        /// 0 for none, as in the tables of sums.
        var customer: Int64
        var country: Int64
        var currency: Int64
        var day: Int64
        var stratum: Int64
        var quantity: Int64
        var amount: Int64
    }

    private struct Entry {
        var customer: Int64
        var country: Int64
        var currency: Int64
        var day: Int64
        var stratum: Int64
        var quantity: Int64
        var amount: Int64

        @inline(__always)
        func isOf(_ line: Line) -> Bool {
            stratum == line.stratum && day == line.day && customer == line.customer && country == line.country
                && currency == line.currency
        }
    }

    private let products: CellSums
    private let customers: CellSums
    private let places: CellSums
    private let scattered: ScatteredDocuments
    private let documents: RowFeed
    private var blocks: LineBlocks

    /// The lines of one document that follow one another, numbered from 1: 0 is none.
    private var run: Int64 = 1
    private var file: Int64 = 0
    private var document: Int64 = 0
    private var firstLine: Int64 = 0
    private var entries: [Entry] = []
    private var productCells: [Int] = []
    private var isUniform = true
    /// Documents are numbered as they come: one beyond this is new.
    private var highestDocument: Int64
    private(set) var lastLine: Int64

    /// - Parameter highestDocument: the last document that was there before.
    init(_ database: Database, highestDocument: Int64) throws {
        self.highestDocument = highestDocument
        products = try CellSums(.products, database)
        customers = try CellSums(.customers, database)
        places = try CellSums(.places, database)
        scattered = ScatteredDocuments(database)
        documents = try RowFeed(database, into: "document_sum", columns: SalesSQL.documentSumColumns)
        lastLine = try Int64.fetchOne(database, sql: "SELECT MAX(last_line) FROM line_block") ?? 0
        blocks = try LineBlocks(database, lastLine: lastLine)
    }

    /// Adds the next line, whose row follows that of the line before.
    func add(_ line: Line) throws {
        if line.document != document || line.file != file {
            try endRun()
            (file, document, firstLine) = (line.file, line.document, lastLine + 1)
        } else if productCells.count == Self.mostProducts || entries.count == Self.mostEntries || products.isFull {
            try endRun(isSplit: true)
            firstLine = lastLine + 1
        }
        lastLine += 1
        blocks.note(day: line.day)
        let index = products.index(day: line.day, id: line.product, currency: line.currency)
        if products.add(Int(line.stratum), amount: line.amount, quantity: line.quantity, run: run, to: index) {
            productCells.append(index)
        }
        // Mostly it is the last one.
        var at = entries.count - 1
        while at >= 0, !entries[at].isOf(line) { at -= 1 }
        guard at >= 0 else {
            if let first = entries.first {
                isUniform =
                    isUniform && first.day == line.day && first.customer == line.customer
                    && first.country == line.country && first.currency == line.currency
            }
            entries.append(
                Entry(
                    customer: line.customer,
                    country: line.country,
                    currency: line.currency,
                    day: line.day,
                    stratum: line.stratum,
                    quantity: line.quantity,
                    amount: line.amount
                )
            )
            return
        }
        entries[at].quantity &+= line.quantity
        entries[at].amount &+= line.amount
    }

    /// Marks a place from which lines can be skipped to.
    func endBlock() throws {
        try blocks.end(lastLine: lastLine)
    }

    /// Writes everything that is held back.
    func finish() throws {
        try endRun()
        try documents.flush()
        try endBlock()
        try blocks.flush()
        for cells in [products, customers, places] { try cells.flush() }
        try scattered.settle()
    }

    /// A document has one entry or two; a file that gives one thousands must not make us slow.
    private static let mostEntries = 16
    private static let mostProducts = 4_096

    /// - Parameter isSplit: the document goes on.
    private func endRun(isSplit: Bool = false) throws {
        guard let first = entries.first else { return }
        var isSimple = isUniform && !isSplit
        if document <= highestDocument {
            isSimple = false
            try scattered.noteAgain(document)
        } else if !isSimple {
            try scattered.note(document)
        }
        highestDocument = max(highestDocument, document)
        for entry in entries {
            try addEntry(entry)
            blocks.noteSum(day: entry.day)
        }
        if isSimple {
            for index in productCells { products.countOrder(in: index) }
            customers.countOrder(
                in: customers.index(day: first.day, id: first.customer, currency: first.currency)
            )
            places.countOrder(in: places.index(day: first.day, id: first.country, currency: first.currency))
        }
        entries.removeAll(keepingCapacity: true)
        productCells.removeAll(keepingCapacity: true)
        isUniform = true
        run += 1
        // Where two full runs fit, so does the next.
        for cells in [products, customers, places] where cells.isNearlyFull { try cells.flush() }
    }

    private func addEntry(_ entry: Entry) throws {
        let customer = customers.index(day: entry.day, id: entry.customer, currency: entry.currency)
        let stratum = Int(entry.stratum)
        _ = customers.add(stratum, amount: entry.amount, quantity: entry.quantity, run: run, to: customer)
        let place = places.index(day: entry.day, id: entry.country, currency: entry.currency)
        _ = places.add(stratum, amount: entry.amount, quantity: entry.quantity, run: run, to: place)
        let (file, document, firstLine, lastLine) = (file, document, firstLine, lastLine)
        try documents.append { row in
            row[0] = file
            row[1] = document
            row[2] = RowFeed.reference(entry.customer)
            row[3] = RowFeed.reference(entry.country)
            row[4] = RowFeed.reference(entry.currency)
            row[5] = entry.day
            row[6] = entry.stratum
            row[7] = entry.quantity
            row[8] = entry.amount
            row[9] = firstLine
            row[10] = lastLine
        }
    }
}

extension SalesSums {
    /// Makes all sums anew from the lines.
    static func rebuild(_ database: Database) throws {
        for table in SalesSQL.sumTables { try database.execute(sql: "DELETE FROM \(table)") }
        let sums = try SalesSums(database, highestDocument: 0)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT file_id, document_id, product_id, COALESCE(customer_id, 0), COALESCE(country_id, 0),
                    COALESCE(currency_id, 0), day, stratum, quantity, amount, id
                FROM sale ORDER BY id
                """
        )
        var count = 0
        while let row = try rows.next() {
            // Should there be gaps between the lines, the blocks leave them out.
            let id: Int64 = row[10]
            if id != sums.lastLine + 1 { try sums.skip(to: id) }
            try sums.add(
                Line(
                    file: row[0],
                    document: row[1],
                    product: row[2],
                    customer: row[3],
                    country: row[4],
                    currency: row[5],
                    day: row[6],
                    stratum: row[7],
                    quantity: row[8],
                    amount: row[9]
                )
            )
            count += 1
            if count % LineBlocks.usualSize == 0 { try sums.endBlock() }
        }
        try sums.finish()
    }

    private func skip(to line: Int64) throws {
        try endRun()
        try endBlock()
        lastLine = line - 1
        blocks.skip(to: line)
    }
}
