import JSON
import Localization

/// One judgement in progress. It always ends: subschemas on one value have no circles, and steps and levels are
/// counted.
struct SchemaValidation {
    let schema: JSONSchema
    let limit: Int
    private(set) var violations: [SchemaViolation] = []
    private var path: [PathElement] = []
    /// Subschemas may multiply by references: more judgements than this end the validation as invalid.
    private var stepsLeft = 1_000_000
    /// Judgements inside judgements, which cost stack: more than this end the validation as invalid. Enough for a value
    /// of the greatest depth that can be parsed (1,000) under a schema that refers to itself.
    private var levelsLeft = 2_100

    enum PathElement {
        case name(String)
        case index(Int)
    }

    init(schema: JSONSchema, limit: Int) {
        self.schema = schema
        self.limit = max(limit, 1)
    }

    mutating func check(_ value: JSONValue, node index: Int) {
        guard violations.count < limit else { return }
        stepsLeft -= 1
        levelsLeft -= 1
        defer { levelsLeft += 1 }
        guard stepsLeft > 0, levelsLeft > 0 else {
            report("$ref", SchemaTexts.tooComplex)
            return
        }
        let node = schema.nodes[index]
        if let always = node.rules.always {
            if !always { report("false", SchemaTexts.nothingAllowed(place)) }
            return
        }
        if let types = node.rules.types, !types.accepts(value) {
            report("type", SchemaTexts.type(types, found: value, place))
            return
        }
        checkValue(value, node)
        switch value {
        case .integer, .number: checkNumber(value, node)
        case .string(let text): checkString(text, node)
        case .array(let elements): checkArray(elements, node)
        case .object(let object): checkObject(object, node)
        case .null, .bool: break
        }
        checkCombinations(value, node)
    }

    private var place: String {
        var pointer = ""
        for element in path {
            switch element {
            case .name(let name): pointer += "/" + JSONPointer.escaped(name)
            case .index(let index): pointer += "/\(index)"
            }
        }
        return pointer
    }

    private mutating func report(_ keyword: String, _ message: LocalizedText) {
        guard violations.count < limit else { return }
        violations.append(SchemaViolation(instancePath: place, keyword: keyword, message: message))
    }

    private mutating func check(_ value: JSONValue, at element: PathElement, node: Int) {
        path.append(element)
        check(value, node: node)
        path.removeLast()
    }

    /// What a subschema finds wrong, apart from this judgement.
    private mutating func trial(_ value: JSONValue, node: Int, limit: Int = 1) -> [SchemaViolation] {
        var trial = SchemaValidation(schema: schema, limit: limit)
        trial.path = path
        trial.stepsLeft = stepsLeft
        trial.levelsLeft = levelsLeft
        trial.check(value, node: node)
        stepsLeft = trial.stepsLeft
        return trial.violations
    }
}

// MARK: - Keywords by type

extension SchemaValidation {
    private mutating func checkValue(_ value: JSONValue, _ node: CompiledNode) {
        if let constant = node.rules.constant, !SchemaEquality.areEqual(constant, value) {
            report("const", SchemaTexts.constant(constant, found: value, place))
        }
        if let values = node.rules.enumeration, !values.contains(where: { SchemaEquality.areEqual($0, value) }) {
            report("enum", SchemaTexts.enumeration(values, found: value, place))
        }
    }

    private mutating func checkNumber(_ value: JSONValue, _ node: CompiledNode) {
        if let bound = node.rules.minimum, bound.position(of: value) == -1 { report("minimum", "≥", bound, value) }
        if let bound = node.rules.maximum, bound.position(of: value) == 1 { report("maximum", "≤", bound, value) }
        if let bound = node.rules.exclusiveMinimum, let position = bound.position(of: value), position <= 0 {
            report("exclusiveMinimum", ">", bound, value)
        }
        if let bound = node.rules.exclusiveMaximum, let position = bound.position(of: value), position >= 0 {
            report("exclusiveMaximum", "<", bound, value)
        }
        if let divisor = node.rules.multipleOf, JSONDecimal(value)?.isMultiple(of: divisor) == false {
            report("multipleOf", SchemaTexts.multiple(of: divisor.description, found: value, place))
        }
    }

    private mutating func report(_ keyword: String, _ sign: String, _ bound: SchemaBound, _ value: JSONValue) {
        report(keyword, SchemaTexts.bound(sign, bound.decimal.description, found: value, place))
    }

    private mutating func checkString(_ text: String, _ node: CompiledNode) {
        guard node.rules.minLength != nil || node.rules.maxLength != nil else { return }
        // RFC 8259 characters are Unicode code points.
        let length = text.unicodeScalars.count
        if let least = node.rules.minLength, length < least {
            report("minLength", SchemaTexts.count(.characters, least: least, found: length, place))
        }
        if let most = node.rules.maxLength, length > most {
            report("maxLength", SchemaTexts.count(.characters, most: most, found: length, place))
        }
    }

    private mutating func checkArray(_ elements: [JSONValue], _ node: CompiledNode) {
        if let least = node.rules.minItems, elements.count < least {
            report("minItems", SchemaTexts.count(.elements, least: least, found: elements.count, place))
        }
        if let most = node.rules.maxItems, elements.count > most {
            report("maxItems", SchemaTexts.count(.elements, most: most, found: elements.count, place))
        }
        for (index, element) in elements.enumerated() {
            if index < node.rules.prefixItems.count {
                check(element, at: .index(index), node: node.rules.prefixItems[index])
            } else if let items = node.rules.items {
                check(element, at: .index(index), node: items)
            } else {
                break
            }
        }
        if node.rules.uniqueItems, let (first, second) = SchemaEquality.firstRepetition(in: elements) {
            report("uniqueItems", SchemaTexts.repetition(first, second, place))
        }
        if let contains = node.rules.contains {
            let matches = elements.count { trial($0, node: contains).isEmpty }
            let least = node.rules.minContains ?? 1
            if matches < least { report("contains", SchemaTexts.contains(least: least, found: matches, place)) }
            if let most = node.rules.maxContains, matches > most {
                report("maxContains", SchemaTexts.contains(most: most, found: matches, place))
            }
        }
    }

    private mutating func checkObject(_ object: JSONObject, _ node: CompiledNode) {
        for name in node.rules.required where object[name] == nil {
            report("required", SchemaTexts.missing(name, place))
        }
        for (name, required) in node.rules.dependentRequired where object[name] != nil {
            for other in required where object[other] == nil {
                report("dependentRequired", SchemaTexts.missing(other, with: name, place))
            }
        }
        if let least = node.rules.minProperties, object.count < least {
            report("minProperties", SchemaTexts.count(.properties, least: least, found: object.count, place))
        }
        if let most = node.rules.maxProperties, object.count > most {
            report("maxProperties", SchemaTexts.count(.properties, most: most, found: object.count, place))
        }
        for (name, index) in node.rules.properties {
            if let value = object[name] { check(value, at: .name(name), node: index) }
        }
        if let propertyNames = node.rules.propertyNames {
            for (name, _) in object { check(.string(name), at: .name(name), node: propertyNames) }
        }
        if let additional = node.rules.additionalProperties, !node.rules.hasPatternProperties {
            let isForbidden = schema.nodes[additional].rules.always == false
            for (name, value) in object where node.rules.propertyNodes[name] == nil {
                if isForbidden {
                    report(
                        "additionalProperties",
                        SchemaTexts.unknown(name, known: node.rules.properties.map(\.name), place)
                    )
                } else {
                    check(value, at: .name(name), node: additional)
                }
            }
        }
    }

    private mutating func checkCombinations(_ value: JSONValue, _ node: CompiledNode) {
        if let reference = node.rules.reference { check(value, node: reference) }
        for part in node.rules.allOf { check(value, node: part) }
        if !node.rules.anyOf.isEmpty { checkAny(value, node.rules.anyOf) }
        if !node.rules.oneOf.isEmpty { checkOne(value, node.rules.oneOf) }
        if let not = node.rules.not, trial(value, node: not).isEmpty {
            report("not", SchemaTexts.forbidden(found: value, place))
        }
        if let condition = node.rules.condition {
            if let branch = trial(value, node: condition).isEmpty ? node.rules.consequence : node.rules.alternative {
                check(value, node: branch)
            }
        }
    }

    private mutating func checkAny(_ value: JSONValue, _ alternatives: [Int]) {
        var nearest: [SchemaViolation]?
        for alternative in alternatives {
            let found = trial(value, node: alternative, limit: 3)
            if found.isEmpty { return }
            nearest = Self.nearer(nearest, found)
        }
        report("anyOf", SchemaTexts.noAlternative(alternatives.count, nearest: nearest?.first, place))
    }

    private mutating func checkOne(_ value: JSONValue, _ alternatives: [Int]) {
        var nearest: [SchemaViolation]?
        var matches = 0
        for alternative in alternatives {
            let found = trial(value, node: alternative, limit: 3)
            if found.isEmpty { matches += 1 } else { nearest = Self.nearer(nearest, found) }
        }
        if matches == 0 {
            report("oneOf", SchemaTexts.noAlternative(alternatives.count, nearest: nearest?.first, place))
        } else if matches > 1 {
            report("oneOf", SchemaTexts.severalAlternatives(matches, place))
        }
    }

    /// The alternative that went deepest into the value before it failed is the one that was meant.
    private static func nearer(_ left: [SchemaViolation]?, _ right: [SchemaViolation]) -> [SchemaViolation] {
        guard let left else { return right }
        let leftDepth = left.first?.instancePath.utf8.count ?? 0
        let rightDepth = right.first?.instancePath.utf8.count ?? 0
        if leftDepth != rightDepth { return leftDepth > rightDepth ? left : right }
        return right.count < left.count ? right : left
    }
}
