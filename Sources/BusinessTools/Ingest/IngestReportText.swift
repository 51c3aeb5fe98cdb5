public import Commerce
public import Localization

/// What became of a file, as a person reads it.
public struct IngestReportText {
    private let report: IngestReport
    /// Rejected lines told one by one.
    private static let shown = 10

    public init(_ report: IngestReport) {
        self.report = report
    }

    /// The outcome first, then what was found out about the file.
    public var lines: [LocalizedText] {
        report.alreadyIngested ? [headline] : [headline, format, columns] + details
    }

    private var format: LocalizedText {
        let delimiter = report.dialect.delimiter == "\t" ? "TAB" : report.dialect.delimiter
        let (encoding, mark) = (report.dialect.encoding, report.dialect.decimalMark)
        return LocalizedText(
            es: "  Formato: \(encoding), separador «\(delimiter)», decimales con «\(mark)»",
            en: "  Format: \(encoding), delimiter '\(delimiter)', decimal mark '\(mark)'"
        )
    }

    private var columns: LocalizedText {
        let columns = SalesField.allCases.compactMap { field in
            report.dialect.columns[field].map { "\($0) → \(field.rawValue)" }
        }.joined(separator: ", ")
        return LocalizedText(es: "  Columnas: \(columns)", en: "  Columns: \(columns)")
    }

    private var details: [LocalizedText] {
        var lines: [LocalizedText] = []
        if let period = report.period {
            lines.append(
                LocalizedText(
                    es: "  Período: \(period.from) a \(period.to)",
                    en: "  Period: \(period.from) to \(period.to)"
                )
            )
        }
        if report.identicalLines > 0 {
            lines.append(
                LocalizedText(
                    es: "  Líneas idénticas a otra (se conservan): \(report.identicalLines)",
                    en: "  Lines identical to another (kept): \(report.identicalLines)"
                )
            )
        }
        for rejected in report.rejected.prefix(Self.shown) {
            lines.append(
                LocalizedText(
                    es: "  Línea \(rejected.line) rechazada: \(rejected.reason.spanish)",
                    en: "  Line \(rejected.line) rejected: \(rejected.reason.english)"
                )
            )
        }
        if report.rowsRejected > Self.shown {
            let rest = report.rowsRejected - Self.shown
            lines.append(
                LocalizedText(
                    es: "  … y \(rest) más; el informe en JSON las tiene.",
                    en: "  … and \(rest) more; the report in JSON has them."
                )
            )
        }
        return lines
            + report.warnings.map { LocalizedText(es: "  Aviso: \($0.spanish)", en: "  Warning: \($0.english)") }
    }

    private var headline: LocalizedText {
        let read = report.rowsRead
        let stored = report.rowsStored
        let rejected = report.rowsRejected
        if report.alreadyIngested {
            return LocalizedText(
                es: "\(report.file): ya estaba guardado; no cambió nada.",
                en: "\(report.file): already stored; nothing changed."
            )
        }
        if report.isDryRun {
            return LocalizedText(
                es:
                    "\(report.file): \(read) líneas leídas, \(stored) se guardarían, \(rejected) se rechazarían (prueba: no se guardó nada)",
                en:
                    "\(report.file): \(read) lines read, \(stored) would be stored, \(rejected) rejected (dry run: nothing stored)"
            )
        }
        return LocalizedText(
            es: "\(report.file): \(read) líneas leídas, \(stored) guardadas, \(rejected) rechazadas",
            en: "\(report.file): \(read) lines read, \(stored) stored, \(rejected) rejected"
        )
    }
}
