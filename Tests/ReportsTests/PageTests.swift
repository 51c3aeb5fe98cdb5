import Foundation
import Localization
import Reports
import Testing

@Suite struct PageTests {
    private func long(_ rows: Int, name: String = "Producto") -> Report {
        SampleReport.make(rows: (0..<rows).map { ("P\($0)", name, Int64($0) * 1_000_000) })
    }

    @Test(.enabled(if: PDFReader.isHere))
    func aPageSaysEverything() throws {
        let text = try PDFReader.text(try SampleReport.make().rendered(as: .pdf))
        for part in [
            "Almacén Ñandú", "Ventas", "Agosto de 2011", "1,234,557.39", "▼ 12.35", "Café de Antigua", "1,234,567.89",
            "-10.50", "Total", "Una nota.", "Fuente: ventas.csv", "Datos al 31 de agosto de 2011", "Página 1 de 1",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        let english = try PDFReader.text(try SampleReport.make(.english).rendered(as: .pdf))
        #expect(english.contains("Page 1 of 1") && english.contains("31 August 2011"))
    }

    @Test(.enabled(if: PDFReader.isHere))
    func aLongTableHasItsHeaderOnEachPage() throws {
        let text = try PDFReader.text(try long(5_000).rendered(as: .pdf))
        let pages = text.split(separator: "\u{0C}").filter { !$0.allSatisfy(\.isWhitespace) }
        #expect(pages.count > 50)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Página \(index + 1) de \(pages.count)"))
            #expect(page.contains("Código"))
        }
        #expect(text.contains("P4999") && text.contains("12,497,500.00"))
        #expect(pages.last?.contains("12,497,500.00") == true)
    }

    /// A stock list as shops have them.
    private func wide(_ code: String) -> Report {
        var report = SampleReport.make()
        let texts = ["Código", "Producto", "Categoría", "Estado"].map { ReportTable.Column($0, $0, .text) }
        let figures = ["Existencia", "Pedido", "Mínimo", "Valor", "Costo", "Días de cobertura"].map {
            ReportTable.Column($0, $0, .quantity)
        }
        report.tables[0] = ReportTable(title: "Existencias", columns: texts + figures)
        report.tables[0].rows = (0..<3).map { row in
            ["\(code)", "Café molido de Antigua, bolsa de una libra", "Bebidas", "Existencia baja"].map { .text($0) }
                + (0..<6).map { .number(SampleReport.number(Int64(row * 1_000_000 + $0))) }
        }
        return report
    }

    @Test(.enabled(if: PDFReader.isHere))
    func aWideTableTurnsThePage() throws {
        #expect(try PDFReader.facts(SampleReport.make().rendered(as: .pdf)).contains("595.276 x 841.89"))
        #expect(try PDFReader.facts(wide("A").rendered(as: .pdf)).contains("841.89 x 595.276"))
    }

    @Test(.enabled(if: PDFReader.isHere), arguments: ["CAF-0000000000001-ANT", "SERV-500-DOBLE-HOJA"])
    func codesAndWordsStayWhole(_ code: String) throws {
        let text = try PDFReader.text(wide(code).rendered(as: .pdf))
        #expect(text.matches(of: try Regex(code)).count == 3)
        #expect(text.matches(of: /Existencia baja/).count == 3)
    }

    @Test(.enabled(if: PDFReader.isHere))
    func aBrokenWordHasNoLetterMore() throws {
        let code = String(repeating: "M0", count: 60)
        let text = try PDFReader.text(SampleReport.make(rows: [(code, code, 1_000_000)]).rendered(as: .pdf))
        #expect(text.contains("M0M0") && !text.contains(/[M0]-/))
    }

    @Test(.enabled(if: PDFReader.isHere))
    func figuresOfAColumnHaveOneNumberOfDecimals() throws {
        var report = SampleReport.make(rows: [("A", "B", 6_311_111), ("C", "D", 5_000_000)])
        report.tables[0].columns[2] = .init("demand", "Demanda", .quantity, total: .sum)
        var text = try PDFReader.text(report.rendered(as: .pdf))
        #expect(text.contains(/6\.311111 .*\n+ .* 5\.000000 .*\n+ .*11\.311111/))
        report.tables[0].columns[2].decimals = 2
        text = try PDFReader.text(report.rendered(as: .pdf))
        #expect(text.contains(/6\.31 .*\n+ .* 5\.00 .*\n+ .*11\.31/))
        #expect(try SampleReport.text(report, .html).contains("<td class=\"number\">5.00</td>"))
        #expect(try SampleReport.text(report, .markdown).contains("| 5.00 |"))
        // Programs get what there is.
        #expect(try SampleReport.text(report, .csv).contains("A,B,6.311111,"))
    }

    @Test(.enabled(if: PDFReader.isHere))
    func aPDFTellsWhatItIs() throws {
        let pdf = try SampleReport.make().rendered(as: .pdf)
        let facts = try PDFReader.facts(pdf)
        #expect(facts.contains("Title:           Ventas · Agosto de 2011"))
        #expect(facts.contains("Author:          Almacén Ñandú"))
        #expect(facts.contains("A4"))
        #expect(String(decoding: pdf, as: UTF8.self).contains("/Lang (es-GT)"))
        var options = ReportOptions()
        options.paper = .letter
        let english = try SampleReport.make(.english).rendered(as: .pdf, options: options)
        #expect(try PDFReader.facts(english).contains("letter"))
        #expect(String(decoding: english, as: UTF8.self).contains("/Lang (en)"))
    }

    @Test(arguments: ReportFormat.allCases)
    func nothingToShowIsNoFailure(_ format: ReportFormat) throws {
        var report = SampleReport.make(rows: [])
        report.charts[0].points = []
        report.figures = []
        #expect(try report.rendered(as: format).count > 20)
    }

    @Test(arguments: ReportFormat.allCases)
    func oddTextIsNoFailure(_ format: ReportFormat) throws {
        let odd =
            "\u{0} \u{7} \u{FEFF} \u{202E}abc العربية 中文 😀 e\u{301}\u{302}\u{303} "
            + String(repeating: "W", count: 5_000)
        var report = SampleReport.make(rows: [
            (odd, odd, .max), ("", "", 0), ("x", String(repeating: "ñ ", count: 9_000), 1),
        ])
        report.tables[0].columns[2].total = .none
        report.title = odd
        report.shop = odd
        report.findings = [odd]
        report.notes = [odd]
        report.tables[0].title = odd + "[]:*?/\\'"
        report.charts[0].title = odd
        report.charts[0].points.append(.init(odd, SampleReport.number(.min)))
        report.charts[0].form = .horizontalBars
        #expect(try report.rendered(as: format).count > 100)
    }

    @Test(arguments: [ReportChart.Form.bars, .horizontalBars, .line])
    func everyChartIsDrawn(_ form: ReportChart.Form) throws {
        for values in [[], [0], [-1], [1, -1], Array(repeating: 7, count: 400)] as [[Int64]] {
            var report = SampleReport.make()
            report.charts[0].form = form
            report.charts[0].points = values.enumerated().map { .init("\($0)", SampleReport.number($1 * 1_000_000)) }
            let png = try report.rendered(as: .png)
            #expect(Array(png.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
            #expect(try SampleReport.text(report, .svg).hasPrefix("<?xml"))
        }
    }

    @Test func manyRenderAtOnceAndAlike() async throws {
        let report = long(50)
        let expected = try report.rendered(as: .png)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<16 {
                group.addTask {
                    _ = try report.rendered(as: index % 2 == 0 ? .pdf : .xlsx)
                    return try report.rendered(as: .png) == expected
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test(arguments: [ReportFormat.pdf, .xlsx, .csv, .html, .json, .markdown])
    func aCancelledRenderingEnds(_ format: ReportFormat) async throws {
        let report = long(20_000)
        let task = Task {
            // Until it is cancelled, which cannot be missed.
            while !Task.isCancelled { await Task.yield() }
            return try report.rendered(as: format)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func progressIsTold() throws {
        let told = Told()
        var options = ReportOptions()
        options.progress = { done, total in told.add(done, total) }
        _ = try long(1_000).rendered(as: .pdf, options: options)
        #expect(told.steps.map(\.0) == [250, 500, 750, 1_000])
        #expect(told.steps.allSatisfy { $0.1 == 1_000 })
    }

    @Test func tooMuchIsRefused() throws {
        var options = ReportOptions()
        options.limits.rows = 10
        #expect(throws: ReportFailure.tooManyRows(11, limit: 10)) { try long(11).rendered(as: .csv, options: options) }
        options.limits.rows = 20
        options.limits.bytes = 100
        #expect(throws: ReportFailure.self) { try long(11).rendered(as: .json, options: options) }
        var report = long(2)
        report.tables[0].rows[0][2] = .number(SampleReport.number(.max))
        report.tables[0].rows[1][2] = .number(SampleReport.number(.max))
        #expect(throws: ReportFailure.sumOverflows(column: "Ingresos")) { try report.rendered(as: .pdf) }
        report.charts = []
        #expect(throws: ReportFailure.noChart) { try report.rendered(as: .png) }
    }
}

/// What was told, from whichever thread.
private final class Told: @unchecked Sendable {
    // Only one rendering at a time writes here, and the test reads after it.
    private(set) var steps: [(Int, Int)] = []
    func add(_ done: Int, _ total: Int) { steps.append((done, total)) }
}
