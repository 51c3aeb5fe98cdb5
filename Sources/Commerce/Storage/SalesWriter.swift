import GRDB

/// Stores interpreted lines within a transaction of its caller's.
final class SalesWriter {
    private(set) var rowsStored = 0
    private(set) var firstDay: Int?
    private(set) var lastDay: Int?
    /// Sums of absolute values in millionths, of all files.
    private var magnitudes: (quantity: Int64, amount: Int64)
    /// Of the files that were there before.
    private let earlierMagnitudes: (quantity: Int64, amount: Int64)

    private let database: Database
    private let rules: DocumentRules
    private let fileID: Int64
    /// 0 for none.
    private let fixedCurrency: Int64
    private let headers: RowFeed
    private let lines: RowFeed
    /// Of the lines that follow; the header that was added last.
    private var header: SaleHeader?
    private var headerID: Int64
    private let sums: SalesSums
    private var documents: NameTable
    private var products: NameTable
    private var customers: NameTable
    private var countries: NameTable
    private var categories: NameTable
    private var currencies: NameTable
    private var descriptions: [(product: Int64, text: String, uses: Int64)] = []
    private var lettersMark: Bool?

    /// - Parameters:
    ///   - lettersMark: how letters in document numbers are to be read, or nil to judge by the first batch.
    ///   - highestDocument: the last document that was there before.
    init(
        _ database: Database,
        rules: DocumentRules,
        fileID: Int64,
        currency: Int64?,
        lettersMark: Bool?,
        highestDocument: Int64
    ) throws {
        self.database = database
        self.rules = rules
        self.fileID = fileID
        self.lettersMark = lettersMark
        fixedCurrency = currency ?? 0
        let row = try Row.fetchOne(database, sql: SalesSQL.magnitudes)
        earlierMagnitudes = (row?[0] ?? 0, row?[1] ?? 0)
        magnitudes = earlierMagnitudes
        documents = try NameTable(.document, database, rules)
        products = try NameTable(.product, database, rules)
        customers = try NameTable(.customer, database, rules)
        countries = try NameTable(.country, database, rules)
        categories = try NameTable(.category, database, rules)
        currencies = try NameTable(.currency, database, rules)
        headers = try RowFeed(
            database,
            into: "sale_header",
            fixed: ["id": "NULL", "file_id": "\(fileID)"],
            columns: SalesSQL.headerColumns
        )
        lines = try RowFeed(database, into: "sale_line", fixed: ["id": "NULL"], columns: SalesSQL.lineColumns)
        headerID = try Self.last("sale_header", database)
        sums = try SalesSums(database, highestDocument: highestDocument)
    }

    func store(_ batch: SalesBatch) throws {
        if batch.startsAnew { try forgetTexts() }
        let letters = lettersMark ?? judgeLetters(batch)
        lettersMark = letters
        try batch.bytes.withUnsafeBufferPointer { bytes in
            for text in batch.newTexts {
                let range = text.start..<text.start + text.count
                try note(String(decoding: bytes[range], as: UTF8.self), text.kind, owner: text.owner)
            }
        }
        for line in batch.lines { try store(line, letters) }
        try sums.endBlock()
    }

    /// The reading of letters that the lines were stored with; nil without lines.
    var assumedLettersMark: Bool? { lettersMark }

    /// Writes what was held back: the last lines, sums, and the uses of descriptions.
    func finish() throws {
        try headers.flush()
        try lines.flush()
        try sums.finish()
        // Sums say where their lines are, and lines where their header is.
        let (header, line) = (try Self.last("sale_header", database), try Self.last("sale_line", database))
        guard line == sums.lastLine, header == headerID else {
            throw IngestFailure.storage(reason: "\(header), \(line); not \(headerID), \(sums.lastLine)")
        }
        try flushDescriptions()
    }

    private static func last(_ table: String, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM \(table)") ?? 0
    }

    private func note(_ text: String, _ kind: SalesTextKind, owner: SalesBatch.TextNumber) throws {
        switch kind {
        case .document: try documents.append(text)
        case .product: try products.append(text)
        case .description: descriptions.append((products[owner].id, text, 0))
        case .customer: try customers.append(text)
        case .country: try countries.append(text)
        case .category: try categories.append(text)
        case .currency: try currencies.append(text)
        }
    }

    private func store(_ line: SalesBatch.Line, _ letters: Bool) throws {
        let document = documents[line.document]
        let product = products[line.product]
        let stratum = Stratum(
            shape: DocumentShape(rawValue: document.trait) ?? .other,
            isService: product.trait != 0,
            quantity: line.quantity,
            price: line.price,
            lettersMark: letters
        )
        if line.description != SalesBatch.noText { descriptions[Int(line.description)].uses += 1 }
        if line.category != SalesBatch.noText {
            let category = categories[line.category].id
            if product.link != category {
                products.setLink(category, of: line.product)
                try database.cachedStatement(sql: SalesSQL.setCategory).execute(arguments: [category, product.id])
            }
        }
        let stored = SalesSums.Line(
            file: fileID,
            document: document.id,
            product: product.id,
            customer: line.customer == SalesBatch.noText ? 0 : customers[line.customer].id,
            country: line.country == SalesBatch.noText ? 0 : countries[line.country].id,
            currency: line.currency == SalesBatch.noText ? fixedCurrency : currencies[line.currency].id,
            day: Int64(line.day),
            stratum: stratum.rawValue,
            quantity: line.quantity,
            amount: line.amount
        )
        try count(line)
        try sums.add(stored)
        let header = SaleHeader(stored, second: line.second)
        if header != self.header { try begin(header) }
        let headerID = headerID
        try lines.append { row in
            row[0] = headerID
            row[1] = stored.product
            row[2] = stored.stratum
            row[3] = stored.quantity
            row[4] = line.price
            row[5] = line.discount
            row[6] = stored.amount
        }
    }

    private func begin(_ header: SaleHeader) throws {
        try headers.append { row in
            row[0] = header.document
            row[1] = RowFeed.reference(header.customer)
            row[2] = RowFeed.reference(header.country)
            row[3] = RowFeed.reference(header.currency)
            row[4] = header.day
            row[5] = header.second < 0 ? RowFeed.null : header.second
        }
        headerID += 1
        self.header = header
    }

    /// Sums of absolute values of this file, in millionths.
    var fileMagnitudes: (quantity: Int64, amount: Int64) {
        (magnitudes.quantity - earlierMagnitudes.quantity, magnitudes.amount - earlierMagnitudes.amount)
    }

    /// - Throws: ``SumsTooLarge`` when some sum of the store might no longer fit.
    private func count(_ line: SalesBatch.Line) throws {
        rowsStored += 1
        firstDay = min(firstDay ?? line.day, line.day)
        lastDay = max(lastDay ?? line.day, line.day)
        let (quantity, quantityOverflow) = magnitudes.quantity.addingReportingOverflow(abs(line.quantity))
        let (amount, amountOverflow) = magnitudes.amount.addingReportingOverflow(abs(line.amount))
        if quantityOverflow || amountOverflow { throw SumsTooLarge() }
        magnitudes = (quantity, amount)
    }

    private func flushDescriptions() throws {
        let upsert = try PreparedStatement(database, sql: SalesSQL.addDescription)
        for entry in descriptions {
            upsert.bind(2, entry.product)
            upsert.bind(3, Self.canBeName(entry.text) ? 1 : 0)
            upsert.bind(4, entry.uses)
            try upsert.run(entry.text)
        }
        descriptions.removeAll(keepingCapacity: true)
    }

    /// The parser counts texts from 0 again.
    private func forgetTexts() throws {
        try flushDescriptions()
        documents.removeAll()
        products.removeAll()
        customers.removeAll()
        countries.removeAll()
        categories.removeAll()
        currencies.removeAll()
    }

    /// Clerks write their notes in lower case, or as question marks.
    private static func canBeName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return first != "?" && !first.properties.isLowercase
    }

    /// A shop's first file: do its ordinary documents have plain digits?
    private func judgeLetters(_ batch: SalesBatch) -> Bool {
        var counts = LetterCounts()
        for text in batch.newTexts where text.kind == .document {
            let number = batch.bytes[text.start..<text.start + text.count]
            counts.add(rules.shape(of: String(decoding: number, as: UTF8.self)), 1)
        }
        return counts.lettersMark
    }
}

/// What lines that follow one another have in common, mostly those of a document: it is stored once for them.
private struct SaleHeader: Equatable {
    let document: Int64
    let customer: Int64
    let country: Int64
    let currency: Int64
    let day: Int64
    /// Of the day; negative for none.
    let second: Int64

    @inline(__always)
    init(_ line: SalesSums.Line, second: Int) {
        document = line.document
        customer = line.customer
        country = line.country
        currency = line.currency
        day = line.day
        self.second = Int64(second)
    }
}

/// The sums of all lines might not fit 64 bits.
struct SumsTooLarge: Error {}

/// How many documents have plain digits and how many another form.
struct LetterCounts {
    private var digits = 0
    private var other = 0

    mutating func add(_ shape: DocumentShape, _ count: Int) {
        switch shape {
        case .digits: digits += count
        case .other: other += count
        case .cancellation, .adjustment: break
        }
    }

    /// Whether a letter before digits marks something: where ordinary documents are mostly plain digits.
    var lettersMark: Bool { digits > other }
}
