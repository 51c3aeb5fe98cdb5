import CXLSXWriter
import Foundation

/// An Excel workbook in the making: the one owner of libxlsxwriter's objects.
///
/// The library writes to files only, so the workbook lies in a folder of its own that nobody else can read, until
/// ``finish()`` or `deinit`.
final class Workbook {
    private let folder: String
    private let path: String
    /// nil once it is closed, which frees it.
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var names: Set<String> = []

    init() throws(ReportFailure) {
        let template = FileManager.default.temporaryDirectory.appending(path: "report-XXXXXX").path
        var bytes = Array(template.utf8CString)
        guard let made = mkdtemp(&bytes) else {
            throw .workbook(reason: String(cString: strerror(errno)))
        }
        folder = String(cString: made)
        path = folder + "/report.xlsx"
        workbook = folder.withCString { folder in
            var options = lxw_workbook_options()
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(path, &options)
        }
        guard workbook != nil else { throw .workbook(reason: "libxlsxwriter") }
    }

    deinit {
        if let workbook { lxw_workbook_free(workbook) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes the file and gives its bytes. Nothing can be added afterwards.
    func finish() throws(ReportFailure) -> [UInt8] {
        let status = workbook_close(workbook)
        workbook = nil
        guard status == LXW_NO_ERROR else { throw Self.failure(status) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .workbook(reason: String(cString: strerror(errno)))
        }
        return Array(data)
    }

    static func failure(_ status: lxw_error) -> ReportFailure {
        .workbook(reason: lxw_strerror(status).map { String(cString: $0) } ?? "libxlsxwriter \(status.rawValue)")
    }

    func describe(title: String, author: String, subject: String, keywords: String, created: Date?) {
        title.withCString { title in
            author.withCString { author in
                subject.withCString { subject in
                    keywords.withCString { keywords in
                        var properties = lxw_doc_properties()
                        properties.title = UnsafeMutablePointer(mutating: title)
                        properties.author = UnsafeMutablePointer(mutating: author)
                        properties.company = UnsafeMutablePointer(mutating: author)
                        properties.subject = UnsafeMutablePointer(mutating: subject)
                        properties.keywords = UnsafeMutablePointer(mutating: keywords)
                        if let created { properties.created = time_t(created.timeIntervalSince1970) }
                        workbook_set_properties(workbook, &properties)
                    }
                }
            }
        }
    }

    // MARK: Parts

    /// - Parameter name: made fit for Excel, and unlike the others.
    func sheet(_ name: String) throws(ReportFailure) -> Sheet {
        let name = unusedName(name)
        guard let sheet = workbook_add_worksheet(workbook, name) else { throw .workbook(reason: name) }
        return Sheet(name: name, sheet: sheet)
    }

    /// At most 31 characters, none of `[]:*?/\`, no apostrophe at either end; and no two alike.
    private func unusedName(_ wanted: String) -> String {
        let clean = String(wanted.onOneLine.map { "[]:*?/\\".contains($0) ? " " : $0 })
            .trimmingCharacters(in: CharacterSet(charactersIn: " '"))
        let base = clean.isEmpty ? "Report" : clean
        var number = 1
        while true {
            let ending = number == 1 ? "" : " \(number)"
            // Excel counts UTF-16 units.
            var name = base
            while (name + ending).utf16.count > 31 { name.removeLast() }
            name = name.trimmingCharacters(in: CharacterSet(charactersIn: " '")) + ending
            if names.insert(name.lowercased()).inserted { return name }
            number += 1
        }
    }

    /// How cells look. Made once for all that look alike.
    func format(
        _ number: String? = nil,
        isBold: Bool = false,
        size: Double? = nil,
        color: UInt32? = nil,
        fill: UInt32? = nil,
        wraps: Bool = false,
        isRight: Bool = false,
        isIndented: Bool = false,
        hasTopBorder: Bool = false
    ) -> CellFormat {
        let format = workbook_add_format(workbook)
        if let number { format_set_num_format(format, number) }
        if isBold { format_set_bold(format) }
        if let size { format_set_font_size(format, size) }
        if let color { format_set_font_color(format, color) }
        if let fill { format_set_bg_color(format, fill) }
        if wraps { format_set_text_wrap(format) }
        // A figure to the left of a text must not touch it.
        if isIndented { format_set_indent(format, 1) }
        if isRight { format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue)) }
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        if hasTopBorder {
            format_set_top(format, UInt8(LXW_BORDER_MEDIUM.rawValue))
            format_set_top_color(format, 0x1F5F8B)
        }
        return CellFormat(format: format)
    }

    /// A native chart of two columns of a sheet.
    ///
    /// - Parameters:
    ///   - rows: of the points, from 0.
    ///   - column: of the labels; the values are in the next.
    func chart(
        _ chart: ReportChart,
        valueLabel: String,
        numberFormat: String,
        data sheet: Sheet,
        rows: Range<Int>,
        column: Int
    ) throws(ReportFailure) -> NativeChart {
        let type =
            switch chart.form {
            case .bars: LXW_CHART_COLUMN
            case .horizontalBars: LXW_CHART_BAR
            case .line: LXW_CHART_LINE
            }
        guard let native = workbook_add_chart(workbook, UInt8(type.rawValue)),
            let series = chart_add_series(
                native,
                "=" + sheet.range(rows, column: column),
                "=" + sheet.range(rows, column: column + 1)
            )
        else { throw .workbook(reason: chart.title) }
        chart_series_set_name(series, valueLabel)
        chart_title_set_name(native, chart.title)
        chart_legend_set_position(native, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        chart_axis_set_name(native.pointee.x_axis, chart.pointLabel)
        chart_axis_set_name(native.pointee.y_axis, valueLabel)
        chart_axis_set_num_format(native.pointee.y_axis, numberFormat)
        var gridline = lxw_chart_line()
        gridline.color = 0xD6DEE6
        gridline.width = 0.75
        chart_axis_major_gridlines_set_line(native.pointee.y_axis, &gridline)
        if chart.form == .line {
            var line = lxw_chart_line()
            line.color = 0x1F5F8B
            line.width = 2.25
            chart_series_set_line(series, &line)
        } else {
            var fill = lxw_chart_fill()
            fill.color = 0x1F5F8B
            chart_series_set_fill(series, &fill)
        }
        // The first name on top, as on paper.
        if chart.form == .horizontalBars { chart_axis_set_reverse(native.pointee.x_axis) }
        return NativeChart(chart: native)
    }
}

/// Belongs to its workbook.
struct CellFormat {
    fileprivate let format: UnsafeMutablePointer<lxw_format>?
}

/// Belongs to its workbook.
struct NativeChart {
    fileprivate let chart: UnsafeMutablePointer<lxw_chart>
}

/// A sheet of a workbook, which it must not outlive. Rows and columns count from 0.
struct Sheet {
    let name: String
    fileprivate let sheet: UnsafeMutablePointer<lxw_worksheet>

    /// Text is text: nothing in it becomes a formula.
    func write(_ text: String, _ row: Int, _ column: Int, _ format: CellFormat) throws(ReportFailure) {
        // Excel holds 32,767 characters of UTF-16 in a cell.
        let text = String(text.prefix(8_000)).onOneLine
        try check(worksheet_write_string(sheet, UInt32(row), UInt16(column), text, format.format))
    }

    func write(_ number: Double, _ row: Int, _ column: Int, _ format: CellFormat) throws(ReportFailure) {
        try check(worksheet_write_number(sheet, UInt32(row), UInt16(column), number, format.format))
    }

    func write(_ day: ReportDay, _ row: Int, _ column: Int, _ format: CellFormat) throws(ReportFailure) {
        var time = lxw_datetime()
        time.year = Int32(day.year)
        time.month = Int32(day.month)
        time.day = Int32(day.day)
        try check(worksheet_write_datetime(sheet, UInt32(row), UInt16(column), &time, format.format))
    }

    /// The sum of a column, with the result, for readers that do not calculate.
    func writeSum(
        of rows: Range<Int>,
        _ row: Int,
        _ column: Int,
        result: Double,
        _ format: CellFormat
    ) throws(ReportFailure) {
        let letters = Self.letters(column)
        let formula = "=SUM(\(letters)\(rows.lowerBound + 1):\(letters)\(rows.upperBound))"
        try check(
            worksheet_write_formula_num(sheet, UInt32(row), UInt16(column), formula, format.format, result)
        )
    }

    /// A text across columns from the first on, in a row as high as it needs.
    ///
    /// - Parameter letters: that fit on a line.
    func writeParagraph(
        _ text: String,
        _ row: Int,
        columns: Int,
        letters: Int,
        _ format: CellFormat
    ) throws(ReportFailure) {
        let text = String(text.prefix(8_000)).onOneLine
        try check(
            worksheet_merge_range(sheet, UInt32(row), 0, UInt32(row), UInt16(columns - 1), text, format.format)
        )
        setHeight(row, 15 * Double((text.count + letters - 1) / letters))
    }

    /// - Parameter height: in points; Excel's usual is 15, its most 409.
    func setHeight(_ row: Int, _ height: Double) {
        worksheet_set_row(sheet, UInt32(row), min(max(height, 15), 409), nil)
    }

    func writeBlank(_ row: Int, _ column: Int, _ format: CellFormat) throws(ReportFailure) {
        try check(worksheet_write_blank(sheet, UInt32(row), UInt16(column), format.format))
    }

    /// - Parameter width: in letters.
    func setWidth(_ column: Int, _ width: Double) {
        worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil)
    }

    func insert(_ chart: NativeChart, _ row: Int, _ column: Int, height: Int) throws(ReportFailure) {
        var options = lxw_chart_options()
        // Of 480 by 288 pixels.
        options.x_scale = 1.35
        options.y_scale = Double(height) / 288
        try check(worksheet_insert_chart_opt(sheet, UInt32(row), UInt16(column), chart.chart, &options))
    }

    /// A table that begins in the first row: its header stays in sight and can filter.
    func makeTable(columns: Int, rows: Int) {
        worksheet_freeze_panes(sheet, 1, 0)
        if rows > 0 { worksheet_autofilter(sheet, 0, 0, UInt32(rows), UInt16(max(columns - 1, 0))) }
        worksheet_repeat_rows(sheet, 0, 0)
    }

    /// - Parameter isLandscape: for wide tables.
    func setPage(isLandscape: Bool, footer: String) {
        worksheet_set_paper(sheet, 9)
        if isLandscape { worksheet_set_landscape(sheet) }
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_set_footer(sheet, footer)
        // Product codes of digits are text on purpose.
        worksheet_ignore_errors(sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD1048576")
    }

    func hideGridlines() { worksheet_gridlines(sheet, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue)) }

    /// `'Name'!$A$2:$A$13`.
    func range(_ rows: Range<Int>, column: Int) -> String {
        let letters = Self.letters(column)
        let quoted = name.replacing("'", with: "''")
        return "'\(quoted)'!$\(letters)$\(rows.lowerBound + 1):$\(letters)$\(rows.upperBound)"
    }

    /// `A` to `Z`, then `AA`.
    static func letters(_ column: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
        return column < 26 ? letter : letters(column / 26 - 1) + letter
    }

    private func check(_ status: lxw_error) throws(ReportFailure) {
        guard status == LXW_NO_ERROR else { throw Workbook.failure(status) }
    }
}
