/// A file that is open as a table: its records, and how they are written as far as that can be told without reading
/// them. What the records mean is the reader's business.
public final class TableFile {
    /// The form of the file.
    public enum Form: Sendable, Hashable {
        case text(TextEncoding, hasByteOrderMark: Bool)
        /// `others` are the workbook's further visible sheets.
        case spreadsheet(sheet: String, others: [String])
    }

    public let records: RecordReader
    public let form: Form
    /// What a first line `sep=;` says.
    public let statedDelimiter: UInt8?
    private let source: any ByteSource

    /// - Parameters:
    ///   - bytes: the input's bytes, decompressed. Of a spreadsheet they are read to the end here.
    ///   - input: the same file, for formats that are not read from front to back.
    ///   - sheet: the sheet of a workbook, by name; else its first visible one that is not empty.
    public init(
        _ bytes: any ByteSource,
        input: TableInput,
        sheet: String? = nil,
        limits: RecordReader.Limits = .init()
    ) throws(TabularFileFailure) {
        let start = try bytes.start(4_096)
        switch FileSignature(start) {
        case .unsupported(let format): throw .unsupportedFormat(file: input.name, format: format)
        case .binary: throw .noText(file: input.name)
        case .zip:
            try Self.drain(bytes)
            let sheetSource = try SheetSource(input, sheet: sheet)
            form = .spreadsheet(sheet: sheetSource.sheet, others: sheetSource.others)
            source = sheetSource
            records = RecordReader(sheetSource, limits: limits, countsRecords: true)
            statedDelimiter = UInt8(ascii: ",")
        case .text(let encoding, let markBytes):
            let whole = ResumedSource(Array(start.dropFirst(markBytes)), then: bytes)
            form = .text(encoding, hasByteOrderMark: markBytes > 0)
            switch encoding {
            case .utf8: source = whole
            case .utf16(let isBigEndian): source = UTF16Source(whole, isBigEndian: isBigEndian)
            }
            records = RecordReader(source, limits: limits)
            statedDelimiter = try Self.readSeparatorLine(records)
        }
    }

    /// Bytes read so far, and how many there are.
    public var progress: (done: Int, total: Int?) { (source.consumed, source.total) }

    /// Excel's own way to name the delimiter, which it does not take for data.
    private static func readSeparatorLine(_ records: RecordReader) throws(TabularFileFailure) -> UInt8? {
        let start = try records.peek()
        var text = Array(start.prefix(12))
        var quotes = 0
        if text.first == UInt8(ascii: "\"") {
            text.removeFirst()
            quotes = 1
        }
        guard text.count > 4, text[..<4].map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }) else { return nil }
        let delimiter = text[4]
        var count = 5 + quotes
        if quotes == 1 {
            guard count < start.count, start[count] == UInt8(ascii: "\"") else { return nil }
            count += 1
        }
        var hasEnd = count >= start.count
        for end in [UInt8(ascii: "\r"), UInt8(ascii: "\n")] where count < start.count && start[count] == end {
            count += 1
            hasEnd = true
        }
        guard hasEnd, delimiter != UInt8(ascii: "\""), delimiter < 0x80 else { return nil }
        records.skipLine(count)
        return delimiter
    }

    private static func drain(_ bytes: any ByteSource) throws(TabularFileFailure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while try bytes.read(into: buffer) > 0 {}
    }
}
