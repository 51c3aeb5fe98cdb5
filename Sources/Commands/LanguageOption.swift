public import ArgumentParser
import Foundation
public import Localization

/// `--lang`, which every command has.
public struct LanguageOption: ParsableArguments, Sendable {
    @Option(help: "Language of the messages: es or en. Default: the locale's.")
    public var lang: String?

    public init() {}

    public var console: Console { Console(language: language) }

    public var language: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = lang ?? environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"]
        return Language(locale: locale) ?? .english
    }

    public func validate() throws {
        if let lang, Language(rawValue: lang) == nil { throw ValidationError("--lang is es or en") }
    }
}
