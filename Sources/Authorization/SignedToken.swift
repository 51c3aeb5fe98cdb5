import JSON

/// A JSON Web Token in its compact form, taken apart (RFC 7519, RFC 7515 section 7.1). Nothing in it is true before its
/// signature is checked.
struct SignedToken {
    /// Deeper or longer than this is no access token.
    private static let limits = JSONLimits(bytes: 64 << 10, depth: 16, numberLength: 32, values: 4_096)

    let header: JSONObject
    let claims: JSONObject
    let signature: [UInt8]
    /// What the signature is of.
    let signed: [UInt8]

    init(_ text: String) throws(TokenRefusal) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .unknown }
        guard let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = Array(bytes[..<parts[1].endIndex])
    }

    /// Checked before any key is looked for: what is in here decides how the signature is checked (RFC 8725
    /// sections 3.1, 3.10 and 3.11).
    func algorithm(among allowed: [SigningAlgorithm]) throws(TokenRefusal) -> SigningAlgorithm {
        guard header["crit"] == nil else { throw .criticalExtension }
        guard let name = header["alg"]?.string, let algorithm = SigningAlgorithm(rawValue: name),
            allowed.contains(algorithm)
        else { throw .algorithm }
        switch header["typ"] {
        case nil: break
        // Many issuers do not say `at+jwt` (RFC 9068 section 2.1) yet; what is no access token says so.
        case .string(let type)?:
            guard ["at+jwt", "application/at+jwt", "jwt"].contains(type.lowercased()) else { throw .type }
        default: throw .malformed
        }
        return algorithm
    }

    /// A text claim; absent is `nil`, another type is refused.
    func text(_ name: String) throws(TokenRefusal) -> String? {
        switch claims[name] {
        case nil: return nil
        case .string(let text)?: return text
        default: throw .malformed
        }
    }

    /// A time in seconds since 1970 UTC (RFC 7519 section 2, NumericDate).
    func time(_ name: String) throws(TokenRefusal) -> Double? {
        guard let value = claims[name] else { return nil }
        guard let seconds = value.double, seconds.isFinite, seconds >= 0 else { throw .malformed }
        return seconds
    }

    /// Several texts, or one.
    func texts(_ name: String) throws(TokenRefusal) -> [String]? {
        switch claims[name] {
        case nil: return nil
        case .string(let text)?: return [text]
        case .array(let values)?:
            let texts = values.compactMap(\.string)
            guard texts.count == values.count else { throw .malformed }
            return texts
        default: throw .malformed
        }
    }

    /// What the token allows: `scope` (RFC 8693 section 4.2), or `scp` as some issuers have it; a text with spaces or
    /// an array. A token without any allows nothing that needs a scope.
    func scopes() throws(TokenRefusal) -> Set<String> {
        var texts = try texts("scope")
        if texts == nil { texts = try self.texts("scp") }
        return Set((texts ?? []).flatMap { $0.split(separator: " ").map(String.init) }.filter(ScopeName.isValid))
    }

    private static func object(_ part: some Collection<UInt8>) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        return (try? JSONValue(parsing: bytes, limits: limits))?.object
    }
}

/// The name of a scope (RFC 6749 section 3.3, `scope-token`).
enum ScopeName {
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }
}
