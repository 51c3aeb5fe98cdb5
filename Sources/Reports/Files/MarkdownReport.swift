/// The report as GitHub-flavoured Markdown.
struct MarkdownReport {
    let report: Report
    let say: ReportText
    let work: RenderingProgress

    func bytes() throws -> [UInt8] {
        var text = "# \(Self.escaped(report.title))\n\n"
        let about = [report.shop, say.days(report), report.view].compactMap(\.self)
        if !about.isEmpty { text += about.map(Self.escaped).joined(separator: " · ") + "\n\n" }
        for figure in report.figures {
            let change = figure.change.map { " (\(say.change($0)))" } ?? ""
            text += "- \(Self.escaped(say.label(figure.label, figure.kind))): **\(say.value(figure))**\(change)\n"
        }
        if !report.figures.isEmpty { text += "\n" }
        if !report.findings.isEmpty {
            text += "## \(say.findings)\n\n"
            text += report.findings.map { "- \(Self.escaped($0))\n" }.joined() + "\n"
        }
        for table in report.tables { try append(table, to: &text) }
        if !report.notes.isEmpty {
            text += "## \(say.notes)\n\n" + report.notes.map { "- \(Self.escaped($0))\n" }.joined() + "\n"
        }
        let origin = say.origin(report)
        if !origin.isEmpty { text += "---\n\n\(Self.escaped(origin))\n" }
        return Array(text.utf8)
    }

    private func append(_ table: ReportTable, to text: inout String) throws {
        text += "## \(Self.escaped(table.title))\n\n"
        guard !table.rows.isEmpty else {
            text += "_\(say.nothing)._\n\n"
            return
        }
        text += line(table.columns.map { Self.escaped(say.label($0)) })
        text += line(table.columns.map { $0.kind.isNumber ? "--:" : "---" })
        let sums = try table.totals()
        let columns = table.aligned(sums)
        for row in table.rows {
            try work.row()
            text += line(cells(row, columns))
        }
        if var totals = sums.map({ cells($0, columns).map { $0.isEmpty ? "" : "**\($0)**" } }) {
            if totals.first?.isEmpty == true { totals[0] = "**\(say.total)**" }
            text += line(totals)
        }
        text += "\n"
    }

    private func cells(_ row: [ReportCell], _ columns: [ReportTable.Column]) -> [String] {
        columns.enumerated().map { Self.escaped(say.cell(row.cell($0), $1)) }
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    /// Text that means itself: no table, markup or HTML comes of it. Some readers make links of bare addresses, as they do of
    /// any text.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.onOneLine.unicodeScalars {
            if #"\`*_[]<>|&~"#.unicodeScalars.contains(scalar) { result.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
