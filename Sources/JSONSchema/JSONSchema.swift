public import JSON

/// A JSON Schema, compiled once and ready to judge values; safe to share between threads.
///
/// Dialects: 2020-12 (also when `$schema` is absent) and draft-07. Keywords that judge: `type`, `enum`, `const`,
/// `properties`, `required`, `additionalProperties`, `propertyNames`, `minProperties`, `maxProperties`,
/// `dependentRequired`, `items`, `prefixItems`, `contains`, `minItems`, `maxItems`, `uniqueItems`, `minimum`,
/// `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `allOf`, `anyOf`,
/// `oneOf`, `not`, `if`/`then`/`else` and `$ref` to a place in the same schema. Numbers are compared exactly.
///
/// Every other keyword is ignored; the standard ones among them that would have judged are named in
/// ``ignoredAssertions``, so that an author can notice. Nothing is ever fetched: a reference to another document makes
/// the schema malformed.
public struct JSONSchema: Sendable {
    /// The schema as it was given.
    public let source: JSONValue
    /// Where the schema uses standard keywords that judge values but are not implemented (`pattern`,
    /// `patternProperties`, `format`…), as JSON Pointers into the schema.
    public let ignoredAssertions: [String]

    let nodes: [CompiledNode]
    let root: Int

    /// Compiles a schema.
    ///
    /// - Throws: ``JSONSchemaError`` when a keyword has an impossible value, a reference leads nowhere, outside or in
    ///   a circle without ever consuming a value, the dialect is unknown, or the schema is larger than
    ///   ``JSONSchemaError/maximumSubschemas``.
    public init(compiling source: JSONValue) throws(JSONSchemaError) {
        var compiler = SchemaCompiler(root: source)
        self.root = try compiler.compile()
        self.source = source
        self.nodes = compiler.nodes.map { CompiledNode($0) }
        self.ignoredAssertions = compiler.ignoredAssertions
    }

    /// Judges a value against the schema.
    ///
    /// - Parameter limit: how many violations to tell at most. Default: 20.
    /// - Returns: what is wrong, in the order of the schema; empty when the value is valid.
    public func validate(_ value: JSONValue, limit: Int = 20) -> [SchemaViolation] {
        var validation = SchemaValidation(schema: self, limit: limit)
        validation.check(value, node: root)
        return validation.violations
    }
}
