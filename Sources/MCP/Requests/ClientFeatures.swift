public import JSON

/// What a client declared that it can be asked for.
public struct ClientFeatures: Sendable, Hashable {
    /// As declared: in `_meta` of a modern request, in `initialize` of a legacy session.
    public let capabilities: JSONObject

    public init(_ capabilities: JSONObject) {
        self.capabilities = capabilities
    }

    /// Whether a question may be put to this client.
    public func supports(_ request: InputRequest) -> Bool {
        switch request {
        // An empty object is how clients of 2025-06-18 declare forms, the only kind there was.
        case .form:
            capabilities["elicitation"].map { $0["form"] != nil || $0["url"] == nil } ?? false
        case .link: capabilities["elicitation"]?["url"] != nil
        case .sampling(let params):
            capabilities["sampling"].map { params["tools"] == nil || $0["tools"] != nil } ?? false
        case .roots: capabilities["roots"] != nil
        }
    }

    public func supports(extension name: String) -> Bool {
        capabilities["extensions"]?[name]?.object != nil
    }

    /// What is missing for these questions, as `data.requiredCapabilities` says it; `nil` when nothing is.
    func missing(for requests: some Sequence<InputRequest>) -> JSONObject? {
        var missing = JSONObject()
        for request in requests where !supports(request) {
            for (name, value) in request.requiredCapability {
                var merged = missing[name]?.object ?? JSONObject()
                for (key, detail) in value.object ?? [:] { merged[key] = detail }
                missing[name] = .object(merged)
            }
        }
        return missing.isEmpty ? nil : missing
    }
}
