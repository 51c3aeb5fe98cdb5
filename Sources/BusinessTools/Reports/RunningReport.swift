import BoundedWork
import Commerce
import Localization
import MCP
import Reports

/// A report in the making, whose caller is told how far it is.
struct RunningReport {
    let request: RunningRequest
    let wanted: ReportRequest
    /// Whether the first chart is wanted as a picture too.
    let showsChart: Bool

    struct Made: Sendable {
        var report: Report
        var bytes: [UInt8]
        /// The first chart as PNG, where it was wanted and there is one.
        var picture: [UInt8]?

        /// The days it is about.
        var period: Period? {
            guard let days = report.period, let from = CalendarDay(iso: days.from.description),
                let to = CalendarDay(iso: days.to.description)
            else { return nil }
            return Period(from: from, to: to)
        }
    }

    /// Makes it in the pool: asks for the figures, draws it and does with it what `keep` does.
    func make<Kept: Sendable>(
        in pool: WorkPool,
        from store: CommerceStore,
        today: CalendarDay,
        keep: @escaping @Sendable (Made) throws -> Kept
    ) async throws -> Kept {
        await tell(0, LocalizedText(es: "Reuniendo las cifras", en: "Gathering the figures"))
        // The renderer waits for nobody: a step that was not told when the next one comes is dropped.
        let (steps, heard) = AsyncStream.makeStream(of: Double.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Kept?.self) { group in
            group.addTask { [wanted, showsChart] in
                defer { heard.finish() }
                return try await pool.run { isCancelled in
                    let report = try store.snapshot(isCancelled: isCancelled) { data in
                        try ReportBuilder(data, today: today).report(wanted)
                    }
                    heard.yield(0)
                    var options = wanted.options
                    options.isCancelled = isCancelled
                    options.progress = { done, total in heard.yield(Double(done) / Double(max(total, 1))) }
                    let made = try Self.render(report, wanted.format, options, showsChart: showsChart)
                    if isCancelled() { throw CancellationError() }
                    return try keep(made)
                }
            }
            group.addTask {
                for await share in steps {
                    await tell(20 + 75 * share, LocalizedText(es: "Escribiendo el informe", en: "Writing the report"))
                }
                return nil
            }
            while let finished = try await group.next() {
                if let kept = finished { return kept }
            }
            throw CancellationError()
        }
    }

    private static func render(
        _ report: Report,
        _ format: ReportFormat,
        _ options: ReportOptions,
        showsChart: Bool
    ) throws -> Made {
        let bytes = try report.rendered(as: format, options: options)
        guard showsChart, !report.charts.isEmpty else { return Made(report: report, bytes: bytes) }
        return Made(
            report: report,
            bytes: bytes,
            picture: format == .png ? bytes : try report.rendered(as: .png, options: options)
        )
    }

    private func tell(_ percent: Double, _ text: LocalizedText) async {
        await request.report(progress: percent, total: 100, message: text(wanted.language))
    }
}
