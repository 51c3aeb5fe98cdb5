import Foundation
import Localization
import Reports

/// A report whose every figure can be checked by hand.
enum SampleReport {
    static func number(_ micros: Int64) -> ExactNumber { ExactNumber(micros: micros) }

    static func make(
        _ language: Language = .spanish,
        rows: [(code: String, name: String, revenue: Int64)] = [
            ("00123", "Café de Antigua", 1_234_567_891_000), ("B-2", "Cacao, molido", -10_504_000),
        ]
    ) -> Report {
        var report = Report(title: language == .spanish ? "Ventas" : "Sales", language: language)
        report.shop = "Almacén Ñandú"
        report.currency = "GTQ"
        report.period = ReportDay(year: 2011, month: 8, day: 1).flatMap { from in
            ReportDay(year: 2011, month: 8, day: 31).map { ReportPeriod(from: from, to: $0, text: "Agosto de 2011") }
        }
        report.asOf = ReportDay(year: 2011, month: 8, day: 31)
        report.source = "ventas.csv"
        report.figures = [
            KeyFigure("revenue", "Ingresos", .money, number(1_234_557_387_000), change: number(-12_345_000)),
            KeyFigure("average_ticket", "Ticket promedio", .money, nil),
        ]
        report.tables = [
            ReportTable(
                title: "Por producto",
                columns: [
                    .init("code", "Código", .text), .init("name", "Producto", .text),
                    .init("revenue", "Ingresos", .money, total: .sum),
                    .init("orders", "Documentos", .integer, total: .value(number(3_000_000))),
                ],
                rows: rows.map {
                    [.text($0.code), .text($0.name), .number(number($0.revenue)), .number(number(2_000_000))]
                }
            )
        ]
        report.charts = [
            ReportChart(
                .bars,
                title: "Ingresos por mes",
                pointLabel: "Mes",
                valueLabel: "Ingresos",
                kind: .money,
                points: [
                    .init("jul 2011", number(5_000_000)), .init("ago 2011", number(-3_000_000)), .init("sep", nil),
                ]
            )
        ]
        report.notes = ["Una nota."]
        return report
    }

    static func text(_ report: Report, _ format: ReportFormat, _ options: ReportOptions = .init()) throws -> String {
        String(decoding: try report.rendered(as: format, options: options), as: UTF8.self)
    }
}

/// A program of poppler-utils reads a PDF.
enum PDFReader {
    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")

    static func text(_ pdf: [UInt8]) throws -> String {
        try run("/usr/bin/pdftotext", ["-layout", "-enc", "UTF-8"], pdf)
    }
    static func facts(_ pdf: [UInt8]) throws -> String { try run("/usr/bin/pdfinfo", [], pdf) }

    private static func run(_ program: String, _ options: [String], _ pdf: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = options + [file.path] + (program.hasSuffix("totext") ? ["-"] : [])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
