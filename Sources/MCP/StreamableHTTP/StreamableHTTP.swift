public import Localization

/// The rules of the Streamable HTTP transport that need no socket (2026-07-28 and 2025-11-25, basic, "Streamable
/// HTTP").
///
/// A server asks ``checkMediaTypes(language:header:)`` before it reads a body and
/// ``admit(_:negotiated:supported:language:header:)`` once the body is parsed, hands the request to the engine in the
/// era it was told, and takes the status of an error from ``status(of:era:)``. A client takes its headers from
/// ``headers(for:revision:)``.
public enum StreamableHTTP {
    public static let protocolVersionHeader = "mcp-protocol-version"
    public static let methodHeader = "mcp-method"
    public static let nameHeader = "mcp-name"
    public static let sessionHeader = "mcp-session-id"
    /// Followed by the name that a tool's schema gives in `x-mcp-header`.
    public static let parameterHeaderPrefix = "mcp-param-"

    /// Headers by lower-case name, in order.
    public typealias Headers = [(name: String, value: String)]

    /// Finds a header by its lower-case name. A header sent several times is one value, joined by ", " (RFC 9110
    /// section 5.3): joined values match nothing, so that no copy of a header escapes validation.
    public typealias HeaderLookup = (String) -> String?

    /// A refusal with its HTTP status and the error object for the body.
    public struct Rejection: Error, Sendable, Hashable {
        public let status: Int
        public let error: JSONRPCErrorObject
        /// The request that is refused, where there is one.
        public let id: JSONRPCID?

        public var response: JSONRPCResponse { JSONRPCResponse(id: id, error: error) }
    }

    /// The HTTP status for a response whose error this is; results travel with 200.
    ///
    /// | error | modern | legacy |
    /// |---|---|---|
    /// | -32700 parse error, -32600 invalid request | 400 | 400 |
    /// | -32601 method not found | 404 | 200 |
    /// | -32602 of a malformed request: `_meta` fields, `params` | 400 | 400 |
    /// | -32602 of a method: unknown tool, cursor | 200 | 200 |
    /// | -32020, -32021, -32022 | 400 | 400 |
    /// | any error of the stage `authorization` | 403 | 403 |
    /// | everything else | 200 | 200 |
    ///
    /// The specification fixes 404 for -32601 and 400 for -320xx and for missing `_meta` fields. It leaves the rest
    /// open; 200 says that the transport did its work, and keeps a client that probes with a 400 from taking us for a
    /// legacy server.
    public static func status(of error: JSONRPCErrorObject, era: ProtocolEra) -> Int {
        if error.stage == .authorization { return 403 }
        switch error.code {
        case .parseError, .invalidRequest: return 400
        case .headerMismatch, .missingClientCapability, .unsupportedProtocolVersion: return 400
        case .methodNotFound:
            if case .modern = era { return 404 }
            return 200
        default: return error.stage == .admission ? 400 : 200
        }
    }
}

// MARK: - Media types

extension StreamableHTTP {
    /// What the client is ready to read.
    public struct AcceptedMedia: Sendable, Hashable {
        /// Always true for an admitted request.
        public let json: Bool
        /// Whether the answer may be a stream of server-sent events.
        public let eventStream: Bool
    }

    /// Checks `Content-Type` and `Accept` of a POST.
    ///
    /// Clients must accept both JSON and event streams in every revision. A client that can only read JSON, or says
    /// `*/*` or nothing (a person with curl), can still be answered, so only one that cannot read JSON is refused.
    ///
    /// - Throws: 415 when the body is not `application/json` in UTF-8, 406 when JSON would not be accepted.
    public static func checkMediaTypes(
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) -> AcceptedMedia {
        let contentTypeText = header("content-type") ?? ""
        let accept = header("accept")
        // Word for word what MCP clients send: nothing to take apart, which costs more than the rest of the admission.
        if contentTypeText == "application/json", accept == "application/json, text/event-stream" {
            return AcceptedMedia(json: true, eventStream: true)
        }
        let contentType = MediaRange(contentTypeText)
        guard contentType.type == "application/json", ["utf-8", nil].contains(contentType.charset) else {
            throw rejection(
                415,
                .invalidRequest,
                LocalizedText(
                    es: "Content-Type debe ser application/json (UTF-8).",
                    en: "Content-Type must be application/json (UTF-8)."
                ),
                language
            )
        }
        guard let accept else { return AcceptedMedia(json: true, eventStream: true) }
        let ranges = accept.split(separator: ",").map { MediaRange(String($0)) }
        let media = AcceptedMedia(
            json: MediaRange.accepts(ranges, "application", "json"),
            eventStream: MediaRange.accepts(ranges, "text", "event-stream")
        )
        guard media.json else {
            throw rejection(
                406,
                .invalidRequest,
                LocalizedText(
                    es: "Accept debe incluir application/json y text/event-stream.",
                    en: "Accept must list application/json and text/event-stream."
                ),
                language
            )
        }
        return media
    }

    static func rejection(
        _ status: Int,
        _ code: JSONRPCErrorCode,
        _ text: LocalizedText,
        _ language: Language,
        id: JSONRPCID? = nil
    ) -> Rejection {
        Rejection(status: status, error: JSONRPCErrorObject(code, text, language, stage: .admission), id: id)
    }
}

/// One media range of `Accept`, or the value of `Content-Type` (RFC 9110 sections 8.3.1 and 12.5.1).
private struct MediaRange {
    let type: String
    let charset: String?
    let isExcluded: Bool

    init(_ text: String) {
        let parts = text.split(separator: ";").map { HeaderValue.trimmed($0).lowercased() }
        type = parts.first ?? ""
        func parameter(_ name: String) -> String? {
            parts.dropFirst().first { $0.hasPrefix(name + "=") }.map {
                $0.dropFirst(name.count + 1).filter { $0 != "\"" }
            }
        }
        charset = parameter("charset")
        isExcluded = parameter("q").flatMap { Double($0) } == 0
    }

    /// The most specific range that matches decides.
    static func accepts(_ ranges: [MediaRange], _ type: String, _ subtype: String) -> Bool {
        for candidate in ["\(type)/\(subtype)", "\(type)/*", "*/*"] {
            if let range = ranges.first(where: { $0.type == candidate }) { return !range.isExcluded }
        }
        return false
    }
}
