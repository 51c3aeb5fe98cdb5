import JSON
import Localization

/// Which changes a `subscriptions/listen` request wants to hear of.
struct ChangeFilter: Sendable, Hashable {
    /// A request that names more resources or tasks than this is refused.
    static let maximumNames = 1_000
    /// So is one whose names are longer than this together, in bytes.
    static let maximumLength = 64 * 1024

    var tools = false
    var prompts = false
    var resources = false
    /// In the order of the request.
    var resourceURIs: [String] = []
    var taskIDs: [String] = []

    /// Reads `params.notifications`. Members that are unknown here are not honoured; known ones of the wrong type are
    /// refused.
    init(_ params: JSONObject?, _ language: Language) throws(JSONRPCErrorObject) {
        func malformed(_ place: String, es: String, en: String) -> JSONRPCErrorObject {
            JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(es: "«\(place)» debe ser \(es).", en: "'\(place)' must be \(en)."),
                language,
                stage: .admission
            )
        }
        guard let notifications = params?["notifications"]?.object else {
            throw malformed("notifications", es: "un objeto", en: "an object")
        }
        func flag(_ name: String) throws(JSONRPCErrorObject) -> Bool {
            guard let value = notifications[name] else { return false }
            guard let flag = value.bool else {
                throw malformed("notifications.\(name)", es: "verdadero o falso", en: "a boolean")
            }
            return flag
        }
        func names(_ name: String) throws(JSONRPCErrorObject) -> [String] {
            guard let value = notifications[name] else { return [] }
            let strings = value.array?.compactMap(\.string) ?? []
            guard let array = value.array, array.count == strings.count, strings.count <= Self.maximumNames,
                strings.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumLength
            else {
                throw malformed(
                    "notifications.\(name)",
                    es: "una lista de hasta \(Self.maximumNames) textos y \(Self.maximumLength) bytes",
                    en: "a list of at most \(Self.maximumNames) strings and \(Self.maximumLength) bytes"
                )
            }
            return strings
        }
        tools = try flag("toolsListChanged")
        prompts = try flag("promptsListChanged")
        resources = try flag("resourcesListChanged")
        resourceURIs = try names("resourceSubscriptions")
        taskIDs = try names("taskIds")
    }

    /// As the acknowledgement repeats it.
    var json: JSONObject {
        var object = JSONObject()
        if tools { object["toolsListChanged"] = true }
        if prompts { object["promptsListChanged"] = true }
        if resources { object["resourcesListChanged"] = true }
        if !resourceURIs.isEmpty { object["resourceSubscriptions"] = .array(resourceURIs.map { .string($0) }) }
        if !taskIDs.isEmpty { object["taskIds"] = .array(taskIDs.map { .string($0) }) }
        return object
    }

    func wants(_ change: Change) -> Bool {
        switch change {
        case .tools: tools
        case .prompts: prompts
        case .resources: resources
        case .resource(let uri): resourceURIs.contains(uri)
        case .task(let id, _): taskIDs.contains(id)
        }
    }
}

extension Change {
    /// The notification that tells of the change.
    func notification(meta: JSONObject = [:]) -> JSONRPCNotification {
        var params = JSONObject()
        if !meta.isEmpty { params[MetaKey.meta] = .object(meta) }
        let method: String
        switch self {
        case .tools: method = "notifications/tools/list_changed"
        case .prompts: method = "notifications/prompts/list_changed"
        case .resources: method = "notifications/resources/list_changed"
        case .resource(let uri):
            method = "notifications/resources/updated"
            params["uri"] = .string(uri)
        case .task(_, let task):
            method = "notifications/tasks"
            for (key, value) in task { params[key] = value }
        }
        return JSONRPCNotification(method: method, params: params.isEmpty ? nil : params)
    }
}
