public import JSON
public import Localization

/// What `resources/list` says of a resource.
public struct ResourceDefinition: Sendable, Hashable {
    /// Unique in a server.
    public var uri: String
    public var name: String
    /// 2025-06-18 and later.
    public var title: LocalizedText?
    public var summary: LocalizedText?
    public var mimeType: String?
    /// Bytes before any encoding.
    public var size: Int?
    public var annotations: Annotations?
    /// 2025-11-25 and later.
    public var icons: [Icon]
    /// What a caller needs to read the resource and to watch it (RFC 6749 section 3.3). Default: none. Counts for the
    /// fixed resources of a catalog; of those that come and go the template decides that reads them.
    public var requiredScopes: Set<String>

    public init(
        uri: String,
        name: String,
        title: LocalizedText? = nil,
        summary: LocalizedText? = nil,
        mimeType: String? = nil,
        size: Int? = nil,
        annotations: Annotations? = nil,
        icons: [Icon] = [],
        requiredScopes: Set<String> = []
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.summary = summary
        self.mimeType = mimeType
        self.size = size
        self.annotations = annotations
        self.icons = icons
        self.requiredScopes = requiredScopes
    }

    /// The resource as listed in a revision, with its texts in a language.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["uri": .string(uri), "name": .string(name)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        if let summary { object["description"] = .string(summary(language)) }
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if let size { object["size"] = JSONValue(size) }
        if let annotations = annotations?.json, !annotations.isEmpty { object["annotations"] = .object(annotations) }
        if revision.hasIcons, !icons.isEmpty { object["icons"] = .array(icons.map { .object($0.json) }) }
        return object
    }
}

/// What `resources/templates/list` says of a family of resources.
public struct ResourceTemplateDefinition: Sendable, Hashable {
    public var template: URITemplate
    public var name: String
    /// 2025-06-18 and later.
    public var title: LocalizedText?
    public var summary: LocalizedText?
    /// Of all resources of the family, if they share one.
    public var mimeType: String?
    public var annotations: Annotations?
    /// 2025-11-25 and later.
    public var icons: [Icon]
    /// What a caller needs to read any resource of the family, to watch it and to have its URI completed (RFC 6749
    /// section 3.3). Default: none.
    public var requiredScopes: Set<String>

    public init(
        template: URITemplate,
        name: String,
        title: LocalizedText? = nil,
        summary: LocalizedText? = nil,
        mimeType: String? = nil,
        annotations: Annotations? = nil,
        icons: [Icon] = [],
        requiredScopes: Set<String> = []
    ) {
        self.template = template
        self.name = name
        self.title = title
        self.summary = summary
        self.mimeType = mimeType
        self.annotations = annotations
        self.icons = icons
        self.requiredScopes = requiredScopes
    }

    /// The template as listed in a revision, with its texts in a language.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["uriTemplate": .string(template.text), "name": .string(name)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        if let summary { object["description"] = .string(summary(language)) }
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if let annotations = annotations?.json, !annotations.isEmpty { object["annotations"] = .object(annotations) }
        if revision.hasIcons, !icons.isEmpty { object["icons"] = .array(icons.map { .object($0.json) }) }
        return object
    }
}
