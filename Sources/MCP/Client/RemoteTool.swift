public import JSON

/// A tool as a server lists it.
public struct RemoteTool: Sendable, Hashable {
    public var name: String
    public var title: String?
    public var summary: String?
    public var inputSchema: JSONValue
    public var outputSchema: JSONValue?
    public var annotations: ToolAnnotations
    /// The whole definition, verbatim.
    public var definition: JSONObject

    /// `nil` without a name or an input schema.
    public init?(_ definition: JSONObject) {
        guard let name = definition["name"]?.string, let inputSchema = definition["inputSchema"],
            inputSchema.object != nil
        else { return nil }
        self.name = name
        self.inputSchema = inputSchema
        self.definition = definition
        summary = definition["description"]?.string
        outputSchema = definition["outputSchema"]
        let hints = definition["annotations"] ?? [:]
        annotations = ToolAnnotations(hints)
        title = definition["title"]?.string ?? hints["title"]?.string
    }
}

/// What a server says of itself when a client connects.
public struct ServerIdentity: Sendable, Hashable {
    /// What client and server will speak.
    public var revision: ProtocolRevision
    public var implementation: Implementation?
    public var capabilities: JSONObject
    public var instructions: String?
}
