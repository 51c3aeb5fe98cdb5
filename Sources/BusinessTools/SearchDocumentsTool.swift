public import Documents
import JSON
import Localization
public import MCP

/// `search_documents`: where the business's documents say something.
public enum SearchDocumentsTool {
    /// - Throws: `ToolDefinitionError` if a schema here is malformed, which the tests exclude.
    public static func make(index: DocumentIndex) throws -> Tool {
        try Tool(definition) { call in
            let language = SalesArguments.language(of: call)
            let query = call.arguments["query"]?.string ?? ""
            var search = DocumentSearch(query)
            search.limit = call.arguments["limit"]?.int.map { Int($0) } ?? search.limit
            search.language = call.arguments["language"]?.string.flatMap { Language(rawValue: $0) }
            let results = try await index.search(search)
            // Whoever misses a document may learn here why.
            let unread = results.hits.count < search.limit ? try await index.failures(limit: mostUnread) : []
            let say = Saying(query: query, results: results, unread: unread, language: language)
            return ToolResult(
                content: [.text(say.text)] + say.links,
                structuredContent: .object(say.json)
            )
        }
    }

    private static let mostUnread = 5

    private static let definition = ToolDefinition(
        name: "search_documents",
        title: LocalizedText(es: "Buscar en los documentos", en: "Search documents"),
        summary: LocalizedText(
            es: """
                Busca en los documentos del negocio (políticas, manuales, contratos) y da el mejor lugar de cada uno. \
                Entiende plurales, formas verbales, acentos omitidos y errores de tecla. Entre comillas, la frase exacta; \
                «devol*», lo que empieza así.
                """,
            en: """
                Searches the business's documents (policies, manuals, contracts) and gives the best place of each. It \
                understands plurals, verb forms, missing accents and typos. In quotes: the exact phrase; 'refun*': what \
                begins so.
                """
        ),
        inputSchema: [
            "type": "object", "additionalProperties": false, "required": ["query"],
            "properties": [
                "query": ["type": "string", "maxLength": 1000],
                "limit": [
                    "type": "integer", "minimum": 1, "maximum": .integer(Int64(DocumentSearch.mostResults)),
                    "default": 10,
                ],
                "language": ["type": "string", "enum": ["es", "en"]],
                "lang": SalesArguments.languageSchema,
            ],
        ],
        arguments: [
            "query": LocalizedText(
                es: "Qué se busca, como «devolución de productos dañados».",
                en: "What to look for, such as \"returning damaged goods\"."
            ),
            "limit": LocalizedText(es: "Cuántos documentos (10).", en: "How many documents (10)."),
            "language": LocalizedText(
                es: "Solo documentos en este idioma: es o en. Por defecto, en cualquiera.",
                en: "Only documents in this language: es or en. Default: any."
            ),
            "lang": SalesArguments.languageText,
        ],
        outputSchema: outputSchema,
        annotations: .readsOnly,
        requiredScopes: [ShopScope.documents]
    )

    private static let outputSchema: JSONValue = {
        let text: JSONValue = ["type": "string"]
        let count: JSONValue = ["type": "integer", "minimum": 0]
        return [
            "type": "object", "required": ["query", "results"],
            "properties": [
                "query": text, "total": count, "documents": count,
                "results": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "required": ["title", "name", "snippet", "score", "language", "section", "uri"],
                        "properties": [
                            "title": text, "name": text, "snippet": text, "score": ["type": "number"],
                            "language": ["type": ["string", "null"]], "section": text,
                            "page": ["type": "integer", "minimum": 1], "uri": text, "all_terms": ["type": "boolean"],
                        ],
                    ],
                ],
                "corrections": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": ["word": text, "replacements": ["type": "array", "items": text]],
                    ],
                ],
                "unreadable": [
                    "type": "array", "items": ["type": "object", "properties": ["name": text, "reason": text]],
                ],
            ],
        ]
    }()
}

/// What was found, for programs and for people.
private struct Saying {
    let query: String
    let results: DocumentSearchResults
    let unread: [(name: String, reason: LocalizedText)]
    let language: Language

    var json: JSONObject {
        [
            "query": .string(query),
            "results": .array(results.hits.map { .object(Self.json($0)) }),
            "total": .integer(Int64(results.total)),
            "documents": .integer(Int64(results.documents)),
            "corrections": .array(
                results.corrections.map {
                    ["word": .string($0.word), "replacements": .array($0.replacements.map { .string($0) })]
                }
            ),
            "unreadable": .array(unread.map { ["name": .string($0.name), "reason": .string($0.reason(language))] }),
        ]
    }

    private static func json(_ hit: DocumentSearchResults.Hit) -> JSONObject {
        var object: JSONObject = [
            "title": .string(hit.title), "name": .string(hit.name), "snippet": .string(hit.snippet),
            "score": JSONNumber(hit.score).map { .number($0) } ?? .null,
            "language": hit.language.map { .string($0.rawValue) } ?? .null,
            "section": .string(hit.section), "uri": .string(ShopURI.document(hit.name)),
            "all_terms": .bool(hit.hasAllTerms),
        ]
        if let page = hit.page { object["page"] = .integer(Int64(page)) }
        return object
    }

    var links: [ContentBlock] {
        results.hits.map { hit in
            .resourceLink(
                ResourceLink(
                    uri: ShopURI.document(hit.name),
                    name: hit.name,
                    title: hit.title,
                    mimeType: MediaType.of(hit.name)
                )
            )
        }
    }

    var text: String {
        var lines: [String] = []
        if results.documents == 0 {
            lines.append(
                LocalizedText(
                    es: """
                        Todavía no hay documentos en los que buscar. Cárguelos con «secure-mcp-server ingest ARCHIVO --kind \
                        documents», o póngalos en la carpeta «documents» de los datos: se leen \(DocumentFormat.endings).
                        """,
                    en: """
                        There are no documents to search yet. Load them with 'secure-mcp-server ingest FILE --kind \
                        documents', or put them into the folder 'documents' of the data: \(DocumentFormat.endings) are read.
                        """
                )(language)
            )
        } else if results.hits.isEmpty {
            lines.append(
                LocalizedText(
                    es:
                        "Ninguno de los \(results.documents) documentos dice nada de «\(query)». Pruebe con otras palabras.",
                    en: "None of the \(results.documents) documents says anything of \"\(query)\". Try other words."
                )(language)
            )
        } else {
            let total = results.total
            lines.append(
                LocalizedText(
                    es: "\(total == 1 ? "1 documento" : "\(total) documentos") sobre «\(query)»\(shown)",
                    en: "\(total == 1 ? "1 document" : "\(total) documents") about \"\(query)\"\(shown)"
                )(language)
            )
        }
        for correction in results.corrections {
            let replaced = correction.replacements.joined(separator: ", ")
            lines.append(
                LocalizedText(
                    es: "Ningún documento dice «\(correction.word)»; se buscó: \(replaced).",
                    en: "No document says \"\(correction.word)\"; searched for: \(replaced)."
                )(language)
            )
        }
        for (index, hit) in results.hits.enumerated() { lines += self.lines(of: hit, index + 1) }
        for file in unread { lines.append(file.reason(language)) }
        return lines.joined(separator: "\n")
    }

    private var shown: String {
        results.hits.count < results.total
            ? LocalizedText(es: " (los \(results.hits.count) mejores):", en: " (the best \(results.hits.count)):")(
                language
            )
            : ":"
    }

    private func lines(of hit: DocumentSearchResults.Hit, _ rank: Int) -> [String] {
        var place: [String] = []
        if let page = hit.page { place.append(LocalizedText(es: "página \(page)", en: "page \(page)")(language)) }
        if !hit.section.isEmpty, hit.section != hit.title { place.append(hit.section) }
        return [
            "\(rank). \(hit.title) (\(hit.name))" + (place.isEmpty ? "" : " · " + place.joined(separator: " · ")),
            "   " + hit.snippet,
        ]
    }
}
