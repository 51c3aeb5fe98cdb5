import GRDB
import Localization
import TabularFiles

/// Takes a stock list in, in place of the one before. Runs inside its caller's transaction.
struct StockImport {
    let input: TableInput
    let options: IngestOptions
    let currency: String?
    let db: Database
    let rules: DocumentRules
    let rejectedLines: RejectedLinesFile?

    func run(digest: () -> any ContentDigest) throws -> IngestReport {
        try CorrectedImport.run(in: db, rejectedLines) { try run(digest: digest(), $0) }
    }

    private func run(digest: any ContentDigest, _ corrections: [FormatCorrection<StockField>]) throws -> IngestReport {
        let parser = try StockFileParser(
            input,
            options: options,
            digest: digest,
            rejectedLines: rejectedLines,
            corrections: corrections
        )
        let earlier = try forgetEarlier()
        let file = try SourceFile(options.kind, name: input.name, in: db)
        let writer = try StockWriter(
            db,
            rules: rules,
            fileID: file.id,
            currency: try currency ?? parser.currency ?? SourceFile.onlyCurrency(db)
        )
        try parser.forEach(writer.store, progress: options.progress)
        rejectedLines?.flush()
        let sum = Hexadecimal.text(parser.scan.finishDigest())
        var report = parser.scan.report(input.name, options, digest: sum, dialect: parser.dialect)
        report.preview = parser.preview
        if earlier.digest == sum {
            return try report.markedAsKnown(file, in: db)
        }
        guard parser.scan.rowsRead > 0 else { throw IngestFailure.empty(file: input.name) }
        guard writer.rowsStored > 0 else {
            report.warnings = [IngestWarning.nothingStored]
            return report
        }
        try file.finish(digest: sum, size: parser.scan.byteCount, lines: writer.rowsStored, in: db)
        do {
            try writer.finish()
        } catch is SumsTooLarge {
            throw IngestFailure.amountsTooLarge(file: input.name)
        }
        report.rowsStored = writer.rowsStored
        report.rowsRepaired = parser.scan.rowsRepaired
        try report.describe(file, in: db)
        report.warnings = warnings(report, parser, writer, earlier.items)
        return report
    }

    /// The list before is gone, and its file with it: taken in again, it would be news.
    private func forgetEarlier() throws -> (digest: String?, items: Int) {
        let kind = options.kind.rawValue
        let digest = try String.fetchOne(db, sql: "SELECT digest FROM source_file WHERE kind = ?", arguments: [kind])
        let items = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM stock_item") ?? 0
        try db.execute(sql: "DELETE FROM stock_item")
        try db.execute(sql: "DELETE FROM source_file WHERE kind = ?", arguments: [kind])
        try db.execute(sql: "UPDATE product SET stock_category_id = NULL WHERE stock_category_id IS NOT NULL")
        return (digest, items)
    }

    private func warnings(
        _ report: IngestReport,
        _ parser: StockFileParser,
        _ writer: StockWriter,
        _ replaced: Int
    ) -> [LocalizedText] {
        var warnings: [LocalizedText] = []
        if report.isDryRun { warnings.append(IngestWarning.dryRun) }
        if replaced > 0 {
            warnings.append(
                LocalizedText(
                    es: "Toma el lugar de la lista de existencias anterior, que tenía \(replaced) artículos.",
                    en: "It takes the place of the earlier stock list, which had \(replaced) items."
                )
            )
        }
        if !writer.repeatedCodes.isEmpty {
            let codes = writer.repeatedCodes.prefix(5).joined(separator: ", ")
            warnings.append(
                LocalizedText(
                    es: "Hay códigos en más de una línea (\(codes)); sus existencias se sumaron.",
                    en: "Some codes are on more than one line (\(codes)); their stock was added up."
                )
            )
        }
        if report.currencies.isEmpty {
            warnings.append(IngestWarning.noCurrency(hasDollars: parser.hasUndecidedDollars))
        }
        return warnings + IngestWarning.general(report, otherSheets: parser.scan.otherSheets)
    }
}

/// Stores items within a transaction of its caller's.
final class StockWriter {
    private(set) var rowsStored = 0
    /// The first codes that came more than once.
    private(set) var repeatedCodes: [String] = []

    private let db: Database
    private let fileID: Int64
    private let currency: String?
    private let products: NameTable
    private let categories: NameTable
    private let suppliers: NameTable
    private let currencyTable: NameTable

    init(_ db: Database, rules: DocumentRules, fileID: Int64, currency: String?) throws {
        self.db = db
        self.fileID = fileID
        self.currency = currency
        products = try NameTable(.product, db, rules)
        categories = try NameTable(.category, db, rules)
        suppliers = try NameTable(.supplier, db, rules)
        currencyTable = try NameTable(.currency, db, rules)
    }

    func store(_ item: StockLine) throws {
        let product = try products.row(of: item.code).id
        let insert = try db.cachedStatement(sql: Self.insert)
        try insert.execute(arguments: [
            product, fileID, item.name, try item.supplier.map(suppliers.row)?.id,
            try (item.currency ?? currency).map(currencyTable.row)?.id,
            item.stock, item.onOrder, item.reorderLevel, item.price, item.cost, item.isDiscontinued,
        ])
        if db.changesCount == 0 { try addUp(product, item) }
        if let category = try item.category.map(categories.row)?.id {
            let setCategory = try db.cachedStatement(sql: "UPDATE product SET stock_category_id = ? WHERE id = ?")
            try setCategory.execute(arguments: [category, product])
        }
        rowsStored += 1
    }

    /// - Throws: ``SumsTooLarge`` when some sum of the list might not fit.
    func finish() throws {
        try checkSums()
        try db.execute(sql: SalesSQL.chooseNames)
    }

    private func checkSums() throws {
        var (quantity, worth) = (Int128.zero, Int128.zero)
        let items = try Row.fetchCursor(db, sql: "SELECT stock, on_order, price, cost FROM stock_item")
        while let item = try items.next() {
            let (stock, onOrder): (Int64, Int64) = (item[0], item[1])
            let (price, cost): (Int64?, Int64?) = (item[2], item[3])
            quantity += Int128(stock.magnitude) + Int128(onOrder.magnitude)
            worth += Int128(stock.magnitude) * Int128(max(price?.magnitude ?? 0, cost?.magnitude ?? 0)) / 1_000_000 + 1
        }
        if max(quantity, worth) > Int64.max { throw SumsTooLarge() }
    }

    private static let insert = """
        INSERT INTO stock_item (product_id, file_id, name, supplier_id, currency_id, stock, on_order, reorder_level,
            price, cost, is_discontinued)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (product_id) DO NOTHING
        """

    /// The same code again is the same product in another place.
    private func addUp(_ product: Int64, _ item: StockLine) throws {
        try db.execute(
            sql: """
                UPDATE stock_item SET stock = stock + ?, on_order = on_order + ?,
                    reorder_level = max(reorder_level, ?) WHERE product_id = ?
                """,
            arguments: [item.stock, item.onOrder, item.reorderLevel, product]
        )
        if repeatedCodes.count < 6 { repeatedCodes.append(item.code) }
    }
}
