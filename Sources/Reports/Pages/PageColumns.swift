/// How wide a table's columns are: figures as wide as they need, names share the rest.
struct PageColumns {
    static let padding = 5.0
    /// A name should have this much.
    private static let comfortable = 170.0
    /// With less the paper is turned.
    private static let acceptable = 130.0
    /// A longer word is broken.
    private static let longestWord = 120.0
    /// Rows whose texts are measured; a longer one further on is wrapped.
    private static let measured = 400
    private static let usual = 8.5
    /// Letters that are still read with ease.
    private static let readable = 7.5

    /// Of all columns together.
    let width: Double
    /// Of the letters: smaller where there are many columns.
    let size: Double
    private let widths: [Double]
    private let starts: [Double]

    init(_ table: ReportTable, _ totals: [ReportCell]?, _ say: ReportText, width: Double, _ canvas: Canvas) {
        self.width = width
        var size = Self.usual
        var columns = Self.measure(table, totals, say, size, canvas)
        while columns.needed(Self.comfortable) > width && size > 7 || columns.needed(0) > width && size > 5.5 {
            size -= 0.5
            columns = Self.measure(table, totals, say, size, canvas)
        }
        self.size = size
        var widths = columns.map(\.natural)
        let spare = width - widths.reduce(0, +)
        if spare >= 0 {
            Self.spread(spare, over: &widths, table, say, size, canvas)
        } else {
            widths = columns.within(width)
        }
        self.widths = widths
        var starts: [Double] = []
        var start = 0.0
        for width in widths {
            starts.append(start)
            start += width
        }
        self.starts = starts
    }

    func start(_ index: Int) -> Double { starts[index] }
    func textWidth(_ index: Int) -> Double { widths[index] - 2 * Self.padding }

    /// Whether a table on paper of a width would be of small letters, or its names narrow.
    static func needsMore(
        than width: Double,
        _ table: ReportTable,
        _ say: ReportText,
        _ canvas: Canvas
    ) throws(ReportFailure) -> Bool {
        measure(table, try table.totals(), say, readable, canvas).needed(acceptable) > width
    }

    /// Labels on one line first; what is left goes to all by their width.
    private static func spread(
        _ spare: Double,
        over widths: inout [Double],
        _ table: ReportTable,
        _ say: ReportText,
        _ size: Double,
        _ canvas: Canvas
    ) {
        var spare = spare
        for (index, column) in table.columns.enumerated() {
            let whole = canvas.measure(say.label(column), TextStyle(size: size, isBold: true)).width + 2 * padding + 1
            let more = min(max(whole - widths[index], 0), spare)
            widths[index] += more
            spare -= more
        }
        let factor = spare / widths.reduce(0, +)
        widths = widths.map { $0 * (1 + factor) }
    }

    // MARK: Measuring

    private static func measure(
        _ table: ReportTable,
        _ totals: [ReportCell]?,
        _ say: ReportText,
        _ size: Double,
        _ canvas: Canvas
    ) -> [MeasuredColumn] {
        let bold = TextStyle(size: size, isBold: true)
        let style = TextStyle(size: size)
        return table.aligned(totals).enumerated().map { index, column in
            var widest = labelWidth(say.label(column), bold, canvas)
            if let total = totals?.cell(index) {
                widest = max(widest, canvas.measure(say.cell(total, column), bold).width)
            }
            let cells = (column.kind.isNumber ? table.rows[...] : table.rows.prefix(measured)).map {
                say.cell($0.cell(index), column)
            }
            // The longest in letters is the widest within a letter or two; digits are all alike.
            func longest(_ texts: some Sequence<some StringProtocol>) -> Double {
                let text = texts.max { $0.utf8.count < $1.utf8.count }.map { String($0) } ?? ""
                return canvas.measure(text, style).width * (column.kind.isNumber ? 1 : 1.06)
            }
            let natural = max(widest, longest(cells)) + 2 * padding
            guard !column.kind.isNumber else { return MeasuredColumn(natural: natural, least: natural) }
            let word = longest(cells.lazy.flatMap { $0.split(separator: " ") })
            return MeasuredColumn(natural: natural, least: max(widest, min(word, longestWord)) + 2 * padding)
        }
    }

    /// What a label needs on two lines.
    private static func labelWidth(_ label: String, _ style: TextStyle, _ canvas: Canvas) -> Double {
        let words = label.split(separator: " ")
        func width(_ words: ArraySlice<Substring>) -> Double {
            canvas.measure(words.joined(separator: " "), style).width + 0.5
        }
        let broken = words.indices.dropFirst().map { max(width(words[..<$0]), width(words[$0...])) }
        return broken.min() ?? width(words[...])
    }
}

/// What a column would like to have, and with how much it gets by.
private struct MeasuredColumn {
    let natural: Double
    /// A name's longest word; all of a figure.
    let least: Double

    func width(_ most: Double) -> Double { max(least, min(natural, most)) }
}

extension [MeasuredColumn] {
    /// What all need, with so much for a name.
    fileprivate func needed(_ name: Double) -> Double { reduce(0) { $0 + $1.width(name) } }

    /// As much as there is: less for the widest names first, until they are as narrow as the next.
    fileprivate func within(_ width: Double) -> [Double] {
        let least = needed(0)
        guard least < width else { return map { $0.least * width / least } }
        var (low, high) = (0.0, map(\.natural).max() ?? 0)
        for _ in 0..<40 {
            let most = (low + high) / 2
            if needed(most) > width { high = most } else { low = most }
        }
        return map { $0.width(low) }
    }
}
