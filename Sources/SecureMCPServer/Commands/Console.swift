import ArgumentParser
import Foundation
import Localization

/// Where a command speaks to the person who called it.
struct Console {
    let language: Language

    /// Results go to standard output.
    func say(_ text: LocalizedText) {
        print(text(language))
    }

    /// Everything that is no result goes to standard error.
    func note(_ text: LocalizedText) {
        FileHandle.standardError.write(Data((text(language) + "\n").utf8))
    }

    /// Says what failed and ends the command: status 1.
    func fail(_ error: any Error) -> ExitCode {
        let text = (error as? any LocalizedFailure)?.message ?? LocalizedText(es: "\(error)", en: "\(error)")
        note(LocalizedText(es: "Error: " + text.spanish, en: "Error: " + text.english))
        return ExitCode(1)
    }
}

/// Options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: "Language of the messages: es or en. Default: the locale's.")
    var lang: String?

    var console: Console { Console(language: language) }

    var language: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = lang ?? environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"]
        return Language(locale: locale) ?? .english
    }

    func validate() throws {
        guard lang == nil || Language(rawValue: lang!) != nil else {
            throw ValidationError("--lang is es or en")
        }
    }
}

/// Where the certificates are.
struct CertificateOptions: ParsableArguments {
    @Option(name: .customLong("certs"), help: "Folder of the certificates.")
    var folder = "./certs"

    var certificates: CertificateFolder { CertificateFolder(path: folder) }
}
