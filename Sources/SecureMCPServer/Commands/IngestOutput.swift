import Commands
import Commerce
import Foundation
import Glibc
import JSON
import Localization

/// What `ingest --json` prints.
enum IngestReportJSON {
    static func object(_ report: IngestReport, _ language: Language) -> JSONObject {
        var dialect: JSONObject = [
            "encoding": .string(report.dialect.encoding), "delimiter": .string(report.dialect.delimiter),
            "decimal_mark": .string(report.dialect.decimalMark),
            "compression": report.dialect.compression.map { .string($0) } ?? .null,
        ]
        let columns = SalesField.allCases.reduce(into: JSONObject()) { columns, field in
            if let name = report.dialect.columns[field] { columns[field.rawValue] = .string(name) }
        }
        dialect["columns"] = .object(columns)
        dialect["unused_columns"] = .array(report.dialect.unusedColumns.map { .string($0) })
        return [
            "file": .string(report.file),
            "kind": .string(report.kind.rawValue),
            "sha256": .string(report.sha256),
            "rows_read": .integer(Int64(report.rowsRead)),
            "rows_stored": .integer(Int64(report.rowsStored)),
            "rows_repaired": .integer(Int64(report.rowsRepaired)),
            "rows_skipped": .integer(Int64(report.rowsSkipped)),
            "rows_rejected": .integer(Int64(report.rowsRejected)),
            "rejected": .array(
                report.rejected.map {
                    ["line": .integer(Int64($0.line)), "reason": .string($0.reason(language))]
                }
            ),
            "dialect": .object(dialect),
            "currency": report.currency.map { .string($0) } ?? .null,
            "already_ingested": .bool(report.alreadyIngested),
            "dry_run": .bool(report.isDryRun),
            "identical_lines": .integer(Int64(report.identicalLines)),
            "period": report.period.map {
                ["from": .string($0.from.description), "to": .string($0.to.description)]
            } ?? .null,
            "warnings": .array(report.warnings.map { .string($0(language)) }),
        ]
    }
}

/// What `ingest` tells a person.
struct IngestReportText {
    let report: IngestReport
    /// Rejected lines told one by one.
    private static let shown = 10

    func print(to console: Console) {
        console.say(headline)
        if report.alreadyIngested { return }
        let columns = SalesField.allCases.compactMap { field in
            report.dialect.columns[field].map { "\($0) → \(field.rawValue)" }
        }.joined(separator: ", ")
        let delimiter = report.dialect.delimiter == "\t" ? "TAB" : report.dialect.delimiter
        console.say(
            LocalizedText(
                es:
                    "  Formato: \(report.dialect.encoding), separador «\(delimiter)», decimales con «\(report.dialect.decimalMark)»",
                en:
                    "  Format: \(report.dialect.encoding), delimiter '\(delimiter)', decimal mark '\(report.dialect.decimalMark)'"
            )
        )
        console.say(LocalizedText(es: "  Columnas: \(columns)", en: "  Columns: \(columns)"))
        if let period = report.period {
            console.say(
                LocalizedText(
                    es: "  Período: \(period.from) a \(period.to)",
                    en: "  Period: \(period.from) to \(period.to)"
                )
            )
        }
        if report.identicalLines > 0 {
            console.say(
                LocalizedText(
                    es: "  Líneas idénticas a otra (se conservan): \(report.identicalLines)",
                    en: "  Lines identical to another (kept): \(report.identicalLines)"
                )
            )
        }
        for rejected in report.rejected.prefix(Self.shown) {
            console.say(
                LocalizedText(
                    es: "  Línea \(rejected.line) rechazada: \(rejected.reason.spanish)",
                    en: "  Line \(rejected.line) rejected: \(rejected.reason.english)"
                )
            )
        }
        if report.rowsRejected > Self.shown {
            let rest = report.rowsRejected - Self.shown
            console.say(
                LocalizedText(
                    es: "  … y \(rest) más; --json las muestra.",
                    en: "  … and \(rest) more; --json shows them."
                )
            )
        }
        for warning in report.warnings {
            console.say(LocalizedText(es: "  Aviso: \(warning.spanish)", en: "  Warning: \(warning.english)"))
        }
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

/// How far an import has come, on one line of the terminal; silent where standard error is no terminal.
final class ProgressLine: Sendable {
    private let name: String
    private let language: Language
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(file: String, language: Language) {
        name = (file as NSString).lastPathComponent
        self.language = language
    }

    func show(_ progress: IngestProgress) {
        guard isTerminal else { return }
        let share = progress.bytesTotal.map { $0 > 0 ? " \(progress.bytesDone * 100 / $0) %" : "" } ?? ""
        let rows = LocalizedText(es: "\(progress.rows) líneas", en: "\(progress.rows) lines")(language)
        write("\r\u{1B}[K\(name):\(share) \(rows)")
    }

    func finish() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
