import JSON

/// JSON in one spelling, so that a value which a client parsed and wrote again is still the same bytes: names sorted,
/// no white space, integers without fraction or exponent.
enum CanonicalJSON {
    static func bytes(_ value: JSONValue) -> [UInt8] { normalized(value).serialized() }

    private static func normalized(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .string: return value
        case .number(let number):
            if let integer = JSONDecimal(number).integer { return .integer(integer) }
            // Most clients hold numbers as doubles; what they cannot hold stays as it was written.
            return JSONNumber(number.double).map(JSONValue.number) ?? value
        case .array(let elements): return .array(elements.map { normalized($0) })
        case .object(let object):
            let members = object.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            return JSONObject(members: members.map { (key: $0.key, value: normalized($0.value)) })
                .map(JSONValue.object) ?? value
        }
    }
}
