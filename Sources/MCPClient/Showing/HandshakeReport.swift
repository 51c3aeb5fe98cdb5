import Foundation
import JSON
import Localization
import MCPHTTP
import NIOOpenSSL
import OpenSSL

/// What a handshake agreed on and whose certificate it showed.
struct HandshakeReport {
    enum Resumption: String {
        /// A second connection resumed the session of the first.
        case resumed
        /// The server gave a ticket and did not take it back.
        case declined
        case noTicket = "no_ticket"
    }

    let address: ServerAddress
    let tls: TLSConnection
    let duration: Duration
    let resumption: Resumption
    /// Seconds.
    let ticketLifetime: Int?

    func print(to screen: Screen, asJSON: Bool) {
        if asJSON {
            screen.say(json: .object(json))
        } else {
            screen.say(text)
        }
    }

    private var milliseconds: Double {
        let (seconds, attoseconds) = duration.components
        return (Double(seconds) * 1e3 + Double(attoseconds) / 1e15).rounded(toPlaces: 1)
    }

    private var json: JSONObject {
        [
            "host": .string(address.host), "port": .integer(Int64(address.port)),
            "version": .string(tls.version), "cipher_suite": .string(tls.cipherSuite),
            "group": tls.keyExchangeGroup.map { .string($0) } ?? .null,
            "alpn": tls.applicationProtocol.map { .string($0) } ?? .null,
            "verified": true,
            "resumption": .string(resumption.rawValue),
            "ticket_lifetime": ticketLifetime.map { .integer(Int64($0)) } ?? .null,
            "handshake_ms": JSONNumber("\(milliseconds)").map { .number($0) } ?? .null,
            "certificates": .array(tls.peerChain.map { .object(json($0)) }),
        ]
    }

    private func json(_ certificate: Certificate) -> JSONObject {
        [
            "subject": .string(certificate.subject), "issuer": .string(certificate.issuer),
            "names": .array(certificate.subjectAlternativeNames.map { .string($0) }),
            "not_before": .string(Self.date(certificate.notBefore)),
            "not_after": .string(Self.date(certificate.notAfter)),
            "key": .string(certificate.keySummary), "signature": .string(certificate.signatureAlgorithm),
            "serial": .string(certificate.serialNumber), "sha256": .string(certificate.fingerprintText),
        ]
    }

    private var text: LocalizedText {
        let version = tls.version.replacingOccurrences(of: "TLSv", with: "TLS ")
        let alpn = tls.applicationProtocol ?? "-"
        let group = tls.keyExchangeGroup ?? "-"
        let chain = tls.peerChain.map(describe)
        let hours = (ticketLifetime ?? 0) / 3600
        let resumed: LocalizedText =
            switch resumption {
            case .resumed:
                LocalizedText(es: "sí (tique válido \(hours) h)", en: "yes (ticket valid for \(hours) h)")
            case .declined:
                LocalizedText(es: "no: el servidor no aceptó su tique", en: "no: the server declined its ticket")
            case .noTicket: LocalizedText(es: "no: el servidor no dio tique", en: "no: the server gave no ticket")
            }
        return LocalizedText(
            es: """
                \(address.host):\(address.port)
                  Versión:            \(version)
                  Cifrado:            \(tls.cipherSuite)
                  Intercambio:        \(group)
                  Protocolo (ALPN):   \(alpn)
                  Certificado:        verificado para \(address.host)
                  Reanudación:        \(resumed.spanish)
                  Conexión y saludo:  \(milliseconds) ms
                \(chain.map(\.spanish).joined(separator: "\n"))
                """,
            en: """
                \(address.host):\(address.port)
                  Version:            \(version)
                  Cipher suite:       \(tls.cipherSuite)
                  Key exchange:       \(group)
                  Protocol (ALPN):    \(alpn)
                  Certificate:        verified for \(address.host)
                  Resumption:         \(resumed.english)
                  Connect, handshake: \(milliseconds) ms
                \(chain.map(\.english).joined(separator: "\n"))
                """
        )
    }

    private func describe(_ certificate: Certificate) -> LocalizedText {
        let names = certificate.subjectAlternativeNames.joined(separator: ", ")
        let dates = (Self.date(certificate.notBefore), Self.date(certificate.notAfter))
        let digest = certificate.fingerprintText
        return LocalizedText(
            es: """
                  Certificado de \(certificate.subject)
                    Emisor:    \(certificate.issuer)
                    Nombres:   \(names)
                    Vigencia:  \(dates.0) a \(dates.1)
                    Clave:     \(certificate.keySummary), firma \(certificate.signatureAlgorithm)
                    SHA-256:   \(digest)
                """,
            en: """
                  Certificate of \(certificate.subject)
                    Issuer:    \(certificate.issuer)
                    Names:     \(names)
                    Validity:  \(dates.0) to \(dates.1)
                    Key:       \(certificate.keySummary), signature \(certificate.signatureAlgorithm)
                    SHA-256:   \(digest)
                """
        )
    }

    private static func date(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let factor = pow(10, Double(places))
        return (self * factor).rounded() / factor
    }
}
