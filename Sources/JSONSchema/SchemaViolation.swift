public import Localization

/// One way in which a value breaks a schema.
public struct SchemaViolation: Sendable, Hashable {
    /// Where in the value, as a JSON Pointer (RFC 6901): "/items/0/price"; empty for the whole value.
    public let instancePath: String
    /// The keyword that judged: "type", "required", "maximum"…
    public let keyword: String
    /// What was expected and what was found; names the place.
    public let message: LocalizedText
}
