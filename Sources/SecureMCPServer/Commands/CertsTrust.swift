import ArgumentParser
import Commands
import Foundation
import Localization
import OpenSSL

struct CertsTrust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Put the development CA into the system's store, and say what to do for other programs."
    )

    @OptionGroup var common: LanguageOption
    @OptionGroup var options: CertificateOptions

    func run() throws {
        let console = common.console
        do {
            let folder = options.certificates
            let authority = try folder.authorityCertificate()
            console.note(Self.advice(absolute(folder.authorityPath)))
            guard let store = SystemTrustStore() else { throw TrustStoreError.unknownSystem }
            let path = try store.add(authority)
            console.say(
                LocalizedText(
                    es: "El sistema confía ahora en \(authority.subject) (\(path)).",
                    en: "The system now trusts \(authority.subject) (\(path))."
                )
            )
        } catch {
            throw console.fail(error)
        }
    }

    private func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Programs that do not read the system's store have to be told one by one.
    private static func advice(_ path: String) -> LocalizedText {
        let commands = """
              curl:     curl --cacert \(path) https://localhost:8443/
              Node:     NODE_EXTRA_CA_CERTS=\(path)
              Python:   SSL_CERT_FILE=\(path)   (requests: REQUESTS_CA_BUNDLE=\(path))
              Chrome:   certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n SecureMCP -i \(path)
            """
        return LocalizedText(
            es: """
                Programas con su propia lista de autoridades:
                \(commands)
                  Firefox:  Ajustes > Privacidad y seguridad > Certificados > Ver certificados > Autoridades > Importar
                """,
            en: """
                Programs with a list of authorities of their own:
                \(commands)
                  Firefox:  Settings > Privacy & Security > Certificates > View Certificates > Authorities > Import
                """
        )
    }
}

struct CertsUntrust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "untrust",
        abstract: "Take the development CA out of the system's store."
    )

    @OptionGroup var common: LanguageOption
    @OptionGroup var options: CertificateOptions

    func run() throws {
        let console = common.console
        do {
            let authority = try options.certificates.authorityCertificate()
            guard let store = SystemTrustStore() else { throw TrustStoreError.unknownSystem }
            if let path = try store.remove(authority) {
                console.say(LocalizedText(es: "Retirado: \(path)", en: "Removed: \(path)"))
            } else {
                console.say(
                    LocalizedText(
                        es: "El sistema no confiaba en esta autoridad; no había nada que retirar.",
                        en: "The system did not trust this authority; there was nothing to remove."
                    )
                )
            }
        } catch {
            throw console.fail(error)
        }
    }
}
