import JSON
import Localization
import MCP

enum FixturePrompts {
    static func all() -> [Prompt] {
        [
            prompt("test_simple_prompt", "A prompt without arguments.") { _ in
                PromptResult(messages: [.user("This is a simple prompt for testing.")])
            },
            prompt(
                "test_prompt_with_arguments",
                "A prompt of two arguments.",
                arguments: [
                    PromptArgument(
                        name: "arg1",
                        summary: text("The first one."),
                        isRequired: true,
                        completions: { call in
                            Completion(["paris", "park", "party"].filter { $0.hasPrefix(call.value) })
                        }
                    ),
                    PromptArgument(name: "arg2", summary: text("The second one."), isRequired: true),
                ]
            ) { call in
                let (first, second) = (call.arguments["arg1"] ?? "", call.arguments["arg2"] ?? "")
                return PromptResult(messages: [.user("Prompt with arguments: arg1='\(first)', arg2='\(second)'")])
            },
            prompt(
                "test_prompt_with_embedded_resource",
                "A prompt that brings a resource.",
                arguments: [PromptArgument(name: "resourceUri", summary: text("Its URI."), isRequired: true)]
            ) { call in
                let resource = ResourceContents(
                    uri: call.arguments["resourceUri"] ?? "",
                    mimeType: "text/plain",
                    text: "Embedded resource content for testing."
                )
                return PromptResult(messages: [
                    PromptMessage(.user, .resource(resource)), .user("Please process the embedded resource above."),
                ])
            },
            prompt("test_prompt_with_image", "A prompt that brings a picture.") { _ in
                PromptResult(messages: [
                    PromptMessage(.user, .image(Media.png, mimeType: "image/png")),
                    .user("Please analyze the image above."),
                ])
            },
            prompt("test_input_required_result_prompt", "A prompt that asks the user first.") { call in
                let question = InputRequest.form("What context should the prompt use?", field: "context")
                guard case .accepted(let fields) = try call.request.answer(to: "user_context", question) else {
                    return PromptResult(messages: [.user("No context was given.")])
                }
                return PromptResult(messages: [.user("Use this context: \(fields["context"]?.string ?? "")")])
            },
        ]
    }

    private static func text(_ text: String) -> LocalizedText { LocalizedText(es: text, en: text) }

    private static func prompt(
        _ name: String,
        _ summary: String,
        arguments: [PromptArgument] = [],
        _ handler: @escaping @Sendable (PromptCall) async throws -> PromptResult
    ) -> Prompt {
        Prompt(PromptDefinition(name: name, summary: text(summary), arguments: arguments), handler: handler)
    }
}
