/// How a period is put together from what sums are kept of: all time, whole months, and single days at the ends.
struct SpanCover {
    /// `YYYYMM`, or ``allTime`` alone.
    let spans: [Int]
    /// Days beside them.
    let edges: [Period]

    /// Stands for all time where a month could be.
    static let allTime = 0

    /// - Parameters:
    ///   - period: nil is all time.
    ///   - data: the days that there are lines of.
    ///   - byMonth: months are asked for, so they must not be put together.
    init(_ period: Period?, data: Period, byMonth: Bool) {
        let isEverything = period.map { $0.from <= data.from && $0.to >= data.to } ?? true
        if isEverything, !byMonth {
            (spans, edges) = ([Self.allTime], [])
            return
        }
        let asked = period ?? data
        guard let period = Period(from: max(asked.from, data.from), to: min(asked.to, data.to)) else {
            (spans, edges) = ([], [])
            return
        }
        var spans: [Int] = []
        var edges: [Period] = []
        var (year, month) = (period.from.year, period.from.month)
        while year * 100 + month <= period.to.packed / 100, let whole = Period.month(month, of: year) {
            let from = max(period.from, whole.from)
            let to = min(period.to, whole.to)
            // A month is whole when it has no lines outside the period.
            if from <= max(whole.from, data.from), to >= min(whole.to, data.to) {
                spans.append(year * 100 + month)
            } else if let edge = Period(from: from, to: to) {
                edges.append(edge)
            }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        (self.spans, self.edges) = (spans, edges)
    }
}
