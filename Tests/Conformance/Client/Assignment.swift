import JSON
import MCP

/// What the suite asks of one run: the address, and what the environment says of the scenario.
struct Assignment {
    let url: String
    /// Such as `auth/basic-cimd`.
    let scenario: String
    /// The revision that the scenario's server speaks; `nil` when the suite does not say, or names one unknown here.
    let revision: ProtocolRevision?
    /// What the scenario gives the client beforehand: credentials, calls to make.
    let context: JSONObject

    /// - Returns: `nil` without an address.
    init?(arguments: [String], environment: [String: String]) {
        guard arguments.count > 1, let url = arguments.last else { return nil }
        self.url = url
        scenario = environment["MCP_CONFORMANCE_SCENARIO"] ?? ""
        revision = environment["MCP_CONFORMANCE_PROTOCOL_VERSION"].flatMap { ProtocolRevision($0) }
        let text = environment["MCP_CONFORMANCE_CONTEXT"] ?? "{}"
        context = (try? JSONValue(parsing: Array(text.utf8)))?.object ?? [:]
    }
}
