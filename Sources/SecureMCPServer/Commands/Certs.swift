import ArgumentParser
import Commands
import Foundation
import Localization
import OpenSSL

struct Certs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, show and trust the development certificates.",
        subcommands: [CertsInit.self, CertsIssue.self, CertsShow.self, CertsTrust.self, CertsUntrust.self]
    )
}

struct CertsInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a development CA and a server certificate, or renew what is about to expire."
    )

    @OptionGroup var common: LanguageOption
    @OptionGroup var options: CertificateOptions
    @Argument(help: "More DNS names or addresses for the server's certificate.")
    var names: [String] = []

    func run() throws {
        let console = common.console
        do {
            let folder = options.certificates
            let outcome = try folder.prepare(names: names)
            console.say(Self.text(outcome.authority, folder.authorityPath))
            console.say(Self.text(outcome.server, folder.serverPath))
            let list = try folder.identity().chain[0].subjectAlternativeNames.joined(separator: ", ")
            console.say(LocalizedText(es: "Válido para: \(list)", en: "Valid for: \(list)"))
        } catch {
            throw console.fail(error)
        }
    }

    private static func text(_ outcome: CertificateFolder.Outcome, _ path: String) -> LocalizedText {
        switch outcome {
        case .created: LocalizedText(es: "Creado: \(path)", en: "Created: \(path)")
        case .renewed: LocalizedText(es: "Renovado: \(path)", en: "Renewed: \(path)")
        case .kept: LocalizedText(es: "Vigente, sin cambios: \(path)", en: "Valid, unchanged: \(path)")
        }
    }
}

struct CertsIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Sign one more certificate: for a client (mutual TLS) or for another host."
    )

    @OptionGroup var common: LanguageOption
    @OptionGroup var options: CertificateOptions
    @Argument(help: "The name: its common name, and NAME.pem and NAME.key in the folder.")
    var name: String
    @Flag(help: "For a client; otherwise for a server.")
    var client = false
    @Option(name: .customLong("for"), help: "A DNS name or address (repeatable). Default for a server: NAME.")
    var names: [String] = []

    func run() throws {
        let console = common.console
        do {
            let subjects = names.isEmpty && !client ? [name] : names
            let paths = try options.certificates.issue(name, names: subjects, usage: client ? .client : .server)
            console.say(
                LocalizedText(
                    es: "Creado: \(paths.0)\nCreado: \(paths.1)",
                    en: "Created: \(paths.0)\nCreated: \(paths.1)"
                )
            )
        } catch {
            throw console.fail(error)
        }
    }
}

struct CertsShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the certificates.")

    @OptionGroup var common: LanguageOption
    @OptionGroup var options: CertificateOptions

    func run() throws {
        let console = common.console
        do {
            let folder = options.certificates
            for path in [folder.authorityPath, folder.serverPath] {
                let chain = try CertificateFolder.chain(path)
                for certificate in chain { console.say(Self.describe(certificate, path)) }
            }
        } catch {
            throw console.fail(error)
        }
    }

    private static func describe(_ certificate: Certificate, _ path: String) -> LocalizedText {
        let days = (certificate.notAfter - CertificateFolder.now) / 86_400
        let names = certificate.subjectAlternativeNames.joined(separator: ", ")
        let fingerprint = certificate.fingerprintText
        let from = date(certificate.notBefore)
        let to = date(certificate.notAfter)
        return LocalizedText(
            es: """
                \(path)
                  Sujeto:        \(certificate.subject)
                  Emisor:        \(certificate.issuer)
                  Nombres:       \(names.isEmpty ? "(ninguno)" : names)
                  Vigencia:      \(from) a \(to) (\(days < 0 ? "vencido" : "quedan \(days) días"))
                  Clave:         \(certificate.keySummary), firmado con \(certificate.signatureAlgorithm)
                  Serie:         \(certificate.serialNumber)
                  SHA-256:       \(fingerprint)
                """,
            en: """
                \(path)
                  Subject:       \(certificate.subject)
                  Issuer:        \(certificate.issuer)
                  Names:         \(names.isEmpty ? "(none)" : names)
                  Validity:      \(from) to \(to) (\(days < 0 ? "expired" : "\(days) days left"))
                  Key:           \(certificate.keySummary), signed with \(certificate.signatureAlgorithm)
                  Serial:        \(certificate.serialNumber)
                  SHA-256:       \(fingerprint)
                """
        )
    }

    private static func date(_ seconds: Int) -> String {
        Timestamp.text(seconds)
    }
}
