import JSON

/// Something that changed at the server.
public enum ServerChange: Sendable, Hashable {
    /// The list of tools.
    case tools
    /// The list of prompts.
    case prompts
    /// The list of resources.
    case resources
    /// The contents of one resource, by its address.
    case resource(String)

    init?(_ notification: JSONRPCNotification) {
        switch notification.method {
        case "notifications/tools/list_changed": self = .tools
        case "notifications/prompts/list_changed": self = .prompts
        case "notifications/resources/list_changed": self = .resources
        case "notifications/resources/updated":
            guard let uri = notification.params?["uri"]?.string else { return nil }
            self = .resource(uri)
        default: return nil
        }
    }
}

/// Which changes a client wants to hear of.
public struct SubscriptionFilter: Sendable, Hashable {
    public var tools: Bool
    public var prompts: Bool
    public var resources: Bool
    /// Addresses of single resources.
    public var resourceURIs: [String]

    public init(tools: Bool = false, prompts: Bool = false, resources: Bool = false, resourceURIs: [String] = []) {
        self.tools = tools
        self.prompts = prompts
        self.resources = resources
        self.resourceURIs = resourceURIs
    }

    init(_ value: JSONValue) {
        self.init(
            tools: value["toolsListChanged"]?.bool ?? false,
            prompts: value["promptsListChanged"]?.bool ?? false,
            resources: value["resourcesListChanged"]?.bool ?? false,
            resourceURIs: value["resourceSubscriptions"]?.array?.compactMap(\.string) ?? []
        )
    }

    var json: JSONObject {
        var object = JSONObject()
        if tools { object["toolsListChanged"] = true }
        if prompts { object["promptsListChanged"] = true }
        if resources { object["resourcesListChanged"] = true }
        if !resourceURIs.isEmpty { object["resourceSubscriptions"] = .array(resourceURIs.map { .string($0) }) }
        return object
    }

    func accepts(_ change: ServerChange) -> Bool {
        switch change {
        case .tools: tools
        case .prompts: prompts
        case .resources: resources
        // A server may report what lies below a resource that was asked for.
        case .resource(let uri):
            resourceURIs.contains { uri == $0 || uri.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
        }
    }
}

/// What comes out of a subscription.
public enum SubscriptionEvent: Sendable, Hashable {
    /// The first event: what the server will report, which may be less than was asked for.
    case acknowledged(SubscriptionFilter)
    case changed(ServerChange)
}
