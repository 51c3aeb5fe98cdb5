import GRDB

/// Notes which days each few thousand lines hold, and where their documents' sums are, so that a question about a few
/// days need not read all lines. Files mostly run in the order of time.
struct LineBlocks {
    private let feed: RowFeed
    private var firstLine: Int64
    private var firstSum: Int64
    private var nextSum: Int64
    private var firstDay = Int64.max
    private var lastDay = Int64.min

    /// The usual number of lines in a block.
    static let usualSize = 2_048

    init(_ database: Database, lastLine: Int64) throws {
        feed = try RowFeed(
            database,
            into: "line_block",
            columns: ["first_line", "last_line", "first_sum", "last_sum", "first_day", "last_day"]
        )
        firstLine = lastLine + 1
        firstSum = (try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM document_sum") ?? 0) + 1
        nextSum = firstSum
    }

    @inline(__always)
    mutating func note(day: Int64) {
        firstDay = min(firstDay, day)
        lastDay = max(lastDay, day)
    }

    /// A row of `document_sum` is written.
    mutating func noteSum(day: Int64) {
        note(day: day)
        nextSum += 1
    }

    mutating func end(lastLine: Int64) throws {
        guard firstDay <= lastDay else { return }
        let block = self
        try feed.append { row in
            row[0] = block.firstLine
            row[1] = lastLine
            row[2] = block.firstSum
            row[3] = block.nextSum - 1
            row[4] = block.firstDay
            row[5] = block.lastDay
        }
        (firstLine, firstSum) = (lastLine + 1, nextSum)
        (firstDay, lastDay) = (.max, .min)
    }

    mutating func skip(to line: Int64) {
        firstLine = line
    }

    func flush() throws {
        try feed.flush()
    }
}
