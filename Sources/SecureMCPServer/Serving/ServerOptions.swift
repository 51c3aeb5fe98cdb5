import ArgumentParser
import Foundation
import Localization
import MCPHTTP
import NIOCore

/// `HOST:PORT`, with an IPv6 address in brackets.
struct ListenAddress: ExpressibleByArgument, Sendable {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
            (0...65_535).contains(port), argument.last?.isNumber == true, !argument.contains("+")
        else { return nil }
        var host = argument[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.contains(":") == isBracketed else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether nobody outside this machine can reach it.
    var isLoopback: Bool { ServerAddress.isLoopback(host: host) }

    /// As in a URL.
    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension SocketAddress {
    /// `HOST:PORT` as in a URL.
    var urlAuthority: String {
        ListenAddress(host: ipAddress ?? "?", port: port ?? 0).text
    }
}

/// What `serve` was told, from the command line and the environment, and why it cannot be so.
enum ServeFailure: LocalizedFailure {
    case openToTheNetwork(String)
    case keyWithoutCertificate
    case keyLogWithoutLab
    case plainBeyondLoopback(String)
    case noAuthBeyondLoopback(String)
    case cannotListen(String, reason: String)

    var message: LocalizedText {
        switch self {
        case .openToTheNetwork(let address):
            LocalizedText(
                es:
                    "\(address) se alcanza desde otras máquinas, y nadie tendría que identificarse. Use --token-file ARCHIVO u --oauth-issuer URL, o escuche en 127.0.0.1.",
                en:
                    "\(address) can be reached from other machines, and nobody would have to identify themselves. Use --token-file FILE or --oauth-issuer URL, or listen on 127.0.0.1."
            )
        case .keyWithoutCertificate:
            LocalizedText(
                es: "--cert y --key van juntos, uno por cada certificado.",
                en: "--cert and --key go together, one of each for every certificate."
            )
        case .keyLogWithoutLab:
            LocalizedText(
                es: "--keylog permite descifrar el tráfico; solo se acepta junto con --lab.",
                en: "--keylog lets traffic be decrypted; it is accepted only together with --lab."
            )
        case .plainBeyondLoopback(let address):
            LocalizedText(
                es:
                    "--http \(address): HTTP sin cifrar solo se sirve en loopback, o detrás de un proxy con --behind-proxy.",
                en: "--http \(address): plain HTTP is served on loopback only, or behind a proxy with --behind-proxy."
            )
        case .noAuthBeyondLoopback(let address):
            LocalizedText(
                es: "--no-auth solo vale en loopback, y \(address) no lo es. Use --token-file ARCHIVO.",
                en: "--no-auth is for loopback only, and \(address) is not. Use --token-file FILE."
            )
        case .cannotListen(let address, let reason):
            LocalizedText(
                es:
                    "No se puede escuchar en \(address): \(reason). ¿Hay otro servidor? Pruebe otro puerto con --listen.",
                en: "Cannot listen on \(address): \(reason). Is another server running? Try another port with --listen."
            )
        }
    }
}
