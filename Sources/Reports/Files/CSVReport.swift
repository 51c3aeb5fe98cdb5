/// The report's first table as text after RFC 4180. Of an overview it is everything, block after block: the key
/// figures, what matters most and each table, each under a line with its title and after an empty line.
struct CSVReport {
    private let report: Report
    private let say: ReportText
    private let isForSpanishExcel: Bool
    private let work: RenderingProgress

    init(_ report: Report, _ say: ReportText, isForSpanishExcel: Bool, _ work: RenderingProgress) {
        self.report = report
        self.say = say
        self.isForSpanishExcel = isForSpanishExcel
        self.work = work
    }

    /// Without rows of totals: whoever adds a column up would count everything twice.
    func bytes() throws -> [UInt8] {
        var text = isForSpanishExcel ? "\u{FEFF}" : ""
        if let table = report.tables.first, !report.isOverview {
            try append(table, to: &text)
        } else {
            appendFigures(to: &text)
            if !report.findings.isEmpty {
                text += "\r\n"
                for line in [say.findings] + report.findings { append([Self.inert(line)], to: &text) }
            }
            for table in report.tables {
                text += "\r\n"
                append([Self.inert(table.title)], to: &text)
                try append(table, to: &text)
            }
        }
        return Array(text.utf8)
    }

    private func append(_ table: ReportTable, to text: inout String) throws {
        append(table.columns.map { header(say.label($0), $0.kind) }, to: &text)
        for row in table.rows {
            try work.row()
            append(table.columns.indices.map { field(row.cell($0), table.columns[$0].kind) }, to: &text)
        }
    }

    private func appendFigures(to text: inout String) {
        let hasChange = report.figures.contains { $0.change != nil }
        append([say.figures], to: &text)
        append([say.figure, say.value] + (hasChange ? [header(say.change, .percent)] : []), to: &text)
        for figure in report.figures {
            var fields = [Self.inert(say.label(figure.label, figure.kind)), number(figure.value, figure.kind)]
            if hasChange { fields.append(number(figure.change, .percent)) }
            append(fields, to: &text)
        }
    }

    private func append(_ fields: [String], to text: inout String) {
        let separator = isForSpanishExcel ? ";" : ","
        let special = Set("\"\r\n\(separator)".utf8)
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(separator) }
            if field.utf8.contains(where: special.contains) {
                text.append("\"\(field.replacing("\"", with: "\"\""))\"")
            } else {
                text.append(field)
            }
        }
        text.append("\r\n")
    }

    /// Figures are without their unit, so it is said here.
    private func header(_ label: String, _ kind: ReportValueKind) -> String {
        Self.inert(kind == .percent ? label + " (%)" : label)
    }

    private func field(_ cell: ReportCell, _ kind: ReportValueKind) -> String {
        switch cell {
        case .empty: ""
        case .text(let text): Self.inert(text)
        case .keyed(let key, let text): key == nil && !isForSpanishExcel ? "" : Self.inert(text)
        case .time(let key, let text): Self.inert(isForSpanishExcel ? text : key)
        case .day(let day): day.description
        case .number(let value): number(value, kind)
        }
    }

    private func number(_ number: ExactNumber?, _ kind: ReportValueKind) -> String {
        guard let text = number?.decimal(kind.decimals) else { return "" }
        return isForSpanishExcel ? text.replacing(".", with: ",") : text
    }

    /// Text that no spreadsheet takes for a formula: with an apostrophe before what one would begin with (OWASP, "CSV
    /// Injection").
    ///
    /// What follows a separator is a beginning too: whoever opens the file with the other one sees a cell there.
    static func inert(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isBeginning = true
        for scalar in text.unicodeScalars {
            if isBeginning, formulaStarts.contains(scalar) { result.append("'") }
            result.append(scalar)
            // Blanks before a formula are skipped by some.
            isBeginning = separators.contains(scalar) || isBeginning && scalar == " "
        }
        return String(result)
    }

    private static let separators: Set<Unicode.Scalar> = [",", ";", "\t", "\r", "\n", "|"]

    /// The wide ones become the others in some spreadsheets of East Asia.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]
}
