import Commerce
import Localization
import MCP
import Reports

/// A report in the making, whose caller is told how far it is.
struct RunningReport {
    let request: RunningRequest
    let language: Language
    let pool: RenderingPool

    struct Made: Sendable {
        var report: Report
        var period: Period?
        var bytes: [UInt8]
        /// The first chart as PNG, where it was wanted and there is one.
        var picture: [UInt8]?
    }

    /// - Parameter showsChart: whether the first chart is wanted as a picture too.
    func make(_ wanted: ReportRequest, _ builder: ReportBuilder, showsChart: Bool) async throws -> Made {
        await tell(0, LocalizedText(es: "Reuniendo las cifras", en: "Gathering the figures"))
        let report = try await builder.report(wanted)
        await tell(20, LocalizedText(es: "Escribiendo el informe", en: "Writing the report"))
        // The renderer waits for nobody: a step that was not told when the next one comes is dropped.
        let (steps, heard) = AsyncStream.makeStream(of: Double.self, bufferingPolicy: .bufferingNewest(1))
        var options = wanted.options
        options.progress = { done, total in heard.yield(20 + 75 * Double(done) / Double(max(total, 1))) }
        let settled = options
        let drawsChart = showsChart && !report.charts.isEmpty
        return try await withThrowingTaskGroup(of: Made?.self) { group in
            group.addTask {
                defer { heard.finish() }
                return try await pool.run {
                    let bytes = try report.rendered(as: wanted.format, options: settled)
                    let picture =
                        !drawsChart
                        ? nil : wanted.format == .png ? bytes : try report.rendered(as: .png, options: wanted.options)
                    return Made(report: report, period: Self.period(report), bytes: bytes, picture: picture)
                }
            }
            group.addTask {
                for await step in steps {
                    await tell(step, LocalizedText(es: "Escribiendo el informe", en: "Writing the report"))
                }
                return nil
            }
            while let finished = try await group.next() {
                if let made = finished { return made }
            }
            throw CancellationError()
        }
    }

    private func tell(_ percent: Double, _ text: LocalizedText) async {
        await request.report(progress: percent, total: 100, message: text(language))
    }

    private static func period(_ report: Report) -> Period? {
        guard let days = report.period, let from = CalendarDay(iso: days.from.description),
            let to = CalendarDay(iso: days.to.description)
        else { return nil }
        return Period(from: from, to: to)
    }
}
