/// One reading of a resource, as its handler sees it.
public struct ResourceRead: Sendable {
    public let uri: String
    /// The values of the template's variables; empty for a resource without template.
    public let variables: [String: String]
    public let request: RunningRequest
}

/// What reads a resource: its contents (several when it stands for several, such as a folder), or `nil` when there is
/// no such resource.
public typealias ResourceReader = @Sendable (ResourceRead) async throws -> [ResourceContents]?

/// A resource that a server always has.
public struct Resource: Sendable {
    public let definition: ResourceDefinition
    public let read: ResourceReader

    public init(_ definition: ResourceDefinition, read: @escaping ResourceReader) {
        self.definition = definition
        self.read = read
    }
}

/// A family of resources that share a template.
public struct ResourceTemplate: Sendable {
    public let definition: ResourceTemplateDefinition
    /// Suggestions by the variable that they are for.
    public let completions: [String: Completer]
    public let read: ResourceReader

    public init(
        _ definition: ResourceTemplateDefinition,
        completions: [String: Completer] = [:],
        read: @escaping ResourceReader
    ) {
        self.definition = definition
        self.completions = completions
        self.read = read
    }
}

/// Everything that a server offers to read.
public struct ResourceCatalog: Sendable {
    /// Listed first, in this order.
    public var fixed: [Resource]
    /// Asked in this order for a URI that is not fixed.
    public var templates: [ResourceTemplate]
    /// Resources that come and go, such as files; a template reads them. A fixed resource may be among them, with what
    /// changes of it: its size, when it was modified. Asked at each `resources/list`, must give a stable order. Default:
    /// none.
    public var listed: (@Sendable (RunningRequest) async throws -> [ResourceDefinition])?

    public init(
        fixed: [Resource] = [],
        templates: [ResourceTemplate] = [],
        listed: (@Sendable (RunningRequest) async throws -> [ResourceDefinition])? = nil
    ) {
        self.fixed = fixed
        self.templates = templates
        self.listed = listed
    }

    public var isEmpty: Bool { fixed.isEmpty && templates.isEmpty && listed == nil }

    /// What a caller needs to read a URI: of all that may be asked for it.
    func requiredScopes(for uri: String) -> Set<String> {
        if let resource = fixed.first(where: { $0.definition.uri == uri }) { return resource.definition.requiredScopes }
        // Most templates need none, and then none is matched.
        return templates.reduce(into: []) { scopes, template in
            let required = template.definition.requiredScopes
            if !required.isEmpty, template.definition.template.match(uri) != nil { scopes.formUnion(required) }
        }
    }

    /// Who reads a URI, in the order in which to ask.
    func readers(of uri: String) -> [(reader: ResourceReader, variables: [String: String])] {
        if let resource = fixed.first(where: { $0.definition.uri == uri }) { return [(resource.read, [:])] }
        return templates.compactMap { template in
            template.definition.template.match(uri).map { (template.read, $0) }
        }
    }
}
