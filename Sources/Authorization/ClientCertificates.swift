public import OpenSSL

/// Who the holders of client certificates are (mutual TLS), from a file (``AccessList``). Only certificates whose
/// authority the server trusts get as far as being looked up here.
///
/// | known by | is |
/// |---|---|
/// | `sha256:` | the fingerprint of this certificate, colons or not |
/// | `uri:`, `dns:` | a subject alternative name (RFC 5280 section 4.2.1.6), such as `uri:spiffe://shop/till-3` |
/// | `cn:` | the common name of the subject; blanks as `_` |
/// | `*` | any other verified certificate; each is a principal of its own |
///
/// The most particular line decides, in the order of the table, and it alone. A certificate that no line knows is nobody.
public struct ClientCertificates: Sendable {
    private var grants: [String: Grant] = [:]
    private var others: (isAdmitted: Bool, scopes: Set<String>?) = (false, nil)

    public init(file path: String) throws(AccessListError) {
        let list = try AccessList(try AccessFile.read(path, isSecret: false), path: path)
        for entry in list.entries {
            if entry.selector == "*" {
                guard !others.isAdmitted, entry.name == nil else { throw .certificate(path, line: entry.line) }
                others = (true, entry.scopes)
                continue
            }
            guard let key = Self.key(entry.selector), grants[key] == nil else {
                throw .certificate(path, line: entry.line)
            }
            grants[key] = Grant(principal: "certificate:\(entry.name ?? key)", scopes: entry.scopes)
        }
    }

    /// What the holder of a verified certificate may do; `nil` for one that is nobody here.
    public func grant(for certificate: Certificate) -> Grant? {
        let fingerprint = "sha256:" + HexText.encode(certificate.fingerprint)
        var names = [fingerprint]
        names += certificate.subjectAlternativeURIs.map { "uri:\($0)" }
        names += certificate.subjectAlternativeNames.map { "dns:\($0.lowercased())" }
        if let name = certificate.commonName { names.append("cn:" + name.replacing(" ", with: "_")) }
        for name in names {
            if let grant = grants[name] { return grant }
        }
        return others.isAdmitted ? Grant(principal: "certificate:\(fingerprint)", scopes: others.scopes) : nil
    }

    private static func key(_ selector: String) -> String? {
        guard let colon = selector.firstIndex(of: ":") else { return nil }
        let value = selector[colon...].dropFirst()
        guard !value.isEmpty else { return nil }
        switch selector[..<colon] {
        case "sha256":
            guard let bytes = HexText.decode(value), bytes.count == 32 else { return nil }
            return "sha256:" + HexText.encode(bytes)
        case "dns": return "dns:\(value.lowercased())"
        case "uri", "cn": return selector
        default: return nil
        }
    }
}
