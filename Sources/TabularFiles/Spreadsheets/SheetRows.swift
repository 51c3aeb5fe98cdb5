import ZippedXML

/// Turns the elements of `xl/worksheets/sheetN.xml` into lines of CSV.
final class SheetRows: XMLHandler {
    /// Whole lines that have not been taken yet.
    var output: [UInt8] = []
    /// Whether more came out of one piece of the document than is ever held: every cell may repeat a long text.
    private(set) var hasOverflowed = false

    private let texts: SharedStringsPart
    private let styles: StylesPart
    private let countsFrom1904: Bool
    /// The last row and the last column written, from 1.
    private var row = 0
    private var column = 0
    private var kind = CellKind.number
    private var style = 0
    private var isValue = false
    private var value: [UInt8] = []

    private enum CellKind {
        case number, shared, text, inline, boolean
    }

    /// Excel's own limits, and that of a cell's text with room to spare.
    private static let mostRows = 1_048_576
    private static let mostColumns = 16_384
    private static let mostValueBytes = 256 * 1024
    static let mostOutput = 16 << 20

    init(texts: SharedStringsPart, styles: StylesPart, countsFrom1904: Bool) {
        self.texts = texts
        self.styles = styles
        self.countsFrom1904 = countsFrom1904
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "row":
            let number = attributes["r"].flatMap { Int($0) } ?? row + 1
            guard number > row, number <= Self.mostRows else {
                row += 1
                return startRow()
            }
            // Rows without cells are left out of the file; their lines keep the numbers right.
            for _ in row..<(number - 1) { output.append(Self.lineFeed) }
            row = number
            startRow()
        case "c":
            let wanted = attributes["r"].flatMap(Self.column) ?? column + 1
            let next = wanted > column && wanted <= Self.mostColumns ? wanted : column + 1
            // A comma between this cell and the last one, and one for each cell that was left out.
            for _ in max(column, 1)..<max(next, 1) { output.append(Self.comma) }
            column = next
            startCell(attributes)
        case "v", "t": isValue = true
        default: break
        }
    }

    func end(_ name: String) {
        switch name {
        case "v", "t": isValue = false
        case "c": writeCell()
        case "row": output.append(Self.lineFeed)
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isValue, value.count + bytes.count <= Self.mostValueBytes else { return }
        value.append(contentsOf: bytes)
    }

    private func startRow() {
        column = 0
    }

    private func startCell(_ attributes: XMLAttributes) {
        value.removeAll(keepingCapacity: true)
        kind =
            switch attributes["t"] {
            case "s": .shared
            case "str", "e", "d": .text
            case "inlineStr": .inline
            case "b": .boolean
            default: .number
            }
        style = attributes["s"].flatMap { Int($0) } ?? 0
    }

    private func writeCell() {
        guard output.count < Self.mostOutput else {
            hasOverflowed = true
            return
        }
        switch kind {
        case .shared:
            guard let index = Int(String(decoding: value, as: UTF8.self)) else { return }
            var text: [UInt8] = []
            texts.append(index, to: &text)
            DelimitedText.append(text, delimiter: Self.comma, to: &output)
        case .text, .inline: DelimitedText.append(value, delimiter: Self.comma, to: &output)
        case .boolean: output.append(contentsOf: (value == [UInt8(ascii: "1")] ? "TRUE" : "FALSE").utf8)
        case .number:
            let text = String(decoding: value, as: UTF8.self)
            if styles.dateStyles.contains(style),
                let date = SpreadsheetNumber.date(text, countsFrom1904: countsFrom1904)
            {
                output.append(contentsOf: date.utf8)
                return
            }
            output.append(contentsOf: SpreadsheetNumber.shown(text, digits: styles.codeWidths[style] ?? 0).utf8)
            // A sign beside the number, as the sheet shows it.
            if !text.isEmpty, let sign = styles.currencySigns[style] { output.append(contentsOf: " \(sign)".utf8) }
        }
    }

    /// `AB12` is in column 28.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            guard (byte | 0x20) &- UInt8(ascii: "a") < 26 else { break }
            column = column * 26 + Int((byte | 0x20) - UInt8(ascii: "a")) + 1
            if column > mostColumns { return nil }
        }
        return column > 0 ? column : nil
    }

    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
}
