import CZlib

/// Writes a ZIP archive whose entries are stored as they are, for tests.
enum StoredZip {
    static func archive(_ entries: [(path: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (path, bytes) in entries {
            let name = Array(path.utf8)
            let sum = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
            let common =
                little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 4) + little(sum, 4)
                + little(UInt32(bytes.count), 4) + little(UInt32(bytes.count), 4) + little(UInt32(name.count), 2)
                + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + common
            directory +=
                little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(UInt32(archive.count), 4) + name
            archive += little(0x0403_4B50, 4) + common + name + bytes
        }
        let count = UInt32(entries.count)
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
            + little(UInt32(directory.count), 4) + little(UInt32(archive.count), 4) + little(0, 2)
        return archive + directory + end
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }
}

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
