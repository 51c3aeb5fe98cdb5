import JSON
import Localization
import MCP

/// A small server that shows every kind of tool and of failure.
enum FixtureServer {
    struct OutOfStock: LocalizedFailure {
        let message = LocalizedText(es: "No queda ninguno en bodega.", en: "None is left in stock.")
    }

    struct Secret: Error {}

    static func engine(_ configuration: ServerConfiguration = ServerConfiguration()) throws -> ServerEngine {
        try ServerEngine(
            implementation: Implementation(
                name: "fixture",
                version: "1.0",
                title: LocalizedText(es: "Servidor de prueba", en: "Test server"),
                websiteURL: "https://example.com"
            ),
            instructions: LocalizedText(es: "Pregunte por sumas.", en: "Ask for sums."),
            tools: tools(),
            configuration: configuration
        )
    }

    static func tools() throws -> [Tool] {
        [
            try Tool(
                ToolDefinition(
                    name: "add",
                    title: LocalizedText(es: "Sumar", en: "Add"),
                    summary: LocalizedText(es: "Suma dos enteros.", en: "Adds two integers."),
                    inputSchema: [
                        "type": "object",
                        "properties": ["a": ["type": "integer"], "b": ["type": "integer", "minimum": 0]],
                        "required": ["a", "b"],
                    ],
                    arguments: ["a": LocalizedText(es: "El primero.", en: "The first.")],
                    outputSchema: [
                        "type": "object", "properties": ["sum": ["type": "integer"]], "required": ["sum"],
                    ],
                    annotations: .readsOnly,
                    icons: [Icon(source: "https://example.com/add.png", mimeType: "image/png", sizes: ["48x48"])]
                ),
                immediate: { call in
                    let sum = (call.arguments["a"]?.int ?? 0) + (call.arguments["b"]?.int ?? 0)
                    return .structured(["sum": JSONValue(sum)])
                }
            ),
            try Tool(
                ToolDefinition(name: "greet", summary: LocalizedText(es: "Saluda.", en: "Greets.")),
                handler: { call in
                    await Task.yield()
                    return .text(call.text(es: "Hola", en: "Hello"))
                }
            ),
            try Tool(
                ToolDefinition(
                    name: "names",
                    summary: LocalizedText(es: "Da una lista.", en: "Gives a list."),
                    outputSchema: ["type": "array", "items": ["type": "string"]]
                ),
                immediate: { _ in .structured(["Ana", "Beto"], text: "Ana, Beto") }
            ),
            try Tool(
                ToolDefinition(name: "media", summary: LocalizedText(es: "Muestra de todo.", en: "Shows everything.")),
                immediate: { _ in
                    ToolResult(content: [
                        .text("note", annotations: Annotations(audience: [.user], priority: 0.5)),
                        .image([0x89, 0x50], mimeType: "image/png"), .audio([0x52], mimeType: "audio/wav"),
                        .resourceLink(ResourceLink(uri: "https://example.com/r.pdf", name: "r.pdf", size: 10)),
                        .resource(ResourceContents(uri: "test://a", mimeType: "text/plain", text: "A")),
                        .resource(ResourceContents(uri: "test://b", blob: [0, 255])),
                    ])
                }
            ),
            try Tool(
                ToolDefinition(name: "refuses", summary: LocalizedText(es: "No puede.", en: "Cannot.")),
                immediate: { _ in throw OutOfStock() }
            ),
            try Tool(
                ToolDefinition(name: "crashes", summary: LocalizedText(es: "Falla.", en: "Fails.")),
                handler: { _ in throw Secret() }
            ),
            try Tool(
                ToolDefinition(
                    name: "lies",
                    summary: LocalizedText(es: "Rompe su esquema.", en: "Breaks its schema."),
                    outputSchema: ["type": "object", "required": ["x"]]
                ),
                immediate: { _ in .structured([:]) }
            ),
        ]
    }
}
