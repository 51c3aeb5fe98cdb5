public import JSON
import Localization

/// What a request says about itself in `params._meta`.
public struct RequestMeta: Sendable, Hashable {
    public var revision: ProtocolRevision
    /// In the legacy era, what the session knows of them.
    public var clientCapabilities: JSONObject
    public var clientInfo: Implementation?
    /// Opts in to progress notifications.
    public var progressToken: JSONRPCID?
    /// The whole object, with the members that are not read here (trace context, extensions).
    public var members: JSONObject

    public init(
        revision: ProtocolRevision,
        clientCapabilities: JSONObject = [:],
        clientInfo: Implementation? = nil,
        progressToken: JSONRPCID? = nil,
        members: JSONObject = [:]
    ) {
        self.revision = revision
        self.clientCapabilities = clientCapabilities
        self.clientInfo = clientInfo
        self.progressToken = progressToken
        self.members = members
    }
}

extension RequestMeta {
    /// What a modern request wants to hear of its own work; `nil`: nothing.
    var logLevel: LogLevel? { members[MetaKey.logLevel]?.string.flatMap { LogLevel(rawValue: $0) } }

    /// Reads and checks `_meta` as the era demands.
    ///
    /// - Throws: -32602 for what is missing or of the wrong type, -32022 for a version outside `supported`.
    init(
        of params: JSONObject?,
        context: RequestContext,
        supported: [ProtocolRevision]
    ) throws(JSONRPCErrorObject) {
        let language = context.language
        func malformed(_ key: String, es: String, en: String) -> JSONRPCErrorObject {
            JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(es: "_meta[\"\(key)\"] \(es).", en: "_meta[\"\(key)\"] \(en)."),
                language,
                stage: .admission
            )
        }

        let members: JSONObject
        switch params?[MetaKey.meta] {
        case .object(let object)?: members = object
        case nil: members = [:]
        default:
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(es: "_meta debe ser un objeto.", en: "_meta must be an object."),
                language,
                stage: .admission
            )
        }
        var token: JSONRPCID?
        if let value = members[MetaKey.progressToken] {
            guard let id = JSONRPCID(value) else {
                throw malformed(
                    MetaKey.progressToken,
                    es: "debe ser un texto o un entero",
                    en: "must be a string or an integer"
                )
            }
            token = id
        }
        if case .legacy(let revision) = context.era {
            self.init(
                revision: revision,
                clientCapabilities: context.session?.clientCapabilities ?? [:],
                clientInfo: context.session?.clientInfo,
                progressToken: token,
                members: members
            )
            return
        }

        guard let version = members[MetaKey.protocolVersion]?.string else {
            throw malformed(MetaKey.protocolVersion, es: "es obligatorio (texto)", en: "is required (a string)")
        }
        guard let revision = ProtocolRevision(version), revision.isModern, supported.contains(revision) else {
            throw .unsupportedVersion(requested: version, supported: supported, language)
        }
        guard let capabilities = members[MetaKey.clientCapabilities]?.object else {
            throw malformed(MetaKey.clientCapabilities, es: "es obligatorio (objeto)", en: "is required (an object)")
        }
        var clientInfo: Implementation?
        if let value = members[MetaKey.clientInfo] {
            guard let info = Implementation(value) else {
                throw malformed(
                    MetaKey.clientInfo,
                    es: "debe tener «name» y «version» (textos)",
                    en: "must have 'name' and 'version' (strings)"
                )
            }
            clientInfo = info
        }
        if let level = members[MetaKey.logLevel], LogLevel(rawValue: level.string ?? "") == nil {
            throw malformed(
                MetaKey.logLevel,
                es: "debe ser un nivel de RFC 5424, como \"info\"",
                en: "must be an RFC 5424 level such as \"info\""
            )
        }
        self.init(
            revision: revision,
            clientCapabilities: capabilities,
            clientInfo: clientInfo,
            progressToken: token,
            members: members
        )
    }
}

extension JSONRPCErrorObject {
    static func unsupportedVersion(
        requested: String,
        supported: [ProtocolRevision],
        _ language: Language
    ) -> JSONRPCErrorObject {
        let names = supported.map(\.rawValue)
        let list = names.joined(separator: ", ")
        return JSONRPCErrorObject(
            .unsupportedProtocolVersion,
            LocalizedText(
                es: "La versión «\(requested.prefix(40))» del protocolo no se admite. Versiones admitidas: \(list).",
                en: "Unsupported protocol version '\(requested.prefix(40))'. Supported versions: \(list)."
            ),
            language,
            data: ["supported": .array(names.map { .string($0) }), "requested": .string(requested)],
            stage: .admission
        )
    }
}
