public import Commerce
import JSON
import Localization
public import MCP

/// `ingest`: stores a file of sales or stock, or a document, that the caller sends along.
public enum IngestTool {
    /// Rows of one file; more would keep everybody else's imports waiting.
    static let mostRows = 5_000_000

    /// - Parameters:
    ///   - documents: takes documents in.
    ///   - digest: recognises a file that was stored before, SHA-256 in the product.
    ///   - onStored: called when something was stored, before the caller is told.
    /// - Throws: `ToolDefinitionError` if a schema here is malformed, which the tests exclude.
    public static func make(
        store: CommerceStore,
        documents: DocumentIntake,
        digest: @escaping @Sendable () -> any ContentDigest,
        onStored: @escaping @Sendable () async -> Void = {}
    ) throws -> Tool {
        try Tool(definition) { call in
            let language = SalesArguments.language(of: call)
            let content = try IngestedContent(call.arguments)
            if call.arguments["kind"]?.string == documentKind {
                let isDryRun = call.arguments["dry_run"]?.bool ?? false
                let report = try await documents.take(
                    content.bytes,
                    name: DocumentIntake.name(of: content.name),
                    isDryRun: isDryRun
                )
                if !isDryRun, !report.isKnown { await onStored() }
                return result(report.lines, report.json(language), language)
            }
            let running = RunningImport(request: call.request, language: language)
            let report = try await running.report(of: try options(of: call)) { options in
                try await store.ingest(.bytes(content.bytes, name: content.name), options: options, digest: digest)
            }
            if report.rowsStored > 0, !report.isDryRun { await onStored() }
            return result(
                IngestReportText(report).lines,
                IngestReportJSON.object(report, language),
                language,
                // Nothing of the file is there, and nothing was before.
                isError: report.rowsStored == 0 && !report.alreadyIngested
            )
        }
    }

    private static let documentKind = "documents"

    private static func result(
        _ lines: [LocalizedText],
        _ facts: JSONObject,
        _ language: Language,
        isError: Bool = false
    ) -> ToolResult {
        ToolResult(
            content: [.text(lines.map { $0(language) }.joined(separator: "\n"))],
            structuredContent: .object(facts),
            isError: isError
        )
    }

    private static func options(of call: ToolCall) throws -> IngestOptions {
        var options = IngestOptions()
        options.kind = call.arguments["kind"]?.string.flatMap { IngestKind(rawValue: $0) } ?? .sales
        options.currency = call.arguments["currency"]?.string
        options.dryRun = call.arguments["dry_run"]?.bool ?? false
        options.rejectedLimit = 100
        for (column, field) in call.arguments["columns"]?.object ?? [:] {
            options.columns[column] = field.string
        }
        return options
    }

    private static let definition = ToolDefinition(
        name: "ingest",
        title: LocalizedText(es: "Cargar datos", en: "Import data"),
        summary: LocalizedText(
            es: """
                Guarda un archivo CSV o de Excel que se envía aquí mismo, o un documento en el que se podrá buscar. Reconoce columnas, separador, fechas y moneda, y dice \
                qué líneas rechazó y por qué. El mismo archivo otra vez no cambia nada.
                """,
            en: """
                Stores a CSV or Excel file that is sent along, or a document to be searched. It recognises columns, delimiter, dates and currency, and says \
                which lines it rejected and why. The same file again changes nothing.
                """
        ),
        inputSchema: [
            "type": "object", "additionalProperties": false, "required": ["kind", "name", "content"],
            "properties": [
                "kind": [
                    "type": "string",
                    "enum": .array((IngestKind.allCases.map(\.rawValue) + [documentKind]).map { .string($0) }),
                ],
                "name": ["type": "string", "minLength": 1, "maxLength": 255],
                "content": ["type": "string", "maxLength": .integer(Int64(IngestedContent.longest))],
                "encoding": ["type": "string", "enum": ["text", "base64"]],
                "currency": ["type": "string", "minLength": 3, "maxLength": 3],
                "columns": [
                    "type": "object", "maxProperties": 100,
                    "additionalProperties": [
                        "type": "string", "enum": .array(IngestOptions.fieldNames.map { .string($0) }),
                    ],
                ],
                "dry_run": ["type": "boolean", "default": false],
                "lang": SalesArguments.languageSchema,
            ],
        ],
        arguments: [
            "kind": LocalizedText(
                es: "Qué contiene el archivo: ventas (sales), existencias (inventory) o un documento (documents).",
                en: "What the file holds: sales, inventory (stock), or a document (documents)."
            ),
            "name": LocalizedText(
                es: "Nombre del archivo, como ventas.csv, ventas.csv.gz, ventas.xlsx o política.pdf.",
                en: "The file's name, such as sales.csv, sales.csv.gz, sales.xlsx or policy.pdf."
            ),
            "content": LocalizedText(
                es: "El contenido: texto, o base64 (para .gz, .xlsx, .docx y .pdf).",
                en: "The content: text, or base64 (for .gz, .xlsx, .docx and .pdf)."
            ),
            "encoding": LocalizedText(
                es:
                    "Cómo viene el contenido. Por defecto base64 si el nombre termina en .gz, .xlsx, .docx o .pdf; si no, texto.",
                en:
                    "How the content is written. Default: base64 if the name ends in .gz, .xlsx, .docx or .pdf; otherwise text."
            ),
            "currency": LocalizedText(
                es: "Moneda de los importes (ISO 4217), como GTQ. Por defecto, la que diga el archivo.",
                en: "Currency of the amounts (ISO 4217), such as GTQ. Default: what the file says."
            ),
            "columns": LocalizedText(
                es: "Columnas que se deciden a mano: {\"Precio neto\": \"unit_price\"}.",
                en: "Columns decided by hand: {\"Net price\": \"unit_price\"}."
            ),
            "dry_run": LocalizedText(
                es: "Solo leer y decir qué pasaría; no se guarda nada.",
                en: "Only read, and tell what would happen; nothing is stored."
            ),
            "lang": SalesArguments.languageText,
        ],
        outputSchema: IngestReportJSON.schema,
        annotations: ToolAnnotations(readOnly: false, destructive: false, idempotent: true, openWorld: false),
        taskUse: .whenSupported,
        requiredScopes: [ShopScope.write]
    )
}
