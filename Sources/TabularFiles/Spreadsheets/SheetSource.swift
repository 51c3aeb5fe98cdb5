import ZippedXML

/// One sheet of an .xlsx workbook (ECMA-376) as the bytes of a CSV file: UTF-8, commas, a record a row, dates as ISO
/// 8601 and numbers with a decimal point, whatever the workbook's country shows.
final class SheetSource: ByteSource {
    let sheet: String
    /// The other visible sheets.
    let others: [String]
    private let entry: ZipEntry
    private let rows: SheetRows
    private let stream: XMLStream
    private let name: String
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var outputAt = 0
    private var ended = false

    /// Texts are held in memory; sheets are not.
    private static let mostTextBytes = 128 << 20
    fileprivate static let mostSheetBytes = 4 << 30

    /// - Parameter sheet: by name; else the first visible one that is not empty.
    init(_ input: TableInput, sheet wanted: String?) throws(TabularFileFailure) {
        name = input.name
        let archive = try input.zipArchive()
        let parts = WorkbookFolder(archive, of: input)
        let workbook = WorkbookPart()
        guard try parts.read("xl/workbook.xml", into: workbook) else {
            let isOpenDocument = try input.naming { () throws(ZippedXMLFailure) in
                try archive.entry("content.xml", mostBytes: 1 << 30) != nil
            }
            throw .unsupportedFormat(file: input.name, format: isOpenDocument ? "OpenDocument (.ods)" : "ZIP")
        }
        let relations = RelationsPart()
        _ = try parts.read("xl/_rels/workbook.xml.rels", into: relations)
        let visible = workbook.sheets.filter { $0.isVisible && relations.targets[$0.relation] != nil }
        let candidates: [WorkbookPart.Sheet]
        if let wanted {
            candidates = workbook.sheets.filter { $0.name.lowercased() == wanted.lowercased() }
            guard !candidates.isEmpty else {
                throw .noSuchSheet(file: input.name, name: wanted, found: workbook.sheets.map(\.name))
            }
        } else {
            candidates = visible
        }
        var chosen: WorkbookPart.Sheet?
        for candidate in candidates {
            guard let path = relations.targets[candidate.relation] else { continue }
            let probe = SheetProbe()
            try parts.probe(path, probe)
            guard probe.hasCell || candidates.count == 1 else { continue }
            chosen = candidate
            break
        }
        guard let chosen = chosen ?? candidates.first, let path = relations.targets[chosen.relation],
            let entry = try input.naming({ () throws(ZippedXMLFailure) in
                try archive.entry(path, mostBytes: Self.mostSheetBytes)
            })
        else { throw .damagedSpreadsheet(file: input.name, reason: "xl/worksheets") }
        sheet = chosen.name
        others = visible.map(\.name).filter { $0 != chosen.name }
        self.entry = entry

        let texts = SharedStringsPart()
        _ = try parts.read("xl/sharedStrings.xml", into: texts, mostBytes: Self.mostTextBytes)
        guard !texts.hasTooMany else { throw .tooLarge(file: input.name, bytes: Self.mostTextBytes) }
        let styles = StylesPart()
        _ = try parts.read("xl/styles.xml", into: styles)
        rows = SheetRows(texts: texts, styles: styles, countsFrom1904: workbook.countsFrom1904)
        stream = try input.naming { [rows] () throws(ZippedXMLFailure) in try XMLStream(rows) }
    }

    deinit {
        chunk.deallocate()
    }

    var consumed: Int { entry.consumed }
    var total: Int? { entry.size }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        while outputAt == rows.output.count, !ended { try parseMore() }
        let count = min(buffer.count, rows.output.count - outputAt)
        rows.output.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[outputAt..<outputAt + count]))
        }
        outputAt += count
        return count
    }

    private func parseMore() throws(TabularFileFailure) {
        rows.output.removeAll(keepingCapacity: true)
        outputAt = 0
        do throws(ZippedXMLFailure) {
            let count = try entry.read(into: chunk)
            ended = count == 0
            try stream.parse(UnsafeRawBufferPointer(rebasing: chunk[..<count]), isLast: ended)
        } catch {
            throw TabularFileFailure(error, file: name)
        }
        if rows.hasOverflowed { throw .tooLarge(file: name, bytes: SheetRows.mostOutput) }
    }
}

/// Whether a sheet has any cell with something in it.
private final class SheetProbe: XMLHandler {
    private(set) var hasCell = false

    func start(_ name: String, _ attributes: XMLAttributes) {
        if name == "v" || name == "t" { hasCell = true }
    }

    func end(_ name: String) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The parts of a workbook that are read as a whole.
private struct WorkbookFolder {
    private let archive: ZipArchive
    private let input: TableInput

    init(_ archive: ZipArchive, of input: TableInput) {
        self.archive = archive
        self.input = input
    }

    /// Whether there is such a part.
    func read(_ path: String, into handler: any XMLHandler, mostBytes: Int = 64 << 20) throws(TabularFileFailure)
        -> Bool
    {
        try input.naming { () throws(ZippedXMLFailure) in
            try archive.read(path, into: handler, mostBytes: mostBytes)
        }
    }

    /// Reads as far as the first cell.
    func probe(_ path: String, _ probe: SheetProbe) throws(TabularFileFailure) {
        _ = try input.naming { () throws(ZippedXMLFailure) in
            try archive.read(path, into: probe, mostBytes: SheetSource.mostSheetBytes, until: { probe.hasCell })
        }
    }
}

extension TableInput {
    fileprivate func zipArchive() throws(TabularFileFailure) -> ZipArchive {
        try naming { () throws(ZippedXMLFailure) in
            try withStored(
                file: { (descriptor) throws(ZippedXMLFailure) in try ZipArchive(descriptor: descriptor) },
                bytes: { (bytes) throws(ZippedXMLFailure) in try ZipArchive(bytes: bytes) }
            )
        }
    }

    /// Failures get this file's name.
    fileprivate func naming<Result>(
        _ work: () throws(ZippedXMLFailure) -> Result
    ) throws(TabularFileFailure) -> Result {
        do throws(ZippedXMLFailure) {
            return try work()
        } catch {
            throw TabularFileFailure(error, file: name)
        }
    }
}

extension TabularFileFailure {
    fileprivate init(_ failure: ZippedXMLFailure, file: String) {
        switch failure {
        case .damaged(let reason): self = .damagedSpreadsheet(file: file, reason: reason)
        case .tooLarge(let bytes): self = .tooLarge(file: file, bytes: bytes)
        }
    }
}
