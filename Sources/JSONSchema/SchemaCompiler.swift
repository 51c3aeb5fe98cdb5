import JSON

/// Turns the text of a schema into ``SchemaNode``s. Works from a list of places still to compile, so that neither depth
/// nor circles of references can exhaust the stack.
struct SchemaCompiler {
    private(set) var nodes: [SchemaNode] = []
    private(set) var ignoredAssertions: [String] = []

    private let rootSchema: JSONValue
    private var nodeAtPath: [String: Int] = [:]
    private var pending: [(path: String, schema: JSONValue, node: Int)] = []
    private var isDraft07 = false

    private static let unimplemented: Set<String> = [
        "pattern", "patternProperties", "format", "unevaluatedProperties", "unevaluatedItems", "dependentSchemas",
        "dependencies", "$dynamicRef", "$recursiveRef", "contentEncoding", "contentMediaType",
    ]

    init(root: JSONValue) {
        rootSchema = root
    }

    mutating func compile() throws(JSONSchemaError) -> Int {
        if let dialect = rootSchema["$schema"] { try choose(dialect: dialect) }
        let root = try schedule(rootSchema, at: "")
        while let (path, schema, node) = pending.popLast() {
            nodes[node] = try compile(schema, at: path)
        }
        try rejectEndlessReferences()
        return root
    }

    private mutating func choose(dialect: JSONValue) throws(JSONSchemaError) {
        switch dialect.string {
        case "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#": break
        case "http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#": isDraft07 = true
        case let other: throw error(.unsupportedDialect(other ?? dialect.serializedString), "")
        }
    }

    private func error(_ reason: JSONSchemaError.Reason, _ path: String) -> JSONSchemaError {
        JSONSchemaError(reason: reason, schemaPath: path)
    }

    /// Reserves the position of the subschema at a path; its contents are compiled later.
    private mutating func schedule(_ schema: JSONValue, at path: String) throws(JSONSchemaError) -> Int {
        if let node = nodeAtPath[path] { return node }
        if nodes.count >= JSONSchemaError.maximumSubschemas { throw error(.tooLarge, path) }
        let node = nodes.count
        nodes.append(SchemaNode())
        nodeAtPath[path] = node
        pending.append((path, schema, node))
        return node
    }

    private mutating func compile(_ schema: JSONValue, at path: String) throws(JSONSchemaError) -> SchemaNode {
        var node = SchemaNode()
        if let always = schema.bool {
            node.always = always
            return node
        }
        guard let object = schema.object else { throw error(.notASchema, path) }
        for (keyword, value) in object {
            if keyword == "additionalItems", object["items"]?.array == nil { continue }
            let place = path + "/" + JSONPointer.escaped(keyword)
            try compileKeyword(keyword, value, at: place, into: &node)
            // In draft-07 a reference stands alone: its neighbours are ignored.
            if keyword == "$ref", isDraft07 {
                var alone = SchemaNode()
                alone.reference = node.reference
                return alone
            }
        }
        if node.condition == nil { (node.consequence, node.alternative) = (nil, nil) }
        return node
    }

    private mutating func compileKeyword(
        _ keyword: String,
        _ value: JSONValue,
        at place: String,
        into node: inout SchemaNode
    ) throws(JSONSchemaError) {
        switch keyword {
        case "type": node.types = try types(value, place)
        case "enum":
            guard let values = value.array else { throw invalid(keyword, "an array", place) }
            node.enumeration = values
        case "const": node.constant = value
        case "minimum": node.minimum = SchemaBound(try decimal(keyword, value, place))
        case "maximum": node.maximum = SchemaBound(try decimal(keyword, value, place))
        case "exclusiveMinimum": node.exclusiveMinimum = SchemaBound(try decimal(keyword, value, place))
        case "exclusiveMaximum": node.exclusiveMaximum = SchemaBound(try decimal(keyword, value, place))
        case "multipleOf":
            let divisor = try decimal(keyword, value, place)
            guard JSONDecimal(0) < divisor, JSONDecimal(0).isMultiple(of: divisor) != nil else {
                throw invalid(keyword, "a number above 0 of up to 18 digits", place)
            }
            node.multipleOf = divisor
        case "minLength": node.minLength = try count(keyword, value, place)
        case "maxLength": node.maxLength = try count(keyword, value, place)
        case "minItems": node.minItems = try count(keyword, value, place)
        case "maxItems": node.maxItems = try count(keyword, value, place)
        case "minContains": node.minContains = try count(keyword, value, place)
        case "maxContains": node.maxContains = try count(keyword, value, place)
        case "minProperties": node.minProperties = try count(keyword, value, place)
        case "maxProperties": node.maxProperties = try count(keyword, value, place)
        case "uniqueItems":
            guard let flag = value.bool else { throw invalid(keyword, "true or false", place) }
            node.uniqueItems = flag
        case "required": node.required = try names(keyword, value, place)
        case "dependentRequired":
            guard let object = value.object else { throw invalid(keyword, "an object", place) }
            for (name, list) in object {
                node.dependentRequired.append((name, try names(keyword, list, place)))
            }
        case "properties":
            guard let object = value.object else { throw invalid(keyword, "an object of schemas", place) }
            for (name, schema) in object {
                let index = try schedule(schema, at: place + "/" + JSONPointer.escaped(name))
                node.properties.append((name, index))
                node.propertyNodes[name] = index
            }
        case "additionalProperties": node.additionalProperties = try schedule(value, at: place)
        case "patternProperties":
            node.hasPatternProperties = true
            ignoredAssertions.append(place)
        case "propertyNames": node.propertyNames = try schedule(value, at: place)
        case "prefixItems": node.prefixItems = try list(keyword, value, place)
        case "items" where isDraft07 && value.array != nil: node.prefixItems = try list(keyword, value, place)
        case "items": node.items = try schedule(value, at: place)
        case "additionalItems" where isDraft07:
            // Only judges beyond a list of items, which then has its own place in `prefixItems`.
            node.items = try schedule(value, at: place)
        case "contains": node.contains = try schedule(value, at: place)
        case "allOf": node.allOf = try list(keyword, value, place)
        case "anyOf": node.anyOf = try list(keyword, value, place)
        case "oneOf": node.oneOf = try list(keyword, value, place)
        case "not": node.not = try schedule(value, at: place)
        case "if": node.condition = try schedule(value, at: place)
        case "then": node.consequence = try schedule(value, at: place)
        case "else": node.alternative = try schedule(value, at: place)
        case "$ref": node.reference = try resolve(value, place)
        default:
            if Self.unimplemented.contains(keyword) { ignoredAssertions.append(place) }
        }
    }
}

// MARK: - Keyword values

extension SchemaCompiler {
    private func invalid(_ keyword: String, _ expected: String, _ place: String) -> JSONSchemaError {
        error(.invalidKeyword(keyword, expected: expected), place)
    }

    private func types(_ value: JSONValue, _ place: String) throws(JSONSchemaError) -> JSONTypeSet {
        var set = JSONTypeSet()
        for name in value.array ?? [value] {
            guard let type = name.string.flatMap({ JSONTypeSet(name: $0) }) else {
                throw invalid("type", JSONTypeSet.byName.map(\.name).joined(separator: ", "), place)
            }
            set.insert(type)
        }
        if set.isEmpty { throw invalid("type", "at least one type", place) }
        return set
    }

    private func decimal(_ keyword: String, _ value: JSONValue, _ place: String) throws(JSONSchemaError) -> JSONDecimal
    {
        guard let decimal = JSONDecimal(value) else { throw invalid(keyword, "a number", place) }
        return decimal
    }

    private func count(_ keyword: String, _ value: JSONValue, _ place: String) throws(JSONSchemaError) -> Int {
        guard let count = value.int, count >= 0 else { throw invalid(keyword, "an integer of 0 or more", place) }
        return count
    }

    private func names(_ keyword: String, _ value: JSONValue, _ place: String) throws(JSONSchemaError) -> [String] {
        let names = value.array?.compactMap(\.string)
        guard let names, names.count == value.array?.count else { throw invalid(keyword, "an array of strings", place) }
        return names
    }

    private mutating func list(
        _ keyword: String,
        _ value: JSONValue,
        _ place: String
    ) throws(JSONSchemaError) -> [Int] {
        guard let schemas = value.array, !schemas.isEmpty else {
            throw invalid(keyword, "a non-empty array of schemas", place)
        }
        var indices: [Int] = []
        for (position, schema) in schemas.enumerated() {
            indices.append(try schedule(schema, at: "\(place)/\(position)"))
        }
        return indices
    }
}

// MARK: - References

extension SchemaCompiler {
    private mutating func resolve(_ value: JSONValue, _ place: String) throws(JSONSchemaError) -> Int {
        guard let reference = value.string else { throw invalid("$ref", "a string", place) }
        guard reference.hasPrefix("#") else { throw error(.externalReference(reference), place) }
        guard let tokens = JSONPointer.tokens(ofFragment: reference.dropFirst()) else {
            throw error(.danglingReference(reference), place)
        }
        var target = rootSchema
        for token in tokens {
            guard let next = target[token] ?? Int(token).flatMap({ target[$0] }) else {
                throw error(.danglingReference(reference), place)
            }
            target = next
        }
        return try schedule(target, at: tokens.map { "/" + JSONPointer.escaped($0) }.joined())
    }

    /// A circle of subschemas that all judge the same value would never end: refuse it here, once, so that judging
    /// needs no guard.
    private func rejectEndlessReferences() throws(JSONSchemaError) {
        enum State { case new, open, done }
        var states = [State](repeating: .new, count: nodes.count)
        for start in nodes.indices where states[start] == .new {
            var stack: [(node: Int, rest: [Int])] = [(start, nodes[start].inPlace)]
            states[start] = .open
            while !stack.isEmpty {
                let top = stack.count - 1
                guard let next = stack[top].rest.popLast() else {
                    states[stack[top].node] = .done
                    stack.removeLast()
                    continue
                }
                switch states[next] {
                case .open: throw error(.referenceLoop, nodeAtPath.first { $0.value == next }?.key ?? "")
                case .new:
                    states[next] = .open
                    stack.append((next, nodes[next].inPlace))
                case .done: break
                }
            }
        }
    }
}
