/// A chart alone.
struct ChartPicture {
    private let drawing: ChartDrawing

    /// Points; a PNG has twice as many pixels.
    private static let width = 520.0
    private static let margin = 14.0

    init(_ chart: ReportChart, _ say: ReportText) {
        drawing = ChartDrawing(chart, say)
    }

    func png() throws(ReportFailure) -> [UInt8] { try bytes(.png(scale: 2)) }

    func svg() throws(ReportFailure) -> [UInt8] { try bytes(.svg) }

    private func bytes(_ target: Canvas.Target) throws(ReportFailure) -> [UInt8] {
        let height = drawing.height + 2 * Self.margin
        let canvas = try Canvas(target, width: Self.width, height: height)
        let page = Rectangle(x: 0, y: 0, width: Self.width, height: height)
        drawing.draw(on: canvas, in: page.inset(Self.margin, Self.margin))
        return try canvas.finish()
    }
}
