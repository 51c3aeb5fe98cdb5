import Commerce
import Localization
import MCP

/// The reports that were made and the documents of the business, as files.
enum FolderResources {
    /// Larger files are for downloading, in bytes.
    static let largestFile = 8 << 20

    static func all(_ data: ShopData) -> [ResourceTemplate] {
        [
            template(
                .report,
                data.reports,
                "report",
                ShopScope.sales,
                LocalizedText(es: "Un informe", en: "A report"),
                LocalizedText(
                    es: "Un informe que se generó, por su nombre.",
                    en: "A report that was made, by its name."
                )
            ),
            template(
                .document,
                data.documents,
                "document",
                ShopScope.documents,
                LocalizedText(es: "Un documento", en: "A document"),
                LocalizedText(
                    es: "Un documento del negocio (reglas, manuales, contratos), por su nombre.",
                    en: "A document of the business (rules, manuals, contracts), by its name."
                )
            ),
        ]
    }

    /// The files that the caller may read: names tell something too.
    static func listed(_ data: ShopData, _ request: RunningRequest) -> [ResourceDefinition] {
        var listed: [ResourceDefinition] = []
        for entry in data.reports.entries()
        where (try? request.require(ReportStore.requiredScopes(of: entry.name))) != nil {
            listed.append(definition(entry, uri: ShopURI.report(entry.name), priority: 0.5))
        }
        if (try? request.require([ShopScope.documents])) != nil {
            listed += data.documents.entries().map { definition($0, uri: ShopURI.document($0.name), priority: 0.6) }
        }
        return listed
    }

    private static func definition(_ entry: FileShelf.Entry, uri: String, priority: Double) -> ResourceDefinition {
        ResourceDefinition(
            uri: uri,
            name: entry.name,
            mimeType: MediaType.of(entry.name),
            size: entry.size,
            annotations: Annotations(
                audience: [.user, .assistant],
                priority: priority,
                lastModified: UTCTimestamp.text(entry.modifiedAt)
            )
        )
    }

    private static func template(
        _ family: ShopURI.Family,
        _ shelf: FileShelf,
        _ name: String,
        _ scope: String,
        _ title: LocalizedText,
        _ summary: LocalizedText
    ) -> ResourceTemplate {
        ResourceTemplate(
            ResourceTemplateDefinition(
                template: family.template,
                name: name,
                title: title,
                summary: summary,
                requiredScopes: [scope]
            ),
            completions: [
                "name": { call in
                    let names = shelf.entries().map(\.name)
                    let found = Suggestions.find(among: names, startingWith: call.value)
                    return Completion(first: found.values, total: found.total)
                }
            ]
        ) { read in
            guard let name = read.variables["name"] else { return nil }
            if family == .report { try read.request.require(ReportStore.requiredScopes(of: name)) }
            guard let file = try shelf.read(name, limit: largestFile) else { return nil }
            let type = MediaType.of(name)
            if MediaType.isText(type), let text = String(validating: file.bytes, as: UTF8.self) {
                return [ResourceContents(uri: read.uri, mimeType: type, text: text)]
            }
            return [ResourceContents(uri: read.uri, mimeType: type, blob: file.bytes)]
        }
    }
}
