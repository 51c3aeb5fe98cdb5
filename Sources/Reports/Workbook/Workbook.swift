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
        // The library's axes are those of the page: bars that lie have their values along x.
        let isAcross = chart.form == .horizontalBars
        let values = isAcross ? native.pointee.x_axis : native.pointee.y_axis
        let names = isAcross ? native.pointee.y_axis : native.pointee.x_axis
        chart_axis_set_name(names, chart.pointLabel)
        chart_axis_set_name(values, valueLabel)
        chart_axis_set_num_format(values, numberFormat)
        var gridline = lxw_chart_line()
        gridline.color = 0xD6DEE6
        gridline.width = 0.75
        chart_axis_major_gridlines_set_visible(names, 0)
        chart_axis_major_gridlines_set_visible(values, 1)
        chart_axis_major_gridlines_set_line(values, &gridline)
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
        // Of a bar's width, in percent.
        if chart.form != .line { chart_set_series_gap(native, 50) }
        if isAcross {
            // The first name on top, as on paper, and the figures below the last.
            chart_axis_set_reverse(names)
            chart_axis_set_crossing_max(names)
        } else {
            // Below bars that go below zero.
            chart_axis_set_label_position(names, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        }
        return NativeChart(chart: native)
    }
}

/// Belongs to its workbook.
struct CellFormat {
    let format: UnsafeMutablePointer<lxw_format>?
}

/// Belongs to its workbook.
struct NativeChart {
    let chart: UnsafeMutablePointer<lxw_chart>
}
