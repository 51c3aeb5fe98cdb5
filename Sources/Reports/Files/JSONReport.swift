import JSON
import Localization

/// The report as JSON: stable names, exact numbers, money with two decimals.
struct JSONReport {
    let report: Report
    let say: ReportText
    let work: RenderingProgress

    func bytes() throws -> [UInt8] {
        let object: JSONObject = [
            "title": .string(report.title),
            "shop": Self.text(report.shop),
            "language": .string(report.language.rawValue),
            "period": report.period.map {
                ["from": .string($0.from.description), "to": .string($0.to.description)]
            } ?? .null,
            "as_of": Self.text(report.asOf?.description),
            "generated": Self.text(report.generated?.description),
            "currency": Self.text(report.currency),
            "view": Self.text(report.view),
            "source": Self.text(report.source),
            "figures": .array(report.figures.map(json)),
            "findings": .array(report.findings.map { .string($0) }),
            "charts": .array(report.charts.map(json)),
            "tables": .array(try report.tables.map(json)),
            "notes": .array(report.notes.map { .string($0) }),
        ]
        return Array((JSONValue.object(object).prettyPrinted() + "\n").utf8)
    }

    private func json(_ figure: KeyFigure) -> JSONValue {
        var object: JSONObject = [
            "key": .string(figure.key), "label": .string(figure.label),
            "value": Self.number(figure.value, figure.kind),
        ]
        if let change = figure.change { object["change_percent"] = Self.number(change, .percent) }
        return .object(object)
    }

    private func json(_ chart: ReportChart) -> JSONValue {
        [
            "title": .string(chart.title),
            "point": .string(chart.pointLabel),
            "value": .string(chart.valueLabel),
            "points": .array(
                chart.points.map { ["label": .string($0.label), "value": Self.number($0.value, chart.kind)] }
            ),
        ]
    }

    private func json(_ table: ReportTable) throws -> JSONValue {
        let rows = try table.rows.map { row in
            try work.row()
            return json(row, table)
        }
        var object: JSONObject = [
            "title": .string(table.title),
            "columns": .array(
                table.columns.map {
                    ["key": .string($0.key), "label": .string($0.label), "type": .string("\($0.kind)")]
                }
            ),
            "rows": .array(rows),
        ]
        if let totals = try table.totals() {
            var sums = JSONObject()
            for (index, column) in table.columns.enumerated() where column.total != .none {
                sums[column.key] = Self.cell(totals.cell(index), column.kind)
            }
            object["totals"] = .object(sums)
        }
        return .object(object)
    }

    private func json(_ row: [ReportCell], _ table: ReportTable) -> JSONValue {
        var object = JSONObject()
        for (index, column) in table.columns.enumerated() {
            object[column.key] = Self.cell(row.cell(index), column.kind)
        }
        return .object(object)
    }

    private static func cell(_ cell: ReportCell, _ kind: ReportValueKind) -> JSONValue {
        switch cell {
        case .empty: .null
        case .text(let text): .string(text)
        case .keyed(let key, _): Self.text(key)
        case .time(let key, _): .string(key)
        case .day(let day): .string(day.description)
        case .number(let value): number(value, kind)
        }
    }

    private static func number(_ number: ExactNumber?, _ kind: ReportValueKind) -> JSONValue {
        guard let number else { return .null }
        let text = number.decimal(kind.decimals)
        return Int64(text).map { .integer($0) } ?? JSONNumber(text).map { .number($0) } ?? .null
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
