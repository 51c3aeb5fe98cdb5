public import Localization

extension StreamableHTTP {
    public static let lastEventIDHeader = "last-event-id"

    /// The session that a POST belongs to; `nil` for modern messages, for `initialize`, and for clients without one.
    /// Ask before ``admit(_:negotiated:supported:language:header:)``, which wants the session's revision.
    ///
    /// - Parameters:
    ///   - isRequired: whether a legacy client must have a session. Default: false.
    /// - Throws: 404 when the session is unknown, over or somebody else's; 400 when there should be one and is none.
    public static func session(
        for message: JSONRPCMessage,
        in sessions: LegacySessions,
        principal: String? = nil,
        isRequired: Bool = false,
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) -> LegacySession? {
        if isModern(header) { return nil }
        if case .request(let request) = message, request.method == "initialize" { return nil }
        guard let id = header(sessionHeader) else {
            guard isRequired else { return nil }
            throw rejection(
                400,
                .invalidRequest,
                LocalizedText(
                    es: "Falta la cabecera Mcp-Session-Id: inicie una sesión con initialize.",
                    en: "The header Mcp-Session-Id is missing: start a session with initialize."
                ),
                language,
                id: message.id
            )
        }
        return try found(id, sessions, principal, language, of: message.id)
    }

    /// What a GET of the endpoint reads: the stream of its session for what happens outside of requests, or the stream
    /// that it lost (`Last-Event-ID`).
    ///
    /// - Returns: read on with ``MessageStream/next(after:)``, from `sequence`. Each message's event has the identifier
    ///   ``MessageStream/eventID(_:)``.
    /// - Throws: 405 when no legacy session is meant, 406 when the client reads no event streams, 404 when the session is
    ///   over, 400 when the event is unknown or forgotten.
    public static func openStream(
        in sessions: LegacySessions,
        principal: String? = nil,
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) -> (session: LegacySession, stream: MessageStream, sequence: Int) {
        let id = try legacySessionID(language, header)
        let accepted = header("accept").map { $0.lowercased() } ?? ""
        guard accepted.contains("text/event-stream") || accepted.contains("*/*") || accepted.contains("text/*") else {
            throw rejection(
                406,
                .invalidRequest,
                LocalizedText(es: "Accept debe incluir text/event-stream.", en: "Accept must list text/event-stream."),
                language
            )
        }
        let session = try found(id, sessions, principal, language)
        guard let last = header(lastEventIDHeader) else {
            return (session, session.standalone, session.standalone.position)
        }
        guard let place = session.resume(after: last) else {
            throw rejection(
                400,
                .invalidRequest,
                LocalizedText(
                    es: "Last-Event-ID no es de esta sesión, o su flujo ya se olvidó.",
                    en: "Last-Event-ID is not from this session, or its stream is forgotten."
                ),
                language
            )
        }
        return (session, place.stream, place.sequence)
    }

    /// Ends the session that a DELETE names. Answer 204.
    ///
    /// - Throws: 405 when no legacy session is meant, 404 when it is over already.
    public static func endSession(
        in sessions: LegacySessions,
        principal: String? = nil,
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) {
        let session = try found(try legacySessionID(language, header), sessions, principal, language)
        sessions.end(session.id, principal: principal)
    }

    private static func isModern(_ header: HeaderLookup) -> Bool {
        guard let version = header(protocolVersionHeader) else { return false }
        // An unknown version is a later one: modern.
        return ProtocolRevision(HeaderValue.trimmed(version[...])).map(\.isModern) ?? true
    }

    private static func legacySessionID(_ language: Language, _ header: HeaderLookup) throws(Rejection) -> String {
        guard !isModern(header), let id = header(sessionHeader) else {
            throw rejection(
                405,
                .invalidRequest,
                LocalizedText(
                    es: "Aquí solo se atiende POST; GET y DELETE son para sesiones de revisiones anteriores.",
                    en: "Only POST is served here; GET and DELETE are for sessions of earlier revisions."
                ),
                language
            )
        }
        return id
    }

    private static func found(
        _ id: String,
        _ sessions: LegacySessions,
        _ principal: String?,
        _ language: Language,
        of request: JSONRPCID? = nil
    ) throws(Rejection) -> LegacySession {
        guard id.utf8.count <= 128, let session = sessions.session(id, principal: principal) else {
            throw rejection(
                404,
                .invalidRequest,
                LocalizedText(
                    es: "La sesión no existe o terminó. Inicie otra con initialize.",
                    en: "The session does not exist or is over. Start another with initialize."
                ),
                language,
                id: request
            )
        }
        return session
    }
}
