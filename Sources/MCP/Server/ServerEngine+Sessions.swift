import JSON
import Localization

extension ServerEngine {
    /// Answers the `initialize` of a client that is to have a session, and opens it.
    ///
    /// - Parameter peer: see ``LegacySessions/open(principal:peer:)``.
    /// - Returns: the answer, and the session whose identifier goes with it; no session when the answer is an error.
    public func open(
        _ request: JSONRPCRequest,
        in sessions: LegacySessions,
        peer: String? = nil,
        context: RequestContext
    ) -> (response: SerializedResponse, session: LegacySession?) {
        let session = sessions.open(principal: context.principal, peer: peer)
        var context = context
        context.session = session
        let response = serialize(replyToInitialize(request, context), id: request.id)
        guard response.error == nil else {
            sessions.end(session.id, principal: context.principal)
            return (response, nil)
        }
        return (response, session)
    }

    private func replyToInitialize(_ request: JSONRPCRequest, _ context: RequestContext) -> Reply {
        do throws(JSONRPCErrorObject) {
            return try initialize(request, context)
        } catch {
            return .error(error)
        }
    }

    /// Bytes that a session remembers of what its client said of itself.
    private static let maximumIntroduction = 64 * 1024

    /// Legacy: agrees on the client's version when it is offered, else proposes the latest one that has a handshake.
    func initialize(_ request: JSONRPCRequest, _ context: RequestContext) throws(JSONRPCErrorObject) -> Reply {
        guard let requested = request.params?["protocolVersion"]?.string else {
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(
                    es: "initialize requiere «protocolVersion» (texto).",
                    en: "initialize requires 'protocolVersion' (a string)."
                ),
                context.language
            )
        }
        if context.session?.revision != nil {
            throw JSONRPCErrorObject(
                .invalidRequest,
                LocalizedText(es: "La sesión ya está iniciada.", en: "The session has already started."),
                context.language
            )
        }
        // Kept as long as the session lives.
        let kept = ["capabilities", "clientInfo"].compactMap { request.params?[$0] }
        guard context.session == nil || kept.reduce(0, { $0 + $1.serialized().count }) <= Self.maximumIntroduction
        else {
            throw JSONRPCErrorObject(
                .invalidParams,
                LocalizedText(
                    es: "«capabilities» y «clientInfo» ocupan más de \(Self.maximumIntroduction) bytes.",
                    en: "'capabilities' and 'clientInfo' take more than \(Self.maximumIntroduction) bytes."
                ),
                context.language
            )
        }
        let offered = supportedRevisions.filter { !$0.isModern }
        guard let fallback = offered.first else {
            throw .unsupportedVersion(requested: requested, supported: supportedRevisions, context.language)
        }
        let agreed = ProtocolRevision(requested).flatMap { offered.contains($0) ? $0 : nil } ?? fallback
        guard let result = preparedResults(agreed, context.language)?.initialization else {
            throw unknownMethod(request.method, context)
        }
        context.session?.negotiate(agreed, params: request.params)
        return .prepared(result)
    }

    func setLogLevel(_ asked: Asked) throws(JSONRPCErrorObject) -> Reply {
        guard let level = asked.params?["level"]?.string.flatMap({ LogLevel(rawValue: $0) }) else {
            let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw asked.invalid(es: "«level» debe ser uno de: \(names).", en: "'level' must be one of: \(names).")
        }
        asked.context.session?.logLevel = level
        return .result([:])
    }

    func subscribe(_ asked: Asked) throws(JSONRPCErrorObject) -> Reply {
        let uri = try asked.text("uri")
        guard let session = asked.context.session else {
            throw JSONRPCErrorObject(
                .invalidRequest,
                LocalizedText(
                    es: "Para suscribirse hace falta una sesión.",
                    en: "A subscription needs a session."
                ),
                asked.language
            )
        }
        try require(resources.requiredScopes(for: uri), asked.context)
        guard uri.utf8.count <= URITemplate.maximumLength, session.subscribe(to: uri) else {
            throw asked.invalid(
                es: "Esta sesión ya observa demasiados recursos, o el URI es demasiado largo.",
                en: "This session watches too many resources already, or the URI is too long."
            )
        }
        return .result([:])
    }

    func unsubscribe(_ asked: Asked) throws(JSONRPCErrorObject) -> Reply {
        asked.context.session?.unsubscribe(from: try asked.text("uri"))
        return .result([:])
    }
}
