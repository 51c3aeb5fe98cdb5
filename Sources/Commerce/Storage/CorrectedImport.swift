import GRDB

/// Reads a file as often as it takes until no column is proved wrong any more.
enum CorrectedImport {
    /// - Parameter read: one reading of the whole file, in a savepoint of its own: what it stored before a column was
    ///   proved wrong is undone.
    static func run<Field>(
        in db: Database,
        _ rejectedLines: RejectedLinesFile?,
        read: ([FormatCorrection<Field>]) throws -> IngestReport
    ) throws -> IngestReport {
        var corrections: [FormatCorrection<Field>] = []
        while true {
            do {
                var report: IngestReport?
                try db.inSavepoint {
                    report = try read(corrections)
                    return .commit
                }
                if let report { return report }
                throw IngestFailure.storage(reason: "no report")
            } catch let correction as FormatCorrection<Field> {
                // A column can be proved wrong once: what has been corrected is settled.
                corrections.append(correction)
                rejectedLines?.restart()
            }
        }
    }
}
