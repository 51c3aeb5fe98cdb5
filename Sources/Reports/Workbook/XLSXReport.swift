import Foundation
import Localization

/// The report as an Excel workbook: a sheet that sums up, and one for each table.
struct XLSXReport {
    let report: Report
    let say: ReportText
    let work: RenderingProgress

    private static let accent: UInt32 = 0x1F5F8B
    private static let soft: UInt32 = 0x5D6B7A

    func bytes() throws -> [UInt8] {
        let workbook = try Workbook()
        workbook.describe(
            title: [report.title, report.period?.text].compactMap(\.self).joined(separator: " · ").onOneLine,
            author: (report.shop ?? "SecureMCP").onOneLine,
            subject: (report.view ?? "").onOneLine,
            keywords: report.language.rawValue,
            created: report.generated.flatMap(Self.date)
        )
        let summary = try workbook.sheet(say.summary)
        for table in report.tables { try write(table, in: workbook) }
        let rows = try writeSummary(summary, in: workbook)
        try writeCharts(on: summary, below: rows, in: workbook)
        return try workbook.finish()
    }

    private static func date(_ day: ReportDay) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
    }

    // MARK: The first sheet

    /// - Returns: how many rows it takes.
    private func writeSummary(_ sheet: Sheet, in workbook: Workbook) throws -> Int {
        sheet.hideGridlines()
        sheet.setWidth(0, 38)
        sheet.setWidth(1, 20)
        sheet.setWidth(2, 14)
        var row = 0
        let soft = workbook.format(color: Self.soft)
        try sheet.write(report.title, row, 0, workbook.format(isBold: true, size: 18, color: Self.accent))
        sheet.setHeight(row, 27)
        row += 1
        for line in [report.shop, say.days(report), report.view].compactMap(\.self) {
            try sheet.write(line, row, 0, soft)
            row += 1
        }
        row += 1
        if !report.figures.isEmpty {
            let (head, right) = header(in: workbook)
            try sheet.write(say.figure, row, 0, head)
            try sheet.write(say.value, row, 1, right)
            let hasChange = report.figures.contains { $0.change != nil }
            if hasChange { try sheet.write(say.change, row, 2, right) }
            row += 1
            for figure in report.figures {
                try sheet.write(say.label(figure.label, figure.kind), row, 0, workbook.format(isIndented: true))
                if let value = figure.value {
                    let format = workbook.format(numberFormat(figure.kind, decimals: value.decimals), isBold: true)
                    try sheet.write(Self.double(value, figure.kind), row, 1, format)
                }
                if let change = figure.change {
                    let format = workbook.format(numberFormat(.percent, decimals: nil))
                    try sheet.write(Self.double(change, .percent), row, 2, format)
                }
                row += 1
            }
            row += 1
        }
        for (title, lines) in [(say.findings, report.findings), (say.notes, report.notes)] where !lines.isEmpty {
            try sheet.write(title, row, 0, workbook.format(isBold: true, color: Self.accent))
            row += 1
            for line in lines {
                try sheet.writeParagraph(line, row, columns: 3, letters: 74, workbook.format(wraps: true))
                row += 1
            }
            row += 1
        }
        let origin = workbook.format(color: Self.soft, wraps: true)
        try sheet.writeParagraph(say.origin(report), row, columns: 3, letters: 74, origin)
        sheet.setPage(isLandscape: true, footer: footer)
        return row + 1
    }

    private var footer: String { say.language == .spanish ? "&RPágina &P de &N" : "&RPage &P of &N" }

    private func header(in workbook: Workbook) -> (left: CellFormat, right: CellFormat) {
        (
            workbook.format(isBold: true, color: 0xFFFFFF, fill: Self.accent, wraps: true, isIndented: true),
            workbook.format(isBold: true, color: 0xFFFFFF, fill: Self.accent, wraps: true, isRight: true)
        )
    }

    // MARK: Tables

    private func write(_ table: ReportTable, in workbook: Workbook) throws {
        let sheet = try workbook.sheet(table.title)
        let head = header(in: workbook)
        let totals = try table.totals()
        for (index, column) in table.aligned(totals).enumerated() {
            let label = say.label(column)
            try sheet.write(label, 0, index, column.kind.isNumber ? head.right : head.left)
            let number = numberFormat(column.kind, decimals: column.decimals)
            let format = workbook.format(number, isIndented: !column.kind.isNumber)
            let month = workbook.format(monthFormat, isIndented: true)
            var longest = min(label.count, 24) + 3
            for (row, cells) in table.rows.enumerated() {
                let cell = cells.cell(index)
                if let day = cell.month {
                    try sheet.write(day, row + 1, index, month)
                } else {
                    try write(cell, column.kind, sheet, row + 1, index, format)
                }
                longest = max(longest, say.cell(cell, column).count + 1)
            }
            if let totals {
                let bold = workbook.format(
                    number,
                    isBold: true,
                    isIndented: !column.kind.isNumber,
                    hasTopBorder: true
                )
                longest = max(longest, say.cell(totals.cell(index), column).count + 2)
                try write(totals.cell(index), column, index, sheet, rows: table.rows.count, bold)
            }
            sheet.setWidth(index, Double(min(longest, 60)))
        }
        for _ in table.rows { try work.row() }
        if table.rows.isEmpty { try sheet.write(say.nothing, 1, 0, workbook.format(color: Self.soft)) }
        sheet.makeTable(columns: table.columns.count, rows: table.rows.count)
        sheet.setPage(isLandscape: table.columns.count > 6, footer: footer)
    }

    private func write(
        _ cell: ReportCell,
        _ kind: ReportValueKind,
        _ sheet: Sheet,
        _ row: Int,
        _ column: Int,
        _ format: CellFormat
    ) throws(ReportFailure) {
        switch cell {
        case .empty: break
        case .text(let text), .keyed(_, let text), .time(_, let text): try sheet.write(text, row, column, format)
        case .number(let number): try sheet.write(Self.double(number, kind), row, column, format)
        case .day(let day): try sheet.write(day, row, column, format)
        }
    }

    /// The cell below a column: a formula where the rows add up to it.
    private func write(
        _ cell: ReportCell,
        _ column: ReportTable.Column,
        _ index: Int,
        _ sheet: Sheet,
        rows: Int,
        _ format: CellFormat
    ) throws(ReportFailure) {
        switch (column.total, cell) {
        case (.sum, .number(let sum)):
            let result = Self.double(sum, column.kind)
            try sheet.writeSum(of: 1..<rows + 1, rows + 1, index, result: result, format)
        case (_, .number(let value)): try sheet.write(Self.double(value, column.kind), rows + 1, index, format)
        default:
            if index == 0 {
                try sheet.write(say.total, rows + 1, 0, format)
            } else {
                try sheet.writeBlank(rows + 1, index, format)
            }
        }
    }

    /// What Excel holds: exact money, so that its own sums are right to the cent, and percent as a fraction.
    private static func double(_ number: ExactNumber, _ kind: ReportValueKind) -> Double {
        kind == .percent ? Double(number.micros) / 100_000_000 : number.double
    }

    private func numberFormat(_ kind: ReportValueKind, decimals: Int?) -> String? {
        switch kind {
        case .text: nil
        case .integer: "#,##0"
        case .money: "#,##0.00"
        case .percent: "0.00%"
        case .date: say.language == .spanish ? "dd/mm/yyyy" : "yyyy-mm-dd"
        case .quantity: decimals.map { $0 > 0 ? "#,##0." + String(repeating: "0", count: $0) : "#,##0" } ?? "#,##0"
        }
    }

    /// "agosto de 2011", of its first day: months sort and group as such.
    private var monthFormat: String {
        say.language == .spanish ? #"[$-100A]mmmm" de "yyyy"# : "[$-409]mmmm yyyy"
    }

    // MARK: Charts

    /// Beside the figures, with their data on a sheet at the end.
    private func writeCharts(on summary: Sheet, below rows: Int, in workbook: Workbook) throws {
        let charts = report.charts.filter { !$0.points.isEmpty }
        guard !charts.isEmpty else { return }
        let data = try workbook.sheet(say.chartData)
        let head = header(in: workbook)
        let plain = workbook.format(isIndented: true)
        var row = 1
        for (index, chart) in charts.enumerated() {
            try work.check()
            let column = index * 3
            let label = say.label(chart.valueLabel, chart.kind)
            try data.write(chart.pointLabel, 0, column, head.left)
            try data.write(label, 0, column + 1, head.right)
            data.setWidth(column, 32)
            data.setWidth(column + 1, 18)
            let decimals = chart.points.lazy.compactMap(\.value?.decimals).max()
            let format = workbook.format(numberFormat(chart.kind, decimals: decimals))
            for (place, point) in chart.points.enumerated() {
                try data.write(point.label, place + 1, column, plain)
                guard let value = point.value else { continue }
                try data.write(Self.double(value, chart.kind), place + 1, column + 1, format)
            }
            let native = try workbook.chart(
                chart,
                valueLabel: label,
                numberFormat: chart.kind == .percent ? "0%" : "#,##0",
                data: data,
                rows: 1..<chart.points.count + 1,
                column: column
            )
            // Of 20 pixels a row.
            let height = chart.form == .horizontalBars ? max(288, 100 + 26 * chart.points.count) : 320
            try summary.insert(native, row, 4, height: height)
            row += height / 20 + 2
        }
        summary.setPrintedPart(rows: max(rows, row), columns: 15)
        data.setPage(isLandscape: false, footer: footer)
    }
}

extension ReportCell {
    /// The first day of a month such as `2011-08`.
    fileprivate var month: ReportDay? {
        guard case .time(let key, _) = self else { return nil }
        let parts = key.split(separator: "-")
        guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else { return nil }
        return ReportDay(year: year, month: month, day: 1)
    }
}
