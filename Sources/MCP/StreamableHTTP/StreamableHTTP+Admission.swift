import JSON
public import Localization

extension StreamableHTTP {
    /// Decides the era of a message and checks its headers against its body.
    ///
    /// A message is modern when its `MCP-Protocol-Version` is 2026-07-28 or later or unknown, or when its `_meta` names
    /// a version. Every other message is legacy: of the revision in the header, else of the session, else of
    /// 2025-03-26, which had no such header.
    ///
    /// - Parameters:
    ///   - negotiated: the revision of the legacy session that the message belongs to, if any.
    ///   - supported: the revisions that the server offers.
    /// - Throws: a 400 with -32020 (headers missing, malformed or not what the body says), -32022 (unsupported version)
    ///   or -32600 (a batch or a response where it does not belong).
    public static func admit(
        _ message: JSONRPCMessage,
        negotiated: ProtocolRevision? = nil,
        supported: [ProtocolRevision] = ProtocolRevision.allCases,
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) -> ProtocolEra {
        let admission = HeaderAdmission(message, supported: supported, language: language)
        return try admission.era(negotiated: negotiated, header: header)
    }

    /// The headers that a message must carry, by lower-case name, apart from `Authorization`.
    ///
    /// - Parameter revision: what the message speaks; `nil` before a legacy handshake is complete.
    public static func headers(
        for message: JSONRPCMessage,
        revision: ProtocolRevision?
    ) -> Headers {
        var headers = [
            (name: "content-type", value: "application/json"),
            (name: "accept", value: "application/json, text/event-stream"),
        ]
        // 2024-11-05 and 2025-03-26 had no such header; servers of their time ignore it.
        if let revision { headers.append((protocolVersionHeader, revision.rawValue)) }
        guard let revision, revision.isModern else { return headers }
        let (method, params) = message.call
        if let method {
            headers.append((methodHeader, method))
            if let name = HeaderAdmission.mirroredName(method, params)?.string {
                headers.append((nameHeader, HeaderValue.encode(name)))
            }
        }
        return headers
    }
}

extension JSONRPCMessage {
    /// The identifier of a request or a response.
    var id: JSONRPCID? {
        switch self {
        case .request(let request): request.id
        case .response(let response): response.id
        case .notification, .batch: nil
        }
    }

    fileprivate var call: (method: String?, params: JSONObject?) {
        switch self {
        case .request(let request): (request.method, request.params)
        case .notification(let notification): (notification.method, notification.params)
        case .response, .batch: (nil, nil)
        }
    }
}

/// The admission of one message.
private struct HeaderAdmission {
    let message: JSONRPCMessage
    let supported: [ProtocolRevision]
    let language: Language

    init(_ message: JSONRPCMessage, supported: [ProtocolRevision], language: Language) {
        self.message = message
        self.supported = supported.sorted(by: >)
        self.language = language
    }

    func era(
        negotiated: ProtocolRevision?,
        header: StreamableHTTP.HeaderLookup
    ) throws(StreamableHTTP.Rejection) -> ProtocolEra {
        let claimed = message.call.params?[MetaKey.meta]?[MetaKey.protocolVersion]
        guard let given = header(StreamableHTTP.protocolVersionHeader) else {
            // Only a modern client mirrors its method, or names its version in the body.
            if claimed != nil || header(StreamableHTTP.methodHeader) != nil {
                throw missing("MCP-Protocol-Version")
            }
            return try legacy(negotiated ?? .v2025_03_26)
        }
        // Equal as they are is the rule; only what differs may still differ by white space.
        let version = claimed?.string == given ? given : HeaderValue.trimmed(given[...])
        if let claimed = claimed?.string, claimed != version {
            throw mismatch("MCP-Protocol-Version", version, claimed)
        }
        guard let revision = ProtocolRevision(version), supported.contains(revision) else {
            throw StreamableHTTP.Rejection(
                status: 400,
                error: .unsupportedVersion(requested: version, supported: supported, language),
                id: message.id
            )
        }
        return revision.isModern ? try modern(header) : try legacy(revision)
    }

    private func legacy(_ revision: ProtocolRevision) throws(StreamableHTTP.Rejection) -> ProtocolEra {
        if case .batch = message, !revision.allowsBatches {
            throw invalid(
                es: "La revisión \(revision) no admite lotes: envíe un mensaje por petición.",
                en: "Revision \(revision) has no batches: send one message a request."
            )
        }
        return .legacy(revision)
    }

    private func modern(_ header: StreamableHTTP.HeaderLookup) throws(StreamableHTTP.Rejection) -> ProtocolEra {
        switch message {
        case .batch:
            throw invalid(
                es: "El cuerpo debe ser un solo mensaje, no un lote.",
                en: "The body must be a single message, not a batch."
            )
        case .response:
            throw invalid(
                es: "Un cliente no envía respuestas en esta revisión.",
                en: "A client sends no responses in this revision."
            )
        // The revision defines no header requirements for notifications.
        case .notification: return .modern
        case .request(let request):
            guard let method = header(StreamableHTTP.methodHeader) else { throw missing("Mcp-Method") }
            if method != request.method {
                let trimmed = HeaderValue.trimmed(method[...])
                guard trimmed == request.method else { throw mismatch("Mcp-Method", trimmed, request.method) }
            }
            if let name = Self.mirroredName(request.method, request.params) {
                try check(name: name, header(StreamableHTTP.nameHeader))
            }
            return .modern
        }
    }

    private func check(name: JSONValue, _ value: String?) throws(StreamableHTTP.Rejection) {
        guard let value else { throw missing("Mcp-Name") }
        // The same plain word on both sides needs no decoding; `=` begins what might be encoded.
        if value == name.string, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            value.utf8.first != UInt8(ascii: "=")
        {
            return
        }
        guard let decoded = HeaderValue.decode(value) else {
            throw StreamableHTTP.rejection(
                400,
                .headerMismatch,
                LocalizedText(
                    es: "La cabecera Mcp-Name tiene caracteres no válidos o un Base64 incorrecto.",
                    en: "The header Mcp-Name has invalid characters or bad Base64."
                ),
                language,
                id: message.id
            )
        }
        guard decoded == name.string else { throw mismatch("Mcp-Name", decoded, name.string ?? name.serializedString) }
    }

    /// The value that `Mcp-Name` repeats; `nil` for methods without one.
    static func mirroredName(_ method: String, _ params: JSONObject?) -> JSONValue? {
        switch method {
        case "tools/call", "prompts/get": params?["name"]
        case "resources/read": params?["uri"]
        case "tasks/get", "tasks/update", "tasks/cancel": params?["taskId"]
        default: nil
        }
    }

    private func missing(_ name: String) -> StreamableHTTP.Rejection {
        StreamableHTTP.rejection(
            400,
            .headerMismatch,
            LocalizedText(es: "Falta la cabecera \(name).", en: "The header \(name) is missing."),
            language,
            id: message.id
        )
    }

    private func mismatch(_ name: String, _ header: String, _ body: String) -> StreamableHTTP.Rejection {
        let (header, body) = (header.prefix(200), body.prefix(200))
        return StreamableHTTP.rejection(
            400,
            .headerMismatch,
            LocalizedText(
                es: "La cabecera \(name) dice «\(header)» y el cuerpo «\(body)».",
                en: "Header mismatch: \(name) header value '\(header)' does not match body value '\(body)'."
            ),
            language,
            id: message.id
        )
    }

    private func invalid(es: String, en: String) -> StreamableHTTP.Rejection {
        StreamableHTTP.rejection(400, .invalidRequest, LocalizedText(es: es, en: en), language, id: message.id)
    }
}
