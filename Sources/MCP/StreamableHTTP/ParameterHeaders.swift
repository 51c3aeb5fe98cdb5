public import JSON
public import Localization

/// The parameters of a tool that travel in headers as well (2026-07-28, Streamable HTTP, "Custom Headers from Tool
/// Parameters").
public struct ParameterHeaders: Sendable, Hashable {
    public struct Parameter: Sendable, Hashable {
        /// What `x-mcp-header` says; the header is `Mcp-Param-` followed by it.
        public let name: String
        /// The names of the `properties` that lead to the parameter.
        public let path: [String]
    }

    /// In the order of the schema.
    public let parameters: [Parameter]

    /// Reads the annotations of an input schema.
    ///
    /// - Throws: ``ParameterHeaderError`` for the first annotation that breaks a rule: the whole tool is then invalid.
    public init(inputSchema: JSONValue) throws(ParameterHeaderError) {
        var reader = AnnotationReader()
        try reader.read(inputSchema, path: [], isReachable: true)
        parameters = reader.parameters
    }

    /// The headers of a call, by lower-case name, encoded. Parameters that are absent or null have none.
    ///
    /// - Throws: the path of a parameter whose value no header can say: a list, an object, a fraction, or an integer
    ///   beyond ±(2⁵³−1).
    public func headers(for arguments: JSONObject) throws(UnmirrorableParameter) -> StreamableHTTP.Headers {
        var headers: StreamableHTTP.Headers = []
        for parameter in parameters {
            guard let value = value(at: parameter.path, in: arguments), !value.isNull else { continue }
            guard let text = Self.text(of: value) else { throw UnmirrorableParameter(path: parameter.path) }
            headers.append(
                (StreamableHTTP.parameterHeaderPrefix + parameter.name.lowercased(), HeaderValue.encode(text))
            )
        }
        return headers
    }

    private func value(at path: [String], in arguments: JSONObject) -> JSONValue? {
        path.reduce(JSONValue.object(arguments)) { value, name in value?[name] }
    }

    /// A value as a header says it, before encoding.
    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        default:
            let safe = Int64(1) << 53
            guard let integer = JSONDecimal(value)?.integer, -safe < integer, integer < safe else { return nil }
            return String(integer)
        }
    }
}

/// A parameter whose value no header can say.
public struct UnmirrorableParameter: Error, Sendable, Hashable {
    public let path: [String]
}

/// How an `x-mcp-header` annotation breaks the rules.
public enum ParameterHeaderError: LocalizedFailure, Hashable {
    case notAString
    case empty
    /// Not a token (RFC 9110 section 5.6.2): white space, a colon, control characters, letters beyond ASCII.
    case notAToken(String)
    /// Two parameters with one header; upper and lower case count as the same.
    case duplicate(String)
    /// On something else than a single type of string, integer or boolean.
    case notPrimitive(String)
    /// Not reached from the root by `properties` alone.
    case unreachable(String)

    public var message: LocalizedText {
        switch self {
        case .notAString:
            LocalizedText(es: "una cabecera x-mcp-header no es un texto.", en: "an x-mcp-header is no string.")
        case .empty:
            LocalizedText(es: "una cabecera x-mcp-header está vacía.", en: "an x-mcp-header is empty.")
        case .notAToken(let name):
            LocalizedText(
                es: "x-mcp-header tiene caracteres no válidos: \(Self.shown(name)).",
                en: "x-mcp-header has invalid characters: \(Self.shown(name))."
            )
        case .duplicate(let name):
            LocalizedText(
                es: "dos parámetros usan la cabecera x-mcp-header \(Self.shown(name)).",
                en: "two parameters use the x-mcp-header \(Self.shown(name))."
            )
        case .notPrimitive(let name):
            LocalizedText(
                es: "x-mcp-header \(Self.shown(name)) está en un parámetro que no es texto, entero ni booleano.",
                en: "x-mcp-header \(Self.shown(name)) is on a parameter that is no string, integer or boolean."
            )
        case .unreachable(let name):
            LocalizedText(
                es: "x-mcp-header \(Self.shown(name)) está donde no se llega solo por «properties».",
                en: "x-mcp-header \(Self.shown(name)) is where 'properties' alone do not lead."
            )
        }
    }

    /// The name as JSON, so that control characters show as what they are.
    private static func shown(_ name: String) -> String { JSONValue.string(String(name.prefix(100))).serializedString }
}

/// Walks an input schema, and only its schemas: an `x-mcp-header` among examples or defaults is data, and a parameter
/// may itself have that name.
private struct AnnotationReader {
    var parameters: [ParameterHeaders.Parameter] = []
    private var seen: Set<String> = []

    private static let schemas: Set<String> = [
        "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
        "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    ]
    private static let lists: Set<String> = ["allOf", "anyOf", "items", "oneOf", "prefixItems"]
    private static let maps: Set<String> = [
        "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties",
    ]

    mutating func read(_ schema: JSONValue, path: [String], isReachable: Bool) throws(ParameterHeaderError) {
        guard let object = schema.object else { return }
        if let annotation = object["x-mcp-header"] {
            try accept(annotation, on: object, path: path, isReachable: isReachable)
        }
        for (keyword, value) in object {
            if keyword == "properties", let properties = value.object {
                for (name, property) in properties {
                    try read(property, path: path + [name], isReachable: isReachable)
                }
            } else if Self.lists.contains(keyword), let list = value.array {
                for element in list { try read(element, path: path, isReachable: false) }
            } else if Self.schemas.contains(keyword) {
                try read(value, path: path, isReachable: false)
            } else if Self.maps.contains(keyword), let map = value.object {
                for (_, element) in map { try read(element, path: path, isReachable: false) }
            }
        }
    }

    private mutating func accept(
        _ annotation: JSONValue,
        on schema: JSONObject,
        path: [String],
        isReachable: Bool
    ) throws(ParameterHeaderError) {
        guard let name = annotation.string else { throw .notAString }
        guard !name.isEmpty else { throw .empty }
        guard name.utf8.allSatisfy(Self.isTokenCharacter) else { throw .notAToken(name) }
        // The root itself is no parameter.
        guard isReachable, !path.isEmpty else { throw .unreachable(name) }
        guard let type = schema["type"]?.string, ["string", "integer", "boolean"].contains(type) else {
            throw .notPrimitive(name)
        }
        guard seen.insert(name.lowercased()).inserted else { throw .duplicate(name) }
        parameters.append(ParameterHeaders.Parameter(name: name, path: path))
    }

    /// RFC 9110 section 5.6.2.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
