import TabularFiles

/// One item of a stock list.
struct StockLine {
    var code = ""
    var name: String?
    var category: String?
    var supplier: String?
    var currency: String?
    /// Millionths.
    var stock: Int64 = 0
    var onOrder: Int64 = 0
    var reorderLevel: Int64 = 0
    var price: Int64?
    var cost: Int64?
    var isDiscontinued = false
}

/// Reads an inventory file from its first byte to items.
final class StockFileParser {
    let scan: TableScan<StockField>
    /// What signs, column names or titles state.
    let currency: String?
    let hasUndecidedDollars: Bool
    private(set) var preview: [PreviewLine] = []
    private var formats: [StockField: ColumnFormats<StockField>.NumberFormat]
    private var marks = MarkTally()
    private let at: [StockField: Int]
    /// The column that would say what is discontinued says what is not.
    private let statesActive: Bool
    private let previews: Int

    private static let numeric: [StockField] = [.stock, .onOrder, .reorderLevel, .price, .cost]

    /// - Parameter corrections: what earlier readings of the same file proved.
    init(
        _ input: TableInput,
        options: IngestOptions,
        digest: any ContentDigest,
        rejectedLines: RejectedLinesFile?,
        corrections: [FormatCorrection<StockField>] = []
    ) throws {
        scan = try TableScan(
            input,
            options: options,
            digest: digest,
            rejectedLines: rejectedLines,
            // The name stands in for a code.
            required: { [$0[.code] == nil && $0[.name] != nil ? .name : .code, .stock] },
            anchors: [.code, .stock],
            infer: { _ in [:] },
            refine: { $0.settleArticle(code: .code, name: .name) }
        )
        let mapping = scan.layout.mapping
        at = mapping.positions
        let flag = mapping.positions[.discontinued].map { ColumnName(mapping.columns[$0]).words } ?? []
        statesActive =
            flag.contains { ["activo", "active", "vigente", "habilitado", "enabled"].contains($0) }
            && !flag.contains { ["no", "not", "in", "non"].contains($0) }
        let numbers = NumberSurvey(scan.layout, fields: Self.numeric)
        formats = numbers.formats
        let isAmerican = scan.layout.language == .english
        (currency, hasUndecidedDollars) = numbers.currency(scan.layout, money: [.price, .cost], isAmerican: isAmerican)
        for case .decimalMark(let field, let mark) in corrections {
            formats[field] = .init(mark: mark, isConfirmed: true)
        }
        previews = options.dryRun ? 10 : 0
    }

    /// Hands each item over, and says after how many lines it has come.
    func forEach(_ store: (StockLine) throws -> Void, progress: ((IngestProgress) -> Void)?) throws {
        while try scan.next({ try interpret($0, store) }) {
            if scan.rowsRead % 2_048 == 0 { progress?(scan.progress) }
        }
        progress?(scan.progress)
    }

    var dialect: FileDialect {
        let price = formats[.price] ?? formats[.stock]
        let mark = marks.majority ?? price?.mark ?? .point
        return scan.dialect(decimalMark: mark == .comma ? "," : ".", dateOrder: nil, datesAreAmbiguous: false)
    }

    private func interpret(
        _ reader: RecordReader,
        _ store: (StockLine) throws -> Void
    ) throws -> TableScan<StockField>.Verdict {
        var line = StockLine()
        do {
            line.name = try text(reader, .name)
            let stated = try text(reader, .code)
            guard let code = stated ?? line.name else { return .rejected(.noProduct) }
            // A total stands where a code or a name should be, and has not both.
            if stated == nil || line.name == nil, code.withBytes(SummaryLine.begins) { return .skipped }
            line.code = code.uppercased()
            guard let stock = try number(reader, .stock) else { return .rejected(.noStock) }
            line.stock = stock
            line.onOrder = try number(reader, .onOrder) ?? 0
            line.reorderLevel = try number(reader, .reorderLevel) ?? 0
            line.price = try number(reader, .price)
            line.cost = try number(reader, .cost)
            line.category = try text(reader, .category)
            line.supplier = try text(reader, .supplier)
            line.isDiscontinued = try flag(reader, .discontinued)
            if let text = try text(reader, .currency) {
                guard let code = CurrencyCode.read(text) else { return .rejected(.badCurrency(text)) }
                line.currency = code
            }
        } catch let reason as LineFailure {
            return .rejected(reason.reason)
        }
        try store(line)
        if preview.count < previews { preview.append(PreviewLine(line, at: reader.line)) }
        return .stored
    }

    private struct LineFailure: Error {
        let reason: RejectionReason
    }

    /// In bytes.
    private static let longestText = 1_023

    private func text(_ reader: RecordReader, _ field: StockField) throws -> String? {
        guard let position = at[field] else { return nil }
        let text = TextTrim.unmarked(NullMarker.value(reader[position]))
        guard text.count <= Self.longestText else { throw LineFailure(reason: .textTooLong(field.rawValue)) }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    private func number(_ reader: RecordReader, _ field: StockField) throws -> Int64? {
        guard let position = at[field] else { return nil }
        let text = NullMarker.value(reader[position])
        if text.isEmpty { return nil }
        guard let value = QuantityText.read(text, preferring: formats[field]?.mark ?? .point), !value.isPercent,
            value.micros.magnitude <= SaleAmount.largestQuantity
        else { throw LineFailure(reason: .badNumber(field.rawValue, RejectionReason.shown(text))) }
        try formats[field]?.note(value.evidence, of: field)
        if field == .price || field == .cost { marks.add(value.evidence) }
        return value.micros
    }

    private func flag(_ reader: RecordReader, _ field: StockField) throws -> Bool {
        guard let text = try text(reader, field) else { return false }
        switch FoldedText(text).description {
        case "1", "1.0", "si", "s", "yes", "y", "true", "t", "verdadero", "v", "x", "-1", "✓", "✔", "*":
            return !statesActive
        case "0", "0.0", "no", "n", "false", "f", "falso": return statesActive
        case "i" where statesActive: return true
        case "descontinuado", "descontinuada", "discontinued", "discontinuado", "descatalogado", "inactivo", "inactiva",
            "inactive", "baja", "de baja", "obsoleto", "obsolete", "suspendido", "archived", "archivado":
            return true
        case "a" where statesActive, "activo", "activa", "active", "vigente", "alta", "disponible", "ok", "draft",
            "borrador", "agotado",
            "agotada", "out of stock", "in stock", "en existencia":
            return false
        // Until when something is valid does not say that it is not.
        case _ where statesActive: return false
        default: throw LineFailure(reason: .badFlag(RejectionReason.shown(reader[at[field] ?? 0])))
        }
    }
}

extension PreviewLine {
    fileprivate init(_ item: StockLine, at line: Int) {
        func quantity(_ micros: Int64) -> String { Quantity(micros: micros).decimal }
        let values: [(StockField, String?)] = [
            (.code, item.code), (.name, item.name), (.category, item.category), (.supplier, item.supplier),
            (.stock, quantity(item.stock)), (.onOrder, quantity(item.onOrder)),
            (.reorderLevel, quantity(item.reorderLevel)),
            (.price, item.price.map { Money(micros: $0).decimalExact }),
            (.cost, item.cost.map { Money(micros: $0).decimalExact }), (.discontinued, String(item.isDiscontinued)),
            (.currency, item.currency),
        ]
        self.init(
            line: line,
            values: values.compactMap { field, value in
                value.map { FieldValue(field: field.rawValue, value: $0) }
            }
        )
    }
}
