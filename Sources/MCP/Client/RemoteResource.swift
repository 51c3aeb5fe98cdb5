public import JSON

/// A resource as a server lists it.
public struct RemoteResource: Sendable, Hashable {
    public var uri: String
    public var name: String
    public var title: String?
    public var summary: String?
    public var mimeType: String?
    /// Bytes before any encoding.
    public var size: Int?
    /// The whole definition, verbatim.
    public var definition: JSONObject

    /// `nil` without an address and a name.
    public init?(_ value: JSONValue) {
        guard let definition = value.object, let uri = value["uri"]?.string, let name = value["name"]?.string else {
            return nil
        }
        self.uri = uri
        self.name = name
        self.definition = definition
        title = value["title"]?.string
        summary = value["description"]?.string
        mimeType = value["mimeType"]?.string
        size = value["size"]?.int
    }
}

/// A family of resources, whose addresses share a pattern (RFC 6570).
public struct RemoteResourceTemplate: Sendable, Hashable {
    public var uriTemplate: String
    public var name: String
    public var title: String?
    public var summary: String?
    public var mimeType: String?
    /// The whole definition, verbatim.
    public var definition: JSONObject

    /// `nil` without a pattern and a name.
    public init?(_ value: JSONValue) {
        guard let definition = value.object, let uriTemplate = value["uriTemplate"]?.string,
            let name = value["name"]?.string
        else { return nil }
        self.uriTemplate = uriTemplate
        self.name = name
        self.definition = definition
        title = value["title"]?.string
        summary = value["description"]?.string
        mimeType = value["mimeType"]?.string
    }
}
