/// A table on pages: its header again on each, every other row shaded, figures to the right.
struct PageTable {
    private let table: ReportTable
    private let say: ReportText
    private let left: Double
    private let columns: PageColumns
    private let totals: [ReportCell]?

    private static let padding = 3.2
    /// What a text may be wider than its column, as what is measured twice may differ.
    private static let slack = 0.5
    /// Of a cell; what is longer ends in "…".
    private static let lines = 3
    private var text: TextStyle { TextStyle(size: columns.size) }
    private var bold: TextStyle { TextStyle(size: columns.size, isBold: true) }
    private var header: TextStyle { TextStyle(size: columns.size, isBold: true, color: .white) }

    init(_ table: ReportTable, _ say: ReportText, left: Double, width: Double, _ canvas: Canvas) throws {
        totals = try table.totals()
        var table = table
        table.columns = table.aligned(totals)
        self.table = table
        self.say = say
        self.left = left
        columns = PageColumns(table, totals, say, width: width, canvas)
    }

    func place(in flow: inout PageFlow, _ canvas: Canvas, _ work: RenderingProgress) throws {
        let labels = table.columns.map { say.label($0) }
        let headerHeight = height(of: labels, header, canvas)
        let titleHeight = canvas.measure(table.title, .heading, width: columns.width, lines: 2).height
        let isKeptTogether = isShort && flow.isNearlyFull
        flow.keepTogether(titleHeight + 5 + headerHeight + (isKeptTogether ? wholeHeight(canvas) : 36))
        flow.place(height: titleHeight + 5) { [table, left, columns] canvas, y in
            canvas.text(table.title, .heading, at: Point(x: left, y: y), width: columns.width, lines: 2)
        }
        guard !table.rows.isEmpty else {
            placeNothing(in: &flow)
            return
        }
        placeHeader(labels, headerHeight, in: &flow)
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
        flow.space(12)
    }

    /// Such a table is not torn apart for the last bit of a page.
    private var isShort: Bool { table.rows.count <= 15 }

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
        flow.space(12)
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
        table.columns.enumerated().map { say.cell(row.cell($0), $1) }
    }

    private func height(of cells: [String], _ style: TextStyle, _ canvas: Canvas) -> Double {
        var height = style.size * 1.2
        for (index, cell) in cells.enumerated() {
            let width = columns.textWidth(index) + Self.slack
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
                width: width + Self.slack,
                lines: Self.lines
            )
        }
    }
}
