import Localization

/// The report as pages that somebody can hand to their boss.
struct PDFReport {
    private let report: Report
    private let say: ReportText
    private let work: RenderingProgress
    private let width: Double
    private let height: Double

    private static let side = 44.0
    private static let top = 62.0
    private static let foot = 52.0
    private static let creator = "SecureMCP"

    /// The part of a page that pieces are in.
    private var left: Double { Self.side }
    private var inner: Double { width - 2 * Self.side }

    /// On its side where a table is too wide to be read upright.
    init(_ report: Report, _ say: ReportText, _ paper: ReportOptions.Paper, _ work: RenderingProgress) throws {
        self.report = report
        self.say = say
        self.work = work
        let (short, long) =
            switch paper {
            case .a4: (595.276, 841.89)
            case .letter: (612.0, 792.0)
            }
        let measuring = try Canvas(.svg, width: short, height: long)
        let isWide = try report.tables.contains {
            try PageColumns.needsMore(than: short - 2 * Self.side, $0, say, measuring)
        }
        (width, height) = isWide ? (long, short) : (short, long)
    }

    func bytes() throws -> [UInt8] {
        let canvas = try Canvas(.pdf, width: width, height: height)
        canvas.describe(
            title: [report.title, report.period?.text].compactMap(\.self).joined(separator: " · "),
            author: report.shop ?? Self.creator,
            subject: report.view,
            creator: Self.creator
        )
        var flow = PageFlow(start: 44, top: Self.top, bottom: height - Self.foot)
        placeTitle(in: &flow, canvas)
        placeFigures(in: &flow, canvas)
        placeFindings(in: &flow, canvas)
        for chart in report.charts { place(chart, in: &flow) }
        for table in report.tables {
            try PageTable(table, say, left: left, width: inner, canvas).place(in: &flow, canvas, work)
        }
        placeNotes(in: &flow, canvas)
        for (index, page) in flow.pages.enumerated() {
            try work.check()
            for piece in page { piece.draw(canvas, piece.y) }
            drawFrame(canvas, page: index + 1, of: flow.pages.count)
            canvas.endPage()
        }
        return PDFLanguage.marked(try canvas.finish(), report.language)
    }

    // MARK: Pieces

    private func placeTitle(in flow: inout PageFlow, _ canvas: Canvas) {
        if let shop = report.shop {
            place(shop, TextStyle(size: 9.5, isBold: true, color: .soft), lines: 2, in: &flow, canvas)
            flow.space(2)
        }
        place(report.title, .title, lines: 3, in: &flow, canvas)
        if let days = say.days(report) {
            flow.space(2)
            place(days, TextStyle(size: 11.5), lines: 2, in: &flow, canvas)
        }
        if let view = report.view {
            flow.space(2)
            place(view, TextStyle(size: 8.5, color: .soft), lines: 2, in: &flow, canvas)
        }
        flow.space(7)
        flow.place(height: 16) { [left, inner] canvas, y in
            canvas.fill(Rectangle(x: left, y: y, width: inner, height: 2.2), .accent)
        }
    }

    private func place(
        _ text: String,
        _ style: TextStyle,
        lines: Int,
        indent: Double = 0,
        in flow: inout PageFlow,
        _ canvas: Canvas
    ) {
        let (left, inner) = (left + indent, inner - indent)
        let height = canvas.measure(text, style, width: inner, lines: lines).height
        flow.place(height: height) { canvas, y in
            canvas.text(text, style, at: Point(x: left, y: y), width: inner, lines: lines)
        }
    }

    private func placeFigures(in flow: inout PageFlow, _ canvas: Canvas) {
        let count = report.figures.count
        guard count > 0 else { return }
        let isRow = count <= (width > height ? 6 : 5)
        let across = isRow ? count : count == 6 ? 3 : 4
        let gap = 9.0
        let size = (inner - gap * Double(across - 1)) / Double(across)
        for start in stride(from: 0, to: count, by: across) {
            let row = report.figures[start..<min(start + across, count)]
            let label = row.map { labelHeight($0, canvas, width: size - 2 * Self.inset) }.max() ?? 0
            let height = label + (row.contains { $0.change != nil } ? 50.0 : 37)
            flow.place(height: height) { [left] canvas, y in
                for (index, figure) in row.enumerated() {
                    let x = left + Double(index) * (size + gap)
                    draw(figure, canvas, Rectangle(x: x, y: y, width: size, height: height), label: label)
                }
            }
            flow.space(gap)
        }
        flow.space(7)
    }

    private static let inset = 10.0
    private static let labelStyle = TextStyle(size: 7.8, color: .soft)

    private func labelHeight(_ figure: KeyFigure, _ canvas: Canvas, width: Double) -> Double {
        canvas.measure(say.label(figure.label, figure.kind), Self.labelStyle, width: width, lines: 2).height
    }

    /// - Parameter height: of the label, as high as the highest of its row.
    private func draw(_ figure: KeyFigure, _ canvas: Canvas, _ box: Rectangle, label height: Double) {
        canvas.fill(box, .card, radius: 4)
        canvas.fill(Rectangle(x: box.x, y: box.y, width: 3, height: box.height), .accent)
        let inside = box.inset(Self.inset, 7)
        canvas.text(
            say.label(figure.label, figure.kind),
            Self.labelStyle,
            at: Point(x: inside.x, y: inside.y),
            width: inside.width,
            lines: 2
        )
        let value = say.value(figure)
        var style = TextStyle(size: 15, isBold: true)
        while style.size > 8, canvas.measure(value, style).width > inside.width { style.size -= 0.5 }
        canvas.text(value, style, at: Point(x: inside.x, y: inside.y + height + 4), width: inside.width + 1)
        guard let change = figure.change else { return }
        let color: Color = change.micros > 0 ? .up : change.micros < 0 ? .down : .soft
        canvas.text(
            say.change(change),
            TextStyle(size: 8, isBold: true, color: color),
            at: Point(x: inside.x, y: inside.y + height + 24)
        )
    }

    private func placeFindings(in flow: inout PageFlow, _ canvas: Canvas) {
        guard !report.findings.isEmpty else { return }
        place(heading: say.findings, in: &flow, canvas, room: 40)
        for finding in report.findings.map(Self.glued) {
            let x = left + 3
            let height = canvas.measure(finding, .body, width: inner - 14, lines: 8).height
            flow.place(height: height + 4) { [left, inner] canvas, y in
                canvas.dot(Point(x: x, y: y + 6), radius: 1.8, .accent)
                canvas.text(finding, .body, at: Point(x: left + 14, y: y), width: inner - 14, lines: 8)
            }
        }
        flow.space(12)
    }

    /// A figure and its unit on one line.
    private static func glued(_ text: String) -> String {
        text.replacing(" %", with: "\u{A0}%").replacing(/([A-Z]{3}) (?=[0-9])/) { "\($0.1)\u{A0}" }
    }

    /// - Parameter room: what has to fit below it on the same page.
    private func place(heading: String, in flow: inout PageFlow, _ canvas: Canvas, room: Double) {
        flow.keepTogether(20 + room)
        place(heading, .heading, lines: 2, in: &flow, canvas)
        flow.space(5)
    }

    private func place(_ chart: ReportChart, in flow: inout PageFlow) {
        let drawing = ChartDrawing(chart, say)
        flow.place(height: drawing.height) { [left, inner] canvas, y in
            drawing.draw(on: canvas, in: Rectangle(x: left, y: y, width: inner, height: drawing.height))
        }
        flow.space(12)
    }

    private func placeNotes(in flow: inout PageFlow, _ canvas: Canvas) {
        guard !report.notes.isEmpty else { return }
        flow.space(4)
        place(heading: say.notes, in: &flow, canvas, room: 24)
        for note in report.notes {
            place("•  " + Self.glued(note), TextStyle(size: 8, color: .soft), lines: 8, in: &flow, canvas)
            flow.space(3)
        }
    }

    /// What every page has around its pieces.
    private func drawFrame(_ canvas: Canvas, page: Int, of pages: Int) {
        if page > 1 {
            let head = [report.shop, report.title, report.period?.text].compactMap(\.self)
                .joined(separator: "  ·  ")
            canvas.text(head, .small, at: Point(x: left, y: 34), width: inner, lines: 1)
            canvas.line([Point(x: left, y: 49), Point(x: left + inner, y: 49)], .line, width: 0.7)
        }
        let y = height - 38
        canvas.line([Point(x: left, y: y), Point(x: left + inner, y: y)], .line, width: 0.7)
        let number = say.page(page, of: pages)
        let numberWidth = canvas.measure(number, .small).width
        canvas.text(
            say.origin(report),
            .small,
            at: Point(x: left, y: y + 6),
            width: inner - numberWidth - 14,
            lines: 1
        )
        canvas.text(number, .small, at: Point(x: left + inner, y: y + 6), .right)
    }
}
