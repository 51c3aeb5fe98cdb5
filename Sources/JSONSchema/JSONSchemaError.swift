public import Localization

/// Why a schema cannot be used. The fault is the schema author's.
public struct JSONSchemaError: LocalizedFailure, Hashable {
    public enum Reason: Sendable, Hashable {
        /// A schema is an object or a boolean.
        case notASchema
        case invalidKeyword(String, expected: String)
        case unsupportedDialect(String)
        case externalReference(String)
        case danglingReference(String)
        case referenceLoop
        case tooLarge
    }

    public let reason: Reason
    /// JSON Pointer (RFC 6901) into the schema; empty for its root.
    public let schemaPath: String

    /// Schemas with more subschemas than this are refused.
    public static let maximumSubschemas = 10_000

    public var message: LocalizedText {
        let place = schemaPath.isEmpty ? "#" : "#" + schemaPath
        switch reason {
        case .notASchema:
            return LocalizedText(
                es: "El esquema en \(place) debe ser un objeto o un booleano.",
                en: "The schema at \(place) must be an object or a boolean."
            )
        case .invalidKeyword(let keyword, let expected):
            return LocalizedText(
                es: "La palabra clave «\(keyword)» en \(place) no es válida; se espera: \(expected).",
                en: "The keyword '\(keyword)' at \(place) is invalid; expected: \(expected)."
            )
        case .unsupportedDialect(let dialect):
            return LocalizedText(
                es: "El dialecto \(dialect) no se admite; use JSON Schema 2020-12 o draft-07.",
                en: "The dialect \(dialect) is not supported; use JSON Schema 2020-12 or draft-07."
            )
        case .externalReference(let reference):
            return LocalizedText(
                es:
                    "La referencia \(reference) en \(place) sale del esquema; solo se admiten locales (#/…).",
                en: "The reference \(reference) at \(place) leaves the schema; only local references (#/…) are allowed."
            )
        case .danglingReference(let reference):
            return LocalizedText(
                es: "La referencia \(reference) en \(place) no lleva a ningún esquema.",
                en: "The reference \(reference) at \(place) leads to no schema."
            )
        case .referenceLoop:
            return LocalizedText(
                es: "Las referencias en \(place) forman un círculo que nunca termina.",
                en: "The references at \(place) form a circle that never ends."
            )
        case .tooLarge:
            return LocalizedText(
                es: "El esquema tiene más de \(Self.maximumSubschemas) subesquemas.",
                en: "The schema has more than \(Self.maximumSubschemas) subschemas."
            )
        }
    }
}
