import TabularFiles

/// Where a table is within its file: the delimiter, the header, and which column holds what.
struct TableLayout<Field: TableField> {
    var mapping: ColumnMapping<Field>
    let delimiter: UInt8
    /// nil when the file has no header; then the columns were inferred from what is in them, or given by number.
    let headerLine: Int?
    /// How many records come before the first line of data: titles, blank lines and the header.
    let leadingRecords: Int
    /// Which columns hold what was judged by what is in them.
    var isInferred = false
    /// What the lines before the header say.
    let titles: [String]
    /// The first lines of data.
    let rows: [[String]]

    /// How many fields a line should have.
    var columnCount: Int { mapping.columns.count }

    /// Fields that a line may lack at its end without losing anything: those of columns without a name.
    var namedColumnCount: Int {
        (mapping.columns.lastIndex { !$0.allSatisfy { $0 == " " } } ?? -1) + 1
    }

    /// Finds the layout in the first records, with the delimiter that makes most sense of them.
    ///
    /// - Parameters:
    ///   - byHand: column names or numbers, and the fields they hold.
    ///   - infer: which column holds what, judged by contents, for a file without a header.
    static func find(
        in table: TableFile,
        delimiter: UInt8?,
        byHand: [String: String],
        infer: ([[String]]) -> [Field: Int]
    ) throws -> TableLayout? {
        let stated = delimiter ?? table.statedDelimiter
        let candidates = stated.map { [$0] } ?? [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
        var samples: [(delimiter: UInt8, records: [SampleRecord])] = []
        for candidate in candidates {
            samples.append((candidate, try table.records.sample(delimiter: candidate, most: mostSampled)))
        }
        let headers = samples.compactMap { sample in
            HeaderSearch<Field>(sample.records, byHand: byHand).map { (sample, $0) }
        }
        if let (sample, header) = headers.max(by: { $0.1.score < $1.1.score }) {
            return TableLayout(
                mapping: try ColumnMapping(columns: header.columns, byHand: byHand),
                delimiter: sample.delimiter,
                headerLine: header.line,
                leadingRecords: header.index + 1,
                titles: sample.records[..<header.index].compactMap { $0.fields?.joined(separator: " ") },
                rows: rows(sample.records[(header.index + 1)...])
            )
        }
        return try withoutHeader(samples, byHand: byHand, infer: infer)
    }

    private static var mostSampled: Int { 1_000 }

    private static func withoutHeader(
        _ samples: [(delimiter: UInt8, records: [SampleRecord])],
        byHand: [String: String],
        infer: ([[String]]) -> [Field: Int]
    ) throws -> TableLayout? {
        // The delimiter that gives most lines the same number of fields, and many of them.
        let judged = samples.map { (sample: $0, shape: RecordShape($0.records)) }
        guard let best = judged.max(by: { $0.shape.score < $1.shape.score }), best.shape.columns > 1 else { return nil }
        let header = foreignHeader(best.sample.records, width: best.shape.columns)
        let rows = rows(best.sample.records[(header.map { $0.index + 1 } ?? 0)...])
            .filter { $0.count == best.shape.columns }
        let columns = header?.columns ?? (1...best.shape.columns).map(String.init)
        var mapping = try ColumnMapping<Field>(columns: columns, byHand: byHand)
        for (field, position) in infer(rows) where mapping.positions[field] == nil {
            if !mapping.positions.values.contains(position) { mapping.assign(field, position) }
        }
        return TableLayout(
            mapping: mapping,
            delimiter: best.sample.delimiter,
            headerLine: header?.line,
            leadingRecords: header.map { $0.index + 1 } ?? 0,
            isInferred: true,
            titles: [],
            rows: rows
        )
    }

    /// Names of columns in words that nobody knows: texts without figures, all different, over columns of figures.
    private static func foreignHeader(
        _ records: [SampleRecord],
        width: Int
    ) -> (index: Int, line: Int, columns: [String])? {
        guard let index = records.firstIndex(where: { $0.fields?.count == width }) else { return nil }
        let columns = (records[index].fields ?? []).map(\.trimmed)
        let areNames = columns.allSatisfy { name in
            name.contains(where: \.isLetter) && !name.contains(where: \.isNumber)
        }
        guard areNames, Set(columns).count == width else { return nil }
        let below = rows(records[(index + 1)...]).filter { $0.count == width }
        let ofFigures = (0..<width).count { position in
            let cells = below.map { Cell($0[position]) }.filter { !$0.isEmpty }
            return cells.count >= 2 && cells.count(where: \.isFigure) * 10 >= cells.count * 9
        }
        return ofFigures >= 2 ? (index, records[index].line, columns) : nil
    }

    private static func rows(_ records: ArraySlice<SampleRecord>) -> [[String]] {
        records.compactMap(\.fields).filter { fields in fields.contains { !$0.trimmed.isEmpty } }
    }
}

/// How regular a file looks with one delimiter.
private struct RecordShape {
    /// The number of fields that most records have.
    let columns: Int
    let score: Double

    init(_ records: [SampleRecord]) {
        var counts: [Int: Int] = [:]
        for record in records { counts[record.fields?.count ?? 0, default: 0] += 1 }
        let mode = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
        columns = mode?.key ?? 0
        score = mode.map { Double($0.value) / Double(records.count) * Double(min($0.key, 50)) } ?? 0
    }
}

/// Looks for the line that names the columns.
struct HeaderSearch<Field: TableField> {
    let columns: [String]
    /// Among the records, from 0.
    let index: Int
    /// The physical line, from 1.
    let line: Int
    /// Greater is surer: names that are known count most.
    let score: Int

    /// nil when no record among the first ones names at least two columns.
    init?(_ records: [SampleRecord], byHand: [String: String]) {
        var best: HeaderSearch?
        for (index, record) in records.prefix(Self.mostTitles).enumerated() {
            guard let fields = record.fields else { continue }
            let columns = fields.map(\.trimmed)
            let score = Self.score(columns, byHand)
            guard score > best?.score ?? 0 else { continue }
            best = HeaderSearch(columns: columns, index: index, line: record.line, score: score)
            // Nothing further down will name as much.
            if score >= Self.plain { break }
        }
        guard let best else { return nil }
        self = best
    }

    private init(columns: [String], index: Int, line: Int, score: Int) {
        self.columns = columns
        self.index = index
        self.line = line
        self.score = score
    }

    private static var mostTitles: Int { 60 }
    /// Five columns whose names are known.
    private static var plain: Int { 15_000 }

    private static func score(_ columns: [String], _ byHand: [String: String]) -> Int {
        guard columns.filter({ !$0.isEmpty }).count >= 2 else { return 0 }
        let keys = Set(columns.map { ColumnName($0).key })
        let named = byHand.filter { keys.contains(ColumnName($0.key).key) && Int($0.key) == nil }
        guard let mapping = try? ColumnMapping<Field>(columns: columns, byHand: named), mapping.positions.count >= 2
        else {
            return 0
        }
        // Names have no figures: a line of data may well hold words that are names elsewhere.
        for position in mapping.positions.values where Cell(columns[position]).isFigure { return 0 }
        let guessed = mapping.positions.count - mapping.certain.count
        return (mapping.certain.count * 3 + guessed) * 1_000 + min(columns.count, 999)
    }
}

/// What one cell of a sample looks like.
struct Cell {
    let text: String
    let isDate: Bool
    let number: NumberText.Value?

    init(_ written: String) {
        let trimmed = written.trimmed
        text = trimmed
        number = trimmed.withBytes { NumberText.read($0, preferring: .point) }
        isDate = trimmed.withBytes { DateText.read($0, order: .dayFirst) } != nil
    }

    var isEmpty: Bool { text.isEmpty || text.withBytes(NullMarker.matches) }
    var isFigure: Bool { number != nil || isDate }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        withBytes { String(decoding: TextTrim.trim($0), as: UTF8.self) }
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8(body)
    }
}
