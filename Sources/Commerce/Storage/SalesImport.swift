import GRDB
import Localization
import TabularFiles

/// One import: parser, writer and what has to be settled after the last line. Runs inside its caller's transaction.
struct SalesImport {
    let input: TableInput
    let options: IngestOptions
    let currency: String?
    let db: Database
    let rules: DocumentRules
    let rejectedLines: RejectedLinesFile?

    /// Leaves the file's lines in the transaction. The caller keeps or drops them as the report says.
    func run(digest: () -> any ContentDigest) throws -> IngestReport {
        try CorrectedImport.run(in: db, rejectedLines) { try run(digest: digest(), $0) }
    }

    private func run(digest: any ContentDigest, _ corrections: [FormatCorrection<SalesField>]) throws -> IngestReport {
        let parser = try SalesFileParser(
            input,
            options: options,
            digest: digest,
            rejectedLines: rejectedLines,
            corrections: corrections
        )
        let classification = Classification(rules: rules)
        let lastDocument = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM document") ?? 0
        let file = try SourceFile(options.kind, name: input.name, in: db)
        let writer = try SalesWriter(
            db,
            rules: rules,
            fileID: file.id,
            currency: try fallbackCurrency(parser),
            lettersMark: try classification.storedLettersMark(db),
            highestDocument: lastDocument
        )
        do {
            try ParserThread(parser, progress: options.progress).forEach(writer.store)
        } catch is SumsTooLarge {
            throw IngestFailure.amountsTooLarge(file: input.name)
        }
        rejectedLines?.flush()
        let sum = Hexadecimal.text(parser.scan.finishDigest())
        var report = parser.scan.report(input.name, options, digest: sum, dialect: parser.dialect)
        report.preview = parser.preview
        if let known = try SourceFile.known(options.kind, digest: sum, in: db) {
            return try report.markedAsKnown(known, in: db)
        }
        guard parser.scan.rowsRead > 0 else { throw IngestFailure.empty(file: input.name) }
        guard writer.rowsStored > 0 else {
            report.warnings = [IngestWarning.nothingStored]
            return report
        }
        try finish(writer, file, digest: sum, size: parser.scan.byteCount)
        try classification.settle(assumed: writer.assumedLettersMark, in: db)
        try complete(&report, writer: writer, parser: parser, file: file, lastDocument: lastDocument)
        return report
    }

    private func finish(_ writer: SalesWriter, _ file: SourceFile, digest: String, size: Int) throws {
        try writer.finish()
        try db.execute(sql: SalesSQL.chooseNames)
        try file.finish(
            digest: digest,
            size: size,
            lines: writer.rowsStored,
            days: (writer.firstDay, writer.lastDay),
            magnitudes: writer.fileMagnitudes,
            in: db
        )
    }

    /// The stated currency, else the file's, else the only one that the store knows. A column of the file overrides the
    /// latter two.
    private func fallbackCurrency(_ parser: SalesFileParser) throws -> Int64? {
        let known = parser.currencyIsUnnamed ? nil : try SourceFile.onlyCurrency(db)
        guard let code = currency ?? parser.survey.currency ?? known else { return nil }
        return try NameTable(.currency, db, rules).row(of: code).id
    }

    private func complete(
        _ report: inout IngestReport,
        writer: SalesWriter,
        parser: SalesFileParser,
        file: SourceFile,
        lastDocument: Int64
    ) throws {
        report.rowsStored = writer.rowsStored
        report.rowsRepaired = parser.scan.rowsRepaired
        report.identicalLines = parser.identicalLines
        try report.describe(file, in: db)
        let limits: StatementArguments = [file.id, lastDocument]
        report.warnings = IngestWarning.all(
            report,
            parser: parser,
            sharedDocuments: try String.fetchAll(db, sql: SalesSQL.sharedDocuments, arguments: limits),
            sharedCount: try Int.fetchOne(db, sql: SalesSQL.sharedDocumentCount, arguments: limits) ?? 0
        )
    }
}
