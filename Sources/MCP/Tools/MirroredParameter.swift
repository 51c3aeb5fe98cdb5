public import JSON
public import Localization

/// An argument of a tool that Streamable HTTP repeats in a header, for machines on the way that do not read bodies
/// (2026-07-28, "Custom Headers from Tool Parameters"). A schema marks it with `x-mcp-header`.
public struct MirroredParameter: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case string
        case integer
        case boolean
    }

    /// As the schema spells it, without `Mcp-Param-`.
    public let name: String
    /// The names of properties that lead to the argument.
    public let path: [String]
    public let kind: Kind

    /// The header's name in lower case.
    public var header: String { StreamableHTTP.parameterHeaderPrefix + name.lowercased() }

    /// The argument in a call; `nil` when it is absent or null, and the header must be absent too.
    public func value(in arguments: JSONObject) -> JSONValue? {
        var value = JSONValue.object(arguments)
        for name in path {
            guard let next = value[name] else { return nil }
            value = next
        }
        return value.isNull ? nil : value
    }

    /// Every marked argument of a tool's input schema, in the order of the schema.
    ///
    /// - Throws: why a mark makes the tool's definition invalid.
    public static func all(in schema: JSONValue) throws(MirroredParameterError) -> [MirroredParameter] {
        var search = MirroredParameterSearch()
        try search.visitReachable(schema, path: [])
        return search.found
    }
}

/// Why `x-mcp-header` stands where it must not, or says what it must not. The fault is the tool author's.
public enum MirroredParameterError: LocalizedFailure, Hashable {
    /// No name that a header can have.
    case name(String)
    case duplicateName(String)
    /// Only texts, integers and booleans can be mirrored.
    case type(name: String)
    /// Not reachable through `properties` alone.
    case place

    public var message: LocalizedText {
        switch self {
        case .name(let name):
            LocalizedText(
                es: "x-mcp-header «\(name.prefix(80))» no puede ser parte del nombre de una cabecera.",
                en: "x-mcp-header '\(name.prefix(80))' cannot be part of a header's name."
            )
        case .duplicateName(let name):
            LocalizedText(
                es: "x-mcp-header «\(name)» aparece dos veces.",
                en: "x-mcp-header '\(name)' appears twice."
            )
        case .type(let name):
            LocalizedText(
                es: "x-mcp-header «\(name)» solo puede marcar un texto, un entero o un booleano.",
                en: "x-mcp-header '\(name)' can only mark a string, an integer or a boolean."
            )
        case .place:
            LocalizedText(
                es: "x-mcp-header solo puede marcar propiedades a las que se llega únicamente por «properties».",
                en: "x-mcp-header can only mark properties that are reached through 'properties' alone."
            )
        }
    }
}

private struct MirroredParameterSearch {
    private static let mark = "x-mcp-header"
    /// Their members are names or data, not keywords.
    private static let schemaMaps: Set<String> = [
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas",
    ]
    private static let data: Set<String> = ["default", "const", "enum", "examples", "example"]

    var found: [MirroredParameter] = []
    private var names: Set<String> = []

    mutating func visitReachable(_ schema: JSONValue, path: [String]) throws(MirroredParameterError) {
        guard let object = schema.object else { return }
        if let mark = object[Self.mark] { try add(mark, object, path) }
        for (keyword, value) in object where keyword != Self.mark && !Self.data.contains(keyword) {
            if keyword == "properties", let properties = value.object {
                for (name, property) in properties { try visitReachable(property, path: path + [name]) }
            } else {
                try refuseMarks(in: value, isMap: Self.schemaMaps.contains(keyword))
            }
        }
    }

    private mutating func add(
        _ mark: JSONValue,
        _ schema: JSONObject,
        _ path: [String]
    ) throws(MirroredParameterError) {
        guard !path.isEmpty else { throw .place }
        guard let name = mark.string, !name.isEmpty, name.utf8.allSatisfy(Self.isTokenCharacter) else {
            throw .name(mark.string ?? mark.serializedString)
        }
        guard names.insert(name.lowercased()).inserted else { throw .duplicateName(name) }
        guard let kind = schema["type"]?.string.flatMap({ MirroredParameter.Kind(rawValue: $0) }) else {
            throw .type(name: name)
        }
        found.append(MirroredParameter(name: name, path: path, kind: kind))
    }

    private func refuseMarks(in value: JSONValue, isMap: Bool) throws(MirroredParameterError) {
        switch value {
        case .object(let object):
            if !isMap, object[Self.mark] != nil { throw .place }
            for (keyword, value) in object where isMap || !Self.data.contains(keyword) {
                try refuseMarks(in: value, isMap: !isMap && Self.schemaMaps.contains(keyword))
            }
        case .array(let elements):
            for element in elements { try refuseMarks(in: element, isMap: false) }
        default: break
        }
    }

    /// `tchar` of RFC 9110 section 5.6.2.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
