import JSON
import MCP

/// What a client does in a scenario, once it can talk to the server.
struct Scenario: Sendable {
    let name: String
    let context: JSONObject

    func run(_ client: ClientEngine) async throws {
        switch name {
        case "json-schema-ref-no-deref": _ = try await client.listTools()
        case "json-schema-2020-12-preservation": try await echoSchema(client)
        case "sse-retry": try await callFirst(of: client, named: "test_reconnection")
        case "http-standard-headers": try await useEverything(client)
        case "http-custom-headers": try await replay(client)
        case "http-invalid-tool-headers":
            for tool in try await client.listTools() { _ = try await call(client, tool) }
        case "sep-2322-client-request-state":
            _ = try await client.listTools()
            // `test_mrtr_unrelated` is called in the middle of the first: see Answers.
            for name in ["test_mrtr_echo_state", "test_mrtr_no_state", "test_mrtr_no_result_type"] {
                _ = try await client.callTool(named: name)
            }
        default: try await callFirst(of: client)
        }
    }

    /// The tool of that name, or else the first one, with arguments that fit most schemas.
    private func callFirst(of client: ClientEngine, named name: String? = nil) async throws {
        let tools = try await client.listTools()
        guard let tool = tools.first(where: { $0.name == name }) ?? tools.first else { return }
        _ = try await call(client, tool)
    }

    private func call(_ client: ClientEngine, _ tool: RemoteTool) async throws -> ToolResult {
        var arguments = JSONObject()
        for (name, schema) in tool.inputSchema["properties"]?.object ?? [:] {
            arguments[name] = Self.sample(of: schema)
        }
        return try await client.callTool(named: tool.name, arguments: arguments)
    }

    private static func sample(of schema: JSONValue) -> JSONValue? {
        switch schema["type"]?.string {
        case "string": schema["enum"]?[0] ?? "text"
        case "number", "integer": 5
        case "boolean": true
        case "array": []
        case "object": [:]
        default: nil
        }
    }

    /// One request of every kind whose headers repeat the body.
    private func useEverything(_ client: ClientEngine) async throws {
        for tool in try await client.listTools() { _ = try await call(client, tool) }
        for resource in try await client.listResources() { _ = try await client.readResource(resource.uri) }
        for prompt in try await client.listPrompts() { _ = try await client.prompt(named: prompt.name) }
    }

    /// Makes the calls that the scenario has given: `toolCalls` with `name` and `arguments`.
    private func replay(_ client: ClientEngine) async throws {
        _ = try await client.listTools()
        for call in context["toolCalls"]?.array ?? [] {
            guard let name = call["name"]?.string else { continue }
            _ = try await client.callTool(named: name, arguments: call["arguments"]?.object ?? [:])
        }
    }

    /// Sends back the schema of one tool as the argument of another.
    private func echoSchema(_ client: ClientEngine) async throws {
        let tools = try await client.listTools()
        guard let tool = tools.first(where: { $0.name == "json_schema_2020_12_tool" }) else { return }
        _ = try await client.callTool(named: "json_schema_echo", arguments: ["schema": tool.inputSchema])
    }
}
