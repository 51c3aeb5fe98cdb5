import CZlib
import TestArchives
import Testing

@testable import TabularFiles

@Suite struct SpreadsheetTests {
    private func rows(_ bytes: [UInt8], sheet: String? = nil) throws -> [[String]] {
        let input = TableInput(bytes: bytes, name: "libro.xlsx")
        let table = try TableFile(input.open(), input: input, sheet: sheet)
        return try allRows(table.records)
    }

    private func sheet(_ data: String) -> Workbook { Workbook(sheets: [("Ventas", data, false)]) }

    @Test func cellsOfEveryKind() throws {
        var book = sheet(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Texto, con "coma"</t></is></c></row>
            <row r="3"><c r="A3" t="str"><f>A1</f><v>0007</v></c><c r="C3"><v>2.5499999999999998</v></c>
            <c r="D3" t="b"><v>1</v></c><c r="E3" t="e"><v>#N/A</v></c></row>
            <row r="4"><c r="B4" s="1"><v>40786</v></c><c r="C4" s="2"><v>40786.534722222219</v></c>
            <c r="D4" s="3"><v>40786</v></c><c r="E4" s="2"><v>0.5</v></c><c><v>1E-3</v></c></row>
            """
        )
        book.sharedStrings = "<si><r><t>Códi</t></r><r><t>go</t></r><rPh><t>no</t></rPh></si>"
        #expect(
            try rows(book.bytes) == [
                ["Código", "Texto, con \"coma\""], [], ["0007", "", "2.55", "TRUE", "#N/A"],
                ["", "2011-08-31", "2011-08-31 12:50:00", "40786", "12:00:00", "1E-3"],
            ]
        )
    }

    @Test func daysOfOldMacs() throws {
        var book = sheet("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>39324</v></c></row>")
        book.properties = "<workbookPr date1904=\"1\"/>"
        #expect(try rows(book.bytes) == [["2011-08-31"]])
    }

    @Test func whichSheet() throws {
        let cell = { (text: String) in "<row><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row>" }
        let book = Workbook(sheets: [
            ("Oculta", cell("no"), true), ("Vacía", "", false), ("Ventas", cell("sí"), false),
            ("Notas", cell("x"), false),
        ])
        #expect(try rows(book.bytes) == [["sí"]])
        #expect(try rows(book.bytes, sheet: "notas") == [["x"]])
        #expect(throws: TabularFileFailure.self) { try rows(book.bytes, sheet: "nada") }
        let input = TableInput(bytes: book.bytes, name: "libro.xlsx")
        #expect(
            try TableFile(input.open(), input: input).form == .spreadsheet(sheet: "Ventas", others: ["Vacía", "Notas"])
        )
    }

    @Test func aRowIsOneLine() throws {
        let book = sheet(
            "<row r=\"1\"><c t=\"inlineStr\"><is><t>a\nb</t></is></c></row><row r=\"9\"><c><v>1</v></c></row>"
        )
        let input = TableInput(bytes: book.bytes, name: "libro.xlsx")
        let records = try TableFile(input.open(), input: input).records
        var lines: [Int] = []
        while true {
            let outcome = try records.next()
            if case .record = outcome { lines.append(records.line) }
            if case .end = outcome { break }
        }
        #expect(lines == [1, 9])
    }

    @Test func smallFilesThatBecomeLargeAreRefused() throws {
        var repeated = sheet("<row>" + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 2_500) + "</row>")
        repeated.sharedStrings = "<si><t>" + String(repeating: "y", count: 200_000) + "</t></si>"
        #expect(throws: TabularFileFailure.tooLarge(file: "libro.xlsx", bytes: 16 << 20)) { try rows(repeated.bytes) }
        let deep = sheet(String(repeating: "<a>", count: 1_000) + String(repeating: "</a>", count: 1_000))
        #expect(throws: TabularFileFailure.self) { try rows(deep.bytes) }
    }

    @Test func aTextIsNoLongerThanACellMayBe() throws {
        var book = sheet("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>")
        book.sharedStrings = "<si><t>\(String(repeating: "y", count: 5_000_000))</t></si><si><t>b</t></si>"
        let cells = try #require(try rows(book.bytes).first)
        #expect(cells[0].utf8.count <= 256 * 1024 && cells[1] == "b")
    }

    @Test func whatIsNoWorkbook() throws {
        let good = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").bytes
        for length in stride(from: 4, to: good.count - 1, by: 7) {
            #expect(throws: TabularFileFailure.self, "\(length)") { try rows(Array(good[..<length])) }
        }
        #expect(throws: TabularFileFailure.unsupportedFormat(file: "libro.xlsx", format: "ZIP")) {
            try rows(StoredZip.archive([("readme.txt", Array("x".utf8))]))
        }
        let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]>"
        let bomb = StoredZip.archive([("xl/workbook.xml", Array("\(entities)<workbook>&b;</workbook>".utf8))])
        #expect(throws: TabularFileFailure.damagedSpreadsheet(file: "libro.xlsx", reason: "DOCTYPE")) { try rows(bomb) }
        #expect(throws: TabularFileFailure.self) { try rows(sheet("<row r=\"1\"><c><v>1</c></row>").bytes) }
        #expect(throws: TabularFileFailure.unsupportedFormat(file: "libro.xlsx", format: "Excel 97–2003 (.xls)")) {
            try rows([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600))
        }
    }

    /// References that jump ahead or back stay within Excel's own limits.
    @Test func referencesThatMakeNoSense() throws {
        let data = """
            <row r="5"><c r="B5"><v>1</v></c><c r="A5"><v>2</v></c><c r="ZZZZZZ5"><v>3</v></c></row>
            <row r="2"><c r="A2"><v>4</v></c></row><row r="99999999999"><c><v>5</v></c></row>
            <row><c t="s"><v>77</v></c><c t="s"><v>x</v></c><c s="900"><v>6</v></c></row>
            """
        let found = try rows(sheet(data).bytes)
        #expect(found == [[], [], [], [], ["", "1", "2", "3"], ["4"], ["5"], ["", "", "6"]])
    }

    @Test(arguments: [
        ("2.5499999999999998", "2.55"), ("0.1", "0.1"), ("17850", "17850"), ("9.9999999999999995E-3", "0.01"),
        ("123456789012345678", "123456789012346000"), ("-1.0000000000000002", "-1"),
        ("99999999999999999", "100000000000000000"),
        ("abc", "abc"), ("1E400", "1E400"), ("", ""),
    ])
    func numbersAsExcelShowsThem(text: String, shown: String) {
        #expect(SpreadsheetNumber.shown(text) == shown)
    }

    @Test(arguments: [
        ("yyyy-mm-dd", true), ("[$-540A]d/m/yy", true), ("h:mm AM/PM", true), ("[h]:mm", true), ("0.00", false),
        ("General", false), ("\"días\" 0", false), ("[Red]0", false), ("#,##0.00 [$€-C0A]", false), ("0\\d", false),
    ])
    func formatsOfDates(code: String, isDate: Bool) {
        #expect(StylesPart.isDate(164, code: code) == isDate)
    }
}

/// Every record's fields; a blank line is an empty array.
func allRows(_ records: RecordReader) throws -> [[String]] {
    var rows: [[String]] = []
    while true {
        switch try records.next() {
        case .record:
            rows.append((0..<records.fieldCount).map { String(decoding: records[$0], as: UTF8.self) })
        case .blank: rows.append([])
        case .broken(let problem): rows.append(["\(problem)"])
        case .end: return rows
        }
    }
}
