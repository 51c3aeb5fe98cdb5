import JSON

extension ElicitationRequest {
    /// Reads the parameters of `elicitation/create`.
    ///
    /// - Throws: ``InputFailure/malformed(_:)``.
    init(_ params: JSONObject) throws(InputFailure) {
        guard let message = params["message"]?.string else { throw .malformed("elicitation without a message") }
        switch params["mode"]?.string ?? "form" {
        case "form":
            self = .form(try ElicitationForm(message: message, schema: params["requestedSchema"] ?? .null))
        case "url":
            guard let url = params["url"]?.string, Self.isWebAddress(url) else {
                throw .malformed("elicitation with a URL that is no http or https address")
            }
            self = .url(url, message: message)
        default: throw .malformed("elicitation in an unknown mode")
        }
    }

    /// Only what a browser opens without executing it, and nothing that could disguise itself on a terminal.
    private static func isWebAddress(_ text: String) -> Bool {
        let lowered = text.lowercased()
        return (lowered.hasPrefix("https://") || lowered.hasPrefix("http://")) && text.utf8.count <= 8_192
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension ElicitationForm {
    /// More fields than any person fills in.
    static let maximumFields = 200

    init(message: String, schema: JSONValue) throws(InputFailure) {
        guard schema["type"] == "object", let properties = schema["properties"]?.object,
            properties.count <= Self.maximumFields
        else { throw .malformed("elicitation without a flat object schema") }
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        var fields: [ElicitationField] = []
        for (name, property) in properties {
            guard var field = ElicitationField(name: name, isRequired: required.contains(name), schema: property) else {
                throw .malformed("elicitation of a field that is no primitive value: \(name.prefix(100))")
            }
            if let value = property["default"], field.problem(with: value) == nil { field.defaultValue = value }
            fields.append(field)
        }
        self.init(message: message, fields: fields, schema: schema)
    }
}

extension ElicitationField {
    fileprivate init?(name: String, isRequired: Bool, schema: JSONValue) {
        guard let kind = Kind(schema) else { return nil }
        self.init(
            name: name,
            title: schema["title"]?.string,
            summary: schema["description"]?.string,
            isRequired: isRequired,
            kind: kind,
            defaultValue: nil
        )
    }
}

extension ElicitationField.Kind {
    fileprivate init?(_ schema: JSONValue) {
        switch schema["type"]?.string {
        case "string":
            if let options = ElicitationField.Option.list(schema, titled: "oneOf") {
                self = .choice(options)
            } else {
                self = .text(
                    minimumLength: schema["minLength"]?.int,
                    maximumLength: schema["maxLength"]?.int,
                    format: schema["format"]?.string.flatMap { ElicitationFormat(rawValue: $0) }
                )
            }
        case "number", "integer":
            self = .number(
                isInteger: schema["type"] == "integer",
                minimum: schema["minimum"].flatMap { JSONDecimal($0) == nil ? nil : $0 },
                maximum: schema["maximum"].flatMap { JSONDecimal($0) == nil ? nil : $0 }
            )
        case "boolean": self = .boolean
        case "array":
            guard let items = schema["items"], let options = ElicitationField.Option.list(items, titled: "anyOf") else {
                return nil
            }
            self = .choices(options, minimum: schema["minItems"]?.int, maximum: schema["maxItems"]?.int)
        default: return nil
        }
    }
}

extension ElicitationField.Option {
    /// The options of an enumeration in any of its spellings: `enum`, `enum` with `enumNames`, or constants with
    /// titles; `nil` when the schema enumerates nothing.
    fileprivate static func list(_ schema: JSONValue, titled keyword: String) -> [ElicitationField.Option]? {
        if let constants = schema[keyword]?.array {
            let options = constants.compactMap { constant in
                constant["const"]?.string.map { value in
                    ElicitationField.Option(value: value, title: constant["title"]?.string ?? value)
                }
            }
            return options.isEmpty || options.count != constants.count ? nil : options
        }
        guard let values = schema["enum"]?.array?.compactMap(\.string), !values.isEmpty else { return nil }
        let names = schema["enumNames"]?.array?.compactMap(\.string) ?? []
        return values.enumerated().map { index, value in
            ElicitationField.Option(value: value, title: index < names.count ? names[index] : value)
        }
    }
}
