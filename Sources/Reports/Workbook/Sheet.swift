import CXLSXWriter

/// A sheet of a workbook, which it must not outlive. Rows and columns count from 0.
struct Sheet {
    let name: String
    let sheet: UnsafeMutablePointer<lxw_worksheet>

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

    /// What is printed, from the first cell on: some programs leave out what only a chart covers.
    func setPrintedPart(rows: Int, columns: Int) {
        worksheet_print_area(sheet, 0, 0, UInt32(max(rows, 1) - 1), UInt16(max(columns, 1) - 1))
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
