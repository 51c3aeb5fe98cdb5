public import JSON

/// A piece of what a tool answers.
public enum ContentBlock: Sendable, Hashable {
    case text(String, annotations: Annotations? = nil)
    /// The bytes of a picture; the wire carries them as Base64.
    case image([UInt8], mimeType: String, annotations: Annotations? = nil)
    /// Sound; 2025-03-26 and later.
    case audio([UInt8], mimeType: String, annotations: Annotations? = nil)
    /// Where something can be read; 2025-06-18 and later.
    case resourceLink(ResourceLink, annotations: Annotations? = nil)
    /// Something to read, in place.
    case resource(ResourceContents, annotations: Annotations? = nil)
    /// What a peer sent and this library does not know, or cannot decode.
    case other(JSONObject)

    /// What a block of text says; `nil` for all others.
    public var text: String? {
        if case .text(let text, _) = self { text } else { nil }
    }
}

/// For whom a piece of content is, and how much it matters.
public struct Annotations: Sendable, Hashable {
    public enum Role: String, Sendable {
        case user
        case assistant
    }

    /// Empty: for both.
    public var audience: [Role]
    /// From 0 (may be left out) to 1 (essential).
    public var priority: Double?
    /// ISO 8601, as in "2026-01-12T15:00:58Z"; 2025-06-18 and later.
    public var lastModified: String?

    public init(audience: [Role] = [], priority: Double? = nil, lastModified: String? = nil) {
        self.audience = audience
        self.priority = priority
        self.lastModified = lastModified
    }

    public init(_ value: JSONValue) {
        self.init(
            audience: value["audience"]?.array?.compactMap { $0.string.flatMap { Role(rawValue: $0) } } ?? [],
            priority: value["priority"]?.double,
            lastModified: value["lastModified"]?.string
        )
    }

    public var json: JSONObject {
        var object = JSONObject()
        if !audience.isEmpty { object["audience"] = .array(audience.map { .string($0.rawValue) }) }
        if let priority { object["priority"] = Self.json(priority) }
        if let lastModified { object["lastModified"] = .string(lastModified) }
        return object
    }

    private static func json(_ priority: Double) -> JSONValue {
        let clamped = priority.isNaN ? 0 : min(max(priority, 0), 1)
        return JSONNumber(clamped).map(JSONValue.number) ?? 0
    }
}

/// A pointer to a resource.
public struct ResourceLink: Sendable, Hashable {
    public var uri: String
    public var name: String
    public var title: String?
    public var summary: String?
    public var mimeType: String?
    /// Bytes of the resource before any encoding.
    public var size: Int?

    public init(
        uri: String,
        name: String,
        title: String? = nil,
        summary: String? = nil,
        mimeType: String? = nil,
        size: Int? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.summary = summary
        self.mimeType = mimeType
        self.size = size
    }
}

/// A resource with its contents.
public struct ResourceContents: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        case text(String)
        case blob([UInt8])
    }

    public var uri: String
    public var mimeType: String?
    public var body: Body

    public init(uri: String, mimeType: String? = nil, text: String) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = .text(text)
    }

    public init(uri: String, mimeType: String? = nil, blob: [UInt8]) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = .blob(blob)
    }
}
