/// A chart in a rectangle of a canvas. Its size does not depend on where it is drawn.
struct ChartDrawing {
    let chart: ReportChart
    let say: ReportText

    /// Bars with names beside them; more are left out, and the title says so.
    private static let mostNames = 30
    /// The height of what an axis is called, above the figure at its end.
    private static let axisTitle = 18.0
    private static let labelStyle = TextStyle(size: 7, color: .soft)
    private static let nameStyle = TextStyle(size: 7.5)

    init(_ chart: ReportChart, _ say: ReportText) {
        var chart = chart
        let count = chart.points.count
        if chart.form == .horizontalBars, count > Self.mostNames {
            chart.points = Array(chart.points.prefix(Self.mostNames))
            chart.title += " (\(Self.mostNames)/\(count))"
        }
        self.chart = chart
        self.say = say
    }

    /// Points of height that suit it.
    var height: Double {
        guard hasValues else { return 90 }
        return chart.form == .horizontalBars ? 58 + 16 * Double(chart.points.count) : 205
    }

    private var hasValues: Bool { chart.points.contains { $0.value != nil } }

    func draw(on canvas: Canvas, in box: Rectangle) {
        let titleHeight = canvas.text(
            chart.title,
            .heading,
            at: Point(x: box.x, y: box.y),
            width: box.width,
            lines: 1
        )
        let body = Rectangle(
            x: box.x,
            y: box.y + titleHeight + 6,
            width: box.width,
            height: box.height - titleHeight - 6
        )
        guard hasValues else {
            canvas.fill(body, .card, radius: 5)
            let middle = Point(x: body.x + body.width / 2, y: body.y + body.height / 2 - 6)
            canvas.text(say.nothing, TextStyle(size: 9, color: .soft), at: middle, .center)
            return
        }
        let scale = AxisScale(chart.points.compactMap { $0.value?.double })
        if chart.form == .horizontalBars {
            drawAcross(canvas, body, scale)
        } else {
            drawUpright(canvas, body, scale)
        }
    }

    private func tickLabel(_ tick: Double) -> String {
        let micros = Int64(exactly: (tick * 1_000_000).rounded()) ?? (tick < 0 ? .min : .max)
        return say.number(ExactNumber(micros: micros), .quantity) + (chart.kind == .percent ? say.percentSign : "")
    }

    private var valueAxisTitle: String { say.label(chart.valueLabel, chart.kind) }

    // MARK: Bars with names

    private func drawAcross(_ canvas: Canvas, _ box: Rectangle, _ scale: AxisScale) {
        let names = chart.points.map { canvas.measure($0.label, Self.nameStyle).width }.max() ?? 0
        let nameWidth = min(names, box.width * 0.36)
        let values = chart.points.map { point in point.value.map { say.number($0, chart.kind) } ?? "–" }
        let valueWidth = values.map { canvas.measure($0, Self.labelStyle).width }.max() ?? 0
        // Room for a figure beyond either end, as the longest bar has its figure outside.
        let before = scale.lowest < 0 ? valueWidth + 6 : 0
        let plot = Rectangle(
            x: box.x + nameWidth + 8 + before,
            y: box.y,
            width: box.width - nameWidth - 8 - before - valueWidth - 8,
            height: box.height - 28
        )
        func x(_ value: Double) -> Double { plot.x + plot.width * scale.share(value) }
        drawTicksAcross(canvas, plot, scale)
        let slot = plot.height / Double(chart.points.count)
        for (index, point) in chart.points.enumerated() {
            let middle = plot.y + slot * (Double(index) + 0.5)
            canvas.text(
                point.label,
                Self.nameStyle,
                at: Point(x: box.x, y: middle - 5),
                width: nameWidth + 1,
                lines: 1
            )
            guard let value = point.value?.double else { continue }
            let (zero, end) = (x(0), x(value))
            let thickness = min(slot * 0.68, 14)
            canvas.fill(
                Rectangle(
                    x: min(zero, end),
                    y: middle - thickness / 2,
                    width: max(abs(end - zero), 0.6),
                    height: thickness
                ),
                value < 0 ? .down : .accent
            )
            let place = Point(x: value < 0 ? end - 3 : end + 3, y: middle - 4.6)
            // No line of the axis goes through a figure.
            let size = canvas.measure(values[index], Self.labelStyle)
            let corner = value < 0 ? place.x - size.width : place.x
            canvas.fill(Rectangle(x: corner, y: place.y, width: size.width, height: size.height), .white)
            canvas.text(values[index], Self.labelStyle, at: place, value < 0 ? .right : .left)
        }
        canvas.line(
            [Point(x: x(0), y: plot.y), Point(x: x(0), y: plot.bottom)],
            .soft,
            width: 0.8
        )
    }

    private func drawTicksAcross(_ canvas: Canvas, _ plot: Rectangle, _ scale: AxisScale) {
        let widest = scale.ticks.map { canvas.measure(tickLabel($0), Self.labelStyle).width }.max() ?? 0
        let gap = plot.width / Double(max(scale.ticks.count - 1, 1))
        let every = max(1, Int(((widest + 8) / gap).rounded(.up)))
        for (index, tick) in scale.ticks.enumerated() {
            let x = plot.x + plot.width * scale.share(tick)
            canvas.line([Point(x: x, y: plot.y), Point(x: x, y: plot.bottom)], .line, width: 0.5)
            guard index % every == 0 else { continue }
            canvas.text(tickLabel(tick), Self.labelStyle, at: Point(x: x, y: plot.bottom + 3), .center)
        }
        canvas.text(
            valueAxisTitle,
            Self.labelStyle,
            at: Point(x: plot.x + plot.width / 2, y: plot.bottom + 15),
            .center
        )
    }

    // MARK: Bars and lines over time

    private func drawUpright(_ canvas: Canvas, _ box: Rectangle, _ scale: AxisScale) {
        let tickWidth = scale.ticks.map { canvas.measure(tickLabel($0), Self.labelStyle).width }.max() ?? 0
        canvas.text(valueAxisTitle, Self.labelStyle, at: Point(x: box.x, y: box.y))
        let slots = Double(chart.points.count)
        let width = box.width - tickWidth - 8
        let labels = PointLabels(chart.points.map(\.label), slot: width / slots, canvas, Self.labelStyle)
        let plot = Rectangle(
            x: box.x + tickWidth + 8,
            y: box.y + Self.axisTitle,
            width: width,
            height: box.height - Self.axisTitle - labels.height - 14
        )
        for tick in scale.ticks {
            let y = plot.bottom - plot.height * scale.share(tick)
            canvas.line([Point(x: plot.x, y: y), Point(x: plot.right, y: y)], .line, width: 0.5)
            canvas.text(tickLabel(tick), Self.labelStyle, at: Point(x: plot.x - 5, y: y - 4.5), .right)
        }
        if chart.form == .line {
            drawLine(canvas, plot, scale)
        } else {
            drawBars(canvas, plot, scale)
        }
        let zero = plot.bottom - plot.height * scale.share(0)
        canvas.line([Point(x: plot.x, y: zero), Point(x: plot.right, y: zero)], .soft, width: 0.8)
        labels.draw(canvas, from: Point(x: plot.x, y: plot.bottom + 3))
        canvas.text(
            chart.pointLabel,
            Self.labelStyle,
            at: Point(x: plot.x + plot.width / 2, y: box.bottom - 10),
            .center
        )
    }

    private func drawBars(_ canvas: Canvas, _ plot: Rectangle, _ scale: AxisScale) {
        let slot = plot.width / Double(chart.points.count)
        let thickness = min(slot * 0.7, 46)
        let zero = plot.bottom - plot.height * scale.share(0)
        for (index, point) in chart.points.enumerated() {
            guard let value = point.value?.double else { continue }
            let end = plot.bottom - plot.height * scale.share(value)
            canvas.fill(
                Rectangle(
                    x: plot.x + slot * (Double(index) + 0.5) - thickness / 2,
                    y: min(zero, end),
                    width: thickness,
                    height: max(abs(end - zero), 0.6)
                ),
                value < 0 ? .down : .accent
            )
        }
    }

    private func drawLine(_ canvas: Canvas, _ plot: Rectangle, _ scale: AxisScale) {
        let slot = plot.width / Double(chart.points.count)
        var run: [Point] = []
        func drawRun() {
            canvas.line(run, .accent, width: 1.6)
            if run.count == 1 || slot > 6 {
                for point in run { canvas.dot(point, radius: min(2.2, max(slot / 5, 1)), .accent) }
            }
            run = []
        }
        for (index, point) in chart.points.enumerated() {
            guard let value = point.value?.double else {
                drawRun()
                continue
            }
            run.append(
                Point(
                    x: plot.x + slot * (Double(index) + 0.5),
                    y: plot.bottom - plot.height * scale.share(value)
                )
            )
        }
        drawRun()
    }
}

/// The labels below an axis: level where they fit, turned where they do not, and fewer where even that is too much.
struct PointLabels {
    private let labels: [String]
    private let slot: Double
    private let style: TextStyle
    private let isTurned: Bool
    private let every: Int
    let height: Double

    private static let longest = 90.0
    private static let angle = 40.0

    init(_ labels: [String], slot: Double, _ canvas: Canvas, _ style: TextStyle) {
        self.labels = labels
        self.slot = slot
        self.style = style
        let widest = min(labels.map { canvas.measure($0, style).width }.max() ?? 0, Self.longest)
        isTurned = widest + 5 > slot
        every = isTurned ? max(1, Int((14 / slot).rounded(.up))) : 1
        // sin 40°.
        height = isTurned ? widest * 0.643 + 8 : 11
    }

    func draw(_ canvas: Canvas, from corner: Point) {
        for (index, label) in labels.enumerated() where index % every == 0 {
            let x = corner.x + slot * (Double(index) + 0.5)
            if isTurned {
                canvas.text(
                    label,
                    style,
                    at: Point(x: x + 1, y: corner.y),
                    .right,
                    width: canvas.measure(label, style).width > Self.longest ? Self.longest : nil,
                    lines: 1,
                    turned: Self.angle
                )
            } else {
                canvas.text(label, style, at: Point(x: x, y: corner.y), .center)
            }
        }
    }
}
