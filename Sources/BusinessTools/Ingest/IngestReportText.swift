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
        report.alreadyIngested && !report.isDryRun ? [headline] : [headline, format, columns] + details
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
        let columns = report.dialect.columns.map { "\($0.column) → \($0.field)" }.joined(separator: ", ")
        return LocalizedText(es: "  Columnas: \(columns)", en: "  Columns: \(columns)")
    }

    /// What else was found out about the file, and what became of its odd lines.
    private var findings: [LocalizedText] {
        var lines: [LocalizedText] = []
        if let sheet = report.dialect.sheet {
            lines.append(LocalizedText(es: "  Hoja: \(sheet)", en: "  Sheet: \(sheet)"))
        }
        if let currency = report.currency {
            lines.append(LocalizedText(es: "  Moneda: \(currency)", en: "  Currency: \(currency)"))
        }
        if report.rowsRepaired > 0 {
            lines.append(
                LocalizedText(
                    es: "  Líneas con campos de menos o de más, reparadas: \(report.rowsRepaired)",
                    en: "  Lines with a field too few or too many, repaired: \(report.rowsRepaired)"
                )
            )
        }
        if report.rowsSkipped > 0 {
            lines.append(
                LocalizedText(
                    es: "  Títulos, líneas en blanco y totales, omitidos: \(report.rowsSkipped)",
                    en: "  Titles, blank lines and totals, skipped: \(report.rowsSkipped)"
                )
            )
        }
        for line in report.preview {
            let values = line.values.map { "\($0.field)=\($0.value)" }.joined(separator: "  ")
            lines.append(LocalizedText(es: "  Línea \(line.line): \(values)", en: "  Line \(line.line): \(values)"))
        }
        return lines
    }

    private var details: [LocalizedText] {
        var lines = findings
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
        if let file = report.rejectedFile {
            lines.append(
                LocalizedText(
                    es: "  Todas las líneas rechazadas, con su razón: \(file)",
                    en: "  All rejected lines, with their reasons: \(file)"
                )
            )
        }
        // The headline says it.
        if report.alreadyIngested { return lines }
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
