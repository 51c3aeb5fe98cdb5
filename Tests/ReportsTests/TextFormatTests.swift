import Foundation
import JSON
import Localization
import Reports
import Testing

@Suite struct TextFormatTests {
    @Test func csvIsPlainByDefault() throws {
        let lines = try SampleReport.text(SampleReport.make(), .csv).components(separatedBy: "\r\n")
        #expect(
            lines == [
                "Código,Producto,Ingresos (GTQ),Documentos", "00123,Café de Antigua,1234567.89,2",
                "B-2,\"Cacao, molido\",-10.50,2", "",
            ]
        )
    }

    @Test func csvForExcelInSpanish() throws {
        var options = ReportOptions()
        options.csvForSpanishExcel = true
        let bytes = try SampleReport.make().rendered(as: .csv, options: options)
        #expect(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
        let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines[1] == "00123;Café de Antigua;1234567,89;2")
        #expect(lines[2] == "B-2;Cacao, molido;-10,50;2")
    }

    /// What programs call it is for programs; months and weeks are by names that can be sorted.
    @Test func csvSpeaksItsLanguage() throws {
        var report = SampleReport.make()
        report.tables[0] = ReportTable(
            title: "Existencias",
            columns: [
                .init("status", "Estado", .text), .init("key", "Mes", .text), .init("share_percent", "Parte", .percent),
                .init("units", "Unidades", .quantity, total: .sum),
            ],
            rows: [
                [
                    .keyed("out_of_stock", shown: "Agotado"), .time("2011-08", shown: "Agosto de 2011"),
                    .number(SampleReport.number(12_500_000)), .number(SampleReport.number(2_500_000)),
                ], [.keyed(nil, shown: "(sin dato)"), .empty, .empty, .empty],
            ]
        )
        #expect(
            try SampleReport.text(report, .csv)
                == "Estado,Mes,Parte (%),Unidades\r\nAgotado,2011-08,12.50,2.5\r\n,,,\r\n"
        )
        var options = ReportOptions()
        options.csvForSpanishExcel = true
        #expect(
            try SampleReport.text(report, .csv, options).dropFirst()
                == "Estado;Mes;Parte (%);Unidades\r\nAgotado;Agosto de 2011;12,50;2,5\r\n(sin dato);;;\r\n"
        )
        let json = try JSONValue(parsing: try report.rendered(as: .json))
        #expect(json["tables"]?[0]?["rows"]?[0]?["status"] == "out_of_stock")
        #expect(json["tables"]?[0]?["rows"]?[0]?["key"] == "2011-08")
    }

    @Test func csvOfAnOverviewHasAllOfIt() throws {
        var report = SampleReport.make()
        report.isOverview = true
        report.findings = ["=Una cosa, y otra."]
        report.tables.append(report.tables[0])
        report.tables[1].title = "Otra"
        let table = [
            "Código,Producto,Ingresos (GTQ),Documentos", "00123,Café de Antigua,1234567.89,2",
            "B-2,\"Cacao, molido\",-10.50,2",
        ]
        #expect(
            try SampleReport.text(report, .csv).components(separatedBy: "\r\n") == [
                "Cifras principales", "Cifra,Valor,Cambio (%)", "Ingresos (GTQ),1234557.39,-12.35",
                "Ticket promedio (GTQ),,", "", "Lo más importante", "\"'=Una cosa, y otra.\"", "", "Por producto",
            ] + table + ["", "Otra"] + table + [""]
        )
    }

    /// Nor where the file is opened with the other separator.
    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"), ("\n=1", "'\n'=1"), ("＝1", "'＝1"), ("X;=1+cmd|' /C calc'!A0", "X;'=1+cmd|' /C calc'!A0"),
        ("a, -2", "a, '-2"), ("a-b; c=d", "a-b; c=d"),
    ])
    func textIsNoFormulaInCSV(_ text: String, _ written: String) throws {
        let report = SampleReport.make(rows: [("A", text, 1_000_000)])
        let csv = try SampleReport.text(report, .csv)
        #expect(csv.contains(written))
        // Numbers stay numbers.
        #expect(try SampleReport.text(SampleReport.make(), .csv).contains(",-10.50,"))
    }

    @Test func htmlEscapesEverythingAnybodyWrote() throws {
        let nasty = "<script>alert(1)</script>\"\u{301} onmouseover='x' & `y`"
        var report = SampleReport.make(rows: [(nasty, nasty, 1)])
        report.title = nasty
        report.shop = nasty
        report.view = nasty
        report.source = nasty
        report.figures[0].label = nasty
        report.findings = [nasty]
        report.notes = [nasty]
        report.tables[0].title = nasty
        report.tables[0].columns[0].label = nasty
        report.charts[0].title = nasty
        report.charts[0].points[0].label = nasty
        let html = try SampleReport.text(report, .html)
        #expect(!html.lowercased().contains("<script"))
        #expect(!html.unicodeScalars.contains("\u{301}") || html.contains("&quot;\u{301}"))
        #expect(!html.contains("'x'") && html.contains("&#39;x&#39;"))
        #expect(html.contains("<html lang=\"es\">"))
    }

    @Test func whatIsNotThereIsNotSaid() throws {
        var report = SampleReport.make()
        (report.shop, report.period, report.view) = (nil, nil, nil)
        let html = try SampleReport.text(report, .html)
        #expect(!html.contains("nil") && !html.contains("class=\"shop\"") && html.contains("<h1>Ventas</h1>"))
    }

    @Test func htmlHoldsNothingFromElsewhere() throws {
        let html = try SampleReport.text(SampleReport.make(), .html)
        for address in html.matches(of: /(?:src|href)="([^"]*)"/) {
            #expect(address.1.hasPrefix("#") || address.1.hasPrefix("data:"), "\(address.1)")
        }
        #expect(html.contains("<svg") && !html.contains("<?xml"))
        #expect(html.contains("1,234,567.89"))
    }

    @Test func severalDrawingsShareAPage() throws {
        var report = SampleReport.make()
        report.charts.append(report.charts[0])
        let html = try SampleReport.text(report, .html)
        let names = html.matches(of: /\ id="([^"]*)"/).map { $0.1 }
        #expect(names.count > 10)
        #expect(Set(names).count == names.count)
        let used = html.matches(of: /href="#([^"]*)"/).map { $0.1 }
        #expect(!used.isEmpty && Set(used).isSubset(of: Set(names)))
    }

    @Test func markdownMeansWhatItSays() throws {
        let report = SampleReport.make(rows: [("a|b", "*x* [y](z) <b> \\ \n_n_", 1_000_000)])
        let text = try SampleReport.text(report, .markdown)
        #expect(text.contains(#"| a\|b | \*x\* \[y\](z) \<b\> \\  \_n\_ | 1.00 | 2 |"#))
        #expect(text.contains("| **Total** |  | **1.00** | **3** |"))
        #expect(text.contains("# Ventas\n\nAlmacén Ñandú · Agosto de 2011"))
    }

    @Test func jsonIsExact() throws {
        let json = try JSONValue(parsing: try SampleReport.make().rendered(as: .json))
        let table = json["tables"]?[0]
        #expect(table?["rows"]?[0]?["revenue"]?.description == "1234567.89")
        #expect(table?["rows"]?[0]?["code"] == "00123")
        #expect(table?["totals"]?["revenue"]?.description == "1234557.39")
        #expect(table?["totals"]?["orders"] == 3)
        #expect(json["figures"]?[1]?["value"] == .null)
        #expect(json["figures"]?[0]?["change_percent"]?.description == "-12.35")
        #expect(json["period"]?["to"] == "2011-08-31")
    }

    @Test(
        arguments: [
            (1_005_000, 2, "1.01"), (-1_005_000, 2, "-1.01"), (4_999, 2, "0.00"), (-4_999, 2, "0.00"),
            (500_000, 0, "1"),
            (Int64.min, 2, "-9223372036854.78"), (1, 6, "0.000001"),
        ] as [(Int64, Int, String)]
    )
    func numbersAreRoundedOnce(_ micros: Int64, _ decimals: Int, _ text: String) throws {
        var report = SampleReport.make(rows: [("A", "B", micros)])
        report.tables[0].columns[2] = .init("x", "X", decimals == 0 ? .integer : decimals == 2 ? .money : .quantity)
        #expect(try SampleReport.text(report, .csv).contains("A,B,\(text),"))
    }

    @Test func sentencesInTheOtherStyle() {
        let sentence = "Bajaron 12.16 %: GTQ 1,508,075.38 el 5 de mayo de 2026, de 3,942 (−0.72 %), código 12,5 A."
        #expect(NumberStyle.point.rewritten(sentence) == sentence)
        #expect(
            NumberStyle.comma.rewritten(sentence)
                == "Bajaron 12,16 %: GTQ 1.508.075,38 el 5 de mayo de 2026, de 3.942 (−0,72 %), código 12,5 A."
        )
    }

    @Test func numbersInTheOtherStyle() throws {
        var options = ReportOptions()
        options.numberStyle = .comma
        #expect(try SampleReport.text(SampleReport.make(), .markdown, options).contains("| 1.234.567,89 |"))
    }
}
