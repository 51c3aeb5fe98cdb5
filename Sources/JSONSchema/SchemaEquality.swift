import JSON

/// Equality as JSON Schema means it (2020-12 core, 4.2.2): numbers by quantity, objects without order.
enum SchemaEquality {
    static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { areEqual($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { member in right[member.key].map { areEqual(member.value, $0) } ?? false }
        case (.number, _), (_, .number):
            if let left = JSONDecimal(left), let right = JSONDecimal(right) { left == right } else { false }
        default: left == right
        }
    }

    /// The positions of the first element that was there before, and of its equal. Linear in the number of elements.
    static func firstRepetition(in elements: [JSONValue]) -> (Int, Int)? {
        var seen: [JSONValue: Int] = [:]
        for (index, element) in elements.enumerated() {
            let key = normalized(element)
            if let first = seen[key] { return (first, index) }
            seen[key] = index
        }
        return nil
    }

    /// The same value with every number in one spelling.
    private static func normalized(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer, .number: .string("number " + (JSONDecimal(value)?.description ?? ""))
        case .string(let text): .string("string " + text)
        case .array(let elements): .array(elements.map(normalized))
        case .object(let object):
            JSONObject(members: object.lazy.map { (key: $0.key, value: normalized($0.value)) })
                .map(JSONValue.object) ?? value
        case .null, .bool: value
        }
    }
}
