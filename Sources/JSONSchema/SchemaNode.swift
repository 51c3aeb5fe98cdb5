import JSON

/// A compiled subschema in one place of memory: it is read in passing, a hundred times for a value, and never copied.
final class CompiledNode: Sendable {
    let rules: SchemaNode

    init(_ rules: SchemaNode) {
        self.rules = rules
    }
}

/// What one subschema asks. Subschemas refer to each other by position, so that a recursive schema is a plain array.
struct SchemaNode: Sendable {
    /// `true` and `false` as schemas.
    var always: Bool?
    var types: JSONTypeSet?
    var enumeration: [JSONValue]?
    var constant: JSONValue?

    var minimum: SchemaBound?
    var maximum: SchemaBound?
    var exclusiveMinimum: SchemaBound?
    var exclusiveMaximum: SchemaBound?
    var multipleOf: JSONDecimal?

    var minLength: Int?
    var maxLength: Int?

    var properties: [(name: String, node: Int)] = []
    var propertyNodes: [String: Int] = [:]
    var required: [String] = []
    var additionalProperties: Int?
    /// They are not judged, so nobody knows which properties are additional to them.
    var hasPatternProperties = false
    var propertyNames: Int?
    var minProperties: Int?
    var maxProperties: Int?
    var dependentRequired: [(name: String, required: [String])] = []

    var prefixItems: [Int] = []
    var items: Int?
    var contains: Int?
    var minContains: Int?
    var maxContains: Int?
    var minItems: Int?
    var maxItems: Int?
    var uniqueItems = false

    var reference: Int?
    var allOf: [Int] = []
    var anyOf: [Int] = []
    var oneOf: [Int] = []
    var not: Int?
    var condition: Int?
    var consequence: Int?
    var alternative: Int?

    /// The subschemas that judge the same value as this one does.
    var inPlace: [Int] {
        [reference, not, condition, consequence, alternative].compactMap { $0 } + allOf + anyOf + oneOf
    }
}

/// A bound of numbers. Most are small integers, for which comparing needs no exact decimals.
struct SchemaBound: Sendable {
    let decimal: JSONDecimal
    private let integer: Int64?

    init(_ decimal: JSONDecimal) {
        self.decimal = decimal
        integer = decimal.integer
    }

    /// -1, 0 or 1 as a number is below, at or above the bound; `nil` for other values.
    func position(of value: JSONValue) -> Int? {
        if case .integer(let number) = value, let integer {
            return number == integer ? 0 : number < integer ? -1 : 1
        }
        guard let number = JSONDecimal(value) else { return nil }
        return number == decimal ? 0 : number < decimal ? -1 : 1
    }
}

/// The types of JSON Schema. "integer" is any number without a fraction, however it is written.
struct JSONTypeSet: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let null = JSONTypeSet(rawValue: 1)
    static let boolean = JSONTypeSet(rawValue: 2)
    static let integer = JSONTypeSet(rawValue: 4)
    static let number = JSONTypeSet(rawValue: 8)
    static let string = JSONTypeSet(rawValue: 16)
    static let array = JSONTypeSet(rawValue: 32)
    static let object = JSONTypeSet(rawValue: 64)

    static let byName: [(name: String, type: JSONTypeSet)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object),
    ]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init?(name: String) {
        guard let type = Self.byName.first(where: { $0.name == name })?.type else { return nil }
        self = type
    }

    func accepts(_ value: JSONValue) -> Bool {
        switch value {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .integer: contains(.integer) || contains(.number)
        case .number(let number): contains(.number) || contains(.integer) && JSONDecimal(number).isInteger
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }
}
