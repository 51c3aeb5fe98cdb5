import JSON
import Localization
import MCP

enum FixtureResources {
    static func catalog() -> ResourceCatalog {
        ResourceCatalog(
            fixed: [
                Resource(
                    ResourceDefinition(
                        uri: "test://static-text",
                        name: "static-text",
                        summary: text("A text."),
                        mimeType: "text/plain"
                    )
                ) { read in
                    let text = "This is the content of the static text resource."
                    return [ResourceContents(uri: read.uri, mimeType: "text/plain", text: text)]
                },
                Resource(
                    ResourceDefinition(
                        uri: "test://static-binary",
                        name: "static-binary",
                        summary: text("A picture."),
                        mimeType: "image/png"
                    )
                ) { read in [ResourceContents(uri: read.uri, mimeType: "image/png", blob: Media.png)] },
                Resource(
                    ResourceDefinition(
                        uri: "test://watched-resource",
                        name: "watched-resource",
                        summary: text("A text to subscribe to."),
                        mimeType: "text/plain"
                    )
                ) { read in [ResourceContents(uri: read.uri, mimeType: "text/plain", text: "Watched.")] },
            ],
            templates: URITemplate("test://template/{id}/data").map { [data($0)] } ?? []
        )
    }

    private static func data(_ template: URITemplate) -> ResourceTemplate {
        ResourceTemplate(
            ResourceTemplateDefinition(
                template: template,
                name: "template-data",
                summary: text("Data by identifier."),
                mimeType: "application/json"
            )
        ) { read in
            let id = read.variables["id"] ?? ""
            let data: JSONObject = ["id": .string(id), "templateTest": true, "data": .string("Data for ID: \(id)")]
            return [
                ResourceContents(
                    uri: read.uri,
                    mimeType: "application/json",
                    text: JSONValue.object(data).serializedString
                )
            ]
        }
    }

    private static func text(_ text: String) -> LocalizedText { LocalizedText(es: text, en: text) }
}
