import Foundation
import Localization
import Mustache

/// The report as one HTML page.
struct HTMLReport {
    let report: Report
    let say: ReportText
    let work: RenderingProgress

    func bytes() throws -> [UInt8] {
        let template = try Self.template.get()
        var page: [String: Any] = [
            "language": report.language.rawValue,
            "style": HTMLTemplate.style,
            "fullTitle": [report.title, report.period?.text].compactMap(\.self).joined(separator: " · "),
            "title": report.title,
            "hasFigures": !report.figures.isEmpty,
            "figuresTitle": say.figures,
            "figures": report.figures.map(figure),
            "hasFindings": !report.findings.isEmpty,
            "findingsTitle": say.findings,
            "findings": report.findings,
            "charts": try report.charts.enumerated().map { try chart($1, $0) },
            "tables": try report.tables.map(table),
            "hasNotes": !report.notes.isEmpty,
            "notesTitle": say.notes,
            "notes": report.notes,
            "origin": say.origin(report),
        ]
        // An optional in `Any` would be there, and say "nil".
        if let shop = report.shop { page["shop"] = shop }
        if let days = say.days(report) { page["period"] = days }
        if let view = report.view { page["view"] = view }
        return Array(template.render(page).utf8)
    }

    private static let template: Result<MustacheTemplate, ReportFailure> = {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        do {
            return .success(try MustacheTemplate(string: HTMLTemplate.text))
        } catch {
            return .failure(.template(reason: "\(error)"))
        }
    }()

    private func figure(_ figure: KeyFigure) -> [String: Any] {
        var entry: [String: Any] = ["label": say.label(figure.label, figure.kind), "value": say.value(figure)]
        if let change = figure.change {
            entry["change"] = say.change(change)
            entry["direction"] = change.micros > 0 ? "up" : change.micros < 0 ? "down" : "same"
        }
        return entry
    }

    private func chart(_ chart: ReportChart, _ index: Int) throws -> [String: Any] {
        try work.check()
        let svg = String(decoding: try ChartPicture(chart, say).svg(), as: UTF8.self)
        return ["name": chart.title, "drawing": Self.inline(svg, prefix: "c\(index)-")]
    }

    /// The drawing without its XML declaration, and with names of its own: several drawings share a page. It holds no
    /// text that anybody wrote: cairo draws letters as shapes.
    private static func inline(_ svg: String, prefix: String) -> String {
        let start = svg.range(of: "<svg")?.lowerBound ?? svg.startIndex
        return String(svg[start...])
            .replacing("id=\"", with: "id=\"\(prefix)")
            .replacing("href=\"#", with: "href=\"#\(prefix)")
            .replacing("url(#", with: "url(#\(prefix)")
    }

    private func table(_ table: ReportTable) throws -> [String: Any] {
        let sums = try table.totals()
        let columns = table.aligned(sums)
        var rows = ""
        for row in table.rows {
            try work.row()
            append(row, columns, to: &rows)
        }
        var totals = ""
        if var cells = sums {
            if cells.first == .empty { cells[0] = .text(say.total) }
            append(cells, columns, to: &totals)
        }
        return [
            "name": table.title,
            "isEmpty": table.rows.isEmpty,
            "nothing": say.nothing,
            "columns": table.columns.map {
                ["label": say.label($0), "isNumber": $0.kind.isNumber] as [String: Any]
            },
            "rows": rows,
            "hasTotals": !totals.isEmpty,
            "totals": totals,
        ]
    }

    /// By hand: a template of a row takes Mustache a hundred times as long.
    private func append(_ row: [ReportCell], _ columns: [ReportTable.Column], to html: inout String) {
        let escaping = HTMLEscaping()
        html += "<tr>"
        for (index, column) in columns.enumerated() {
            let text = escaping.escapeText(say.cell(row.cell(index), column))
            switch column.kind {
            case .text: html += "<td>\(text)</td>"
            case .date: html += "<td class=\"date\">\(text)</td>"
            default: html += "<td class=\"number\">\(text)</td>"
            }
        }
        html += "</tr>\n"
    }
}
