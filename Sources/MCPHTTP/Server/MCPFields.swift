import HTTPTransport
import Localization
import MCP
import NIOHTTP1

/// The header fields that every MCP request is asked for, found in one pass: looking each one up costs more than the
/// checks themselves.
struct MCPFields {
    private var contentType: String?
    private var accept: String?
    private var acceptLanguage: String?
    private var version: String?
    private var method: String?
    private var name: String?
    private var session: String?

    init(_ headers: HTTPHeaders) {
        for (field, value) in headers {
            // The length tells most fields apart before any letter is looked at.
            switch field.utf8.count {
            case 6 where field.isFieldName("accept"): Self.add(value, to: &accept)
            case 8 where field.isFieldName(StreamableHTTP.nameHeader): Self.add(value, to: &name)
            case 10 where field.isFieldName(StreamableHTTP.methodHeader): Self.add(value, to: &method)
            case 12 where field.isFieldName("content-type"): Self.add(value, to: &contentType)
            case 14 where field.isFieldName(StreamableHTTP.sessionHeader): Self.add(value, to: &session)
            case 15 where field.isFieldName("accept-language"): Self.add(value, to: &acceptLanguage)
            case 20 where field.isFieldName(StreamableHTTP.protocolVersionHeader): Self.add(value, to: &version)
            default: break
            }
        }
    }

    subscript(_ field: String) -> String? {
        switch field {
        case "content-type": contentType
        case "accept": accept
        case StreamableHTTP.protocolVersionHeader: version
        case StreamableHTTP.methodHeader: method
        case StreamableHTTP.nameHeader: name
        case StreamableHTTP.sessionHeader: session
        default: nil
        }
    }

    /// Whether the caller names a legacy session.
    var hasSession: Bool { session != nil }

    /// The first language that the caller prefers, if it states one.
    var language: Language? { acceptLanguage.flatMap { Language(accepted: $0) } }

    /// Several fields of one name are one value (RFC 9110 section 5.3).
    private static func add(_ value: String, to field: inout String?) {
        field = field.map { $0 + ", " + value } ?? value
    }
}

extension Language {
    /// The first language of an `Accept-Language` field; `nil` when any will do.
    init?(accepted field: String) {
        guard !field.hasPrefix("*") else { return nil }
        self.init(locale: field)
    }
}

extension HTTPHeaders {
    /// All values of a header as one (RFC 9110 section 5.3).
    func joined(_ name: String) -> String? {
        let values = self[name]
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }
}
