import Foundation
import MCPHTTP
import OpenSSL

/// Whom to trust, and what to agree on, in a TLS handshake.
struct ServerTrust: Sendable {
    /// A PEM file whose authorities replace the default ones.
    var authorities: String?
    /// "1.1" or "2"; `nil` for what the server prefers.
    var http: String?
    /// Where the secrets of TLS are appended.
    var keyLog: String?

    /// Trusted for servers on this machine, when it is there.
    static let localAuthorities = "./certs/ca.pem"

    /// A context for HTTPS to `address`.
    ///
    /// - Throws: ``ClientUsageError/unreadable(_:)``, `TLSError`.
    func context(for address: ServerAddress) throws -> TLSContext {
        var trust = TLSTrust(includesSystem: authorities == nil)
        let file = authorities ?? Self.localAuthorities
        if let data = FileManager.default.contents(atPath: file) {
            if authorities != nil || address.isLoopback {
                trust.authorities = try Certificate.chain(pem: Array(data))
            }
        } else if authorities != nil {
            throw ClientUsageError.unreadable(file)
        }
        var log: (@Sendable (String) -> Void)?
        if let keyLog {
            let file = try KeyLogFile(path: keyLog)
            log = { line in file.append(line) }
        }
        return try TLSContext(
            client: TLSClientConfiguration(
                trust: trust,
                minimumVersion: .tls12,
                applicationProtocols: http == "1.1" ? ["http/1.1"] : http == "2" ? ["h2"] : ["h2", "http/1.1"],
                keyLog: log
            )
        )
    }
}
