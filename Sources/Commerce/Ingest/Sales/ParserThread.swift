import TabularFiles

/// Runs a parser on a thread of its own, a few batches ahead of who stores them: reading a file and writing a database
/// take about as long as each other.
struct ParserThread {
    private let parser: SalesFileParser
    private let progress: (@Sendable (IngestProgress) -> Void)?

    init(_ parser: SalesFileParser, progress: (@Sendable (IngestProgress) -> Void)?) {
        self.parser = parser
        self.progress = progress
    }

    /// Hands over every batch in turn. The thread has ended when this returns or throws.
    func forEach(_ store: (SalesBatch) throws -> Void) throws {
        let (parser, progress) = (parser, progress)
        let batches = Conveyor(name: "sales parser", items: (0..<4).map { _ in SalesBatch() }) { batch in
            try parser.fill(&batch)
            progress?(parser.scan.progress)
            return !batch.lines.isEmpty
        }
        defer { batches.stop() }
        while let batch = try batches.take() {
            try store(batch)
            // Without another owner the batch keeps its memory.
            batches.give(back: consume batch)
        }
    }
}
