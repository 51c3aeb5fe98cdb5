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
            case 6 where field.isSame(as: "accept"): Self.add(value, to: &accept)
            case 8 where field.isSame(as: StreamableHTTP.nameHeader): Self.add(value, to: &name)
            case 10 where field.isSame(as: StreamableHTTP.methodHeader): Self.add(value, to: &method)
            case 12 where field.isSame(as: "content-type"): Self.add(value, to: &contentType)
            case 14 where field.isSame(as: StreamableHTTP.sessionHeader): Self.add(value, to: &session)
            case 15 where field.isSame(as: "accept-language"): Self.add(value, to: &acceptLanguage)
            case 20 where field.isSame(as: StreamableHTTP.protocolVersionHeader): Self.add(value, to: &version)
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

extension String {
    /// Whether two field names are the same (RFC 9110 section 5.1); the other one is in lower case.
    fileprivate func isSame(as name: String) -> Bool {
        // As HTTP/2 and most libraries of HTTP/1.1 write it.
        if self == name { return true }
        // An ASCII letter differs from its capital in one bit, and no other character of a token becomes a letter by it.
        return utf8.elementsEqual(name.utf8) {
            $0 == $1 || ($0 | 0x20 == $1 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($1))
        }
    }
}

extension HTTPHeaders {
    /// All values of a header as one (RFC 9110 section 5.3).
    func joined(_ name: String) -> String? {
        let values = self[name]
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }
}
