import JSON

extension JSONObject {
    /// This object with another's members, which replace those of the same name.
    func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for (name, value) in other { merged[name] = value }
        return merged
    }
}
