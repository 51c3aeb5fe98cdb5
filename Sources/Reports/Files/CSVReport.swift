/// The report's first table as text after RFC 4180; its key figures where it has no table.
struct CSVReport {
    private let table: ReportTable
    private let say: ReportText
    private let isForSpanishExcel: Bool
    private let work: RenderingProgress

    init(_ report: Report, _ say: ReportText, isForSpanishExcel: Bool, _ work: RenderingProgress) {
        table = report.tables.first ?? Self.figures(report, say)
        self.say = say
        self.isForSpanishExcel = isForSpanishExcel
        self.work = work
    }

    /// Without the row of totals: whoever adds the column up would count everything twice.
    func bytes() throws -> [UInt8] {
        var text = isForSpanishExcel ? "\u{FEFF}" : ""
        append(table.columns.map { Self.inert(say.label($0)) }, to: &text)
        for row in table.rows {
            try work.row()
            append(table.columns.indices.map { field(row.cell($0), table.columns[$0].kind) }, to: &text)
        }
        return Array(text.utf8)
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

    private func field(_ cell: ReportCell, _ kind: ReportValueKind) -> String {
        switch cell {
        case .empty: ""
        case .text(let text): Self.inert(text)
        case .keyed(let key, let text): Self.inert(isForSpanishExcel ? text : key ?? "")
        case .day(let day): day.description
        case .number(let number):
            isForSpanishExcel
                ? number.decimal(kind.decimals).replacing(".", with: ",") : number.decimal(kind.decimals)
        }
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

    private static func figures(_ report: Report, _ say: ReportText) -> ReportTable {
        ReportTable(
            title: say.figures,
            columns: [.init("figure", say.figure, .text), .init("value", say.value, .quantity)],
            rows: report.figures.map { figure in
                [
                    .text(say.label(figure.label, figure.kind)),
                    figure.value.map { .number($0.rounded(to: figure.kind.decimals)) } ?? .empty,
                ]
            }
        )
    }
}
