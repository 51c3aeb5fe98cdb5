import JSON
import Localization

/// What a server offers at one time, with everything about it that can be made ahead. Never changes: a server whose
/// tools change has another offer.
final class ServerOffer: Sendable {
    let tools: [Tool]
    let prompts: [Prompt]
    let resources: ResourceCatalog
    let toolCursors: PageCursors
    let promptCursors: PageCursors
    let templateCursors: PageCursors
    /// Whether any tool wants arguments repeated in headers.
    let mirrorsParameters: Bool

    private let toolsByName: [String: Tool]
    private let promptsByName: [String: Prompt]

    init(
        tools: [Tool],
        prompts: [Prompt],
        resources: ResourceCatalog,
        pageSize: Int
    ) throws(ToolDefinitionError) {
        self.tools = tools
        self.prompts = prompts
        self.resources = resources
        var toolsByName: [String: Tool] = [:]
        for tool in tools where toolsByName.updateValue(tool, forKey: tool.name) != nil {
            throw ToolDefinitionError(tool: tool.name, reason: .duplicateName)
        }
        self.toolsByName = toolsByName
        var promptsByName: [String: Prompt] = [:]
        for prompt in prompts where promptsByName.updateValue(prompt, forKey: prompt.name) != nil {
            throw ToolDefinitionError(tool: prompt.name, reason: .duplicatePrompt)
        }
        self.promptsByName = promptsByName
        var uris: Set<String> = []
        for resource in resources.fixed where !uris.insert(resource.definition.uri).inserted {
            throw ToolDefinitionError(tool: resource.definition.uri, reason: .duplicateResource)
        }
        mirrorsParameters = tools.contains { !$0.mirrored.isEmpty }
        toolCursors = PageCursors(names: tools.map(\.name), pageSize: pageSize)
        promptCursors = PageCursors(names: prompts.map(\.name), pageSize: pageSize, kind: "prompts")
        templateCursors = PageCursors(
            names: resources.templates.map(\.definition.template.text),
            pageSize: pageSize,
            kind: "templates"
        )
    }

    func tool(named name: String) -> Tool? { toolsByName[name] }
    func prompt(named name: String) -> Prompt? { promptsByName[name] }

    var hasCompletions: Bool { !prompts.isEmpty || !resources.templates.isEmpty }

    func capabilities(revision: ProtocolRevision, configuration: ServerConfiguration) -> JSONObject {
        let announces = configuration.changes != nil
        let listChanged: JSONValue = announces ? ["listChanged": true] : [:]
        var object = JSONObject()
        if !tools.isEmpty { object["tools"] = listChanged }
        if !prompts.isEmpty { object["prompts"] = listChanged }
        if !resources.isEmpty {
            object["resources"] = announces ? ["listChanged": true, "subscribe": true] : [:]
        }
        // In 2024-11-05 the method exists without a capability of its own.
        if hasCompletions, revision >= .v2025_03_26 { object["completions"] = [:] }
        if configuration.offersLogging { object["logging"] = [:] }
        if configuration.tasks != nil, revision.isModern {
            object["extensions"] = [TaskRunner.extensionName: [:]]
        }
        return object
    }
}
