import GRDB
import Localization

/// One import: parser, writer and what has to be settled after the last line. Runs inside its caller's transaction.
struct SalesImport {
    private let source: IngestSource
    private let options: IngestOptions
    private let currency: String?
    private let db: Database
    private let rules: DocumentRules

    init(
        _ source: IngestSource,
        options: IngestOptions,
        currency: String?,
        db: Database,
        rules: DocumentRules
    ) {
        self.source = source
        self.options = options
        self.currency = currency
        self.db = db
        self.rules = rules
    }

    /// Leaves the file's lines in the transaction. The caller keeps or drops them as the report says.
    func run(digest: any ContentDigest) throws -> IngestReport {
        let parser = try SalesFileParser(source, options: options, digest: digest)
        let classification = Classification(rules: rules)
        let lastDocument = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM document") ?? 0
        // The digest is known after the last byte; until then the row holds its place.
        try db.execute(
            sql: SalesSQL.insertFile,
            arguments: [options.kind.rawValue, source.name, Self.placeholder]
        )
        let fileID = db.lastInsertedRowID
        let writer = try SalesWriter(
            db,
            rules: rules,
            fileID: fileID,
            currency: try fallbackCurrency(),
            lettersMark: try classification.storedLettersMark(db)
        )
        try store(from: parser, to: writer)
        let sum = Self.hexadecimal(parser.finishDigest())
        var report = report(of: parser, digest: sum)
        if try Int64.fetchOne(db, sql: SalesSQL.findFile, arguments: [options.kind.rawValue, sum]) != nil {
            report.alreadyIngested = true
            report.warnings = [IngestWarning.alreadyIngested]
            return report
        }
        guard parser.rowsRead > 0 else { throw IngestFailure.empty(file: source.name) }
        guard writer.rowsStored > 0 else {
            report.warnings = [IngestWarning.nothingStored]
            return report
        }
        try finish(writer, digest: sum, fileID: fileID)
        try classification.settle(assumed: writer.assumedLettersMark, in: db)
        try complete(&report, writer: writer, parser: parser, fileID: fileID, lastDocument: lastDocument)
        return report
    }

    private static let placeholder = String(repeating: "0", count: 64)

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private func store(from parser: SalesFileParser, to writer: SalesWriter) throws {
        var batch = SalesBatch()
        while true {
            try parser.fill(&batch)
            if batch.lines.isEmpty { break }
            try writer.store(batch)
            options.progress?(parser.progress)
        }
        options.progress?(parser.progress)
    }

    private func finish(_ writer: SalesWriter, digest: String, fileID: Int64) throws {
        try writer.finish()
        try db.execute(sql: SalesSQL.chooseNames)
        guard let quantity = writer.quantityMagnitude, let amount = writer.amountMagnitude else {
            throw IngestFailure.amountsTooLarge(file: source.name)
        }
        try db.execute(
            sql: SalesSQL.finishFile,
            arguments: [digest, writer.rowsStored, writer.firstDay, writer.lastDay, quantity, amount, fileID]
        )
        var sums: (quantity: Int64, amount: Int64) = (0, 0)
        for row in try Row.fetchAll(db, sql: SalesSQL.magnitudes) {
            let (quantity, quantityOverflow) = sums.quantity.addingReportingOverflow(row[0])
            let (amount, amountOverflow) = sums.amount.addingReportingOverflow(row[1])
            if quantityOverflow || amountOverflow { throw IngestFailure.amountsTooLarge(file: source.name) }
            sums = (quantity, amount)
        }
    }

    /// The stated currency, else the only one that the store knows. A column of the file overrides the latter.
    private func fallbackCurrency() throws -> Int64? {
        guard let currency else {
            let known = try Int64.fetchAll(db, sql: "SELECT id FROM currency LIMIT 2")
            return known.count == 1 ? known[0] : nil
        }
        try db.execute(
            sql: "INSERT INTO currency (code) VALUES (?) ON CONFLICT (code) DO NOTHING",
            arguments: [currency]
        )
        return try Int64.fetchOne(db, sql: "SELECT id FROM currency WHERE code = ?", arguments: [currency])
    }

    private func report(of parser: SalesFileParser, digest: String) -> IngestReport {
        IngestReport(
            file: source.name,
            kind: options.kind,
            sha256: digest,
            rowsRead: parser.rowsRead,
            rowsStored: 0,
            rowsRepaired: 0,
            rowsSkipped: parser.rowsSkipped,
            rowsRejected: parser.rowsRejected,
            rejected: parser.rejected,
            dialect: parser.dialect,
            currency: nil,
            currencies: [],
            alreadyIngested: false,
            isDryRun: options.dryRun,
            identicalLines: 0,
            period: nil,
            warnings: []
        )
    }

    private func complete(
        _ report: inout IngestReport,
        writer: SalesWriter,
        parser: SalesFileParser,
        fileID: Int64,
        lastDocument: Int64
    ) throws {
        report.rowsStored = writer.rowsStored
        report.rowsRepaired = parser.findings.repaired
        report.identicalLines = writer.identicalLines
        report.currencies = try String.fetchAll(db, sql: SalesSQL.fileCurrencies, arguments: [fileID])
        report.currency = report.currencies.count == 1 ? report.currencies[0] : nil
        if let first = writer.firstDay.flatMap(CalendarDay.init(packed:)),
            let last = writer.lastDay.flatMap(CalendarDay.init(packed:))
        {
            report.period = Period(from: first, to: last)
        }
        let limits: StatementArguments = [fileID, lastDocument]
        report.warnings = IngestWarning.all(
            report,
            findings: parser.findings,
            sharedDocuments: try String.fetchAll(db, sql: SalesSQL.sharedDocuments, arguments: limits),
            sharedCount: try Int.fetchOne(db, sql: SalesSQL.sharedDocumentCount, arguments: limits) ?? 0
        )
    }
}
