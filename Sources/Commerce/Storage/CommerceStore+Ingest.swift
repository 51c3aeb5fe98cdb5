import GRDB
import Localization

extension CommerceStore {
    /// Reads a file of sales and stores its good lines, all of them in one transaction.
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
            let report = try await database.writeWithoutTransaction { db in
                var report: IngestReport?
                // Every id that the import writes was found or made by itself in the same transaction; checking each
                // again takes a quarter of its time. The setting cannot change inside a transaction.
                try db.execute(sql: "PRAGMA foreign_keys = OFF")
                defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
                try db.inTransaction(.immediate) {
                    let salesImport = SalesImport(source, options: options, currency: currency, db: db, rules: rules)
                    report = try salesImport.run(digest: digest())
                    return report?.isKept == true ? .commit : .rollback
                }
                return report
            }
            guard let report else { throw IngestFailure.storage(reason: "no report") }
            return report
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY: throw IngestFailure.busy
            case .SQLITE_INTERRUPT, .SQLITE_ABORT: throw CancellationError()
            default: throw IngestFailure.storage(reason: error.message ?? "SQLite \(error.resultCode.rawValue)")
            }
        }
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
