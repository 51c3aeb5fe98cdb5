public import BoundedWork
public import Commerce
public import JSON
public import Localization
public import MCP
import Reports

/// `generate_report`: figures as a file that can be handed on.
public enum GenerateReportTool {
    /// - Parameters:
    ///   - pool: where reports are rendered.
    ///   - url: where a report of some name is found.
    ///   - digest: SHA-256 in the product.
    ///   - onStored: called when a file is there, before the caller is told.
    /// - Throws: `ToolDefinitionError` if a schema here is malformed, which the tests exclude.
    public static func make(
        store: CommerceStore,
        reports: ReportStore,
        pool: WorkPool,
        today: @escaping @Sendable () -> CalendarDay,
        url: @escaping @Sendable (String) -> String,
        digest: @escaping @Sendable () -> any ContentDigest,
        onStored: @escaping @Sendable () async -> Void = {}
    ) throws -> Tool {
        try Tool(definition) { call in
            let request = try ReportArguments.request(of: call)
            let showsChart = call.arguments["preview"]?.bool == true || [.png, .svg].contains(request.format)
            let running = RunningReport(request: call.request, wanted: request, showsChart: showsChart)
            let result = try await running.make(in: pool, from: store, today: today()) { made in
                let caller = call.request.principal
                let name = try reports.keep(made.bytes, for: request, period: made.period, caller: caller)
                let file = ReportFile(name: name, bytes: made.bytes, digest: digest(), url: url(name))
                return ToolResult(
                    content: file.content(made.report, request, picture: made.picture),
                    structuredContent: .object(file.json(made.report, request))
                )
            }
            await onStored()
            return result
        }
    }

    /// The report that arguments of this tool mean.
    public static func request(_ arguments: JSONObject, language: Language) throws -> ReportRequest {
        try ReportArguments.request(of: ToolCall(name: name, arguments: arguments, language: language))
    }

    private static let name = "generate_report"

    private static let definition = ToolDefinition(
        name: name,
        title: LocalizedText(es: "Generar informe", en: "Generate report"),
        summary: LocalizedText(
            es: """
                Hace un archivo (PDF, Excel, CSV, HTML, JSON, Markdown, o un gráfico PNG o SVG) con un informe de ventas, \
                productos, clientes, inventario, reorden o un resumen ejecutivo, y da el enlace para descargarlo.
                """,
            en: """
                Makes a file (PDF, Excel, CSV, HTML, JSON, Markdown, or a chart as PNG or SVG) with a report of sales, \
                products, customers, stock, reorders or an executive summary, and gives the link to download it.
                """
        ),
        inputSchema: ReportArguments.schema,
        arguments: ReportArguments.texts,
        outputSchema: [
            "type": "object",
            "properties": [
                "type": ["type": "string"], "format": ["type": "string"], "name": ["type": "string"],
                "url": ["type": "string"], "uri": ["type": "string"], "mime_type": ["type": "string"],
                "bytes": ["type": "integer"], "sha256": ["type": "string"], "as_of": ["type": ["string", "null"]],
                "period": [
                    "type": ["object", "null"],
                    "properties": ["from": ["type": "string"], "to": ["type": "string"]],
                ],
                "currency": ["type": ["string", "null"]],
                "figures": ["type": "object", "additionalProperties": ["type": ["number", "null"]]],
                "notes": ["type": "array", "items": ["type": "string"]],
            ],
            "required": ["name", "url", "mime_type", "bytes", "sha256", "as_of", "period"],
        ],
        annotations: ToolAnnotations(readOnly: false, destructive: false, idempotent: false, openWorld: false),
        taskUse: .whenSupported,
        requiredScopes: [ShopScope.sales],
        // Reports of stock are for whoever may see it.
        scopesOfArguments: { arguments in
            ReportArguments.kind(arguments).needsStock ? [ShopScope.stock] : []
        }
    )
}

/// A report that is kept, as the caller is told of it.
private struct ReportFile {
    let name: String
    let size: Int
    let sha256: String
    let url: String

    init(name: String, bytes: [UInt8], digest: any ContentDigest, url: String) {
        var digest = digest
        bytes.withUnsafeBytes { digest.update($0) }
        self.name = name
        size = bytes.count
        sha256 = digest.finalize().map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
        self.url = url
    }

    func json(_ report: Report, _ request: ReportRequest) -> JSONObject {
        var figures = JSONObject()
        for figure in report.figures {
            figures[figure.key] =
                figure.value.map { value in
                    switch figure.kind {
                    case .money: SalesJSON.money(Money(micros: value.micros))
                    default: SalesJSON.quantity(Quantity(micros: value.micros))
                    }
                } ?? .null
        }
        return [
            "type": .string(request.kind.rawValue),
            "format": .string(request.format.rawValue),
            "name": .string(name),
            "url": .string(url),
            "uri": .string(ShopURI.report(name)),
            "mime_type": .string(request.format.mediaType),
            "bytes": .integer(Int64(size)),
            "sha256": .string(sha256),
            "as_of": SalesJSON.text(report.asOf?.description),
            "period": report.period.map {
                ["from": .string($0.from.description), "to": .string($0.to.description)]
            } ?? .null,
            "currency": SalesJSON.text(report.currency),
            "figures": .object(figures),
            "notes": .array(report.notes.map { .string($0) }),
        ]
    }

    func content(_ report: Report, _ request: ReportRequest, picture: [UInt8]?) -> [ContentBlock] {
        var blocks: [ContentBlock] = [
            .text(text(report, request)),
            .resourceLink(
                ResourceLink(
                    uri: ShopURI.report(name),
                    name: name,
                    title: report.title,
                    mimeType: request.format.mediaType,
                    size: size
                )
            ),
        ]
        if let picture {
            blocks.append(
                .image(
                    picture,
                    mimeType: ReportFormat.png.mediaType,
                    annotations: Annotations(audience: [.user, .assistant])
                )
            )
        }
        return blocks
    }

    private func text(_ report: Report, _ request: ReportRequest) -> String {
        let say = SalesText(language: request.language, currency: report.currency)
        let about = [report.title, report.view].compactMap(\.self).joined(separator: " · ")
        var lines = [
            LocalizedText(es: "Informe listo: \(name)", en: "The report is ready: \(name)")(request.language)
                + " (\(say.count(Int64(size))) bytes)",
            url, about + ".",
        ]
        for figure in report.figures {
            guard let value = figure.value else { continue }
            let text =
                figure.kind == .money
                ? say.money(Money(micros: value.micros)) : say.quantity(Quantity(micros: value.micros))
            lines.append("- \(figure.label): \(text)")
        }
        lines.append(contentsOf: report.notes)
        return lines.joined(separator: "\n")
    }
}
