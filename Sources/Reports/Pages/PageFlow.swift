/// Puts pieces below one another, on as many pages as they need. Nothing is drawn until all have their places: only
/// then the number of pages is known.
struct PageFlow {
    /// Draws a piece with its top at a height.
    typealias Drawing = (_ canvas: Canvas, _ y: Double) -> Void

    private(set) var pages: [[(y: Double, draw: Drawing)]] = [[]]
    private var y: Double
    private let top: Double
    private let bottom: Double

    /// - Parameters:
    ///   - start: where the first page begins.
    ///   - top: where the others do.
    init(start: Double, top: Double, bottom: Double) {
        y = start
        self.top = top
        self.bottom = bottom
    }

    /// What is left of the page.
    var room: Double { bottom - y }
    /// Whether so little of the page is left that leaving it empty is no pity.
    var isNearlyFull: Bool { room < (bottom - top) * 0.3 }
    private var isAtTop: Bool { pages.last?.isEmpty ?? true }

    /// Goes to the next page unless so much fits on this one.
    mutating func keepTogether(_ height: Double) {
        if height > room, !isAtTop { breakPage() }
    }

    mutating func breakPage() {
        pages.append([])
        y = top
    }

    /// Places a piece here, or on the next page when it does not fit.
    mutating func place(height: Double, _ draw: @escaping Drawing) {
        keepTogether(height)
        pages[pages.count - 1].append((y, draw))
        y += height
    }

    /// Room between two pieces; none at the top of a page.
    mutating func space(_ height: Double) {
        if !isAtTop { y += height }
    }
}
