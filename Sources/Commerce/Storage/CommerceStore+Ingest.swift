import GRDB
import Localization
import TabularFiles

extension CommerceStore {
    /// Reads a file of sales or stock and stores its good lines, all of them in one transaction.
    ///
    /// Lines that cannot be read are left out and reported. The same bytes a second time change nothing.
    ///
    /// - Parameters:
    ///   - digest: makes the digest that recognises a file by its decompressed bytes, SHA-256 in the product.
    /// - Throws: ``IngestFailure``, or `CancellationError`; the store is then as it was.
    public func ingest(
        _ source: IngestSource,
        options: IngestOptions = IngestOptions(),
        digest: @escaping @Sendable () -> any ContentDigest
    ) async throws -> IngestReport {
        let currency = try Self.currency(options.currency)
        let rules = rules
        do {
            let input = try source.input()
            // A dry run is to show what is read, whether it is there or not.
            if !options.dryRun, let repeated = try await repeated(input, options, digest) { return repeated }
            let report = try await database.writeWithoutTransaction { db in
                var report: IngestReport?
                // Every id that the import writes was found or made by itself in the same transaction, and every value
                // of a sale was judged when it was read; to check each again takes a quarter of its time. The settings
                // cannot change inside a transaction.
                let checks = options.kind == .sales ? "ON" : "OFF"
                try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = \(checks)")
                defer { try? db.execute(sql: "PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF") }
                let rejectedLines = options.rejectedPath.map { RejectedLinesFile(path: $0, language: options.language) }
                try db.inTransaction(.immediate) {
                    switch options.kind {
                    case .sales:
                        report = try SalesImport(
                            input: input,
                            options: options,
                            currency: currency,
                            db: db,
                            rules: rules,
                            rejectedLines: rejectedLines
                        ).run(digest: digest)
                    case .inventory:
                        report = try StockImport(
                            input: input,
                            options: options,
                            currency: currency,
                            db: db,
                            rules: rules,
                            rejectedLines: rejectedLines
                        ).run(digest: digest)
                    }
                    return report?.isKept == true ? .commit : .rollback
                }
                return report
            }
            guard let report else { throw IngestFailure.storage(reason: "no report") }
            return report
        } catch let failure as TabularFileFailure {
            throw IngestFailure.unreadable(failure)
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY: throw IngestFailure.busy
            case .SQLITE_INTERRUPT, .SQLITE_ABORT: throw CancellationError()
            default: throw IngestFailure.storage(reason: error.message ?? "SQLite \(error.resultCode.rawValue)")
            }
        }
    }

    /// Notices a file that is there already before any of it is stored, where its size says that it may be one.
    private func repeated(
        _ input: TableInput,
        _ options: IngestOptions,
        _ digest: @escaping @Sendable () -> any ContentDigest
    ) async throws -> IngestReport? {
        let size = try input.statedSize()
        let kind = options.kind
        guard try await database.read({ db in try SourceFile.mayBeKnown(kind, size: size, in: db) }) else { return nil }
        let sum = Hexadecimal.text(
            try DigestingSource(GzipByteSource(input.open(), name: input.name), digest: digest()).digestOfAll()
        )
        let known = try await database.read { db in try SourceFile.known(kind, digest: sum, in: db) }
        guard let known else { return nil }
        var report: IngestReport
        switch kind {
        case .sales:
            let parser = try SalesFileParser(input, options: options, digest: digest(), rejectedLines: nil)
            report = parser.scan.report(input.name, options, digest: sum, dialect: parser.dialect)
        case .inventory:
            let parser = try StockFileParser(input, options: options, digest: digest(), rejectedLines: nil)
            report = parser.scan.report(input.name, options, digest: sum, dialect: parser.dialect)
        }
        (report.rowsRead, report.rowsSkipped) = (0, 0)
        return try await database.read { [report] db in try report.markedAsKnown(known, in: db) }
    }

    private static func currency(_ text: String?) throws(IngestFailure) -> String? {
        guard let text else { return nil }
        guard let code = CurrencyCode.read(text) else { throw .invalidCurrency(text) }
        return code
    }
}

extension IngestReport {
    /// Whether anything of the file stays in the store.
    fileprivate var isKept: Bool { !isDryRun && !alreadyIngested && rowsStored > 0 }
}
