import JSON
import MCP

/// Turns `key=value` words into a tool's arguments, as the tool's schema reads them, and `key:=JSON` as it is.
struct ToolArguments {
    let schema: JSONValue

    /// - Throws: ``ClientUsageError`` when a word has no `=`, or its value is not what the schema says.
    func read(_ words: [String]) throws -> JSONObject {
        var arguments = JSONObject()
        for word in words {
            guard let mark = word.firstIndex(of: "="), mark > word.startIndex else {
                throw ClientUsageError.badArgument(word)
            }
            let name = String(word[..<mark])
            let text = String(word[word.index(after: mark)...])
            if name.hasSuffix(":"), name.count > 1, schema["properties"]?[name] == nil {
                let name = String(name.dropLast())
                guard let exact = try? JSONValue(parsing: text) else {
                    throw ClientUsageError.badValue(name: name, types: ["JSON"])
                }
                arguments[name] = exact
            } else {
                arguments[name] = try value(text, of: name)
            }
        }
        return arguments
    }

    private func value(_ text: String, of name: String) throws -> JSONValue {
        let types = types(of: schema["properties"]?[name])
        // What the server does not know is its to refuse, with its own words.
        if types.isEmpty || types.contains("string") && !isStructured(text, types) { return .string(text) }
        if isStructured(text, types) {
            guard let parsed = try? JSONValue(parsing: text),
                parsed.object != nil && types.contains("object") || parsed.array != nil && types.contains("array")
            else {
                throw ClientUsageError.badValue(name: name, types: types.intersection(["array", "object"]).sorted())
            }
            return parsed
        }
        if types.contains("boolean"), ["true", "false", "sí", "si", "yes", "no"].contains(text.lowercased()) {
            return .bool(["true", "sí", "si", "yes"].contains(text.lowercased()))
        }
        if types.contains("integer") || types.contains("number"), let parsed = try? JSONValue(parsing: text) {
            switch parsed {
            case .integer, .number: return parsed
            default: break
            }
        }
        throw ClientUsageError.badValue(name: name, types: types.sorted())
    }

    private func isStructured(_ text: String, _ types: Set<String>) -> Bool {
        text.hasPrefix("{") && types.contains("object") || text.hasPrefix("[") && types.contains("array")
            || !types.isEmpty && types.isSubset(of: ["object", "array"])
    }

    /// Every type that the schema of a property allows at its top.
    private func types(of schema: JSONValue?) -> Set<String> {
        guard let schema else { return [] }
        var types = Set(schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string].compactMap(\.self))
        for keyword in ["anyOf", "oneOf"] {
            for choice in schema[keyword]?.array ?? [] { types.formUnion(self.types(of: choice)) }
        }
        return types
    }
}
