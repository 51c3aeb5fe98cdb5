import GRDB

/// Stores interpreted lines within a transaction of its caller's.
final class SalesWriter {
    private(set) var rowsStored = 0
    private(set) var identicalLines = 0
    private(set) var firstDay: Int?
    private(set) var lastDay: Int?
    /// Sums of absolute values in millionths; nil once they no longer fit.
    private(set) var quantityMagnitude: Int64? = 0
    private(set) var amountMagnitude: Int64? = 0

    private let database: Database
    private let rules: DocumentRules
    private let fileID: Int64
    private let fixedCurrency: Int64?
    private let rows: LineRows
    private let sums: DocumentSums
    private var fingerprints = FingerprintSet()
    private var documents = NameTable(.document)
    private var products = NameTable(.product)
    private var customers = NameTable(.customer)
    private var countries = NameTable(.country)
    private var categories = NameTable(.category)
    private var currencies = NameTable(.currency)
    private var descriptions = ByteInterner()
    private var descriptionUses: [(product: Int64, uses: Int64)] = []
    private var lettersMark: Bool?

    /// - Parameter lettersMark: how letters in document numbers are to be read, or nil to judge by the first batch.
    init(_ database: Database, rules: DocumentRules, fileID: Int64, currency: Int64?, lettersMark: Bool?) throws {
        self.database = database
        self.rules = rules
        self.fileID = fileID
        self.lettersMark = lettersMark
        fixedCurrency = currency
        rows = try LineRows(database)
        sums = try DocumentSums(database, fileID: fileID)
    }

    func store(_ batch: SalesBatch) throws {
        try batch.text.withUnsafeBufferPointer { text in
            let letters = lettersMark ?? judgeLetters(batch, text)
            lettersMark = letters
            for line in batch.lines { try store(line, text, letters) }
        }
    }

    /// The reading of letters that the lines were stored with; nil without lines.
    var assumedLettersMark: Bool? { lettersMark }

    /// Writes what was held back: the last lines, sums, and the uses of descriptions.
    func finish() throws {
        try rows.flush()
        try sums.flush()
        try flushDescriptions()
    }

    private func store(_ line: SalesBatch.Line, _ text: UnsafeBufferPointer<UInt8>, _ letters: Bool) throws {
        func bytes(_ span: SalesBatch.Span) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: text[Int(span.start)..<Int(span.start + span.count)])
        }
        let document = try documents.row(of: bytes(line.document), database, rules)
        let product = try products.row(of: bytes(line.product), database, rules)
        let stratum = Stratum(
            shape: DocumentShape(rawValue: document.trait) ?? .other,
            isService: product.trait != 0,
            quantity: line.quantity,
            price: line.price,
            lettersMark: letters
        )
        if !line.description.isEmpty { try note(bytes(line.description), of: product.id) }
        if !line.category.isEmpty {
            let category = try categories.row(of: bytes(line.category), database, rules).id
            if products.link(of: product.index) != category {
                products.setLink(category, of: product.index)
                try database.cachedStatement(sql: SalesSQL.setCategory).execute(arguments: [category, product.id])
            }
        }
        let key = DocumentSums.Key(
            customer: line.customer.isEmpty ? nil : try customers.row(of: bytes(line.customer), database, rules).id,
            country: line.country.isEmpty ? nil : try countries.row(of: bytes(line.country), database, rules).id,
            currency: line.currency.isEmpty
                ? fixedCurrency : try currencies.row(of: bytes(line.currency), database, rules).id,
            day: Int64(line.day),
            stratum: stratum.rawValue
        )
        try sums.add(key, document: document.id, quantity: line.quantity, amount: line.amount)
        try rows.append(
            (
                fileID, document.id, product.id, key.customer ?? LineRows.null, key.country ?? LineRows.null,
                key.currency ?? LineRows.null, key.day, line.second < 0 ? LineRows.null : Int64(line.second),
                key.stratum, line.quantity, line.price, line.discount, line.amount
            )
        )
        count(line)
    }

    private func count(_ line: SalesBatch.Line) {
        rowsStored += 1
        if !fingerprints.insert(line.fingerprint) { identicalLines += 1 }
        firstDay = min(firstDay ?? line.day, line.day)
        lastDay = max(lastDay ?? line.day, line.day)
        quantityMagnitude = Self.sum(quantityMagnitude, line.quantity)
        amountMagnitude = Self.sum(amountMagnitude, line.amount)
    }

    private static func sum(_ magnitude: Int64?, _ value: Int64) -> Int64? {
        guard let (sum, overflow) = magnitude?.addingReportingOverflow(abs(value)), !overflow else { return nil }
        return sum
    }

    private func note(_ description: UnsafeBufferPointer<UInt8>, of product: Int64) throws {
        let (index, isNew) = descriptions.intern(description, salt: UInt64(bitPattern: product))
        if isNew {
            descriptionUses.append((product, 1))
            if descriptions.isFull { try flushDescriptions() }
        } else {
            descriptionUses[index].uses += 1
        }
    }

    private func flushDescriptions() throws {
        let upsert = try database.cachedStatement(sql: SalesSQL.addDescription)
        for (index, entry) in descriptionUses.enumerated() {
            let text = descriptions.text(at: index)
            try upsert.execute(arguments: [entry.product, text, Self.canBeName(text), entry.uses])
        }
        descriptions.removeAll()
        descriptionUses.removeAll(keepingCapacity: true)
    }

    /// Clerks write their notes in lower case, or as question marks.
    private static func canBeName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return first != "?" && !first.properties.isLowercase
    }

    /// A shop's first file: do its ordinary documents have plain digits?
    private func judgeLetters(_ batch: SalesBatch, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var counts = LetterCounts()
        var previous: ArraySlice<UInt8> = []
        for line in batch.lines {
            let number = text[Int(line.document.start)..<Int(line.document.start + line.document.count)]
            if number.elementsEqual(previous) { continue }
            previous = ArraySlice(number)
            counts.add(rules.shape(of: String(decoding: number, as: UTF8.self)), 1)
        }
        return counts.lettersMark
    }
}

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
