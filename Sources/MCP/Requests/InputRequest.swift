public import JSON

/// A question to the client: to its user, its model or its file system. Modern clients find it in an `input_required`
/// result; legacy clients get it as a request of its own.
public enum InputRequest: Sendable, Hashable {
    /// A form for the user (`elicitation/create`; 2025-06-18 and later). The schema is a flat object of primitive
    /// properties.
    case form(message: String, schema: JSONObject)
    /// A page that the user is to visit (`elicitation/create` in URL mode; 2025-11-25 and later).
    case link(message: String, url: String)
    /// The parameters of `sampling/createMessage`: `messages`, `maxTokens`…
    case sampling(JSONObject)
    /// The folders that the client lends (`roots/list`).
    case roots

    public var method: String {
        switch self {
        case .form, .link: "elicitation/create"
        case .sampling: "sampling/createMessage"
        case .roots: "roots/list"
        }
    }

    /// - Parameter elicitation: the identifier that 2025-11-25 wants for a link, and later revisions do not have.
    func params(revision: ProtocolRevision, elicitation: String? = nil) -> JSONObject? {
        switch self {
        case .form(let message, let schema):
            var params: JSONObject = revision >= .v2025_11_25 ? ["mode": "form"] : [:]
            params["message"] = .string(message)
            params["requestedSchema"] = .object(schema)
            return params
        case .link(let message, let url):
            var params: JSONObject = ["mode": "url", "message": .string(message), "url": .string(url)]
            if let elicitation { params["elicitationId"] = .string(elicitation) }
            return params
        case .sampling(let params): return params
        case .roots: return nil
        }
    }

    /// The question as a member of `inputRequests`.
    func json(revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["method": .string(method)]
        if let params = params(revision: revision) { object["params"] = .object(params) }
        return object
    }

    var requiredCapability: JSONObject {
        switch self {
        case .form: ["elicitation": ["form": [:]]]
        case .link: ["elicitation": ["url": [:]]]
        case .sampling(let params): params["tools"] == nil ? ["sampling": [:]] : ["sampling": ["tools": [:]]]
        case .roots: ["roots": [:]]
        }
    }
}

/// Thrown by a handler that cannot go on without the client. The client is asked, and the handler runs again from its
/// beginning, with the answers and its own state: a handler must not have changed anything before it throws this.
public struct InputRequired: Error, Sendable {
    /// In the order in which they are asked. A name appears once.
    public let requests: [(key: String, request: InputRequest)]
    /// What the handler wants back with the answers. The client can read it and cannot change it.
    public let state: JSONValue?

    public init(_ requests: [(key: String, request: InputRequest)], state: JSONValue? = nil) {
        self.requests = requests
        self.state = state
    }
}
