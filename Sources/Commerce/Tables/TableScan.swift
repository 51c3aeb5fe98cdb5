import Localization
import TabularFiles

/// Reads a file from its first byte as lines of a table, and keeps count of what became of them. What a line means is
/// its caller's business.
final class TableScan<Field: TableField> {
    /// What became of a line.
    enum Verdict {
        case stored
        /// Nothing to store, nothing wrong: a subtotal, a repeated header.
        case skipped
        case rejected(RejectionReason)
    }

    private(set) var rowsRead = 0
    private(set) var rowsSkipped = 0
    private(set) var rowsRejected = 0
    private(set) var rowsRepaired = 0
    private(set) var rejected: [RejectedLine] = []
    var layout: TableLayout<Field>
    let table: TableFile

    /// Whether the file is in the format of gzip.
    let isCompressed: Bool

    private let stored: ReadAheadSource
    /// Belongs to the thread that reads, until the end.
    private let digesting: DigestingSource
    private let rejectedLimit: Int
    private let rejectedLines: RejectedLinesFile?
    private let required: [Int]
    private let lastRequired: Int
    private let anchors: [Int]
    private let headerKeys: [String]

    /// Reads as far as the header.
    ///
    /// - Parameters:
    ///   - required: the columns that a line must reach, given where each field is.
    ///   - anchors: what a line that adds others up has not.
    init(
        _ input: TableInput,
        options: IngestOptions,
        digest: any ContentDigest,
        rejectedLines: RejectedLinesFile?,
        required: ([Field: Int]) -> [Field],
        anchors: [Field],
        infer: ([[String]]) -> [Field: Int],
        refine: (inout TableLayout<Field>) -> Void = { _ in }
    ) throws {
        isCompressed = try input.isCompressed()
        digesting = DigestingSource(GzipByteSource(input.open(), name: input.name), digest: digest)
        stored = ReadAheadSource(digesting)
        var table = try TableFile(stored, input: input, sheet: options.sheet)
        rejectedLimit = options.rejectedLimit
        self.rejectedLines = rejectedLines
        func find(in table: TableFile) throws -> TableLayout<Field>? {
            let layout = try TableLayout<Field>.find(
                in: table,
                delimiter: options.delimiter,
                byHand: options.columns,
                infer: infer
            )
            guard var layout else { return nil }
            refine(&layout)
            return layout
        }
        func missing(in layout: TableLayout<Field>?) -> [Field] {
            let positions = layout?.mapping.positions ?? [:]
            return required(positions).filter { positions[$0] == nil }
        }
        var found = try find(in: table)
        if options.sheet == nil, case .spreadsheet(_, let others) = table.form, !missing(in: found).isEmpty {
            // Covers, notes and summaries come before the sheet with the lines.
            for sheet in others.prefix(Self.mostSheets) {
                let other = try TableFile(GzipByteSource(input.open(), name: input.name), input: input, sheet: sheet)
                let layout = try find(in: other)
                guard missing(in: layout).isEmpty else { continue }
                (table, found) = (other, layout)
                break
            }
        }
        self.table = table
        guard let layout = found else { throw try Self.nothingFound(in: table, name: input.name, required([:])) }
        let needed = required(layout.mapping.positions)
        let missing = missing(in: layout)
        guard missing.isEmpty else {
            throw IngestFailure.missingColumns(
                file: input.name,
                found: layout.mapping.columns,
                missing: missing.map(\.rawValue)
            )
        }
        self.required = needed.compactMap { layout.mapping.positions[$0] }
        lastRequired = self.required.max() ?? 0
        self.anchors = anchors.compactMap { layout.mapping.positions[$0] }
        headerKeys = layout.headerLine == nil ? [] : layout.mapping.columns.map { ColumnName($0).key }
        self.layout = layout
        table.records.delimiter = layout.delimiter
        try skipLeadingRecords()
    }

    /// Takes the next line; false at the end of the file.
    @inline(__always)
    func next(_ interpret: (RecordReader) throws -> Verdict) throws -> Bool {
        switch try table.records.next() {
        case .end: return false
        case .blank:
            rowsRead &+= 1
            rowsSkipped += 1
        case .broken(let problem):
            rowsRead &+= 1
            reject(.record(problem))
        case .record:
            rowsRead &+= 1
            let reader = table.records
            let count = reader.fieldCount
            if count != layout.columnCount, let reason = misshapen(reader) {
                if isSummary(reader) { rowsSkipped += 1 } else { reject(reason) }
                return true
            }
            switch try interpret(reader) {
            case .stored: if count != layout.columnCount { countRepair(count) }
            case .skipped: rowsSkipped += 1
            case .rejected(let reason):
                // Only what cannot be stored is looked at more closely.
                if isSummary(reader) || isHeader(reader) { rowsSkipped += 1 } else { reject(reason) }
            }
        }
        return true
    }

    var progress: IngestProgress {
        let place = isSpreadsheet ? table.progress : (stored.consumed, stored.total)
        return IngestProgress(bytesDone: place.0, bytesTotal: place.1, rows: rowsRead)
    }

    var isSpreadsheet: Bool {
        if case .spreadsheet = table.form { true } else { false }
    }

    /// Where all rejected lines were written to; nil when there were none.
    var rejectedFile: String? { rejectedLines.flatMap { $0.isWritten ? $0.path : nil } }

    /// Size of all bytes, decompressed, once they have been read.
    var byteCount: Int { digesting.count }

    /// The digest of all bytes, decompressed. Called once, at the end.
    func finishDigest() -> [UInt8] { digesting.finalize() }

    private static var mostSheets: Int { 20 }

    // MARK: Lines that are no data

    /// Why a line with another number of fields than the header's cannot be mended.
    private func misshapen(_ reader: RecordReader) -> RejectionReason? {
        let found = reader.fieldCount
        let expected = layout.columnCount
        let canMend =
            found < expected
            ? found > lastRequired
            : (expected..<found).allSatisfy { TextTrim.trim(reader[$0]).isEmpty }
        return canMend ? nil : .fieldCount(found: found, expected: expected)
    }

    private func countRepair(_ found: Int) {
        // A spreadsheet leaves out empty cells, and columns without a name hold nothing.
        if !isSpreadsheet, !(layout.namedColumnCount...layout.columnCount ~= found) { rowsRepaired += 1 }
    }

    /// A line that adds others up, or a remark between them.
    private func isSummary(_ reader: RecordReader) -> Bool {
        if isRemark(reader) { return true }
        let lacksAnchor = anchors.contains { position in
            let text = TextTrim.trim(reader[position])
            return text.isEmpty || SummaryLine.begins(text)
        }
        guard lacksAnchor, (0..<reader.fieldCount).contains(where: { SummaryLine.begins(TextTrim.trim(reader[$0])) })
        else { return false }
        // A sale of something called Total may lack one thing, a total lacks more.
        let lacking = required.count { position in
            let text = TextTrim.trim(reader[position])
            return text.isEmpty || SummaryLine.begins(text)
        }
        return lacking >= min(2, required.count - 1)
    }

    /// Several words in one cell, alone on the line. One word may be what is left of a sale.
    private func isRemark(_ reader: RecordReader) -> Bool {
        var cells = 0
        var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        for index in 0..<reader.fieldCount {
            let cell = TextTrim.trim(reader[index])
            if cell.isEmpty { continue }
            cells += 1
            text = cell
        }
        guard cells == 1, layout.columnCount > 2 else { return false }
        let words = String(decoding: text.prefix(1_000), as: UTF8.self).split(separator: " ")
        return words.count > 1 && text.count <= 1_000 && NumberText.read(text, preferring: .point) == nil
    }

    /// Files that were put together from several repeat their header.
    private func isHeader(_ reader: RecordReader) -> Bool {
        guard !headerKeys.isEmpty, reader.fieldCount >= 2 else { return false }
        for index in 0..<min(reader.fieldCount, headerKeys.count) {
            let text = String(decoding: reader[index], as: UTF8.self)
            // The second of two equal names has a number here.
            guard headerKeys[index].hasPrefix(ColumnName(text).key) else { return false }
        }
        return true
    }

    private func reject(_ reason: RejectionReason) {
        rowsRejected += 1
        let line = RejectedLine(line: table.records.line, reason: reason.text)
        if rejected.count < rejectedLimit { rejected.append(line) }
        rejectedLines?.add(line, table.records)
    }

    private func skipLeadingRecords() throws {
        for index in 0..<layout.leadingRecords {
            _ = try table.records.next()
            if index == layout.leadingRecords - 1 { return }
            rowsRead += 1
            rowsSkipped += 1
        }
    }

    /// The right word for a file in which no table was found.
    private static func nothingFound(in table: TableFile, name: String, _ required: [Field]) throws -> IngestFailure {
        let records = try table.records.sample(delimiter: UInt8(ascii: ","), most: 20)
        let lines = records.map { $0.fields ?? ["…"] }.filter { fields in
            fields.contains { $0.unicodeScalars.contains { $0.properties.generalCategory != .control && $0 != " " } }
        }
        guard let first = lines.first else { return .empty(file: name) }
        return .missingColumns(file: name, found: first.map(\.trimmed), missing: required.map(\.rawValue))
    }
}

/// Lines that add others up.
enum SummaryLine {
    /// Whether the text begins with a word for a total.
    static func begins(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Asked of every document: most begin with none of these.
        switch text.first.map({ $0 | 0x20 }) {
        case UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "g"), UInt8(ascii: "v"), UInt8(ascii: "a"),
            UInt8(ascii: "*"):
            break
        default: return false
        }
        let folded = FoldedText(String(decoding: text.prefix(40), as: UTF8.self)).description
        let words = folded.split { !$0.isLetter }.map(String.init)
        // Letters that stand apart are one word: `T O T A L`.
        let apart = words.prefix { $0.count == 1 }
        guard let word = apart.count > 1 ? apart.joined() : words.first else { return false }
        if Self.words.contains(word) { return true }
        // Alone: a van is also something to sell, and VAN-12 a document.
        if apart.isEmpty ? words.count == 1 : words.count == apart.count, Self.carried.contains(word) {
            return !folded.contains(where: \.isNumber)
        }
        return words.count > 1 && ["gran", "grand", "sub"].contains(word) && words[1].hasPrefix("total")
    }

    private static let words: Set<String> = [
        "total", "totales", "subtotal", "subtotales", "totals", "subtotals", "suma", "sumas", "sum",
    ]
    /// What is carried to the next page, and from the last one.
    private static let carried: Set<String> = ["van", "vienen", "acumulado"]
}
