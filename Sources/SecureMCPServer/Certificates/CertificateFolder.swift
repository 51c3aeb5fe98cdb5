import Foundation
import Localization
import OpenSSL

/// The folder with the development authority and the server's certificate: `ca.pem`, `ca.key`, `server.pem`,
/// `server.key`. Keys have mode 0600.
struct CertificateFolder {
    /// What was done to the folder, or why nothing was.
    enum Outcome {
        case kept
        case created
        case renewed
    }

    let path: String

    var authorityPath: String { path + "/ca.pem" }
    var authorityKeyPath: String { path + "/ca.key" }
    var serverPath: String { path + "/server.pem" }
    var serverKeyPath: String { path + "/server.key" }

    /// A certificate is renewed when fewer seconds than this are left: 30 days.
    private static let renewalMargin = 30 * 86_400

    /// Makes what is missing and renews what is about to expire. A valid authority is never replaced, because people
    /// have told their systems to trust it.
    ///
    /// - Parameter names: DNS names and addresses for the server, besides those of this machine.
    func prepare(names: [String] = [], now: Int = Self.now) throws -> (authority: Outcome, server: Outcome) {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let (authority, authorityOutcome) = try prepareAuthority(now: now)
        var wanted = Self.ownNames
        for name in names where !wanted.contains(name) { wanted.append(name) }
        var serverOutcome = Outcome.created
        if let existing = try? identity() {
            let leaf = existing.chain[0]
            let known = leaf.subjectAlternativeNames
            let isValid = leaf.notBefore <= now && leaf.notAfter - now > Self.renewalMargin
            let isOurs = leaf.isSigned(by: authority.certificate)
            if isValid, isOurs, names.allSatisfy(known.contains) { return (authorityOutcome, .kept) }
            // A name once asked for stays.
            for name in known where !wanted.contains(name) { wanted.append(name) }
            serverOutcome = .renewed
        } else if FileManager.default.fileExists(atPath: serverKeyPath),
            !FileManager.default.fileExists(atPath: serverPath)
        {
            throw CertificateFolderError.halfPair(certificate: serverPath, key: serverKeyPath)
        }
        let issued = try authority.issue(commonName: "localhost", names: wanted, now: now)
        try write(certificate: issued.certificate, to: serverPath, key: issued.key, to: serverKeyPath)
        return (authorityOutcome, serverOutcome)
    }

    /// Signs a certificate besides the server's own, for a client or for another host, into `NAME.pem` and `NAME.key`.
    func issue(_ name: String, names: [String], usage: CertificateAuthority.Usage) throws -> (String, String) {
        guard !name.contains("/"), !name.hasPrefix("."), !["ca", "server"].contains(name) else {
            throw CertificateFolderError.badName(name)
        }
        let authority = try readAuthority()
        let issued = try authority.issue(commonName: name, names: names, usage: usage, now: Self.now)
        let base = path + "/" + name
        try write(certificate: issued.certificate, to: base + ".pem", key: issued.key, to: base + ".key")
        return (base + ".pem", base + ".key")
    }

    func authorityCertificate() throws -> Certificate {
        try Self.chain(authorityPath)[0]
    }

    /// The server's certificate and key, as they are on disk now.
    func identity() throws -> TLSIdentity {
        try Self.identity(certificate: serverPath, key: serverKeyPath)
    }

    static func identity(certificate: String, key: String) throws -> TLSIdentity {
        let chain = try chain(certificate)
        let key = try self.key(key)
        do {
            return try TLSIdentity(chain: chain, key: key)
        } catch {
            throw CertificateFolderError.unusable(certificate, reason: error.reason)
        }
    }

    /// The certificates of a PEM file.
    static func chain(_ path: String) throws -> [Certificate] {
        let pem = try read(path)
        do {
            return try Certificate.chain(pem: pem)
        } catch {
            throw CertificateFolderError.unusable(path, reason: error.reason)
        }
    }

    private static func key(_ path: String) throws -> PrivateKey {
        let pem = try read(path)
        do {
            return try PrivateKey(pem: pem)
        } catch {
            throw CertificateFolderError.unusable(path, reason: error.reason)
        }
    }

    /// Seconds since 1970 UTC.
    static var now: Int { Int(Date().timeIntervalSince1970) }

    /// `localhost`, both loopback addresses and the host name.
    private static var ownNames: [String] {
        let host = ProcessInfo.processInfo.hostName
        let fixed = ["localhost", "127.0.0.1", "::1"]
        let isUsable = !host.isEmpty && !fixed.contains(host) && host.utf8.count <= 64
        return isUsable ? fixed + [host] : fixed
    }

    private func prepareAuthority(now: Int) throws -> (CertificateAuthority, Outcome) {
        let hasCertificate = FileManager.default.fileExists(atPath: authorityPath)
        let hasKey = FileManager.default.fileExists(atPath: authorityKeyPath)
        guard hasCertificate == hasKey else {
            throw CertificateFolderError.halfPair(certificate: authorityPath, key: authorityKeyPath)
        }
        var outcome = Outcome.created
        if hasCertificate {
            let authority = try readAuthority()
            let certificate = authority.certificate
            if certificate.notBefore <= now, certificate.notAfter - now > Self.renewalMargin {
                return (authority, .kept)
            }
            outcome = .renewed
        }
        let host = ProcessInfo.processInfo.hostName
        let authority = try CertificateAuthority.create(
            commonName: String("SecureMCP development CA (\(host))".prefix(64)),
            now: now
        )
        try write(certificate: authority.certificate, to: authorityPath, key: authority.key, to: authorityKeyPath)
        return (authority, outcome)
    }

    private func readAuthority() throws -> CertificateAuthority {
        let certificate = try authorityCertificate()
        let key = try Self.key(authorityKeyPath)
        do {
            return try CertificateAuthority(certificate: certificate, key: key)
        } catch {
            throw CertificateFolderError.unusable(authorityPath, reason: error.reason)
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CertificateFolderError.unreadable(path)
        }
        return Array(data)
    }

    /// The key first: a reload that comes in between sees an old certificate with a key that does not fit, and keeps what
    /// it has. Each file is replaced in one step.
    private func write(certificate: Certificate, to path: String, key: PrivateKey, to keyPath: String) throws {
        try SecretFile.write(key.pem(), to: keyPath, mode: 0o600)
        try SecretFile.write(certificate.pem(), to: path, mode: 0o644)
    }
}

enum CertificateFolderError: LocalizedFailure {
    case unreadable(String)
    case unusable(String, reason: String)
    case halfPair(certificate: String, key: String)
    case badName(String)

    var message: LocalizedText {
        switch self {
        case .unreadable(let path):
            LocalizedText(
                es: "No se puede leer \(path). Cree los certificados con: secure-mcp-server certs init",
                en: "Cannot read \(path). Make the certificates with: secure-mcp-server certs init"
            )
        case .unusable(let path, let reason):
            LocalizedText(
                es:
                    "\(path) no sirve: \(reason). Recupere el archivo, o bórrelo junto con su pareja y repita certs init.",
                en:
                    "\(path) cannot be used: \(reason). Restore it, or delete it with its other half and repeat certs init."
            )
        case .halfPair(let certificate, let key):
            LocalizedText(
                es: "De \(certificate) y \(key) existe solo uno. Recupere el que falta o borre el otro.",
                en: "Only one of \(certificate) and \(key) exists. Restore the missing one or delete the other."
            )
        case .badName(let name):
            LocalizedText(
                es: "«\(name)» no sirve como nombre: sin «/», sin punto inicial, y ni «ca» ni «server».",
                en: "'\(name)' will not do as a name: no '/', no leading dot, and neither 'ca' nor 'server'."
            )
        }
    }
}
