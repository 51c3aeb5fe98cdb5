public import Commerce
public import JSON
public import Localization

/// What became of a file, as JSON: what `ingest --json` prints and the `ingest` tool answers.
public enum IngestReportJSON {
    public static func object(_ report: IngestReport, _ language: Language) -> JSONObject {
        [
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
            "rejected_file": report.rejectedFile.map { .string($0) } ?? .null,
            "dialect": .object(dialect(report.dialect)),
            "currency": report.currency.map { .string($0) } ?? .null,
            "already_ingested": .bool(report.alreadyIngested),
            "dry_run": .bool(report.isDryRun),
            "identical_lines": .integer(Int64(report.identicalLines)),
            "period": report.period.map {
                ["from": .string($0.from.description), "to": .string($0.to.description)]
            } ?? .null,
            "preview": .array(report.preview.map(preview)),
            "warnings": .array(report.warnings.map { .string($0(language)) }),
        ]
    }

    private static func dialect(_ dialect: FileDialect) -> JSONObject {
        let columns = dialect.columns.reduce(into: JSONObject()) { columns, assignment in
            columns[assignment.field] = .string(assignment.column)
        }
        return [
            "format": .string(dialect.format),
            "encoding": .string(dialect.encoding),
            "delimiter": .string(dialect.delimiter),
            "decimal_mark": .string(dialect.decimalMark),
            "date_order": dialect.dateOrder.map { .string($0) } ?? .null,
            "dates_ambiguous": .bool(dialect.datesAreAmbiguous),
            "compression": dialect.compression.map { .string($0) } ?? .null,
            "sheet": dialect.sheet.map { .string($0) } ?? .null,
            "header_line": dialect.headerLine.map { .integer(Int64($0)) } ?? .null,
            "columns": .object(columns),
            "unused_columns": .array(dialect.unusedColumns.map { .string($0) }),
        ]
    }

    private static func preview(_ line: PreviewLine) -> JSONValue {
        .object(
            line.values.reduce(into: ["line": .integer(Int64(line.line))]) { values, value in
                values[value.field] = .string(value.value)
            }
        )
    }

    /// The JSON Schema of ``object(_:_:)``.
    static let schema: JSONValue = {
        let count: JSONValue = ["type": "integer", "minimum": 0]
        let text: JSONValue = ["type": "string"]
        let textOrNull: JSONValue = ["type": ["string", "null"]]
        return [
            "type": "object",
            "properties": [
                "file": text, "kind": text, "sha256": text, "rows_read": count, "rows_stored": count,
                "rows_repaired": count, "rows_skipped": count, "rows_rejected": count,
                "rejected": [
                    "type": "array",
                    "items": ["type": "object", "properties": ["line": count, "reason": text]],
                ],
                "rejected_file": textOrNull,
                "dialect": ["type": "object"],
                "currency": textOrNull,
                "document": ["type": "object"],
                "already_ingested": ["type": "boolean"], "dry_run": ["type": "boolean"],
                "identical_lines": count,
                "period": ["type": ["object", "null"]],
                "preview": ["type": "array", "items": ["type": "object"]],
                "warnings": ["type": "array", "items": text],
            ],
            "required": ["rows_read", "rows_stored", "rows_rejected", "rejected", "dialect"],
        ]
    }()
}
