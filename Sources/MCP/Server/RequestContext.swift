public import Localization

/// What the transport knows about a request and the message itself does not say.
public struct RequestContext: Sendable {
    public var era: ProtocolEra
    /// The language of texts for people and models. Default: English.
    public var language: Language
    /// Who asks, as authentication established it. States and tasks belong to their principal. Default: nobody in
    /// particular.
    public var principal: String?
    /// What the caller may do (RFC 6749 section 3.3). A scope includes what it is the beginning of: `sales` includes
    /// `sales:read`. Default `nil`: everything.
    public var scopes: Set<String>?
    /// The legacy session that the request belongs to. Default: none, and then the client cannot be asked, subscribe to
    /// resources or choose a log level.
    public var session: LegacySession?
    /// How messages reach the client before the answer. Default: not at all, and then they are dropped.
    public var outgoing: (any OutgoingMessages)?

    public init(
        era: ProtocolEra,
        language: Language = .english,
        principal: String? = nil,
        scopes: Set<String>? = nil,
        session: LegacySession? = nil,
        outgoing: (any OutgoingMessages)? = nil
    ) {
        self.era = era
        self.language = language
        self.principal = principal
        self.scopes = scopes
        self.session = session
        self.outgoing = outgoing
    }
}

/// What a transport must do about a notification.
public enum NotificationEffect: Sendable, Hashable {
    /// The client finished its handshake (legacy).
    case initialized
    /// Stop working on this request and do not answer it.
    case cancel(JSONRPCID, reason: String?)
    /// Nothing: unknown or malformed, and a notification is never answered.
    case ignore
}

/// A response ready to send, with what a transport needs to choose its status.
public struct SerializedResponse: Sendable {
    public let bytes: [UInt8]
    /// `nil` when the response is a result.
    public let error: JSONRPCErrorObject?
}
