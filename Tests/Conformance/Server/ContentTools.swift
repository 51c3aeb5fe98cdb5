import MCP

/// Tools that answer with one kind of content each.
enum ContentTools {
    static func all() throws -> [Tool] {
        [
            try .fixture("test_simple_text", "Answers with a text.") { _ in
                .text("This is a simple text response for testing.")
            },
            try .fixture("test_image_content", "Answers with a picture.") { _ in
                ToolResult(content: [.image(Media.png, mimeType: "image/png")])
            },
            try .fixture("test_audio_content", "Answers with a sound.") { _ in
                ToolResult(content: [.audio(Media.wav, mimeType: "audio/wav")])
            },
            try .fixture("test_embedded_resource", "Answers with a resource in place.") { _ in
                ToolResult(content: [
                    .resource(
                        ResourceContents(
                            uri: "test://embedded-resource",
                            mimeType: "text/plain",
                            text: "This is an embedded resource content."
                        )
                    )
                ])
            },
            try .fixture("test_multiple_content_types", "Answers with a text, a picture and a resource.") { _ in
                ToolResult(content: [
                    .text("Multiple content types test:"),
                    .image(Media.png, mimeType: "image/png"),
                    .resource(
                        ResourceContents(
                            uri: "test://mixed-content-resource",
                            mimeType: "application/json",
                            text: #"{"test":"data","value":123}"#
                        )
                    ),
                ])
            },
            try .fixture("test_error_handling", "Always fails.") { _ in
                .error("This tool intentionally returns an error for testing")
            },
        ]
    }
}
