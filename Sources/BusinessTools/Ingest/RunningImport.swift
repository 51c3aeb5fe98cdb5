import Commerce
import Localization
import MCP

/// An import that tells its caller how far it is, and ends when it grows beyond measure.
struct RunningImport {
    let request: RunningRequest
    let language: Language

    /// Between two messages: a caller reads them, and a task writes each to its store.
    private static let interval = Duration.milliseconds(250)

    /// - Parameter work: reads with these options; cancelled when the surrounding task is, or when there is too much.
    func report(
        of options: IngestOptions,
        work: @escaping @Sendable (IngestOptions) async throws -> IngestReport
    ) async throws -> IngestReport {
        // The reader waits for nobody: a step that was not told when the next one comes is dropped.
        let (steps, heard) = AsyncStream.makeStream(of: IngestProgress.self, bufferingPolicy: .bufferingNewest(1))
        var options = options
        options.progress = { heard.yield($0) }
        let settled = options
        return try await withThrowingTaskGroup(of: IngestReport?.self) { group in
            group.addTask {
                defer { heard.finish() }
                return try await work(settled)
            }
            group.addTask {
                try await tell(steps)
                return nil
            }
            while let finished = try await group.next() {
                if let report = finished { return report }
            }
            throw CancellationError()
        }
    }

    private func tell(_ steps: AsyncStream<IngestProgress>) async throws {
        var last: ContinuousClock.Instant?
        for await step in steps {
            guard step.rows <= IngestTool.mostRows else { throw IngestContentFailure.tooManyRows(IngestTool.mostRows) }
            if let last, last.duration(to: .now) < Self.interval { continue }
            last = .now
            let text = LocalizedText(es: "\(step.rows) líneas leídas", en: "\(step.rows) lines read")
            await request.report(
                progress: Double(step.bytesDone),
                total: step.bytesTotal.map { Double($0) },
                message: text(language)
            )
        }
    }
}
