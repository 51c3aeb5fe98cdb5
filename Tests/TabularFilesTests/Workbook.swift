import TestArchives

/// Makes workbooks of one or more sheets for tests.
struct Workbook {
    /// Name, the content of `sheetData`, and whether it is hidden.
    var sheets: [(name: String, data: String, isHidden: Bool)]
    var sharedStrings = ""
    var properties = ""

    /// Formats 1 (a built-in date), 2 (`dd/mm/yyyy hh:mm`) and 3 (`"day" 0.00`).
    private static let styles = """
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2">
        <numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="&quot;day&quot;\\ 0.00"/>
        </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/>
        <xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
        """

    var bytes: [UInt8] {
        let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        var list = ""
        var relations = ""
        var entries: [(String, [UInt8])] = []
        for (index, sheet) in sheets.enumerated() {
            let id = "rId\(index + 1)"
            list +=
                "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(sheet.isHidden ? " state=\"hidden\"" : "") r:id=\"\(id)\"/>"
            relations += "<Relationship Id=\"\(id)\" Target=\"worksheets/sheet\(index + 1).xml\"/>"
            let text = "<worksheet xmlns=\"\(namespace)\"><sheetData>\(sheet.data)</sheetData></worksheet>"
            entries.append(("xl/worksheets/sheet\(index + 1).xml", Array(text.utf8)))
        }
        let workbook = """
            <workbook xmlns="\(namespace)" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
            \(properties)<sheets>\(list)</sheets></workbook>
            """
        entries.append(("xl/workbook.xml", Array(workbook.utf8)))
        entries.append(("xl/_rels/workbook.xml.rels", Array("<Relationships>\(relations)</Relationships>".utf8)))
        entries.append(("xl/styles.xml", Array(Self.styles.utf8)))
        if !sharedStrings.isEmpty {
            entries.append(("xl/sharedStrings.xml", Array("<sst>\(sharedStrings)</sst>".utf8)))
        }
        return StoredZip.archive(entries)
    }
}
