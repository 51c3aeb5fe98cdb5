/// A table on pages: its header again on each, every other row shaded, figures to the right.
struct PageTable {
    private let table: ReportTable
    private let say: ReportText
    private let left: Double
    private let columns: PageColumns

    private static let padding = 3.2
    /// Of a cell; what is longer ends in "…".
    private static let lines = 3
    private var text: TextStyle { TextStyle(size: columns.size) }
    private var bold: TextStyle { TextStyle(size: columns.size, isBold: true) }
    private var header: TextStyle { TextStyle(size: columns.size, isBold: true, color: .white) }

    init(_ table: ReportTable, _ say: ReportText, left: Double, width: Double, _ canvas: Canvas) throws {
        self.table = table
        self.say = say
        self.left = left
        columns = PageColumns(table, try table.totals(), say, width: width, canvas)
    }

    func place(in flow: inout PageFlow, _ canvas: Canvas, _ work: RenderingProgress) throws {
        let labels = table.columns.map { say.label($0) }
        let headerHeight = height(of: labels, header, canvas)
        let titleHeight = canvas.measure(table.title, .heading, width: columns.width, lines: 2).height
        flow.keepTogether(titleHeight + 5 + headerHeight + (keepsTogether ? wholeHeight(canvas) : 36))
        flow.place(height: titleHeight + 5) { [table, left, columns] canvas, y in
            canvas.text(table.title, .heading, at: Point(x: left, y: y), width: columns.width, lines: 2)
        }
        guard !table.rows.isEmpty else {
            placeNothing(in: &flow)
            return
        }
        placeHeader(labels, headerHeight, in: &flow)
        let totals = try table.totals()
        for (index, row) in table.rows.enumerated() {
            try work.row()
            let cells = cells(row)
            let height = height(of: cells, text, canvas)
            // The last row takes the totals along.
            let needed = index == table.rows.count - 1 && totals != nil ? height * 2 : height
            if needed > flow.room {
                flow.breakPage()
                placeHeader(labels, headerHeight, in: &flow)
            }
            flow.place(height: height) { canvas, y in
                let box = Rectangle(x: left, y: y, width: columns.width, height: height)
                if index % 2 == 1 { canvas.fill(box, .stripe) }
                draw(cells, text, canvas, y)
                canvas.line([Point(x: left, y: box.bottom), Point(x: box.right, y: box.bottom)], .line, width: 0.4)
            }
        }
        if let totals { placeTotals(totals, in: &flow, canvas) }
        flow.space(16)
    }

    /// A short table is not torn apart.
    private var keepsTogether: Bool { table.rows.count <= 15 }

    private func wholeHeight(_ canvas: Canvas) -> Double {
        let rows = table.rows.reduce(0) { $0 + height(of: cells($1), text, canvas) }
        return max(rows, 30) + (table.columns.contains { $0.total != .none } ? text.size * 1.2 + 2 * Self.padding : 0)
    }

    private func placeNothing(in flow: inout PageFlow) {
        flow.place(height: 30) { [say, left, columns] canvas, y in
            canvas.fill(Rectangle(x: left, y: y, width: columns.width, height: 30), .card, radius: 4)
            canvas.text(
                say.nothing,
                TextStyle(size: 9, color: .soft),
                at: Point(x: left + columns.width / 2, y: y + 9),
                .center
            )
        }
        flow.space(16)
    }

    private func placeHeader(_ labels: [String], _ height: Double, in flow: inout PageFlow) {
        flow.place(height: height) { canvas, y in
            canvas.fill(Rectangle(x: left, y: y, width: columns.width, height: height), .accent)
            draw(labels, header, canvas, y)
        }
    }

    private func placeTotals(_ totals: [ReportCell], in flow: inout PageFlow, _ canvas: Canvas) {
        var cells = cells(totals)
        if cells.first?.isEmpty == true { cells[0] = say.total }
        let height = height(of: cells, bold, canvas)
        flow.place(height: height) { [cells] canvas, y in
            canvas.fill(Rectangle(x: left, y: y, width: columns.width, height: height), .card)
            canvas.line([Point(x: left, y: y), Point(x: left + columns.width, y: y)], .accent, width: 1.2)
            draw(cells, bold, canvas, y)
        }
    }

    private func cells(_ row: [ReportCell]) -> [String] {
        table.columns.indices.map { say.cell(row.cell($0), table.columns[$0].kind) }
    }

    private func height(of cells: [String], _ style: TextStyle, _ canvas: Canvas) -> Double {
        var height = style.size * 1.2
        for (index, cell) in cells.enumerated() {
            let width = columns.textWidth(index)
            // No letter is wider than this: most cells need no measuring.
            if Double(cell.utf8.count) * style.size * 0.72 <= width { continue }
            height = max(height, canvas.measure(cell, style, width: width, lines: Self.lines).height)
        }
        return height + 2 * Self.padding
    }

    private func draw(_ cells: [String], _ style: TextStyle, _ canvas: Canvas, _ y: Double) {
        for (index, cell) in cells.enumerated() where !cell.isEmpty {
            let isNumber = table.columns[index].kind.isNumber
            let edge = left + columns.start(index) + PageColumns.padding
            let width = columns.textWidth(index)
            canvas.text(
                cell,
                style,
                at: Point(x: isNumber ? edge + width : edge, y: y + Self.padding),
                isNumber ? .right : .left,
                width: width + 0.5,
                lines: Self.lines
            )
        }
    }
}

/// How wide a table's columns are: figures as wide as they need, names share the rest.
struct PageColumns {
    static let padding = 5.0
    /// A name's column is not narrower.
    private static let narrowest = 62.0
    /// A name should have this much.
    private static let comfortable = 170.0
    /// Rows whose texts are measured; a longer one further on is wrapped.
    private static let measured = 400

    let width: Double
    /// Of the letters: smaller where there are many columns.
    let size: Double
    private let widths: [Double]
    private let starts: [Double]

    init(_ table: ReportTable, _ totals: [ReportCell]?, _ say: ReportText, width: Double, _ canvas: Canvas) {
        self.width = width
        var size = 8.5
        var widths = Self.natural(table, totals, say, size, canvas)
        func isText(_ index: Int) -> Bool { !table.columns[index].kind.isNumber }
        /// What all need, with so much for a name.
        func needed(_ name: Double = Self.narrowest) -> Double {
            widths.indices.reduce(0) { $0 + (isText($1) ? min(widths[$1], name) : widths[$1]) }
        }
        while needed(Self.comfortable) > width && size > 7 || needed() > width && size > 5.5 {
            size -= 0.5
            widths = Self.natural(table, totals, say, size, canvas)
        }
        self.size = size
        let texts = widths.indices.filter(isText)
        let spare = width - widths.reduce(0, +)
        if spare < 0, needed() <= width {
            Self.shrink(&widths, texts, by: -spare)
        } else if spare < 0 {
            let factor = width / widths.reduce(0, +)
            widths = widths.map { $0 * factor }
        } else {
            Self.spread(spare, over: &widths, table, say, size, canvas)
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

    /// Takes from the widest texts first, until they are as narrow as the next.
    private static func shrink(_ widths: inout [Double], _ texts: [Int], by excess: Double) {
        var (low, high) = (narrowest, texts.map { widths[$0] }.max() ?? narrowest)
        let wanted = texts.reduce(0) { $0 + widths[$1] } - excess
        for _ in 0..<40 {
            let cap = (low + high) / 2
            if texts.reduce(0, { $0 + min(widths[$1], cap) }) > wanted { high = cap } else { low = cap }
        }
        for index in texts { widths[index] = min(widths[index], low) }
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

    private static func natural(
        _ table: ReportTable,
        _ totals: [ReportCell]?,
        _ say: ReportText,
        _ size: Double,
        _ canvas: Canvas
    ) -> [Double] {
        let bold = TextStyle(size: size, isBold: true)
        let style = TextStyle(size: size)
        return table.columns.enumerated().map { index, column in
            let label = say.label(column)
            let words = label.split(separator: " ").map { canvas.measure(String($0), bold).width }
            let whole = canvas.measure(label, bold).width
            // A label may take two lines.
            var widest = max(words.max() ?? 0, words.count > 1 ? whole * 0.62 : whole)
            if let total = totals?.cell(index) {
                widest = max(widest, canvas.measure(say.cell(total, column.kind), bold).width)
            }
            // The longest in letters is the widest within a letter or two; digits are all alike.
            let cells = (column.kind.isNumber ? table.rows[...] : table.rows.prefix(measured)).map {
                say.cell($0.cell(index), column.kind)
            }
            let longest = cells.max { $0.utf8.count < $1.utf8.count } ?? ""
            return max(widest, canvas.measure(longest, style).width * (column.kind.isNumber ? 1 : 1.06)) + 2 * padding
        }
    }
}
