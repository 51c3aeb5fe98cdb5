import Localization

/// Reads a sales file from its first byte to interpreted lines. It knows nothing of how they are stored, so it may run
/// on a thread of its own.
final class SalesFileParser {
    private(set) var rowsRead = 0
    private(set) var rowsSkipped = 0
    private(set) var rowsRejected = 0
    private(set) var rejected: [RejectedLine] = []
    private(set) var warnings: [LocalizedText] = []
    let mapping: ColumnMapping

    private let reader: RecordReader
    private let stored: GzipByteSource
    private let digesting: DigestingSource
    private let rejectedLimit: Int
    private var interpreter: SalesInterpreter

    /// Reads as far as the header.
    init(
        _ source: IngestSource,
        options: IngestOptions,
        digest: any ContentDigest
    ) throws(IngestFailure) {
        let bytes: any ByteSource =
            switch source {
            case .file(let path): try FileByteSource(path: path)
            case .bytes(let bytes, _): MemoryByteSource(bytes)
            }
        stored = GzipByteSource(bytes, name: source.name)
        digesting = DigestingSource(stored, digest: digest)
        reader = RecordReader(digesting)
        rejectedLimit = options.rejectedLimit

        try Self.skipByteOrderMark(reader, name: source.name)
        let columns = try Self.readHeader(reader, byHand: options.columns, name: source.name)
        mapping = try ColumnMapping(columns: columns, byHand: options.columns)
        let commaDecimals = reader.delimiter != UInt8(ascii: ",")
        guard mapping.missing.isEmpty,
            let interpreter = SalesInterpreter(
                mapping,
                commaDecimals: commaDecimals,
                readsCurrency: options.currency == nil
            )
        else { throw .missingColumns(file: source.name, found: columns, missing: mapping.missing) }
        self.interpreter = interpreter
    }

    /// Fills the batch with the next lines; it stays empty at the end of the file.
    func fill(_ batch: inout SalesBatch) throws(IngestFailure) {
        batch.removeAll()
        while !batch.isFull {
            switch try reader.next() {
            case .end: return
            case .blank:
                rowsRead += 1
                rowsSkipped += 1
            case .broken(let reason):
                rowsRead += 1
                reject(reason)
            case .record:
                rowsRead += 1
                if let reason = interpreter.interpret(reader, into: &batch) { reject(reason) }
            }
        }
    }

    var progress: IngestProgress {
        IngestProgress(bytesDone: stored.consumed, bytesTotal: stored.total, rows: rowsRead)
    }

    var findings: SalesInterpreter.Findings { interpreter.findings }

    var dialect: FileDialect {
        let findings = interpreter.findings
        let mark = findings.sawDecimalComma && !findings.sawDecimalPoint ? "," : "."
        return FileDialect(
            delimiter: String(decoding: [reader.delimiter], as: UTF8.self),
            encoding: "utf-8",
            compression: stored.isCompressed ? "gzip" : nil,
            decimalMark: mark,
            columns: mapping.positions.mapValues { mapping.columns[$0] },
            unusedColumns: mapping.unused
        )
    }

    /// The digest of all bytes. Called once, at the end.
    func finishDigest() -> [UInt8] { digesting.finalize() }

    private func reject(_ reason: RejectionReason) {
        rowsRejected += 1
        if rejected.count < rejectedLimit { rejected.append(RejectedLine(line: reader.line, reason: reason.text)) }
    }

    private static func skipByteOrderMark(_ reader: RecordReader, name: String) throws(IngestFailure) {
        let start = try reader.peek()
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { return reader.skip(3) }
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
            throw .unsupportedEncoding(file: name, encoding: "UTF-16")
        }
        if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw .unsupportedEncoding(file: name, encoding: "ZIP (xlsx)")
        }
    }

    /// The column names, read with the delimiter that makes most sense of them.
    private static func readHeader(
        _ reader: RecordReader,
        byHand: [String: SalesField],
        name: String
    ) throws(IngestFailure) -> [String] {
        var best: (score: Int, columns: [String], delimiter: UInt8) = (-1, [], UInt8(ascii: ","))
        while true {
            for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
                let columns = try reader.preview(delimiter: delimiter)
                // A name counts most, a column some: an unknown header is still split where it should be.
                let score = ColumnMapping.recognised(in: columns, byHand: byHand) * 1_000 + columns.count
                if !columns.isEmpty, score > best.score { best = (score, columns, delimiter) }
            }
            reader.delimiter = best.delimiter
            switch try reader.next() {
            case .end: throw .empty(file: name)
            case .blank: best.score = -1
            case .record: return best.columns.map { $0.trimmed }
            case .broken(let reason):
                throw .unreadableHeader(file: name, reason: reason.text)
            }
        }
    }
}

extension String {
    /// Without white space at either end.
    fileprivate var trimmed: String {
        var text = self
        return text.withUTF8 { String(decoding: TextTrim.trim($0), as: UTF8.self) }
    }
}
