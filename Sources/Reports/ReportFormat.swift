/// What a report becomes. The raw value is the usual ending of a file's name.
public enum ReportFormat: String, Sendable, CaseIterable {
    case pdf, xlsx, csv, html, json
    case markdown = "md"
    /// The first chart alone.
    case png, svg

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .csv: "text/csv"
        case .html: "text/html"
        case .json: "application/json"
        case .markdown: "text/markdown"
        case .png: "image/png"
        case .svg: "image/svg+xml"
        }
    }
}

public struct ReportOptions: Sendable {
    public enum Paper: String, Sendable, CaseIterable {
        case a4, letter
    }

    /// Default: A4.
    public var paper = Paper.a4
    /// How numbers are written for people. Default: 1,234.56.
    public var numberStyle = NumberStyle.point
    /// CSV as Excel in Spanish opens it: with a byte order mark, `;` and decimal commas. Default: UTF-8, `,` and `.`.
    public var csvForSpanishExcel = false
    /// Told now and then how many of all rows are done.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    /// Asked now and then. Default: whether the current task is cancelled.
    public var isCancelled: @Sendable () -> Bool = { Task.isCancelled }
    public var limits = Limits()

    /// More is refused.
    public struct Limits: Sendable {
        /// Of all tables together.
        public var rows = 100_000
        /// Of one table.
        public var columns = 40
        /// Of one chart.
        public var points = 400
        /// Charts, tables and findings, each.
        public var parts = 50
        /// Of the file.
        public var bytes = 64 << 20

        public init() {}
    }

    public init() {}
}

extension Report {
    /// The report as a file's bytes. Takes as long as it takes, on the caller's thread; many may run at once.
    ///
    /// - Throws: `CancellationError` soon after ``ReportOptions/isCancelled`` says so; ``ReportFailure``.
    public func rendered(as format: ReportFormat, options: ReportOptions = ReportOptions()) throws -> [UInt8] {
        try check(options.limits)
        let work = RenderingProgress(rows: tables.reduce(0) { $0 + $1.rows.count }, options)
        let say = ReportText(language: language, style: options.numberStyle, currency: currency)
        let bytes =
            switch format {
            case .pdf: try PDFReport(self, say, options.paper, work).bytes()
            case .xlsx: try XLSXReport(report: self, say: say, work: work).bytes()
            case .csv: try CSVReport(self, say, isForSpanishExcel: options.csvForSpanishExcel, work).bytes()
            case .html: try HTMLReport(report: self, say: say, work: work).bytes()
            case .json: try JSONReport(report: self, say: say, work: work).bytes()
            case .markdown: try MarkdownReport(report: self, say: say, work: work).bytes()
            case .png: try chartPicture(say).png()
            case .svg: try chartPicture(say).svg()
            }
        guard bytes.count <= options.limits.bytes else {
            throw ReportFailure.tooManyBytes(bytes.count, limit: options.limits.bytes)
        }
        return bytes
    }

    private func chartPicture(_ say: ReportText) throws(ReportFailure) -> ChartPicture {
        guard let chart = charts.first else { throw .noChart }
        return ChartPicture(chart, say)
    }

    private func check(_ limits: ReportOptions.Limits) throws(ReportFailure) {
        let rows = tables.reduce(0) { $0 + $1.rows.count }
        guard rows <= limits.rows else { throw .tooManyRows(rows, limit: limits.rows) }
        let columns = tables.map(\.columns.count).max() ?? 0
        guard columns <= limits.columns else { throw .tooManyColumns(columns, limit: limits.columns) }
        let points = charts.map(\.points.count).max() ?? 0
        guard points <= limits.points else { throw .tooManyPoints(points, limit: limits.points) }
        let parts = max(charts.count, tables.count, findings.count, figures.count, notes.count)
        guard parts <= limits.parts else { throw .tooManyParts(parts, limit: limits.parts) }
    }
}

/// How far a rendering is; the place where it notices that nobody wants it any more.
final class RenderingProgress {
    private let total: Int
    private let options: ReportOptions
    private var done = 0

    init(rows: Int, _ options: ReportOptions) {
        total = rows
        self.options = options
    }

    /// To be called for each row.
    func row() throws {
        done += 1
        guard done % 250 == 0 else { return }
        try check()
        options.progress?(done, total)
    }

    /// To be called for each page or other large piece.
    func check() throws {
        if options.isCancelled() { throw CancellationError() }
    }
}
