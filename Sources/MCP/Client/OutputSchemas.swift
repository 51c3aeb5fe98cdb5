import JSON
import JSONSchema

/// What the last list of tools promised of their structured results.
///
/// The schemas come from a server that may be anybody's: they are compiled only when a result wants to be judged, nothing
/// is fetched for them, and one that cannot be used judges nothing.
struct OutputSchemas: Sendable {
    private enum Entry: Sendable {
        case unread(JSONValue)
        case ready(JSONSchema)
    }

    private var entries: [String: Entry] = [:]

    mutating func learn(_ tools: [RemoteTool]) {
        entries = [:]
        for tool in tools { entries[tool.name] = tool.outputSchema.map(Entry.unread) }
    }

    /// What is wrong with a result; empty when all is well, or nothing was promised.
    mutating func violations(in result: ToolResult, of tool: String) -> [SchemaViolation] {
        guard !result.isError, let value = result.structuredContent, let schema = schema(of: tool) else { return [] }
        return schema.validate(value, limit: 3)
    }

    private mutating func schema(of tool: String) -> JSONSchema? {
        switch entries[tool] {
        case .ready(let schema): return schema
        case .unread(let source):
            let schema = try? JSONSchema(compiling: source)
            entries[tool] = schema.map(Entry.ready)
            return schema
        case nil: return nil
        }
    }
}
