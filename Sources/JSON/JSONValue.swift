/// Any JSON text as a value (RFC 8259), exact: numbers keep their digits, objects keep their order.
///
/// `integer` holds what is written without fraction or exponent and fits 64 bits; everything else numeric, `-0`
/// included, is a ``JSONNumber`` with its own text. So `1` and `1.0` are different values here, as they are different
/// texts; compare quantities with ``JSONDecimal``.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    public var isNull: Bool { self == .null }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The value as `Int`, when it is an integer that fits, however it is written: `3`, `3.0` and `3e0` are.
    public var int: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .number(let number): JSONDecimal(number).integer.flatMap { Int(exactly: $0) }
        default: nil
        }
    }

    /// The nearest `Double` of any number. It may round, and is infinite beyond the range of `Double`.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let number): number.double
        default: nil
        }
    }

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of an object; `nil` when this is no object or has no such member.
    public subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The element of an array; `nil` when this is no array or the index is outside of it.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let array) = self, array.indices.contains(index) { array[index] } else { nil }
    }
}

// No `nil` literal on purpose: `object[key] = nil` removes a member, and must never come to mean `.null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// The shortest decimal text that reads back as the same `Double`.
    public init(floatLiteral value: Double) {
        self = JSONNumber(value).map(JSONValue.number) ?? .null
    }

    /// - Precondition: no key appears twice.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(uniqueMembers: elements.map { (key: $0.0, value: $0.1) }))
    }
}

extension JSONValue {
    public init(_ value: Bool) { self = .bool(value) }
    public init(_ value: some FixedWidthInteger) {
        self = Int64(exactly: value).map(JSONValue.integer) ?? .number(JSONNumber(integer: value))
    }
    public init(_ value: String) { self = .string(value) }
    public init(_ value: [JSONValue]) { self = .array(value) }
    public init(_ value: JSONObject) { self = .object(value) }
}
