import JSON
public import Localization

/// Keeps what a server hands to a client between two rounds of a request (2026-07-28, "Multi Round-Trip Requests"): the
/// client can read it, and cannot change it, keep it for long, or use it for another request or as somebody else.
///
/// A state can be presented more than once within its lifetime: what must happen once needs a record of its own.
public struct RequestStateSeal: Sendable {
    let lifetime: Int64
    private let now: @Sendable () -> Int64
    private let authenticate: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameters:
    ///   - lifetime: in milliseconds. Default: 10 minutes, the time of a person who fills in a form.
    ///   - now: milliseconds of a clock that every server with the same key shares (Unix time).
    ///   - authenticate: a message authentication code of at least 16 bytes, such as HMAC-SHA256 with a key that only
    ///     servers have.
    public init(
        lifetime: Int64 = 600_000,
        now: @escaping @Sendable () -> Int64,
        authenticate: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.lifetime = lifetime
        self.now = now
        self.authenticate = authenticate
    }

    /// The request that a state belongs to.
    struct Origin: Sendable {
        let method: String
        /// The tool's or prompt's name, or the resource's URI.
        let target: String
        let arguments: JSONObject
        let principal: String?
    }

    struct Contents: Sendable, Hashable {
        /// The handler's own.
        var state: JSONValue?
        /// What the client answered in earlier rounds.
        var answers: JSONObject
    }

    /// A state longer than this is neither given out nor read, in bytes.
    static let maximumLength = 65_536

    /// - Returns: `nil` when the state would be too long.
    func seal(_ contents: Contents, for origin: Origin) -> String? {
        var payload: JSONObject = [
            "expires": .integer(now() + lifetime), "origin": .string(fingerprint(of: origin)),
        ]
        if let state = contents.state { payload["state"] = state }
        if !contents.answers.isEmpty { payload["answers"] = .object(contents.answers) }
        let bytes = payload.serialized()
        let text = Base64.encode(bytes) + "." + Base64.encode(code("state", bytes))
        return text.utf8.count <= Self.maximumLength ? text : nil
    }

    func open(_ text: String, for origin: Origin) throws(RequestStateFailure) -> Contents {
        guard text.utf8.count <= Self.maximumLength else { throw .notAuthentic }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64.decode(String(parts[0])), let tag = Base64.decode(String(parts[1])),
            Self.areEqual(tag, code("state", bytes)),
            case .object(let payload)? = try? JSONValue(parsing: bytes), let expires = payload["expires"]?.int
        else { throw .notAuthentic }
        guard now() < Int64(expires) else { throw .expired }
        guard payload["origin"]?.string == fingerprint(of: origin) else { throw .foreign }
        return Contents(state: payload["state"], answers: payload["answers"]?.object ?? [:])
    }

    private func fingerprint(of origin: Origin) -> String {
        let described: JSONValue = [
            "method": .string(origin.method), "target": .string(origin.target), "arguments": .object(origin.arguments),
            "principal": origin.principal.map(JSONValue.string) ?? .null,
        ]
        return Base64.encode(code("origin", CanonicalJSON.bytes(described)))
    }

    /// The purpose keeps a code for one thing from being passed off as a code for another.
    private func code(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] {
        let code = authenticate(Array("mcp-request-state-1 \(purpose)\n".utf8) + bytes)
        precondition(code.count >= 16, "a message authentication code has at least 16 bytes")
        return code
    }

    /// In time that does not depend on where they differ.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}

/// Why a `requestState` is refused. The fault is the caller's.
public enum RequestStateFailure: String, LocalizedFailure, Hashable {
    case notAuthentic = "notAuthentic"
    case expired = "expired"
    case foreign = "foreign"

    public var message: LocalizedText {
        switch self {
        case .notAuthentic:
            LocalizedText(
                es: "requestState no es de este servidor o fue alterado. Empiece de nuevo sin él.",
                en: "requestState is not from this server or was altered. Start again without it."
            )
        case .expired:
            LocalizedText(
                es: "requestState caducó. Empiece de nuevo sin él.",
                en: "requestState has expired. Start again without it."
            )
        case .foreign:
            LocalizedText(
                es: "requestState pertenece a otra petición o a otra persona. Empiece de nuevo sin él.",
                en: "requestState belongs to another request or another caller. Start again without it."
            )
        }
    }
}
