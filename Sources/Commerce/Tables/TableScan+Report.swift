import TabularFiles

extension TableScan {
    /// How the file turned out to be written.
    func dialect(decimalMark: String, dateOrder: String?, datesAreAmbiguous: Bool) -> FileDialect {
        var sheet: String?
        let encoding: String
        switch table.form {
        case .spreadsheet(let name, _): (sheet, encoding) = (name, "utf-8")
        case .text(.utf16, _): encoding = "utf-16"
        case .text(.utf8, let hasMark):
            let counts = table.records.encodings
            encoding =
                counts.windows1252 == 0
                ? (hasMark ? "utf-8-sig" : "utf-8") : counts.utf8 == 0 ? "cp1252" : "mixed utf-8/cp1252"
        }
        return FileDialect(
            format: isSpreadsheet ? "xlsx" : "text",
            delimiter: String(decoding: [layout.delimiter], as: UTF8.self),
            encoding: encoding,
            compression: isCompressed ? "gzip" : nil,
            sheet: sheet,
            headerLine: layout.headerLine,
            columnsAreInferred: layout.isInferred,
            decimalMark: decimalMark,
            dateOrder: dateOrder,
            datesAreAmbiguous: datesAreAmbiguous,
            columns: layout.mapping.assignments,
            unusedColumns: layout.headerLine == nil ? [] : layout.mapping.unused
        )
    }

    /// A report without anything stored yet.
    func report(_ name: String, _ options: IngestOptions, digest: String, dialect: FileDialect) -> IngestReport {
        IngestReport(
            file: name,
            kind: options.kind,
            sha256: digest,
            rowsRead: rowsRead,
            rowsStored: 0,
            rowsRepaired: 0,
            rowsSkipped: rowsSkipped,
            rowsRejected: rowsRejected,
            rejected: rejected,
            rejectedFile: rejectedFile,
            dialect: dialect,
            currency: nil,
            currencies: [],
            alreadyIngested: false,
            isDryRun: options.dryRun,
            identicalLines: 0,
            period: nil,
            preview: [],
            warnings: []
        )
    }

    /// The workbook's visible sheets that were not read.
    var otherSheets: [String] {
        if case .spreadsheet(_, let others) = table.form { others } else { [] }
    }
}
